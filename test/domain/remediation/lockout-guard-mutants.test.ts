import { describe, expect, test } from '@jest/globals';
import { guardPlan } from '../../../src/domain/remediation/lockout-guard.js';
import type { Change, RemediationPlan } from '../../../src/domain/remediation/plan.js';
import { usabilityOf } from '../../../src/domain/remediation/usable-accounts.js';
import type { PolicyUsers } from '../../../src/domain/tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
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
  UNREAD,
} from '../a-snapshot.js';
import { aPlan, aStep, POLICY } from './a-request.js';

/** Cases of the guard that only a second policy, an odd policy or a look at the refusal's words can tell apart. */

const BLOCK = grant({ builtInControls: ['block'] });
const MFA = grant({ builtInControls: ['mfa'] });
const LEAVE = { kind: 'removeGroupMember', groupId: EXCLUSION_GROUP, accountId: FIRST } as const;

function aPlanTo(change: Change, overrides: Partial<RemediationPlan> = {}): RemediationPlan {
  return aPlan({ steps: [aStep({ change })], ...overrides });
}

/** The code and message of the refusal, or two times `ok`. */
function answerTo(
  plan: RemediationPlan,
  snapshot: TenantSnapshot,
): { readonly code: string; readonly message: string } {
  const result = guardPlan(plan, snapshot);
  return result.ok ? { code: 'ok', message: 'ok' } : result;
}

/** A policy for everybody that names both accounts, so that no account needs the group to be excluded. */
function naming(id: string, users: Partial<PolicyUsers> = {}) {
  const both = someUsers({ includeUsers: ['All'], excludeUsers: [FIRST, SECOND], ...users });
  return aPolicy({ id, users: both, grantControls: BLOCK });
}

describe('leaving a group', () => {
  test.each([
    {
      what: 'that one of two policies excludes',
      excludeGroups: [EXCLUSION_GROUP],
      code: 'PLAN_WOULD_LEAVE_EXCLUSION_GROUP',
    },
    { what: 'that none of two policies excludes', excludeGroups: [OTHER_GROUP], code: 'ok' },
  ])('$what gives $code', ({ excludeGroups, code }) => {
    const snapshot = aSnapshot(policiesOf(naming('p1'), naming('p2', { excludeGroups })));
    expect(answerTo(aPlanTo(LEAVE), snapshot).code).toBe(code);
  });

  test.each([
    { what: 'which excludes nobody', users: null },
    { what: 'which excludes another group', users: someUsers({ excludeGroups: [OTHER_GROUP] }) },
  ])('is judged under a policy for workload identities too, $what', ({ users }) => {
    const workload = aPolicy({ id: 'p1', users, targetsWorkloadIdentities: true, grantControls: BLOCK });
    expect(answerTo(aPlanTo(LEAVE), aSnapshot(policiesOf(workload))).code).toBe('ok');
  });
});

describe('deleting the dedicated policy', () => {
  const dedicated = { displayName: 'Dedicated', accountIds: [FIRST, STRANGER] } as const;

  test('gives nobody anything, also where somebody in it is designated no more', () => {
    const plan = aPlanTo({ kind: 'deleteDedicatedPolicy', ...dedicated }, { purpose: 'rollback' });
    expect(answerTo(plan, aSnapshot()).code).toBe('ok');
  });

  test('differs in that from creating it', () => {
    const plan = aPlanTo({ kind: 'createDedicatedPolicy', ...dedicated }, { purpose: 'rollback' });
    expect(answerTo(plan, aSnapshot()).code).toBe('PLAN_NOT_DESIGNATED');
  });
});

describe('a refusal', () => {
  const removeFirst: Change = { kind: 'removePolicyExclusion', policyId: POLICY, accountId: FIRST };
  const disabled = anAccount(SECOND, { user: read(aUser(SECOND, { accountEnabled: false })) });
  const outsider = anAccount(FIRST, { memberships: read(someMemberships({ groups: [] })) });
  const trap = aPolicy({ users: someUsers({ includeGroups: [OTHER_GROUP] }), grantControls: BLOCK });

  test.each<{ code: string; plan: RemediationPlan; snapshot: TenantSnapshot }>([
    {
      code: 'PLAN_NOT_DESIGNATED',
      plan: aPlanTo({ kind: 'addPolicyExclusion', policyId: POLICY, accountId: STRANGER }),
      snapshot: aSnapshot(),
    },
    {
      code: 'PLAN_WOULD_REMOVE_EXCLUSION',
      plan: aPlanTo(removeFirst),
      snapshot: aSnapshot(policiesOf(naming(POLICY))),
    },
    {
      code: 'PLAN_WOULD_LEAVE_EXCLUSION_GROUP',
      plan: aPlanTo(LEAVE),
      snapshot: aSnapshot(policiesOf(naming(POLICY, { excludeGroups: [EXCLUSION_GROUP] }))),
    },
    {
      code: 'PLAN_WOULD_REDUCE_ACCESS',
      plan: aPlanTo({ kind: 'addGroupMember', groupId: OTHER_GROUP, accountId: FIRST }),
      snapshot: aSnapshot({ accounts: [outsider, anAccount(SECOND)], ...policiesOf(trap) }),
    },
    {
      code: 'PLAN_WOULD_LOCK_OUT',
      plan: aPlanTo(removeFirst, { purpose: 'rollback' }),
      snapshot: aSnapshot({ accounts: [anAccount(FIRST), disabled], ...policiesOf(naming(POLICY)) }),
    },
  ])('$code says what is the case and what to do next', ({ code, plan, snapshot }) => {
    const answer = answerTo(plan, snapshot);

    expect(answer.code).toBe(code);
    // At least two sentences.
    expect(answer.message).toMatch(/^[A-Z].+\. [A-Z].+\.$/);
  });

  test('because of strangers names each of them once, and no designated account', () => {
    const change: Change = { kind: 'createDedicatedPolicy', displayName: 'D', accountIds: [FIRST, STRANGER, STRANGER] };
    const { message } = answerTo(aPlanTo(change), aSnapshot());

    expect(message.split(STRANGER)).toHaveLength(2);
    expect(message).not.toContain(FIRST);
  });
});

describe('an account that a policy may reach or not, through a group that nobody read', () => {
  test.each([
    { what: 'is usable where it can answer the demand anyway', grantControls: MFA, is: 'usable' },
    { what: 'may be shut out where it cannot', grantControls: BLOCK, is: 'unknown' },
  ])('$what', ({ grantControls, is }) => {
    const account = anAccount(FIRST, { memberships: UNREAD });
    const policy = aPolicy({ users: someUsers({ includeGroups: [OTHER_GROUP] }), grantControls });
    const snapshot = aSnapshot({ accounts: [account, anAccount(SECOND)], ...policiesOf(policy) });

    expect(usabilityOf(snapshot, account)).toBe(is);
  });
});
