import type { Domain, Group } from '@microsoft/microsoft-graph-types';
import type { Identified, SandboxState } from '../state.js';
import { ownApplications } from './applications.js';
import { approvedBy, federationOf } from './governance.js';
import { guidFor } from './ids.js';
import { methodsPolicy } from './method-policy.js';
import {
  APPROVERS,
  COLLEAGUES,
  CUSTOM_DOMAIN,
  PEOPLE,
  REQUESTER,
  SANDBOX_TENANT_ID,
  sandboxApproversGroupId,
  SECURITY_TEAM_GROUP_ID,
  type Person,
} from './people.js';
import { activeRole, directoryRoles, eligibleRole, ROLE, roleDefinitions } from './roles.js';
import { builtInStrengths } from './strengths.js';
import { authenticatorApp, mailboxAndTeams, makeUser, passwordMethod, windowsHello } from './users.js';

/** What every seeded tenant has: the organization, its domains, and the people of the chat. No emergency account, no policy. */

export const INITIAL_DOMAIN = 'contososandbox.onmicrosoft.com';
export const FEDERATED_DOMAIN = 'fabrikam.com';

function domain(id: string, changes: Partial<Domain>): Identified<Domain> {
  return {
    id,
    authenticationType: 'Managed',
    availabilityStatus: null,
    isAdminManaged: true,
    isDefault: false,
    isInitial: false,
    isRoot: true,
    isVerified: true,
    passwordNotificationWindowInDays: 14,
    passwordValidityPeriodInDays: 2147483647,
    supportedServices: ['Email', 'OfficeCommunicationsOnline'],
    ...changes,
  };
}

/** A restricted management administrative unit: only those who hold a role for the unit itself may change its members. */
export function makeRestrictedUnit(key: string, displayName: string): SandboxState['administrativeUnits'][number] {
  return {
    id: guidFor(`administrativeUnit:${key}`),
    deletedDateTime: null,
    displayName,
    description: 'Only administrators of this unit may change its members.',
    isMemberManagementRestricted: true,
    membershipRule: null,
    membershipRuleProcessingState: null,
    membershipType: null,
    visibility: 'Public',
  };
}

/** A security group with assigned members, changed by `changes`. */
export function makeGroup(key: string, displayName: string, changes: Partial<Group> = {}): Identified<Group> {
  return {
    id: guidFor(`group:${key}`),
    deletedDateTime: null,
    classification: null,
    createdDateTime: '2024-01-15T13:20:00Z',
    description: null,
    displayName,
    expirationDateTime: null,
    groupTypes: [],
    isAssignableToRole: null,
    mail: null,
    mailEnabled: false,
    mailNickname: key,
    membershipRule: null,
    membershipRuleProcessingState: null,
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    proxyAddresses: [],
    renewedDateTime: '2024-01-15T13:20:00Z',
    securityEnabled: true,
    securityIdentifier: null,
    visibility: null,
    ...changes,
  };
}

function userOf(person: Person): SandboxState['users'][number] {
  const { objectId, userPrincipalName, displayName, givenName, surname, jobTitle, department } = person;
  const mail = { mail: userPrincipalName, proxyAddresses: [`SMTP:${userPrincipalName}`] };
  const names = { displayName, givenName, surname, jobTitle, department, officeLocation: 'Stockholm' };
  return makeUser({ id: objectId, userPrincipalName, ...names, ...mail, assignedPlans: mailboxAndTeams() });
}

function verifiedDomains(domains: readonly Domain[]) {
  return domains.map(({ id, isDefault, isInitial, authenticationType }) => ({
    capabilities: 'Email, OfficeCommunicationsOnline',
    isDefault: isDefault ?? false,
    isInitial: isInitial ?? false,
    name: id ?? '',
    type: authenticationType ?? '',
  }));
}

function organization(displayName: string, domains: readonly Domain[]): SandboxState['organization'] {
  return {
    id: SANDBOX_TENANT_ID,
    deletedDateTime: null,
    displayName,
    tenantType: 'AAD',
    createdDateTime: '2019-08-26T06:58:12Z',
    countryLetterCode: 'SE',
    preferredLanguage: 'en',
    businessPhones: [],
    marketingNotificationEmails: [],
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    technicalNotificationMails: [`it@${CUSTOM_DOMAIN}`],
    onPremisesSyncEnabled: true,
    onPremisesLastSyncDateTime: '2026-11-20T05:41:27Z',
    assignedPlans: mailboxAndTeams(),
    verifiedDomains: verifiedDomains(domains),
  };
}

