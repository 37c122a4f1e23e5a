import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_SETTINGS } from '../../../src/domain/controls/control.js';
import { evaluateControls } from '../../../src/domain/controls/evaluate.js';
import { applyChange } from '../../../src/domain/remediation/apply-change.js';
import { guardPlan } from '../../../src/domain/remediation/lockout-guard.js';
import { planFor } from '../../../src/domain/remediation/plan-for.js';
import type { Change, RemediationPlan } from '../../../src/domain/remediation/plan.js';
import { usableAccounts } from '../../../src/domain/remediation/usable-accounts.js';
import { policyMatrixOf } from '../../../src/domain/report/policy-matrix.js';
import { sealSnapshot } from '../../../src/domain/tenant/canonical.js';
import type { PolicyState, PolicyUsers } from '../../../src/domain/tenant/conditional-access-policy.js';
import type {
  AccountReading,
  ExclusionGroupReading,
  GroupMember,
  TenantSnapshot,
} from '../../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  aMethod,
  aMethodConfiguration,
  anAccount,
  anExclusionGroup,
  aPolicy,
  aSnapshot,
  aUser,
  EXCLUSION_GROUP,
  FIRST,
  grant,
  OTHER_GROUP,
  policiesOf,
  read,
  READ_AT,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
} from '../a-snapshot.js';
import { arbitrarySnapshot } from '../arbitrary-snapshot.js';
import { aPlan, aStep } from './a-request.js';
import { CONTEXT } from './planning.js';

/** Promises over random tenants. What a plan does is measured in the policy matrix as well, which the guard does not use. */

/** Enough for every planner and every refusal to come up. CI asks for 10,000; a person at work need not wait for them. */
const TENANTS = { numRuns: Number(process.env['GUARD_TENANTS'] ?? 500) };

const BLOCK = grant({ builtInControls: ['block'] });

/** Accounts, groups and policies that mostly lack one thing only, so that every kind of plan comes up often. */
const anAlmostRightAccount = (id: string) =>
  fc
    .record({
      groups: fc.subarray([EXCLUSION_GROUP, OTHER_GROUP]),
      methods: fc.constantFrom(['fido2'], ['fido2'], ['phone'], ['fido2', 'phone', 'email'], ['fido2', 'qrCodePin']),
      accountEnabled: fc.constantFrom(true, true, true, false),
      passwordPolicies: fc.constantFrom('DisablePasswordExpiration', 'DisableStrongPassword', null),
      isManagementRestricted: fc.constantFrom(true, false, false),
      isDeleted: fc.constantFrom(false, false, false, false, false, false, true),
    })
    .map(({ groups, methods, isDeleted, ...user }) =>
      anAccount(id, {
        user: read(isDeleted ? null : aUser(id, user)),
        deletedItem: read(isDeleted ? { id, displayName: 'Emergency', deletedDateTime: READ_AT } : null),
        memberships: read(
          someMemberships({
            groups: groups.map((groupId) => ({ id: groupId, displayName: null, isAssignableToRole: null })),
          }),
        ),
        authenticationMethods: read(methods.map((kind) => aMethod(kind))),
      }),
    );

const aReachingPolicy = (id: string) =>
  fc
    .record({
      state: fc.constantFrom<PolicyState>('enabled', 'enabledForReportingButNotEnforced', 'disabled'),
      users: fc.constantFrom<Partial<PolicyUsers>>(
        { includeUsers: ['All'] },
        { includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] },
        { includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] },
        { includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] },
        { includeUsers: ['All'], excludeUsers: [FIRST] },
        { includeUsers: ['All'], excludeUsers: [FIRST, STRANGER], excludeGroups: [EXCLUSION_GROUP, OTHER_GROUP] },
        { includeGroups: [OTHER_GROUP], excludeGroups: [EXCLUSION_GROUP] },
      ),
      builtInControls: fc.constantFrom(['mfa'], ['block'], ['approvedApplication']),
    })
    .map(({ state, users, builtInControls }) =>
      aPolicy({ id, state, users: someUsers(users), grantControls: grant({ builtInControls }) }),
    );

