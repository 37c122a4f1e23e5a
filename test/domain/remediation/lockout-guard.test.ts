import { describe, expect, test } from '@jest/globals';
import { guardPlan } from '../../../src/domain/remediation/lockout-guard.js';
import type { Change, RemediationPlan } from '../../../src/domain/remediation/plan.js';
import type { PolicyState, PolicyUsers } from '../../../src/domain/tenant/conditional-access-policy.js';
import type { DesignatedGroupReading, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  aMethodConfiguration,
  anAccount,
  aPolicy,
  aSnapshot,
  aUser,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
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

const BLOCK = grant({ builtInControls: ['block'] });
const DISABLED = anAccount(SECOND, { user: read(aUser(SECOND, { accountEnabled: false })) });

function aPlanTo(change: Change, overrides: Partial<RemediationPlan> = {}): RemediationPlan {
  return aPlan({ steps: [aStep({ change })], ...overrides });
}

function codeOf(plan: RemediationPlan, snapshot: TenantSnapshot): string {
  const result = guardPlan(plan, snapshot);
  return result.ok ? 'ok' : result.code;
}

function blocking(users: Partial<PolicyUsers>, state: PolicyState = 'enabled') {
  return policiesOf(aPolicy({ state, users: someUsers({ includeUsers: ['All'], ...users }), grantControls: BLOCK }));
}

const addFirst: Change = { kind: 'addPolicyExclusion', policyId: POLICY, accountId: FIRST };
const removeFirst: Change = { kind: 'removePolicyExclusion', policyId: POLICY, accountId: FIRST };
const leave: Change = { kind: 'removeGroupMember', groupId: EXCLUSION_GROUP, accountId: FIRST };

describe('who may gain by a plan', () => {
  const stranger = { accountId: STRANGER };
  const dedicated = { displayName: 'D', accountIds: [FIRST, STRANGER] };

  test.each<{ what: string; plan: RemediationPlan }>([
    { what: 'an exclusion', plan: aPlanTo({ ...addFirst, ...stranger }) },
    { what: 'an exclusion in a rollback', plan: aPlanTo({ ...addFirst, ...stranger }, { purpose: 'rollback' }) },
    { what: 'a membership', plan: aPlanTo({ ...leave, kind: 'addGroupMember', ...stranger }) },
    { what: 'a policy of its own', plan: aPlanTo({ kind: 'createDedicatedPolicy', ...dedicated }) },
    { what: 'steps for people', plan: aPlan({ steps: [aStep({ change: null })], targetAccountIds: [STRANGER] }) },
  ])('is nobody but designated accounts: $what', ({ plan }) => {
    expect(codeOf(plan, aSnapshot())).toBe('PLAN_NOT_DESIGNATED');
  });

  test.each<{ what: string; plan: RemediationPlan }>([
    { what: 'an exclusion', plan: aPlanTo(addFirst) },
    { what: 'an exclusion, spelled in capitals', plan: aPlanTo({ ...addFirst, accountId: FIRST.toUpperCase() }) },
    { what: 'a membership', plan: aPlanTo({ ...leave, kind: 'addGroupMember' }) },
    { what: 'a policy', plan: aPlanTo({ kind: 'createDedicatedPolicy', displayName: 'D', accountIds: [FIRST] }) },
    { what: 'steps for people', plan: aPlan({ steps: [aStep({ change: null })] }) },
  ])('is a designated account: $what', ({ plan }) => {
    expect(codeOf(plan, aSnapshot())).toBe('ok');
  });

  test('does not matter where a rollback takes something from an account that is designated no more', () => {
    const plan = aPlanTo({ ...removeFirst, ...stranger }, { purpose: 'rollback', targetAccountIds: [STRANGER] });
    expect(codeOf(plan, aSnapshot(blocking({ excludeUsers: [STRANGER, FIRST] })))).toBe('ok');
  });
});

describe('a designated group', () => {
  const GROUP = 'aaaaaaaa-0000-4000-8000-000000000005';
  const designating = (reading: Partial<DesignatedGroupReading>) =>
    aSnapshot({
      designatedGroups: [
        {
          id: GROUP,
          group: read(aGroup({ id: GROUP })),
          members: read([{ id: FIRST, kind: 'user', name: null }]),
          ...reading,
        },
      ],
    });

  test.each<[string, Partial<DesignatedGroupReading>]>([
    ['whose members were not read', { members: UNREAD }],
    ['that was not read itself', { group: UNREAD }],
  ])('%s hides whom a plan may reach, so that nothing in the tenant is changed', (_what, reading) => {
    expect(codeOf(aPlanTo(addFirst), designating(reading))).toBe('PLAN_DESIGNATION_UNREAD');
    expect(codeOf(aPlanTo(addFirst, { purpose: 'rollback' }), designating(reading))).toBe('PLAN_DESIGNATION_UNREAD');
  });

  test('that was read is in the way of no plan', () => {
    expect(codeOf(aPlanTo(addFirst), designating({}))).toBe('ok');
  });

  test('that was not read is in the way of no plan that people carry out without the bot', () => {
    const plan = aPlan({ steps: [aStep({ change: null })] });
    expect(codeOf(plan, designating({ members: UNREAD }))).toBe('ok');
  });
});

describe('an exclusion of an emergency account', () => {
  const excluding = (state: PolicyState) => aSnapshot(blocking({ excludeUsers: [FIRST, SECOND] }, state));

  test.each(['enabled', 'enabledForReportingButNotEnforced'] as const)(
    'in a policy that is %s is never fixed away',
    (state) => {
      expect(codeOf(aPlanTo(removeFirst), excluding(state))).toBe('PLAN_WOULD_REMOVE_EXCLUSION');
    },
  );

  test('in a disabled policy may go', () => {
    expect(codeOf(aPlanTo(removeFirst), excluding('disabled'))).toBe('ok');
  });

  test('may be taken back by the rollback of the plan that made it', () => {
    expect(codeOf(aPlanTo(removeFirst, { purpose: 'rollback' }), excluding('enabled'))).toBe('ok');
  });

  test('counts although the account, or the policy, was not read', () => {
    const unread = aSnapshot({
      accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)],
      ...blocking({ excludeUsers: [FIRST, SECOND] }),
    });
    expect(codeOf(aPlanTo(removeFirst), unread)).toBe('PLAN_WOULD_REMOVE_EXCLUSION');
    expect(codeOf(aPlanTo(removeFirst), aSnapshot({ policies: UNREAD }))).toBe('PLAN_WOULD_REMOVE_EXCLUSION');
  });

  describe('that a role gives', () => {
    const holder = { principalId: OTHER_GROUP, directoryScopeId: '/' };
    const group = { id: OTHER_GROUP, displayName: null, isAssignableToRole: true };
    const throughRole = (state: PolicyState) =>
      aSnapshot({
        accounts: [
          anAccount(FIRST, {
            user: read(aUser(FIRST, { accountEnabled: false })),
            memberships: read(someMemberships({ groups: [group], roleTemplateIds: [] })),
          }),
          anAccount(SECOND),
        ],
        roleAssignments: read([holder, { principalId: SECOND, directoryScopeId: '/' }]),
        ...blocking({ excludeRoles: [GLOBAL_ADMINISTRATOR] }, state),
      });
    const leaveRole = aPlanTo({ ...leave, groupId: OTHER_GROUP });

    test.each(['enabled', 'enabledForReportingButNotEnforced'] as const)(
      'is not lost with the group that holds the role, in a policy that is %s',
      (state) => {
        expect(codeOf(leaveRole, throughRole(state))).toBe('PLAN_WOULD_REMOVE_EXCLUSION');
      },
    );

    test('in a disabled policy may go', () => {
      expect(codeOf(leaveRole, throughRole('disabled'))).toBe('ok');
    });
  });

  test('of somebody who is not designated may go', () => {
    const plan = aPlanTo({ ...removeFirst, accountId: STRANGER });
    expect(codeOf(plan, aSnapshot(blocking({ excludeUsers: [STRANGER, FIRST, SECOND] })))).toBe('ok');
  });
});

