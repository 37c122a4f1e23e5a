import type {
  ConditionalAccessGuestOrExternalUserTypes,
  ConditionalAccessUsers,
} from '@microsoft/microsoft-graph-types';
import type { SandboxPolicy } from '../state.js';
import { FORGOTTEN_ID, NORTH_ID, SOUTH_ID } from './contoso-accounts.js';
import { GROUP } from './contoso-directory.js';
import { OFFICE_COUNTRIES_ID } from './contoso-governance.js';
import { guidFor } from './ids.js';
import { makePolicy, requireAnyOf, requirePhishingResistant, type PolicySketch } from './policies.js';
import { ROLE } from './roles.js';

/**
 * Contoso's Conditional Access policies. Between them they take every branch of the question whether a policy reaches an
 * account. North is excluded by name and South through a nested group; the policies that were written last forgot North.
 */

/** How the older policies exclude: North and the forgotten account by name, South through the group in the group. */
const EXCLUSION: ConditionalAccessUsers = {
  excludeUsers: [NORTH_ID, FORGOTTEN_ID],
  excludeGroups: [GROUP.exclusions],
};
/** How the newer policies exclude: the group alone, which nobody added North to. */
const GROUP_ONLY: ConditionalAccessUsers = { excludeGroups: [GROUP.exclusions] };

const EVERYONE: ConditionalAccessUsers = { includeUsers: ['All'], ...EXCLUSION };

const ADMINISTRATORS = [
  ROLE.globalAdministrator,
  ROLE.privilegedRoleAdministrator,
  ROLE.privilegedAuthenticationAdministrator,
  ROLE.conditionalAccessAdministrator,
  ROLE.securityAdministrator,
  ROLE.exchangeAdministrator,
  ROLE.userAdministrator,
];

const AZURE_MANAGEMENT = '797f4846-ba00-4fd7-ba43-dac1f8f63013';
/** An account that has been gone for years, also from the deleted items. One policy still names it. */
export const DEPARTED_ID = guidFor('user:departed-administrator');

/** Graph joins the types with commas; its published typings know single members only. */
function guests(
  ...types: ConditionalAccessGuestOrExternalUserTypes[]
): NonNullable<ConditionalAccessUsers['includeGuestsOrExternalUsers']> {
  const externalTenants = {
    '@odata.type': '#microsoft.graph.conditionalAccessAllExternalTenants',
    membershipKind: 'all' as const,
  };
  return { guestOrExternalUserTypes: types.join(',') as ConditionalAccessGuestOrExternalUserTypes, externalTenants };
}

const baseline: readonly PolicySketch[] = [
  {
    displayName: 'CA001: Require MFA for all users',
    users: { includeUsers: ['All'], excludeUsers: [NORTH_ID, SOUTH_ID, FORGOTTEN_ID] },
  },
  {
    displayName: 'CA002: Block legacy authentication',
    users: EVERYONE,
    conditions: { clientAppTypes: ['exchangeActiveSync', 'other'] },
    grantControls: requireAnyOf('block'),
  },
  {
    displayName: 'CA003: Require phishing-resistant MFA for administrators',
    users: { includeRoles: ADMINISTRATORS, ...EXCLUSION },
    grantControls: requirePhishingResistant(),
  },
  {
    displayName: 'CA004: Require MFA for guests',
    users: {
      includeGuestsOrExternalUsers: guests(
        'internalGuest',
        'b2bCollaborationGuest',
        'b2bDirectConnectUser',
        'otherExternalUser',
      ),
    },
  },
  {
    displayName: 'CA005: Block guests from admin portals',
    users: { includeUsers: ['GuestsOrExternalUsers'], ...EXCLUSION },
    applications: { includeApplications: ['MicrosoftAdminPortals'] },
    grantControls: requireAnyOf('block'),
  },
  {
    displayName: 'CA006: Block sign-in from countries we do not work in',
    users: { ...EVERYONE, excludeRoles: [ROLE.directorySynchronizationAccounts] },
    conditions: { locations: { includeLocations: ['All'], excludeLocations: [OFFICE_COUNTRIES_ID, 'AllTrusted'] } },
    grantControls: requireAnyOf('block'),
  },
  {
    displayName: 'CA007: Require MFA for risky sign-ins',
    users: {
      ...EVERYONE,
      excludeGuestsOrExternalUsers: guests('b2bCollaborationGuest', 'serviceProvider'),
    },
    conditions: { signInRiskLevels: ['high', 'medium'] },
  },
  {
    displayName: 'CA008: Require password change for high-risk users',
    users: { ...EVERYONE, excludeUsers: [NORTH_ID, FORGOTTEN_ID, 'GuestsOrExternalUsers'] },
    conditions: { userRiskLevels: ['high'] },
    grantControls: { ...requireAnyOf('mfa', 'passwordChange'), operator: 'AND' },
  },
  {
    displayName: 'CA009: Block unsupported device platforms',
    users: EVERYONE,
    conditions: {
      platforms: { includePlatforms: ['all'], excludePlatforms: ['android', 'iOS', 'windows', 'macOS', 'linux'] },
    },
    grantControls: requireAnyOf('block'),
  },
  {
    displayName: 'CA010: Require compliant device for Finance',
    users: {
      includeGroups: [GROUP.finance],
      excludeUsers: [NORTH_ID, DEPARTED_ID],
      excludeGroups: [GROUP.emergencyAccounts],
    },
    grantControls: requireAnyOf('compliantDevice', 'domainJoinedDevice'),
  },
];

