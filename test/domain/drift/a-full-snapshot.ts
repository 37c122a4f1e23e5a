import type { RegistrationDetails } from '../../../src/domain/tenant/authentication-policy.js';
import type { AccessReview, GroupScheduleInstance, RoleGroupReading } from '../../../src/domain/tenant/governance.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  aMethodConfiguration,
  anAccount,
  aSnapshot,
  aUser,
  ENTRA_ID_P1,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  OTHER_GROUP,
  read,
  SECOND,
  STRANGER,
} from '../a-snapshot.js';

/** A tenant with at least one of everything that a snapshot can hold, whatever the controls say to it. */

export const STRENGTH = '00000000-0000-0000-0000-000000000004';
export const ROLE_GROUP = 'aaaaaaaa-0000-4000-8000-000000000009';
const DESIGNATED_GROUP = 'aaaaaaaa-0000-4000-8000-000000000005';
const REVIEW = 'dddddddd-0000-4000-8000-000000000001';
export const WORKFLOW = 'dddddddd-0000-4000-8000-000000000002';
const KEY_MODEL = '2fc0579f-8113-47ea-b116-555a8db9202a';

const keyRestrictions = { isEnforced: true, enforcementType: 'allow', aaGuids: [KEY_MODEL] } as const;

export function aMembership(id: string, overrides: Partial<GroupScheduleInstance> = {}): GroupScheduleInstance {
  return {
    principalId: id,
    assignmentType: 'assigned',
    memberType: 'direct',
    endDateTime: '2027-01-01T00:00:00Z',
    ...overrides,
  };
}

/** A group that holds Global Administrator, its members permanent. */
export function aRoleGroup(memberIds: readonly string[], overrides: Partial<RoleGroupReading> = {}): RoleGroupReading {
  return {
    id: ROLE_GROUP,
    group: read({ id: ROLE_GROUP, displayName: 'Administrators', isAssignableToRole: true }),
    transitiveMembers: read(memberIds.map((id) => ({ id, kind: 'user', name: `name-${id.slice(0, 4)}` }))),
    assignmentScheduleInstances: read(memberIds.map((id) => aMembership(id))),
    eligibilityScheduleInstances: read([aMembership(SECOND, { assignmentType: 'eligible' })]),
    ...overrides,
  };
}

export function aReview(overrides: Partial<AccessReview> = {}): AccessReview {
  return {
    id: REVIEW,
    displayName: 'Quarterly',
    status: 'InProgress',
    scopeQueries: [`/groups/${EXCLUSION_GROUP}/transitivemembers`],
    autoApplyDecisionsEnabled: false,
    defaultDecisionEnabled: false,
    defaultDecision: 'None',
    ...overrides,
  };
}

export function aRegistration(overrides: Partial<RegistrationDetails> = {}): RegistrationDetails {
  return {
    id: FIRST,
    userPrincipalName: 'account-1111@contoso.onmicrosoft.com',
    methodsRegistered: ['x509CertificateMultiFactor'],
    isSsprRegistered: false,
    isMfaCapable: true,
    lastUpdatedDateTime: '2026-02-28T00:00:00Z',
    ...overrides,
  };
}

const PERSON = {
  givenName: 'Emergency',
  surname: 'Access',
  jobTitle: 'Nobody',
  department: 'None',
  employeeId: '0',
  isResourceAccount: false,
  mobilePhone: '+1 555 0100',
  businessPhones: ['+1 555 0101'],
  mail: 'first@contoso.com',
  otherMails: ['other@contoso.com'],
  proxyAddresses: ['smtp:first@contoso.com'],
  displayName: 'First',
  onPremisesImmutableId: 'anchor',
  assignedPlans: [{ service: 'exchange', servicePlanId: ENTRA_ID_P1, capabilityStatus: 'Enabled' }],
  missingProperties: ['isManagementRestricted'],
  isManagementRestricted: null,
};

