import fc from 'fast-check';
import type {
  ConditionalAccessPolicy,
  PolicyGrantControls,
} from '../../src/domain/tenant/conditional-access-policy.js';
import { known, unknown, type Observed, type UnknownReason } from '../../src/domain/tenant/observed.js';
import type {
  AuthenticationStrength,
  MethodConfiguration,
  RegistrationDetails,
} from '../../src/domain/tenant/authentication-policy.js';
import type {
  AccessReview,
  ApplicationPermissions,
  FederationReading,
  LifecycleWorkflow,
  RiskyUser,
  RoleActivationPolicy,
  RoleGroupReading,
} from '../../src/domain/tenant/governance.js';
import type { WhatIfAnswer } from '../../src/domain/tenant/what-if.js';
import type {
  AccountReading,
  AdministrativeUnitReading,
  DesignatedGroupReading,
  DirectoryReference,
  ExclusionGroupReading,
  RoleHolder,
  RoleReview,
  TenantSnapshot,
} from '../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  aMethod,
  aPolicy,
  aUser,
  ENTRA_ID_P1,
  ENTRA_ID_P2,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  grant,
  MODEL,
  OTHER_MODEL,
  OTHER_GROUP,
  READ_AT,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
  TENANT,
  UNIT,
} from './a-snapshot.js';

/** Random tenants out of few IDs, so that the parts refer to each other often, and random damage to what was read. */

const REASONS: readonly UnknownReason[] = [
  'forbidden',
  'throttled',
  'timeout',
  'malformed',
  'incomplete',
  'unavailable',
];
const STATES = ['enabled', 'enabledForReportingButNotEnforced', 'disabled'] as const;
const ids = [FIRST, SECOND, STRANGER];
const groupIds = [EXCLUSION_GROUP, OTHER_GROUP];
const DESIGNATED_GROUP = 'aaaaaaaa-0000-4000-8000-000000000005';

function some<T>(...members: readonly T[]): fc.Arbitrary<T[]> {
  return fc.subarray([...members]);
}

function mostlyKnown<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Observed<T>> {
  const missing = fc.constantFrom(...REASONS).map((reason) => unknown(reason, `not read: ${reason}`));
  return fc.oneof({ weight: 9, arbitrary: value.map((it) => known(it, READ_AT)) }, { weight: 1, arbitrary: missing });
}

const guestRule = fc.option(
  fc.record({
    guestOrExternalUserTypes: some('internalGuest', 'b2bCollaborationGuest', 'serviceProvider'),
    externalTenants: fc.constantFrom<'all' | string[]>('all', [STRANGER]),
  }),
  { freq: 4 },
);

const policyUsers = fc
  .record({
    includeUsers: some('All', 'GuestsOrExternalUsers', 'somebody', ...ids),
    excludeUsers: some('GuestsOrExternalUsers', 'somebody', ...ids),
    includeGroups: some(...groupIds),
    excludeGroups: some('<Group>', ...groupIds),
    includeRoles: some(GLOBAL_ADMINISTRATOR, STRANGER),
    excludeRoles: some(GLOBAL_ADMINISTRATOR, STRANGER),
    includeGuestsOrExternalUsers: guestRule,
    excludeGuestsOrExternalUsers: guestRule,
  })
  .map(someUsers);

/** A built-in strength, which Graph does not expand, or one of the tenant's own. */
const demandedStrength = fc.constantFrom<NonNullable<PolicyGrantControls['authenticationStrength']>>(
  { id: '00000000-0000-0000-0000-000000000004', displayName: 'Phishing-resistant MFA', allowedCombinations: null },
  { id: STRANGER, displayName: 'Strong', allowedCombinations: ['fido2'] },
  { id: STRANGER, displayName: 'Strong', allowedCombinations: null },
  { id: SECOND, displayName: 'Not listed', allowedCombinations: ['x509CertificateMultiFactor'] },
);

