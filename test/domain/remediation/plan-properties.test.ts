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
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  anAccount,
  aPolicy,
  aSnapshot,
  aUser,
  EXCLUSION_GROUP,
  FIRST,
  grant,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
} from '../a-snapshot.js';
import { arbitrarySnapshot } from '../arbitrary-snapshot.js';
import { aPlan, aStep } from './a-request.js';
import { CONTEXT } from './planning.js';

/** Promises over random tenants. What a plan does is measured in the policy matrix as well, which the guard does not use. */

/** Enough for every planner and every refusal to come up many times in a few seconds. Holds for 10,000 as well. */
/** CI asks for 10,000; a person at work need not wait for them. */
const TENANTS = { numRuns: Number(process.env['GUARD_TENANTS'] ?? 2_000) };

const BLOCK = grant({ builtInControls: ['block'] });

/** Accounts and policies that mostly lack one thing only, so that every kind of plan comes up often. */
const anAlmostRightAccount = (id: string) =>
  fc
    .record({
      groups: fc.subarray([EXCLUSION_GROUP, OTHER_GROUP]),
      methods: fc.constantFrom(['fido2'], ['fido2'], ['phone']),
      accountEnabled: fc.constantFrom(true, true, true, false),
    })
    .map(({ groups, methods, accountEnabled }) =>
      anAccount(id, {
        user: read(aUser(id, { accountEnabled })),
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
      state: fc.constantFrom<PolicyState>('enabled', 'enabled', 'enabledForReportingButNotEnforced', 'disabled'),
      users: fc.constantFrom<Partial<PolicyUsers>>(
        { includeUsers: ['All'] },
        { includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] },
        { includeUsers: ['All'], excludeUsers: [FIRST] },
        { includeGroups: [OTHER_GROUP], excludeGroups: [EXCLUSION_GROUP] },
      ),
      builtInControls: fc.constantFrom(['mfa'], ['block'], ['approvedApplication']),
    })
    .map(({ state, users, builtInControls }) =>
      aPolicy({ id, state, users: someUsers(users), grantControls: grant({ builtInControls }) }),
    );

const almostRightTenants = fc
  .tuple(
    fc.tuple(anAlmostRightAccount(FIRST), anAlmostRightAccount(SECOND)),
    fc.subarray(['p1', 'p2', 'p3']).chain((used) => fc.tuple(...used.map(aReachingPolicy))),
  )
  .map(([accounts, policies]) => aSnapshot({ accounts, ...policiesOf(...policies) }));

/** Random tenants whose groups may be protected, so that membership is an option for the planners. */
const tenants = fc.tuple(fc.oneof(arbitrarySnapshot, almostRightTenants), fc.boolean()).map(([snapshot, isProtected]) =>
  sealSnapshot({
    ...snapshot,
    accounts: snapshot.accounts.map((account) => {
      if (!account.memberships.known) return account;
      const { value } = account.memberships;
      const groups = value.groups.map((group) => ({ ...group, isAssignableToRole: isProtected }));
      return { ...account, memberships: { ...account.memberships, value: { ...value, groups } } };
    }),
  }),
);

function plansFor(snapshot: TenantSnapshot): readonly RemediationPlan[] {
  return evaluateControls(snapshot, { ...DEFAULT_SETTINGS, requireDedicatedPolicy: true }).flatMap((finding) => {
    const result = planFor(finding, snapshot, CONTEXT);
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
        });
      }
    }),
    TENANTS,
  );

  // Every planner came up; otherwise the promise would hold for nothing.
  expect([...seen].sort()).toEqual(
    expect.arrayContaining([
      'BG-ACC-01 F2 approver',
      'BG-AUTH-01 F1 human',
      'BG-CA-01 F13 bot',
      'BG-CA-01 F13 human',
      'BG-CA-01 F14 approver',
      'BG-CA-02 F13 bot',
      'BG-CA-02 F14 approver',
      'BG-CA-04 F13 bot',
      'BG-CA-05 F15 bot',
      'BG-CA-07 F13 bot',
      'BG-CA-07 F14 approver',
      'BG-INV-01 F9 human',
      'BG-ROLE-01 F9 approver',
    ]),
  );
});

/** Two usable accounts, one policy that blocks whoever is not excluded, and one that blocks whoever joins its group. */
const healthyTenant = aSnapshot(
  policiesOf(
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
);

const ids = fc.constantFrom(FIRST, FIRST, FIRST, SECOND, SECOND, SECOND, STRANGER);
const policyIds = fc.constantFrom('p1', 'p2', 'p3');
const groupIds = fc.constantFrom(EXCLUSION_GROUP, OTHER_GROUP);
const dedicated = {
  displayName: fc.constantFrom('MFA', 'New'),
  accountIds: fc.uniqueArray(ids, { minLength: 1, maxLength: 2 }),
};
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('addPolicyExclusion' as const), policyId: policyIds, accountId: ids }),
  fc.record({ kind: fc.constant('removePolicyExclusion' as const), policyId: policyIds, accountId: ids }),
  fc.record({ kind: fc.constant('addGroupMember' as const), groupId: groupIds, accountId: ids }),
  fc.record({ kind: fc.constant('removeGroupMember' as const), groupId: groupIds, accountId: ids }),
  fc.record({ kind: fc.constant('createDedicatedPolicy' as const), ...dedicated }),
  fc.record({ kind: fc.constant('deleteDedicatedPolicy' as const), ...dedicated }),
);

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
    TENANTS,
  );
  expect([...verdicts.keys()].sort()).toEqual([
    'PLAN_NOT_DESIGNATED',
    'PLAN_WOULD_LEAVE_EXCLUSION_GROUP',
    'PLAN_WOULD_LOCK_OUT',
    'PLAN_WOULD_REDUCE_ACCESS',
    'PLAN_WOULD_REMOVE_EXCLUSION',
    'ok fix',
    'ok rollback',
  ]);
});