/** What of a tenant is settings and references: each is right or wrong for itself. */
const someSettings = fc.record({
  allowedToUseSSPR: fc.boolean(),
  campaign: fc.constantFrom('enabled', 'disabled', 'default'),
  excludeTargetIds: fc.subarray([FIRST, SECOND]),
  keysRefusedIn: fc.constantFrom<readonly string[]>([], [], [], [EXCLUSION_GROUP], [OTHER_GROUP]),
  passwordValidityPeriodInDays: fc.constantFrom(null, 90),
  stranger: fc.constantFrom('exists' as const, 'softDeleted' as const, 'notFound' as const),
  otherGroup: fc.constantFrom('exists' as const, 'notFound' as const),
});

/** Who is in the groups beside the accounts that say so. */
const someMembers = fc.constantFrom<readonly GroupMember[]>(
  [],
  [],
  [],
  [{ id: STRANGER, kind: 'user', name: 'stranger@contoso.com' }],
  [
    { id: STRANGER, kind: 'user', name: 'stranger@contoso.com' },
    { id: 'nested', kind: 'group', name: 'Nested' },
  ],
);

function exclusionGroupOf(
  accounts: readonly AccountReading[],
  groupId: string,
  others: readonly GroupMember[],
): ExclusionGroupReading {
  const isIn = ({ memberships }: AccountReading) =>
    memberships.known && memberships.value.groups.some(({ id }) => id === groupId);
  const own = accounts.filter(isIn).map(({ id }) => ({ id, kind: 'user', name: null }));
  const members = read([...own, ...others]);
  return anExclusionGroup([], {
    id: groupId,
    group: read(aGroup({ id: groupId })),
    members,
    transitiveMembers: members,
  });
}

const almostRightTenants = fc
  .record({
    accounts: fc.tuple(anAlmostRightAccount(FIRST), anAlmostRightAccount(SECOND)),
    policies: fc.subarray(['p1', 'p2', 'p3']).chain((used) => fc.tuple(...used.map(aReachingPolicy))),
    settings: someSettings,
    others: someMembers,
  })
  .map(({ accounts, policies, settings, others }) => {
    const base = aSnapshot({ accounts, ...policiesOf(...policies) });
    const domains = base.domains.known ? base.domains.value : [];
    const { allowedToUseSSPR, excludeTargetIds, passwordValidityPeriodInDays } = settings;
    const registrationCampaign = { state: settings.campaign, includeTargetIds: ['all_users'], excludeTargetIds };
    return aSnapshot({
      ...base,
      domains: read(domains.map((domain) => ({ ...domain, passwordValidityPeriodInDays }))),
      authorizationPolicy: read({ allowedToUseSSPR }),
      authenticationMethodsPolicy: read({
        registrationCampaign,
        configurations: [aMethodConfiguration({ excludeTargetIds: settings.keysRefusedIn })],
      }),
      exclusionGroups: [
        exclusionGroupOf(accounts, EXCLUSION_GROUP, others),
        exclusionGroupOf(accounts, OTHER_GROUP, []),
      ],
      references: read([
        { id: STRANGER, state: settings.stranger, kind: null, displayName: null },
        { id: OTHER_GROUP, state: settings.otherGroup, kind: null, displayName: null },
        { id: EXCLUSION_GROUP, state: 'exists', kind: 'group', displayName: null },
        { id: FIRST, state: 'exists', kind: 'user', displayName: null },
      ]),
    });
  });

/** How the groups of a tenant are protected, so that membership is an option for some planners and not for others. */
const protection = fc.constantFrom(
  { isAssignableToRole: true, isManagementRestricted: false },
  { isAssignableToRole: true, isManagementRestricted: false },
  { isAssignableToRole: false, isManagementRestricted: true },
  { isAssignableToRole: false, isManagementRestricted: true },
  { isAssignableToRole: false, isManagementRestricted: false },
);

const tenants = fc
  .tuple(fc.oneof(arbitrarySnapshot, { weight: 2, arbitrary: almostRightTenants }), protection)
  .map(([snapshot, protectedBy]) =>
    sealSnapshot({
      ...snapshot,
      accounts: snapshot.accounts.map((account) => {
        if (!account.memberships.known) return account;
        const { value } = account.memberships;
        const { isAssignableToRole } = protectedBy;
        const groups = value.groups.map((group) => ({ ...group, isAssignableToRole }));
        return { ...account, memberships: { ...account.memberships, value: { ...value, groups } } };
      }),
      exclusionGroups: snapshot.exclusionGroups.map((reading) =>
        reading.group.known && reading.group.value !== null
          ? { ...reading, group: { ...reading.group, value: { ...reading.group.value, ...protectedBy } } }
          : reading,
      ),
    }),
  );