const special: readonly PolicySketch[] = [
  {
    displayName: 'CA011: Terms of use for contractors',
    users: { includeUsers: ['None'], includeGroups: [GROUP.contractors] },
    grantControls: { ...requireAnyOf(), termsOfUse: [guidFor('termsOfUse:contractors')] },
  },
  {
    displayName: 'CA012: Sign-in frequency on unmanaged devices',
    users: { includeUsers: ['All'], ...GROUP_ONLY, excludeRoles: [ROLE.globalAdministrator] },
    conditions: { devices: { deviceFilter: { mode: 'exclude', rule: 'device.isCompliant -eq True' } } },
    grantControls: null,
    sessionControls: {
      applicationEnforcedRestrictions: null,
      cloudAppSecurity: null,
      disableResilienceDefaults: null,
      persistentBrowser: { isEnabled: true, mode: 'never' },
      signInFrequency: {
        isEnabled: true,
        type: 'hours',
        value: 8,
        frequencyInterval: 'timeBased',
        authenticationType: 'primaryAndSecondaryAuthentication',
      },
    },
  },
  {
    displayName: 'CA013: Secure security info registration',
    users: EVERYONE,
    applications: { includeUserActions: ['urn:user:registersecurityinfo'] },
    conditions: { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } },
  },
  {
    displayName: 'CA014: Require compliant device for confidential sites',
    users: EVERYONE,
    applications: { includeAuthenticationContextClassReferences: ['c1'] },
    grantControls: requireAnyOf('compliantDevice'),
  },
  {
    displayName: 'CA015: Block device code flow',
    users: EVERYONE,
    conditions: { authenticationFlows: { transferMethods: 'deviceCodeFlow' } },
    grantControls: requireAnyOf('block'),
  },
  {
    displayName: 'CA016: Block risky workload identities',
    users: { includeUsers: ['None'] },
    conditions: {
      clientApplications: {
        includeServicePrincipals: ['ServicePrincipalsInMyTenant'],
        excludeServicePrincipals: [],
        servicePrincipalFilter: null,
      },
      servicePrincipalRiskLevels: ['high'],
    },
    grantControls: requireAnyOf('block'),
  },
  {
    displayName: 'CA017: Block high-risk agent identities',
    users: { includeUsers: ['None'] },
    grantControls: requireAnyOf('block'),
    betaConditions: {
      agentIdRiskLevels: 'high',
      clientApplications: {
        includeServicePrincipals: [],
        excludeServicePrincipals: [],
        includeAgentIdServicePrincipals: ['All'],
        excludeAgentIdServicePrincipals: [],
        servicePrincipalFilter: null,
        agentIdServicePrincipalFilter: null,
      },
    },
  },
  {
    displayName: 'CA100: Emergency access: require phishing-resistant MFA',
    users: { includeUsers: [NORTH_ID], includeGroups: [GROUP.emergencyAccounts] },
    grantControls: requirePhishingResistant(),
  },
];

const recent: readonly PolicySketch[] = [
  {
    displayName: 'CA018: Require MFA for Azure management',
    users: { includeUsers: ['All'], ...GROUP_ONLY },
    applications: { includeApplications: [AZURE_MANAGEMENT] },
    createdDateTime: '2026-10-05T08:17:22Z',
    modifiedDateTime: '2026-10-05T08:40:10Z',
  },
  {
    displayName: 'CA019: Require compliant or joined device (pilot)',
    users: { includeUsers: ['All'], ...GROUP_ONLY },
    state: 'enabledForReportingButNotEnforced',
    grantControls: requireAnyOf('compliantDevice', 'domainJoinedDevice'),
    createdDateTime: '2026-10-28T12:02:51Z',
    modifiedDateTime: null,
  },
  {
    displayName: 'Microsoft-managed: Block legacy authentication',
    users: { includeUsers: ['All'] },
    state: 'enabledForReportingButNotEnforced',
    conditions: { clientAppTypes: ['exchangeActiveSync', 'other'] },
    grantControls: requireAnyOf('block'),
    templateId: '0b2282f9-2862-4178-88b5-d79340b36cb8',
    createdDateTime: '2026-10-30T00:00:00Z',
    modifiedDateTime: null,
  },
  {
    displayName: 'Old: MFA outside the office (2022)',
    users: { includeUsers: ['All'], excludeUsers: [NORTH_ID, FORGOTTEN_ID] },
    state: 'disabled',
    createdDateTime: '2022-02-11T10:00:00Z',
  },
  {
    displayName: 'CA020: Require Global Secure Access (preview)',
    users: EVERYONE,
    grantControls: requireAnyOf('block'),
    createdDateTime: '2026-11-10T09:30:00Z',
    usesPreviewFeatures: true,
    betaConditions: { globalSecureAccess: { includeProfiles: ['internet'] } },
  },
];

export function contosoPolicies(): SandboxPolicy[] {
  return structuredClone([...baseline, ...special, ...recent]).map(makePolicy);
}