const FIDO2 = aMethodConfiguration({
  excludeTargetIds: [OTHER_GROUP],
  includeTargets: [{ id: 'all_users', allowedPasskeyProfiles: ['profile'] }],
  keyRestrictions,
  passkeyProfiles: [
    {
      id: 'profile',
      name: 'Keys',
      attestationEnforcement: 'disabled',
      passkeyTypes: ['deviceBound'],
      keyRestrictions,
    },
  ],
  defaultPasskeyProfile: 'profile',
});

const answer = {
  scenario: {
    application: 'All',
    clientAppType: 'browser',
    devicePlatform: 'windows',
    signInRiskLevel: 'none',
    userRiskLevel: 'none',
    country: 'NO',
  },
  results: [{ policyId: 'p1', policyName: 'MFA', policyApplies: false, analysisReasons: ['users'] }],
};

export function aFullSnapshot(overrides: Partial<TenantSnapshot> = {}): TenantSnapshot {
  const first = anAccount(FIRST, {
    user: read(aUser(FIRST, PERSON)),
    manager: read({ id: STRANGER, displayName: 'Manager' }),
    namesakeIds: read([STRANGER]),
    whatIf: read([answer]),
  });
  return aSnapshot({
    accounts: [first, anAccount(SECOND)],
    groups: [{ id: OTHER_GROUP, transitiveMemberIds: read([FIRST]) }],
    authenticationMethodsPolicy: read({
      registrationCampaign: { state: 'enabled', includeTargetIds: ['all_users'], excludeTargetIds: [FIRST] },
      configurations: [FIDO2],
    }),
    authenticationStrengths: read([
      {
        id: STRENGTH,
        displayName: 'Phishing-resistant MFA',
        allowedCombinations: ['fido2'],
        fido2Restrictions: [{ appliesToCombinations: ['fido2'], allowedAAGUIDs: [KEY_MODEL] }],
      },
    ]),
    registrationDetails: read([aRegistration()]),
    riskyUsers: read([
      { id: FIRST, riskState: 'atRisk', riskLevel: 'high', riskLastUpdatedDateTime: '2026-02-28T00:00:00Z' },
    ]),
    roleHolders: read([
      { id: FIRST, kind: 'user', name: 'First' },
      { id: ROLE_GROUP, kind: 'group', name: 'Administrators' },
    ]),
    roleGroups: [aRoleGroup([FIRST, STRANGER])],
    roleActivationPolicies: read([
      {
        roleDefinitionId: GLOBAL_ADMINISTRATOR,
        isApprovalRequired: true,
        approvers: [
          { kind: 'user', id: STRANGER, name: 'Ana' },
          { kind: 'requestorManager', id: null, name: null },
        ],
      },
    ]),
    accessReviews: read([aReview()]),
    lifecycleWorkflows: read([
      {
        id: WORKFLOW,
        displayName: 'Offboard',
        category: 'leaver',
        isEnabled: true,
        isSchedulingEnabled: true,
        scopeRule: "department eq 'Sales'",
      },
    ]),
    federationConfigurations: [
      {
        domainId: 'contoso.com',
        configuration: read({ displayName: 'AD FS', federatedIdpMfaBehavior: 'rejectMfaByFederatedIdp' }),
      },
    ],
    designatedGroups: [
      {
        id: DESIGNATED_GROUP,
        group: read(aGroup({ id: DESIGNATED_GROUP, displayName: 'Emergency accounts' })),
        members: read([FIRST, SECOND].map((id) => ({ id, kind: 'user', name: `name-${id.slice(0, 4)}` }))),
      },
    ],
    applicationPermissions: read({
      readerPrincipalId: STRANGER,
      remediatorPrincipalId: SECOND,
      grants: [{ principalId: STRANGER, principalName: 'Glasswatch', permission: 'Policy.Read.All' }],
    }),
    ...overrides,
  });
}