function plansFor(snapshot: TenantSnapshot): readonly RemediationPlan[] {
  const findings = evaluateControls(snapshot, { ...DEFAULT_SETTINGS, requireDedicatedPolicy: true });
  return findings.flatMap((finding) => {
    // As if the tenant had been like this for a while.
    const result = planFor(finding, snapshot, { ...CONTEXT, earlierFindings: findings });
    return result.kind === 'planned' ? [result.plan] : [];
  });
}

/** The tenant before the plan, after its first step, after its second, and so on. */
function passagesOf({ steps }: RemediationPlan, snapshot: TenantSnapshot): readonly TenantSnapshot[] {
  const states = [snapshot];
  for (const { change } of steps) {
    const last = states.at(-1);
    if (change !== null && last !== undefined) states.push(applyChange(last, change));
  }
  return states;
}

function rowsWith(applicability: string, snapshot: TenantSnapshot): readonly string[] {
  return policyMatrixOf(snapshot)
    .filter((row) => row.applicability === applicability && row.state !== 'disabled')
    .map(({ policyId, accountId }) => `${policyId} ${accountId}`);
}

/** How many accounts are known to hold a security key of their own. A synced passkey is none, and BG-AUTH-02 asks to remove it. */
function keysIn({ accounts }: TenantSnapshot): number {
  return accounts.filter(({ user, authenticationMethods: methods }) => {
    const exists = user.known && user.value !== null;
    return (
      exists &&
      methods.known &&
      methods.value.some(({ kind, passkeyType }) => kind === 'fido2' && passkeyType !== 'synced')
    );
  }).length;
}

test('no plan, at any of its steps, makes fewer accounts usable or loses an exclusion', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(tenants, (snapshot) => {
      for (const plan of plansFor(snapshot)) {
        const states = passagesOf(plan, snapshot);
        plan.steps.forEach(({ fixId, executor }) => seen.add(`${plan.controlId} ${fixId} ${executor}`));
        states.slice(1).forEach((after, index) => {
          const before = states[index] ?? snapshot;
          const lost = rowsWith('excluded', before).filter((row) => !rowsWith('excluded', after).includes(row));
          if (usableAccounts(after).length < usableAccounts(before).length || lost.length > 0) {
            throw new Error(`${plan.controlId} weakens emergency access`);
          }
          if (keysIn(after) < keysIn(before)) throw new Error(`${plan.controlId} costs an account its last key`);
        });
      }
    }),
    TENANTS,
  );

  // Every planner came up; otherwise the promise would hold for nothing.
  expect([...seen].sort()).toEqual(
    expect.arrayContaining([
      'BG-ACC-01 F2 approver',
      'BG-ACC-01 F2 human',
      'BG-ACC-07 F7 approver',
      'BG-ACC-07 F7 human',
      'BG-ACC-08 F8 approver',
      'BG-AUTH-01 F1 human',
      'BG-AUTH-02 F10 approver',
      'BG-AUTH-02 F10 human',
      'BG-CA-01 F13 bot',
      'BG-CA-01 F13 human',
      'BG-CA-01 F14 approver',
      'BG-CA-01 F14 human',
      'BG-CA-02 F13 bot',
      'BG-CA-02 F14 approver',
      'BG-CA-04 F13 bot',
      'BG-CA-05 F15 bot',
      'BG-CA-07 F13 bot',
      'BG-CA-07 F14 approver',
      'BG-CA-08 F16 bot',
      'BG-CA-08 F16 human',
      'BG-CA-10 F18 approver',
      'BG-CA-10 F18 bot',
      'BG-CA-10 F18 human',
      'BG-INV-01 F8 approver',
      'BG-INV-01 F9 human',
      'BG-PROT-01 F20 human',
      'BG-ROLE-01 F9 approver',
      'BG-TEN-02 F19 approver',
    ]),
  );
});

/** Two usable accounts, a policy that blocks whoever is not excluded, two that block whoever joins a group, and a nested group. */
const healthyTenant = aSnapshot({
  exclusionGroups: [anExclusionGroup([], { members: read([{ id: STRANGER, kind: 'group', name: null }]) })],
  ...policiesOf(
    aPolicy({
      id: 'p1',
      users: someUsers({ includeUsers: ['All'], excludeUsers: [FIRST, SECOND] }),
      grantControls: BLOCK,
    }),
    aPolicy({
      id: 'p2',
      users: someUsers({ includeGroups: [OTHER_GROUP], excludeGroups: [EXCLUSION_GROUP], excludeUsers: [SECOND] }),
      grantControls: BLOCK,
    }),
    aPolicy({ id: 'p3', users: someUsers({ includeGroups: [OTHER_GROUP] }), grantControls: BLOCK }),
  ),
});