describe('the membership of an emergency account', () => {
  const twice = blocking({ excludeUsers: [FIRST, SECOND], excludeGroups: [EXCLUSION_GROUP] });

  test('in a group that policies exclude is never fixed away, though it is excluded twice', () => {
    expect(codeOf(aPlanTo(leave), aSnapshot(twice))).toBe('PLAN_WOULD_LEAVE_EXCLUSION_GROUP');
    expect(codeOf(aPlanTo(leave), aSnapshot({ policies: UNREAD }))).toBe('PLAN_WOULD_LEAVE_EXCLUSION_GROUP');
  });

  test('in a group that no policy excludes may go', () => {
    expect(codeOf(aPlanTo({ ...leave, groupId: OTHER_GROUP }), aSnapshot(twice))).toBe('ok');
  });

  test('may be taken back by the rollback of the plan that gave it', () => {
    expect(codeOf(aPlanTo(leave, { purpose: 'rollback' }), aSnapshot(twice))).toBe('ok');
  });
});

describe('the number of usable accounts', () => {
  const outsider = anAccount(FIRST, { memberships: read(someMemberships({ groups: [] })) });
  const trap = (state: PolicyState) =>
    aSnapshot({
      accounts: [outsider, anAccount(SECOND)],
      ...policiesOf(
        aPolicy({
          state,
          users: someUsers({ includeGroups: [OTHER_GROUP], excludeUsers: [SECOND] }),
          grantControls: BLOCK,
        }),
      ),
    });
  const join = aPlanTo({ kind: 'addGroupMember', groupId: OTHER_GROUP, accountId: FIRST });

  test('does not fall by joining a group that a policy blocks', () => {
    expect(codeOf(join, trap('enabled'))).toBe('PLAN_WOULD_REDUCE_ACCESS');
  });

  test('stays where that policy is off', () => {
    expect(codeOf(join, trap('disabled'))).toBe('ok');
  });

  describe('counts no account whose keys the authentication methods policy refuses', () => {
    const joinOurs: Change = { kind: 'addGroupMember', groupId: EXCLUSION_GROUP, accountId: FIRST };
    const refusing = (...excludeTargetIds: readonly string[]) =>
      aSnapshot({
        accounts: [anAccount(FIRST, { memberships: read(someMemberships({ groups: [] })) }), anAccount(SECOND)],
        authenticationMethodsPolicy: read({
          registrationCampaign: null,
          configurations: [aMethodConfiguration({ excludeTargetIds })],
        }),
      });

    test('so that nobody joins a group of which keys are refused, though policies exclude it', () => {
      expect(codeOf(aPlanTo(joinOurs), refusing(EXCLUSION_GROUP))).toBe('PLAN_WOULD_REDUCE_ACCESS');
    });

    test('and anybody joins the same group where keys are refused of another one', () => {
      expect(codeOf(aPlanTo(joinOurs), refusing(OTHER_GROUP))).toBe('ok');
    });
  });

  test('does not fall after the first of two steps, although the second would repair it', () => {
    const repair: Change = { kind: 'addPolicyExclusion', policyId: POLICY, accountId: FIRST };
    const steps = join.steps.concat(aStep({ change: repair }));
    const plan = { ...join, steps };

    expect(codeOf(plan, trap('enabled'))).toBe('PLAN_WOULD_REDUCE_ACCESS');
    expect(codeOf({ ...plan, steps: [...steps].reverse() }, trap('enabled'))).toBe('ok');
  });

  test('does not fall by making it unknown whether one is usable', () => {
    const strength = { id: 'unread', displayName: null, allowedCombinations: null };
    const demand = grant({ builtInControls: [], authenticationStrength: strength });
    const users = someUsers({ includeGroups: [OTHER_GROUP] });
    const snapshot = aSnapshot({
      accounts: [outsider, anAccount(SECOND)],
      ...policiesOf(aPolicy({ users, grantControls: demand })),
    });
    expect(codeOf(join, snapshot)).toBe('PLAN_WOULD_REDUCE_ACCESS');
  });

  test('counts an account that may be usable', () => {
    const maybe = { ...outsider, authenticationMethods: UNREAD };
    const snapshot = aSnapshot({ ...trap('enabled'), accounts: [maybe, anAccount(SECOND)] });
    expect(codeOf(join, snapshot)).toBe('PLAN_WOULD_REDUCE_ACCESS');
  });
});

