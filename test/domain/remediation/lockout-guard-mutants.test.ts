import { describe, expect, test } from '@jest/globals';
import { guardPlan } from '../../../src/domain/remediation/lockout-guard.js';
import type { Change, RemediationPlan } from '../../../src/domain/remediation/plan.js';
import { usabilityOf } from '../../../src/domain/remediation/usable-accounts.js';
import type { PolicyUsers } from '../../../src/domain/tenant/conditional-access-policy.js';
import type { DirectoryReference, GroupMember, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
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

const DELETE_KEY: Change = {
  kind: 'deleteAuthenticationMethod',
  accountId: FIRST,
  methodKind: 'fido2',
  methodId: 'fido2-1',
};

function removeReference(list: 'excludeUsers' | 'excludeGroups', objectId: string): Change {
  return { kind: 'removeStaleReference', policyId: POLICY, list, objectId };
}

/** A tenant in which one policy names `objectId` beside others, in both lists, and the directory says `state` of it. */
function excludingThem(state: DirectoryReference['state'], objectId: string): TenantSnapshot {
  const users = { excludeUsers: [objectId, SECOND], excludeGroups: [objectId, EXCLUSION_GROUP] };
  return aSnapshot({
    ...policiesOf(naming(POLICY, users)),
    references: read([{ id: objectId, state, kind: null, displayName: null }]),
  });
}

describe('taking an ID out of a policy that names others too', () => {
  test.each([
    { state: 'exists', code: 'PLAN_REFERENCE_NOT_GONE' },
    { state: 'notFound', code: 'ok' },
  ] as const)('is, when the directory says $state: $code', ({ state, code }) => {
    const plan = aPlanTo(removeReference('excludeUsers', STRANGER));
    expect(answerTo(plan, excludingThem(state, STRANGER)).code).toBe(code);
  });

  test.each([
    { list: 'excludeUsers', code: 'PLAN_WOULD_REMOVE_EXCLUSION' },
    { list: 'excludeGroups', code: 'ok' },
  ] as const)('is, when it was an emergency account and stands in $list: $code', ({ list, code }) => {
    expect(answerTo(aPlanTo(removeReference(list, FIRST)), excludingThem('notFound', FIRST)).code).toBe(code);
  });

  test.each([
    { what: 'names no users at all', users: null, code: 'PLAN_REFERENCE_NOT_GONE' },
    { what: 'names others', users: someUsers(), code: 'ok' },
  ])('is, when the policy $what by now: $code', ({ users, code }) => {
    const policy = aPolicy({ id: POLICY, users, targetsWorkloadIdentities: true });
    const snapshot = aSnapshot({ ...policiesOf(policy), references: read([]) });
    expect(answerTo(aPlanTo(removeReference('excludeUsers', STRANGER)), snapshot).code).toBe(code);
  });
});

describe('an exclusion group with a person and a group in it', () => {
  const MEMBERS: readonly GroupMember[] = [
    { id: STRANGER, kind: 'user', name: null },
    { id: OTHER_GROUP, kind: 'group', name: null },
  ];
  const snapshot = aSnapshot({ exclusionGroups: [anExclusionGroup([FIRST, SECOND], { members: read(MEMBERS) })] });

  test.each([
    { what: 'lets the person go', accountId: STRANGER, code: 'ok' },
    { what: 'keeps the group', accountId: OTHER_GROUP, code: 'PLAN_MEMBER_NOT_A_USER' },
  ])('$what: $code', ({ accountId, code }) => {
    expect(answerTo(aPlanTo({ ...LEAVE, accountId }), snapshot).code).toBe(code);
  });
});

describe('deleting a method', () => {
  const keys = read([aMethod('fido2'), aMethod('fido2', { id: 'fido2-2' })]);
  const withKeys = anAccount(FIRST, { authenticationMethods: keys });

  test.each([
    { what: 'of a designated account that the scan did not list', accounts: [], code: 'PLAN_WOULD_REMOVE_LAST_METHOD' },
    { what: 'of the same account once it is listed', accounts: [withKeys], code: 'ok' },
  ])('$what gives $code', ({ accounts, code }) => {
    const snapshot = aSnapshot({
      accounts: [...accounts, anAccount(SECOND)],
      emergencyAccounts: [{ objectId: FIRST }, { objectId: SECOND }],
      roleAssignments: read([FIRST, SECOND].map((principalId) => ({ principalId, directoryScopeId: '/' }))),
    });
    expect(answerTo(aPlanTo(DELETE_KEY), snapshot).code).toBe(code);
  });
});

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
    {
      code: 'PLAN_WOULD_REMOVE_LAST_METHOD',
      plan: aPlanTo(DELETE_KEY),
      snapshot: aSnapshot({
        accounts: [anAccount(FIRST, { authenticationMethods: read([aMethod('fido2')]) }), anAccount(SECOND)],
      }),
    },
    {
      code: 'PLAN_WOULD_REMOVE_PROTECTION',
      plan: aPlanTo({ kind: 'includeInCampaign', accountId: FIRST }),
      snapshot: aSnapshot(),
    },
    {
      code: 'PLAN_REFERENCE_NOT_GONE',
      plan: aPlanTo(removeReference('excludeUsers', STRANGER)),
      snapshot: excludingThem('exists', STRANGER),
    },
    {
      code: 'PLAN_MEMBER_NOT_A_USER',
      plan: aPlanTo({ ...LEAVE, accountId: STRANGER }),
      snapshot: aSnapshot({ exclusionGroups: [] }),
    },
  ])('$code says what is the case and what to do next', ({ code, plan, snapshot }) => {
    const answer = answerTo(plan, snapshot);

    expect(answer.code).toBe(code);
    // At least two sentences.
    expect(answer.message).toMatch(/^[A-Z].+\. [A-Z].+\.$/);
  });

  test.each<{ what: string; plan: RemediationPlan; snapshot: TenantSnapshot }>([
    {
      what: 'an ID that may still exclude somebody',
      plan: aPlanTo(removeReference('excludeUsers', STRANGER)),
      snapshot: excludingThem('exists', STRANGER),
    },
    {
      what: 'a member that may be a group',
      plan: aPlanTo({ ...LEAVE, accountId: STRANGER }),
      snapshot: aSnapshot({ exclusionGroups: [] }),
    },
  ])('because of $what names it', ({ plan, snapshot }) => {
    expect(answerTo(plan, snapshot).message).toContain(STRANGER);
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