const ids = fc.constantFrom(FIRST, FIRST, FIRST, SECOND, SECOND, SECOND, STRANGER);
const policyIds = fc.constantFrom('p1', 'p2', 'p3');
const groupIds = fc.constantFrom(EXCLUSION_GROUP, OTHER_GROUP);
const dedicated = {
  displayName: fc.constantFrom('MFA', 'New'),
  accountIds: fc.uniqueArray(ids, { minLength: 1, maxLength: 2 }),
};
const reference = {
  policyId: policyIds,
  list: fc.constantFrom('excludeUsers' as const, 'excludeGroups' as const),
  objectId: fc.oneof(ids, groupIds),
};
const method = fc.constantFrom('fido2', 'phone').map((kind) => ({ methodKind: kind, methodId: `${kind}-1` }));
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('addPolicyExclusion' as const), policyId: policyIds, accountId: ids }),
  fc.record({ kind: fc.constant('removePolicyExclusion' as const), policyId: policyIds, accountId: ids }),
  fc.record({ kind: fc.constant('addGroupMember' as const), groupId: groupIds, accountId: ids }),
  fc.record({ kind: fc.constant('removeGroupMember' as const), groupId: groupIds, accountId: ids }),
  fc.record({ kind: fc.constant('createDedicatedPolicy' as const), ...dedicated }),
  fc.record({ kind: fc.constant('deleteDedicatedPolicy' as const), ...dedicated }),
  fc.record({ kind: fc.constantFrom('removeStaleReference' as const, 'putBackStaleReference' as const), ...reference }),
  fc.record({
    kind: fc.constantFrom(
      'setPasswordNeverExpires' as const,
      'clearPasswordNeverExpires' as const,
      'restoreUser' as const,
      'excludeFromCampaign' as const,
      'includeInCampaign' as const,
    ),
    accountId: ids,
  }),
  fc
    .record({ accountId: ids, method })
    .map(({ accountId, method: which }) => ({ kind: 'deleteAuthenticationMethod' as const, accountId, ...which })),
  fc.record({ kind: fc.constant('setAdministratorsSspr' as const), allowed: fc.boolean() }),
);

const removeNested: Change = { kind: 'removeGroupMember', groupId: EXCLUSION_GROUP, accountId: STRANGER };

test('whatever a plan says, one that passes the guard leaves as many accounts usable, and a rollback at least one', () => {
  const verdicts = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.oneof({ weight: 3, arbitrary: tenants }, { weight: 1, arbitrary: fc.constant(healthyTenant) }),
      fc.array(anyChange, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('fix' as const, 'rollback' as const),
      (snapshot, changes, purpose) => {
        const plan = aPlan({ purpose, targetAccountIds: [], steps: changes.map((change) => aStep({ change })) });
        const guarded = guardPlan(plan, snapshot);
        const verdict = guarded.ok ? `ok ${purpose}` : guarded.code;
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
        const counts = passagesOf(plan, snapshot).map((state) => usableAccounts(state).length);
        const before = counts[0] ?? 0;
        const least = purpose === 'fix' ? before : Math.min(before, 1);
        return !guarded.ok || counts.every((count) => count >= least);
      },
    ),
    // Too rare among random changes to come up each time.
    { ...TENANTS, examples: [[healthyTenant, [removeNested], 'fix']] },
  );
  expect([...verdicts.keys()].sort()).toEqual([
    'PLAN_DESIGNATION_UNREAD',
    'PLAN_MEMBER_NOT_A_USER',
    'PLAN_NOT_DESIGNATED',
    'PLAN_REFERENCE_NOT_GONE',
    'PLAN_WOULD_LEAVE_EXCLUSION_GROUP',
    'PLAN_WOULD_LOCK_OUT',
    'PLAN_WOULD_REDUCE_ACCESS',
    'PLAN_WOULD_REMOVE_EXCLUSION',
    'PLAN_WOULD_REMOVE_LAST_METHOD',
    'PLAN_WOULD_REMOVE_PROTECTION',
    'ok fix',
    'ok rollback',
  ]);
});