describe('a rollback', () => {
  const rollback = aPlanTo(removeFirst, { purpose: 'rollback' });
  const excluded = blocking({ excludeUsers: [FIRST, SECOND] });
  const withSecond = (second: TenantSnapshot['accounts'][number]) =>
    aSnapshot({ accounts: [anAccount(FIRST), second], ...excluded });

  test('may cost an account its way in while another has one', () => {
    expect(codeOf(rollback, withSecond(anAccount(SECOND)))).toBe('ok');
  });

  test('never costs the last one', () => {
    expect(codeOf(rollback, withSecond(DISABLED))).toBe('PLAN_WOULD_LOCK_OUT');
  });

  test('does not count on an account that was not read', () => {
    expect(codeOf(rollback, withSecond(anAccount(SECOND, { user: UNREAD })))).toBe('PLAN_WOULD_LOCK_OUT');
  });

  test('does not cost an account its way in that may be the only one', () => {
    const maybe = anAccount(FIRST, { authenticationMethods: UNREAD });
    const snapshot = aSnapshot({ accounts: [maybe, DISABLED], ...excluded });

    expect(codeOf(rollback, snapshot)).toBe('PLAN_WOULD_LOCK_OUT');
    expect(codeOf(aPlanTo(addFirst), snapshot)).toBe('ok');
  });

  test('goes ahead where no account works anyway', () => {
    const first = anAccount(FIRST, { user: read(aUser(FIRST, { accountEnabled: false })) });
    expect(codeOf(rollback, aSnapshot({ accounts: [first, DISABLED], ...excluded }))).toBe('ok');
  });
});