/** The two roles that lead to everything are activated only when one of two people agrees; nothing else is set up. */
function governance() {
  return {
    groupAssignmentScheduleInstances: [],
    groupEligibilityScheduleInstances: [],
    roleApprovals: {
      [ROLE.globalAdministrator]: approvedBy(...APPROVERS),
      [ROLE.privilegedRoleAdministrator]: approvedBy(...APPROVERS),
    },
    accessReviews: [],
    lifecycleWorkflows: [],
    riskyUsers: [],
    federationConfigurations: { [FEDERATED_DOMAIN]: federationOf(FEDERATED_DOMAIN, 'Fabrikam AD FS') },
    namedLocations: [],
  } satisfies Partial<SandboxState>;
}

const [, , securityReader, auditor, helpdesk] = COLLEAGUES;

/** A tenant with Microsoft Entra ID P2, the people of the chat in their roles, and the group of approvers. */
export function foundation(displayName: string): SandboxState {
  const domains = [
    domain(INITIAL_DOMAIN, { isInitial: true }),
    domain(CUSTOM_DOMAIN, { isDefault: true }),
    domain(FEDERATED_DOMAIN, { authenticationType: 'Federated', passwordValidityPeriodInDays: null }),
  ];
  const methods = PEOPLE.map((person) => [
    person.objectId,
    [passwordMethod(), authenticatorApp(`${person.givenName}'s phone`), windowsHello(`${person.givenName}'s laptop`)],
  ]);
  return {
    tenantId: SANDBOX_TENANT_ID,
    emergencyAccountIds: [],
    hasPremiumP2: true,
    hasPremiumP1: true,
    hasGovernance: true,
    organization: organization(displayName, domains),
    domains,
    securityDefaults: {
      id: '00000000-0000-0000-0000-000000000005',
      displayName: 'Security Defaults',
      description: 'Security defaults is a set of basic identity security mechanisms recommended by Microsoft.',
      isEnabled: false,
    },
    authorizationPolicy: {
      id: 'authorizationPolicy',
      displayName: 'Authorization Policy',
      description: 'Used to manage authorization related settings across the company.',
      allowInvitesFrom: 'adminsAndGuestInviters',
      allowedToSignUpEmailBasedSubscriptions: true,
      allowedToUseSSPR: true,
      allowEmailVerifiedUsersToJoinOrganization: false,
      allowUserConsentForRiskyApps: null,
      blockMsolPowerShell: false,
      guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
      defaultUserRolePermissions: {
        allowedToCreateApps: false,
        allowedToCreateSecurityGroups: false,
        allowedToReadOtherUsers: true,
        permissionGrantPoliciesAssigned: [],
      },
    },
    authenticationMethodsPolicy: methodsPolicy(),
    authenticationStrengths: builtInStrengths(),
    policies: [],
    deletedPolicies: [],
    users: PEOPLE.map(userOf),
    deletedUsers: [],
    authenticationMethods: Object.fromEntries(methods) as SandboxState['authenticationMethods'],
    certificateUserIds: [],
    perUserMfaStates: {},
    managers: {},
    groups: [
      makeGroup('emergency-access-approvers', 'Emergency access approvers', {
        description: 'May approve changes that concern the emergency access accounts.',
        isAssignableToRole: true,
        visibility: 'Private',
      }),
      makeGroup('security-team', 'Security', {
        groupTypes: ['Unified'],
        mailEnabled: true,
        mail: `security@${CUSTOM_DOMAIN}`,
      }),
    ],
    deletedGroups: [],
    groupMembers: {
      [sandboxApproversGroupId]: APPROVERS.map(({ objectId }) => objectId),
      [SECURITY_TEAM_GROUP_ID]: PEOPLE.map(({ objectId }) => objectId),
    },
    groupOwners: { [SECURITY_TEAM_GROUP_ID]: [COLLEAGUES[1].objectId] },
    administrativeUnits: [],
    administrativeUnitMembers: {},
    roleDefinitions: roleDefinitions(),
    directoryRoles: directoryRoles(),
    roleAssignmentScheduleInstances: [
      activeRole(REQUESTER.objectId, 'conditionalAccessAdministrator'),
      activeRole(securityReader.objectId, 'securityReader'),
      activeRole(auditor.objectId, 'globalReader'),
      activeRole(helpdesk.objectId, 'helpdeskAdministrator'),
    ],
    roleEligibilityScheduleInstances: [eligibleRole(COLLEAGUES[0].objectId, 'privilegedRoleAdministrator')],
    ...governance(),
    ...ownApplications(),
    directoryAudits: [],
    signIns: [],
    replaced: [],
  };
}