function aRandomPolicy(id: string): fc.Arbitrary<ConditionalAccessPolicy> {
  return fc
    .record({
      state: fc.constantFrom(...STATES),
      displayName: fc.constantFrom('MFA', 'Block', 'Microsoft-managed: Block'),
      users: fc.oneof(
        { weight: 6, arbitrary: policyUsers },
        { weight: 2, arbitrary: fc.constant(someUsers({ includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] })) },
        { weight: 2, arbitrary: some(...ids).map((includeUsers) => someUsers({ includeUsers })) },
        { weight: 2, arbitrary: some(...groupIds).map((includeGroups) => someUsers({ includeGroups })) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      targetsWorkloadIdentities: fc.boolean().map((it) => it && id === 'p2'),
      grantControls: fc.option(
        fc
          .record({
            builtInControls: some('mfa', 'block', 'compliantDevice'),
            operator: fc.constantFrom('OR', 'AND'),
            authenticationStrength: fc.option(demandedStrength, { freq: 2 }),
          })
          .map(grant),
      ),
      sessionControls: some('signInFrequency', 'cloudAppSecurity'),
    })
    .map((overrides) => aPolicy({ id, ...overrides }));
}

function usedAt(lastSuccessfulSignInDateTime: string | null) {
  return { lastSuccessfulSignInDateTime };
}

const whatIfAnswer: fc.Arbitrary<WhatIfAnswer> = fc.record({
  scenario: fc.constant({
    application: 'All',
    clientAppType: 'browser',
    devicePlatform: 'windows',
    signInRiskLevel: 'none',
    userRiskLevel: 'none',
    country: 'US',
  }),
  results: fc.array(
    fc.record({
      policyId: fc.constantFrom('p1', 'p2'),
      policyName: fc.constant('MFA'),
      policyApplies: fc.boolean(),
      analysisReasons: some('users', 'notEnoughInformation'),
    }),
    { maxLength: 2 },
  ),
});

function aRandomAccount(id: string): fc.Arbitrary<AccountReading> {
  const user = fc
    .record({
      userPrincipalName: fc.constantFrom(
        'a@contoso.onmicrosoft.com',
        'a@contoso.com',
        'a#EXT#@contoso.onmicrosoft.com',
      ),
      userType: fc.constantFrom('Member', 'Guest', null),
      accountEnabled: fc.constantFrom(true, false, null),
      onPremisesSyncEnabled: fc.constantFrom(true, false, null),
      mail: fc.constantFrom(null, 'a@contoso.com', 'b@contoso.com'),
      mobilePhone: fc.constantFrom(null, '+1 555 0100'),
      businessPhones: some('+1 555 0101'),
      givenName: fc.constantFrom(null, 'Mia'),
      surname: fc.constantFrom(null, 'Lund'),
      jobTitle: fc.constantFrom(null, 'Clerk'),
      isResourceAccount: fc.constantFrom(true, false, null),
      assignedPlans: some(
        { service: 'exchange', servicePlanId: STRANGER, capabilityStatus: 'Enabled' },
        { service: 'AADPremiumService', servicePlanId: ENTRA_ID_P2, capabilityStatus: 'Enabled' },
      ),
      missingProperties: some('jobTitle', 'assignedPlans', 'accountEnabled', 'mobilePhone'),
      passwordPolicies: fc.constantFrom(null, 'None', 'DisablePasswordExpiration', 'DisableStrongPassword'),
      lastPasswordChangeDateTime: fc.constantFrom(null, '2020-01-01T00:00:00Z', '2026-04-01T00:00:00Z'),
      isManagementRestricted: fc.constantFrom(true, false, null),
    })
    .map((overrides) => aUser(id, overrides));
  const memberships = fc
    .record({
      groups: some(...groupIds).map((held) =>
        held.map((groupId) => ({ id: groupId, displayName: null, isAssignableToRole: null })),
      ),
      roleTemplateIds: some(GLOBAL_ADMINISTRATOR, STRANGER),
      hasUnresolvedRoles: fc.boolean(),
      administrativeUnitIds: some(UNIT),
    })
    .map(someMemberships);
  const key = fc
    .record({
      aaGuid: fc.constantFrom(null, MODEL, OTHER_MODEL),
      passkeyType: fc.constantFrom(null, 'deviceBound', 'synced'),
    })
    .map((overrides) => aMethod('fido2', overrides));
  const others = some('password', 'phone', 'windowsHelloForBusiness', 'x509Certificate').map((kinds) =>
    kinds.map((kind) => aMethod(kind)),
  );
  const methods = fc
    .tuple(others, fc.array(key, { maxLength: 2 }))
    .map(([held, keys]) => [...held, ...keys.map((it, index) => ({ ...it, id: `fido2-${index + 1}` }))]);
  return fc.record({
    id: fc.constant(id),
    user: mostlyKnown(fc.oneof({ weight: 9, arbitrary: user }, { weight: 1, arbitrary: fc.constant(null) })),
    deletedItem: mostlyKnown(fc.constantFrom(null, { id, displayName: 'A', deletedDateTime: '2026-04-20T00:00:00Z' })),
    memberships: mostlyKnown(memberships),
    authenticationMethods: mostlyKnown(methods),
    signInActivity: mostlyKnown(
      fc.constantFrom(null, ...[null, '2025-06-01T00:00:00Z', '2026-04-20T00:00:00Z'].map(usedAt)),
    ),
    manager: mostlyKnown(fc.constantFrom(null, { id: STRANGER, displayName: 'Mia' })),
    namesakeIds: mostlyKnown(some(STRANGER)),
    perUserMfaState: mostlyKnown(fc.constantFrom(null, 'disabled', 'enabled', 'enforced')),
    whatIf: mostlyKnown(fc.array(whatIfAnswer, { maxLength: 2 })),
  });
}

const domains = some('contoso.onmicrosoft.com', 'contoso.com').chain((names) =>
  fc.tuple(
    ...names.map((id) =>
      fc.record({
        id: fc.constant(id),
        authenticationType: fc.constantFrom('Managed' as const, 'Federated' as const),
        isInitial: fc.constant(id === 'contoso.onmicrosoft.com'),
        isRoot: fc.boolean(),
        isVerified: fc.boolean(),
        passwordValidityPeriodInDays: fc.constantFrom(null, 90, 2147483647),
      }),
    ),
  ),
);

const assignment = {
  principalId: fc.constantFrom(...ids, ...groupIds),
  directoryScopeId: fc.constantFrom('/', '/administrativeUnits/1'),
};
const span = {
  memberType: fc.constantFrom('Direct', 'Group'),
  endDateTime: fc.constantFrom(null, '2027-01-01T00:00:00Z'),
};
const badEntry = fc.record({
  id: fc.constantFrom(null, 'p3'),
  displayName: fc.constantFrom(null, 'Broken'),
  problem: fc.constant('state is missing'),
});
const betaEntry = (id: string) =>
  fc.record({ id: fc.constant(id), displayName: fc.constant(null), state: fc.constantFrom(null, ...STATES) });

const campaign = fc.record({
  state: fc.constantFrom('enabled', 'disabled', 'default'),
  includeTargetIds: some('all_users', ...ids, ...groupIds),
  excludeTargetIds: some(...ids, ...groupIds),
});

const groupMember = fc.constantFrom(...ids.map((id) => ({ id, kind: 'user', name: `${id.slice(0, 4)}@contoso.com` })), {
  id: OTHER_GROUP,
  kind: 'group',
  name: null,
});

function anExclusionGroup(id: string): fc.Arbitrary<ExclusionGroupReading> {
  const group = fc
    .record({
      groupTypes: some('DynamicMembership', 'Unified'),
      isAssignableToRole: fc.constantFrom(true, false, null),
      isManagementRestricted: fc.constantFrom(true, false, null),
      onPremisesSyncEnabled: fc.constantFrom(true, null),
    })
    .map((overrides) => aGroup({ id, ...overrides }));
  const members = fc.uniqueArray(groupMember, { maxLength: 3 });
  return fc.record({
    id: fc.constant(id),
    group: mostlyKnown(fc.oneof({ weight: 9, arbitrary: group }, { weight: 1, arbitrary: fc.constant(null) })),
    members: mostlyKnown(members),
    transitiveMembers: mostlyKnown(members),
    owners: mostlyKnown(members),
  });
}

const reference = (id: string): fc.Arbitrary<DirectoryReference> =>
  fc.constantFrom<DirectoryReference>(
    { id, state: 'exists', kind: groupIds.includes(id) ? 'group' : 'user', displayName: 'It' },
    { id, state: 'softDeleted', kind: 'user', displayName: 'It' },
    { id, state: 'notFound', kind: null, displayName: null },
  );

const administrativeUnit: fc.Arbitrary<AdministrativeUnitReading> = fc.record({
  id: fc.constant(UNIT),
  unit: mostlyKnown(
    fc.constantFrom(
      null,
      ...[true, false, null].map((isMemberManagementRestricted) => ({
        id: UNIT,
        displayName: 'Unit',
        isMemberManagementRestricted,
      })),
    ),
  ),
  scopedRoleMemberIds: mostlyKnown(some(STRANGER)),
});

const ofAnyRole = { roleDefinitionId: fc.constantFrom(GLOBAL_ADMINISTRATOR, STRANGER) };
const roleReview: fc.Arbitrary<RoleReview> = fc.record({
  roleDefinitions: mostlyKnown(
    fc.constant([
      {
        id: GLOBAL_ADMINISTRATOR,
        templateId: GLOBAL_ADMINISTRATOR,
        displayName: 'Global Administrator',
        isBuiltIn: true,
      },
    ]),
  ),
  assignments: mostlyKnown(fc.array(fc.record({ ...assignment, ...ofAnyRole }), { maxLength: 2 })),
  assignmentScheduleInstances: mostlyKnown(
    fc.array(
      fc.record({ ...assignment, ...span, ...ofAnyRole, assignmentType: fc.constantFrom('Assigned', 'Activated') }),
      { maxLength: 2 },
    ),
  ),
  eligibilityScheduleInstances: mostlyKnown(
    fc.array(fc.record({ ...assignment, ...span, ...ofAnyRole }), { maxLength: 2 }),
  ),
});

const keyRestrictions = fc.option(
  fc.record({
    isEnforced: fc.boolean(),
    enforcementType: fc.constantFrom('allow' as const, 'block' as const),
    aaGuids: some('2fc0579f-8113-47ea-b116-555a8db9202a'),
  }),
);
const configuration: fc.Arbitrary<MethodConfiguration> = fc.record({
  id: fc.constantFrom('Fido2', 'X509Certificate', 'Sms'),
  state: fc.constantFrom('enabled', 'disabled'),
  includeTargets: some(
    ...['all_users', FIRST, EXCLUSION_GROUP].map((id) => ({ id, allowedPasskeyProfiles: ['profile'] })),
  ),
  excludeTargetIds: some(...ids, ...groupIds),
  keyRestrictions,
  isAttestationEnforced: fc.constantFrom(true, false, null),
  passkeyProfiles: fc.array(
    fc.record({
      id: fc.constant('profile'),
      name: fc.constantFrom(null, 'Keys'),
      attestationEnforcement: fc.constantFrom(null, 'disabled', 'registrationOnly'),
      passkeyTypes: some('deviceBound', 'synced'),
      keyRestrictions,
    }),
    { maxLength: 1 },
  ),
  defaultPasskeyProfile: fc.constantFrom(null, 'profile'),
});
const strength: fc.Arbitrary<AuthenticationStrength> = fc.record({
  id: fc.constantFrom('00000000-0000-0000-0000-000000000004', STRANGER),
  displayName: fc.constant('Strong'),
  allowedCombinations: some('fido2', 'password,sms'),
  fido2Restrictions: fc.array(
    fc.record({ appliesToCombinations: some('fido2'), allowedAAGUIDs: some('2fc0579f-8113-47ea-b116-555a8db9202a') }),
    { maxLength: 1 },
  ),
});
const registration: fc.Arbitrary<RegistrationDetails> = fc.record({
  id: fc.constantFrom(...ids),
  userPrincipalName: fc.constant('a@contoso.com'),
  methodsRegistered: some('fido2SecurityKey', 'x509CertificateMultiFactor', 'mobilePhone'),
  isSsprRegistered: fc.boolean(),
  isMfaCapable: fc.boolean(),
  lastUpdatedDateTime: fc.constantFrom(null, '2026-02-28T00:00:00Z'),
});
const riskyUser: fc.Arbitrary<RiskyUser> = fc.record({
  id: fc.constantFrom(...ids),
  riskState: fc.constantFrom('atRisk', 'confirmedCompromised', 'dismissed'),
  riskLevel: fc.constantFrom('low', 'high'),
  riskLastUpdatedDateTime: fc.constantFrom(null, '2026-02-28T00:00:00Z'),
});
const ROLE_HOLDERS: readonly RoleHolder[] = [
  ...ids.map((id) => ({ id, kind: 'user', name: 'A' })),
  ...groupIds.map((id) => ({ id, kind: 'group', name: 'Group' })),
  { id: UNIT, kind: 'servicePrincipal', name: null },
];
const groupInstances = mostlyKnown(
  fc.array(
    fc.record({
      principalId: fc.constantFrom(...ids),
      assignmentType: fc.constantFrom('assigned', 'activated', 'eligible'),
      memberType: fc.constantFrom('direct', 'group'),
      endDateTime: fc.constantFrom(null, '2027-01-01T00:00:00Z'),
    }),
    { maxLength: 2 },
  ),
);
const roleGroup = (id: string): fc.Arbitrary<RoleGroupReading> =>
  fc.record({
    id: fc.constant(id),
    group: mostlyKnown(fc.constantFrom(null, { id, displayName: 'Group', isAssignableToRole: true })),
    transitiveMembers: mostlyKnown(fc.uniqueArray(groupMember, { maxLength: 3 })),
    assignmentScheduleInstances: groupInstances,
    eligibilityScheduleInstances: groupInstances,
  });
const activationPolicy: fc.Arbitrary<RoleActivationPolicy> = fc.record({
  roleDefinitionId: fc.constantFrom(GLOBAL_ADMINISTRATOR, STRANGER),
  isApprovalRequired: fc.boolean(),
  approvers: some<RoleActivationPolicy['approvers'][number]>(
    ...ids.map((id) => ({ kind: 'user', id, name: 'A' })),
    { kind: 'group', id: OTHER_GROUP, name: null },
    { kind: 'requestorManager', id: null, name: null },
  ),
});
const accessReview: fc.Arbitrary<AccessReview> = fc.record({
  id: fc.constant('review'),
  displayName: fc.constant('Quarterly'),
  status: fc.constantFrom('InProgress', 'Completed'),
  scopeQueries: some(`/groups/${EXCLUSION_GROUP}/transitivemembers`, '/rolemanagement/directory/roleassignments'),
  autoApplyDecisionsEnabled: fc.boolean(),
  defaultDecisionEnabled: fc.boolean(),
  defaultDecision: fc.constantFrom('None', 'Approve', 'Deny', 'Recommendation'),
});
const lifecycleWorkflow: fc.Arbitrary<LifecycleWorkflow> = fc.record({
  id: fc.constant('workflow'),
  displayName: fc.constant('Offboard'),
  category: fc.constantFrom('joiner', 'leaver'),
  isEnabled: fc.boolean(),
  isSchedulingEnabled: fc.boolean(),
  scopeRule: fc.constantFrom(null, "department eq 'Sales'"),
});
const federation = (domainId: string): fc.Arbitrary<FederationReading> =>
  fc.record({
    domainId: fc.constant(domainId),
    configuration: mostlyKnown(
      fc.constantFrom(null, { displayName: 'AD FS', federatedIdpMfaBehavior: 'acceptIfMfaDoneByFederatedIdp' }),
    ),
  });
const permissions: fc.Arbitrary<ApplicationPermissions> = fc.record({
  readerPrincipalId: fc.constantFrom(null, STRANGER),
  remediatorPrincipalId: fc.constantFrom(null, UNIT),
  grants: some(
    { principalId: STRANGER, principalName: 'Glasswatch', permission: 'Policy.Read.All' },
    { principalId: STRANGER, principalName: 'Glasswatch', permission: 'RoleManagement.ReadWrite.Directory' },
    { principalId: OTHER_GROUP, principalName: null, permission: 'Policy.ReadWrite.ConditionalAccess' },
  ),
});

const designatedGroup: fc.Arbitrary<DesignatedGroupReading> = fc.record({
  id: fc.constant(DESIGNATED_GROUP),
  group: mostlyKnown(
    fc.constantFrom(
      null,
      ...[null, 'Private', 'HiddenMembership'].map((visibility) => aGroup({ id: DESIGNATED_GROUP, visibility })),
    ),
  ),
  members: mostlyKnown(fc.uniqueArray(groupMember, { maxLength: 3 })),
});

/** A tenant with up to two designated accounts and two policies, not sealed. */
export const arbitrarySnapshot: fc.Arbitrary<TenantSnapshot> = some(FIRST, SECOND).chain((designated) =>
  fc.record({
    schema: fc.constant('glasswatch.snapshot/1' as const),
    tenantId: fc.constant(TENANT),
    takenAt: fc.constant(READ_AT),
    emergencyAccounts: fc
      .boolean()
      .map((twice) => [...designated, ...(twice ? designated.slice(0, 1) : [])].map((objectId) => ({ objectId }))),
    designatedGroups: fc.array(designatedGroup, { maxLength: 1 }),
    organization: mostlyKnown(
      some(ENTRA_ID_P1, ENTRA_ID_P2).map((servicePlanIds) => ({ id: TENANT, displayName: 'Contoso', servicePlanIds })),
    ),
    domains: mostlyKnown(domains),
    securityDefaults: mostlyKnown(fc.record({ isEnabled: fc.boolean() })),
    authorizationPolicy: mostlyKnown(fc.record({ allowedToUseSSPR: fc.constantFrom(true, false, null) })),
    authenticationMethodsPolicy: mostlyKnown(
      fc.record({
        registrationCampaign: fc.option(campaign),
        configurations: fc.array(configuration, { maxLength: 2 }),
      }),
    ),
    authenticationStrengths: mostlyKnown(fc.array(strength, { maxLength: 1 })),
    registrationDetails: mostlyKnown(fc.array(registration, { maxLength: 2 })),
    riskyUsers: mostlyKnown(fc.array(riskyUser, { maxLength: 2 })),
    roleHolders: mostlyKnown(some(...ROLE_HOLDERS)),
    roleGroups: some(...groupIds).chain((held) => fc.tuple(...held.map(roleGroup))),
    roleActivationPolicies: mostlyKnown(fc.array(activationPolicy, { maxLength: 2 })),
    accessReviews: mostlyKnown(fc.array(accessReview, { maxLength: 2 })),
    lifecycleWorkflows: mostlyKnown(fc.array(lifecycleWorkflow, { maxLength: 2 })),
    federationConfigurations: some('contoso.com').chain((held) => fc.tuple(...held.map(federation))),
    applicationPermissions: mostlyKnown(permissions),
    policies: mostlyKnown(
      fc.record({
        policies: some('p1', 'p2').chain((used) => fc.tuple(...used.map(aRandomPolicy))),
        malformed: fc.array(badEntry, { maxLength: 1 }),
      }),
    ),
    betaPolicies: mostlyKnown(some('p1', 'p2', 'p3').chain((used) => fc.tuple(...used.map(betaEntry)))),
    roleAssignments: mostlyKnown(fc.array(fc.record(assignment), { maxLength: 3 })),
    roleAssignmentScheduleInstances: mostlyKnown(
      fc.array(fc.record({ ...assignment, ...span, assignmentType: fc.constantFrom('Assigned', 'Activated') }), {
        maxLength: 3,
      }),
    ),
    roleEligibilityScheduleInstances: mostlyKnown(fc.array(fc.record({ ...assignment, ...span }), { maxLength: 2 })),
    accounts: fc.tuple(...designated.map(aRandomAccount)),
    groups: some(...groupIds).chain((used) =>
      fc.tuple(...used.map((id) => fc.record({ id: fc.constant(id), transitiveMemberIds: mostlyKnown(some(...ids)) }))),
    ),
    exclusionGroups: some(...groupIds).chain((used) => fc.tuple(...used.map(anExclusionGroup))),
    references: mostlyKnown(some(...ids, ...groupIds).chain((used) => fc.tuple(...used.map(reference)))),
    administrativeUnits: fc.array(administrativeUnit, { maxLength: 1 }),
    roleReview,
  }),
);

/** The name of every reading of `snapshot` that a control may look at, for example `domains` or `accounts.<id>.user`. */
function readingsOf({
  accounts,
  groups,
  exclusionGroups,
  administrativeUnits,
  designatedGroups,
  roleGroups,
  federationConfigurations,
}: TenantSnapshot): readonly string[] {
  return [
    'organization',
    'domains',
    'securityDefaults',
    'policies',
    'betaPolicies',
    'roleAssignments',
    'roleAssignmentScheduleInstances',
    'roleEligibilityScheduleInstances',
    'authorizationPolicy',
    'authenticationMethodsPolicy',
    'references',
    'authenticationStrengths',
    'registrationDetails',
    'riskyUsers',
    'roleHolders',
    'roleActivationPolicies',
    'accessReviews',
    'lifecycleWorkflows',
    'applicationPermissions',
    ...accounts.flatMap(({ id }) => [
      `${id}.user`,
      `${id}.deletedItem`,
      `${id}.memberships`,
      `${id}.authenticationMethods`,
      `${id}.signInActivity`,
      `${id}.manager`,
      `${id}.namesakeIds`,
      `${id}.perUserMfaState`,
      `${id}.whatIf`,
    ]),
    ...groups.map(({ id }) => `${id}.transitiveMemberIds`),
    ...exclusionGroups.flatMap(({ id }) => [`${id}.group`, `${id}.members`, `${id}.transitiveMembers`, `${id}.owners`]),
    ...(designatedGroups ?? []).flatMap(({ id }) => [`${id}.group`, `${id}.members`]),
    ...roleGroups.flatMap(({ id }) => [
      `role ${id}.group`,
      `role ${id}.transitiveMembers`,
      `role ${id}.assignmentScheduleInstances`,
      `role ${id}.eligibilityScheduleInstances`,
    ]),
    ...federationConfigurations.map(({ domainId }) => `${domainId}.configuration`),
    ...administrativeUnits.flatMap(({ id }) => [`${id}.unit`, `${id}.scopedRoleMemberIds`]),
  ];
}

function damagedPart<T extends { readonly id: string }>(part: T, lost: ReadonlyMap<string, UnknownReason>): T {
  const entries = Object.entries(part).map(([key, value]: [string, unknown]) => {
    const reason = lost.get(`${part.id}.${key}`);
    return [key, reason === undefined ? value : unknown(reason, `not read: ${reason}`)];
  });
  return Object.fromEntries(entries) as T;
}

/** `snapshot` with each reading named in `lost` made unknown. */
export function withoutReadings(snapshot: TenantSnapshot, lost: ReadonlyMap<string, UnknownReason>): TenantSnapshot {
  const { id: _, ...top } = damagedPart(
    { id: '', ...snapshot },
    new Map([...lost].map(([name, why]) => [`.${name}`, why])),
  );
  return {
    ...top,
    accounts: snapshot.accounts.map((account) => damagedPart(account, lost)),
    groups: snapshot.groups.map((group) => damagedPart(group, lost)),
    exclusionGroups: snapshot.exclusionGroups.map((group) => damagedPart(group, lost)),
    administrativeUnits: snapshot.administrativeUnits.map((unit) => damagedPart(unit, lost)),
    ...(snapshot.designatedGroups === undefined
      ? {}
      : { designatedGroups: snapshot.designatedGroups.map((group) => damagedPart(group, lost)) }),
    roleGroups: snapshot.roleGroups.map((group) => ({
      ...damagedPart({ ...group, id: `role ${group.id}` }, lost),
      id: group.id,
    })),
    federationConfigurations: snapshot.federationConfigurations.map(({ domainId, configuration }) => ({
      domainId,
      configuration: damagedPart({ id: domainId, configuration }, lost).configuration,
    })),
  };
}

/** Any subset of the readings of `snapshot`, each with a reason. */
export function arbitraryDamage(snapshot: TenantSnapshot): fc.Arbitrary<ReadonlyMap<string, UnknownReason>> {
  return fc
    .tuple(fc.subarray([...readingsOf(snapshot)]), fc.infiniteStream(fc.constantFrom(...REASONS)))
    .map(([names, reasons]) => new Map(names.map((name) => [name, reasons.next().value])));
}

/** `value` with every list and every object's keys in an order that `seed` decides. */
export function shuffled<T>(value: T, seed: number): T {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const inAnyOrder = <M>(members: readonly M[]) =>
    members
      .map((member) => ({ member, place: next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ member }) => member);
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return inAnyOrder(part.map(visit));
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(inAnyOrder(Object.entries(part)).map(([key, member]) => [key, visit(member)]));
  };
  return visit(value) as T;
}
