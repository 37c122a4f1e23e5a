import fc from 'fast-check';
import type { ConditionalAccessPolicy } from '../../src/domain/tenant/conditional-access-policy.js';
import { known, unknown, type Observed, type UnknownReason } from '../../src/domain/tenant/observed.js';
import type {
  AccountReading,
  AdministrativeUnitReading,
  DirectoryReference,
  ExclusionGroupReading,
  RoleReview,
  TenantSnapshot,
} from '../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  aMethod,
  aPolicy,
  aUser,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  grant,
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
        some('mfa', 'block', 'compliantDevice').map((names) => grant({ builtInControls: names })),
      ),
      sessionControls: some('signInFrequency', 'cloudAppSecurity'),
    })
    .map((overrides) => aPolicy({ id, ...overrides }));
}

function usedAt(lastSuccessfulSignInDateTime: string | null) {
  return { lastSuccessfulSignInDateTime };
}

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
  const methods = some('password', 'fido2', 'phone', 'windowsHelloForBusiness').map((kinds) =>
    kinds.map((kind) => aMethod(kind)),
  );
  return fc.record({
    id: fc.constant(id),
    user: mostlyKnown(fc.oneof({ weight: 9, arbitrary: user }, { weight: 1, arbitrary: fc.constant(null) })),
    deletedItem: mostlyKnown(fc.constantFrom(null, { id, displayName: 'A', deletedDateTime: '2026-04-20T00:00:00Z' })),
    memberships: mostlyKnown(memberships),
    authenticationMethods: mostlyKnown(methods),
    signInActivity: mostlyKnown(
      fc.constantFrom(null, ...[null, '2025-06-01T00:00:00Z', '2026-04-20T00:00:00Z'].map(usedAt)),
    ),
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

/** A tenant with up to two designated accounts and two policies, not sealed. */
export const arbitrarySnapshot: fc.Arbitrary<TenantSnapshot> = some(FIRST, SECOND).chain((designated) =>
  fc.record({
    schema: fc.constant('glasswatch.snapshot/1' as const),
    tenantId: fc.constant(TENANT),
    takenAt: fc.constant(READ_AT),
    emergencyAccounts: fc
      .boolean()
      .map((twice) => [...designated, ...(twice ? designated.slice(0, 1) : [])].map((objectId) => ({ objectId }))),
    organization: mostlyKnown(fc.constant({ id: TENANT, displayName: 'Contoso' })),
    domains: mostlyKnown(domains),
    securityDefaults: mostlyKnown(fc.record({ isEnabled: fc.boolean() })),
    authorizationPolicy: mostlyKnown(fc.record({ allowedToUseSSPR: fc.constantFrom(true, false, null) })),
    authenticationMethodsPolicy: mostlyKnown(fc.record({ registrationCampaign: fc.option(campaign) })),
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
function readingsOf({ accounts, groups, exclusionGroups, administrativeUnits }: TenantSnapshot): readonly string[] {
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
    ...accounts.flatMap(({ id }) => [
      `${id}.user`,
      `${id}.deletedItem`,
      `${id}.memberships`,
      `${id}.authenticationMethods`,
      `${id}.signInActivity`,
    ]),
    ...groups.map(({ id }) => `${id}.transitiveMemberIds`),
    ...exclusionGroups.flatMap(({ id }) => [`${id}.group`, `${id}.members`, `${id}.transitiveMembers`, `${id}.owners`]),
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
