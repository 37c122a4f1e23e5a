import { describe, expect, test } from '@jest/globals';
import { applyChange } from '../../../src/domain/remediation/apply-change.js';
import { planFor } from '../../../src/domain/remediation/plan-for.js';
import { canonicalJson, digestOf } from '../../../src/domain/tenant/canonical.js';
import type { ConditionalAccessPolicy } from '../../../src/domain/tenant/conditional-access-policy.js';
import type { AccountReading, ExclusionGroupReading, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  anAccount,
  anExclusionGroup,
  aPolicy,
  aSnapshot,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  grant,
  OTHER_GROUP,
  outcomesFor,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
  UNREAD,
} from '../a-snapshot.js';
import { excludedFromEnabled } from '../../../src/domain/controls/conditional-access/excluded-from-enabled.js';
import { notExcludedByRole } from '../../../src/domain/controls/conditional-access/not-excluded-by-role.js';
import { CONTEXT, codeFrom, findingOf, planFrom } from './planning.js';

const EVERYBODY = someUsers({ includeUsers: ['All'] });
const GROUP_ONLY = someUsers({ includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] });

function p(number: number, overrides: Partial<ConditionalAccessPolicy> = {}): ConditionalAccessPolicy {
  return aPolicy({
    id: `cccccccc-0000-4000-8000-00000000000${number}`,
    displayName: `Policy ${number}`,
    users: EVERYBODY,
    ...overrides,
  });
}

/** In no group, so that policies for everybody reach it. */
function outsider(id: string): AccountReading {
  return anAccount(id, { memberships: read(someMemberships({ groups: [] })) });
}

/** The first account is in no group; the second is, and is excluded by whatever excludes the group. */
function withPolicies(...policies: readonly ConditionalAccessPolicy[]): TenantSnapshot {
  return aSnapshot({
    accounts: [outsider(FIRST), anAccount(SECOND)],
    exclusionGroups: [anExclusionGroup([SECOND])],
    ...policiesOf(...policies),
  });
}

describe('an account that policies reach', () => {
  const snapshot = withPolicies(p(1), p(2, { users: someUsers({ includeUsers: ['All'], excludeUsers: [STRANGER] }) }));
  const plan = planFrom(snapshot, 'BG-CA-01', 'fail', FIRST);

  test('is to be excluded in each of them by the bot, one object per step', () => {
    expect(plan.steps.map(({ fixId, executor, change }) => ({ fixId, executor, change }))).toEqual(
      [1, 2].map((number) => ({
        fixId: 'F13',
        executor: 'bot',
        change: { kind: 'addPolicyExclusion', policyId: p(number).id, accountId: FIRST },
      })),
    );
  });

  test('is shown with the exclusions before and after', () => {
    const name = 'account-1111@contoso.onmicrosoft.com';
    expect(plan.steps.map(({ field, before, after }) => [field, before, after])).toEqual([
      ['conditions.users.excludeUsers', 'nobody', name],
      ['conditions.users.excludeUsers', '1 other entry', `${name}, 1 other entry`],
    ]);
  });

  test('rests on the policies as the snapshot holds them', () => {
    const policies = snapshot.policies.known ? snapshot.policies.value.policies : [];
    expect(plan.preconditions).toEqual(
      policies.map((policy) => ({
        object: { kind: 'policy', id: policy.id, name: policy.displayName },
        digest: digestOf(policy),
        image: canonicalJson(policy),
      })),
    );
    expect(plan).toMatchObject({ snapshotDigest: digestOf(snapshot), targetAccountIds: [FIRST], purpose: 'fix' });
  });

  test('is given the time that the context says', () => {
    expect([plan.createdAt, plan.expiresAt]).toEqual(['2026-03-01T08:01:00.000Z', '2026-03-01T12:01:00.000Z']);
  });

  test('passes its control once the plan is carried out', () => {
    const after = plan.steps.reduce((tenant, { change }) => (change ? applyChange(tenant, change) : tenant), snapshot);
    expect(outcomesFor(excludedFromEnabled, FIRST, after)).toEqual(['pass']);
  });
});

describe('the risk of exclusions', () => {
  test.each([
    { count: 3, risk: 'low' },
    { count: 4, risk: 'high' },
  ])('in $count policies at once is $risk', ({ count, risk }) => {
    const policies = Array.from({ length: count }, (_, index) => p(index + 1));
    expect(planFrom(withPolicies(...policies), 'BG-CA-01', 'fail', FIRST).risk).toBe(risk);
  });
});

describe('which policies are planned for', () => {
  test('report-only ones that reach the account', () => {
    const snapshot = withPolicies(p(1, { state: 'enabledForReportingButNotEnforced' }));
    expect(planFrom(snapshot, 'BG-CA-02', 'fail', FIRST).steps).toHaveLength(1);
  });

  test('report-only ones that merely do not include it', () => {
    const others = p(1, { state: 'enabledForReportingButNotEnforced', users: someUsers({ includeUsers: [STRANGER] }) });
    expect(planFrom(withPolicies(others), 'BG-CA-02', 'warn', FIRST).steps).toHaveLength(1);
  });

  test('those that keep it out', () => {
    const blocking = p(1, { grantControls: grant({ builtInControls: ['block'] }) });
    const plan = planFrom(withPolicies(blocking, p(2)), 'BG-CA-03', 'fail', FIRST);
    expect(plan.steps.map(({ fixId, object }) => [fixId, object.name])).toEqual([['F13', 'Policy 1']]);
  });

  test('those that Microsoft manages', () => {
    const managed = p(1, { displayName: 'Microsoft-managed: Block', state: 'enabledForReportingButNotEnforced' });
    const plan = planFrom(withPolicies(managed, p(2)), 'BG-CA-06', 'fail', FIRST);
    expect(plan.steps.map(({ object }) => object.name)).toEqual(['Microsoft-managed: Block']);
  });

  describe('because only a role keeps them away', () => {
    const BY_ROLE = someUsers({ includeUsers: ['All'], excludeRoles: [GLOBAL_ADMINISTRATOR] });
    const byRole = withPolicies(p(1, { users: BY_ROLE }), p(2));

    test('the account is excluded by itself, and the role stays where it is', () => {
      const plan = planFrom(byRole, 'BG-CA-11', 'fail', FIRST);
      const after = plan.steps.reduce((tenant, { change }) => (change ? applyChange(tenant, change) : tenant), byRole);

      expect(plan.steps.map(({ fixId, object }) => [fixId, object.name])).toEqual([['F13', 'Policy 1']]);
      expect(outcomesFor(notExcludedByRole, FIRST, after)).toEqual(['pass']);
      const policies = after.policies.known ? after.policies.value.policies : [];
      expect(policies[0]?.users?.excludeRoles).toEqual([GLOBAL_ADMINISTRATOR]);
    });

    test('nothing is planned where a better reason appeared meanwhile', () => {
      const finding = findingOf(byRole, 'BG-CA-11', 'fail', { subjectId: FIRST });
      const better = withPolicies(p(1, { users: { ...BY_ROLE, excludeUsers: [FIRST] } }), p(2));
      expect(planFor(finding, better, CONTEXT)).toMatchObject({ refusal: { code: 'PLAN_NOTHING_TO_FIX' } });
    });
  });

  test('disabled ones', () => {
    expect(planFrom(withPolicies(p(1, { state: 'disabled' })), 'BG-CA-07', 'warn', FIRST).steps).toHaveLength(1);
  });

  test('those for the account that the fewest reach, where one account must escape all', () => {
    const firstOnly = p(2, { users: GROUP_ONLY });
    const snapshot = aSnapshot({
      accounts: [
        outsider(FIRST),
        anAccount(SECOND, {
          memberships: read(
            someMemberships({ groups: [{ id: EXCLUSION_GROUP, displayName: null, isAssignableToRole: null }] }),
          ),
        }),
      ],
      ...policiesOf(p(1), firstOnly, p(3, { users: someUsers({ includeUsers: [FIRST, STRANGER] }) })),
    });
    const plan = planFrom(snapshot, 'BG-CA-04');

    expect(plan.targetAccountIds).toEqual([SECOND]);
    expect(plan.steps.map(({ object }) => object.name)).toEqual(['Policy 1']);
  });

  test('none that the snapshot does not confirm', () => {
    const finding = findingOf(withPolicies(p(1)), 'BG-CA-01', 'fail', { subjectId: FIRST });
    const moved = withPolicies(p(1, { users: someUsers({ includeUsers: ['All'], excludeUsers: [FIRST] }) }));
    expect(planFor(finding, moved, CONTEXT)).toMatchObject({ refusal: { code: 'PLAN_NOTHING_TO_FIX' } });
  });
});

describe('policies that a program cannot edit', () => {
  test('because of a retired grant become a step for people, with the page to open', () => {
    const frozen = p(1, { grantControls: grant({ builtInControls: ['approvedApplication'] }) });
    const [human, bot] = planFrom(withPolicies(frozen, p(2)), 'BG-CA-01', 'fail', FIRST).steps;

    expect(human).toMatchObject({ executor: 'human', change: null, object: { name: 'Policy 1' } });
    expect(human?.instructions.join(' ')).toContain(FIRST);
    expect(human?.portalUrl).toContain(frozen.id);
    expect(bot).toMatchObject({ executor: 'bot', instructions: [] });
  });

  test('except their exclusions, because Microsoft manages them, stay a step for the bot and are noted', () => {
    const managed = p(1, { displayName: 'Microsoft-managed: Block' });
    const plan = planFrom(withPolicies(managed), 'BG-CA-01', 'fail', FIRST);

    expect(plan.steps.map(({ executor }) => executor)).toEqual(['bot']);
    expect(plan.blastRadius).toContain('Managed by Microsoft');
    expect(planFrom(withPolicies(p(1)), 'BG-CA-01', 'fail', FIRST).blastRadius).not.toContain('Managed by Microsoft');
  });

  const reached = withPolicies(p(1));
  const finding = findingOf(reached, 'BG-CA-01', 'fail', { subjectId: FIRST });
  const broken = { id: p(1).id, displayName: 'Policy 1', problem: 'state is missing' };

  test.each([
    {
      what: 'was not understood',
      code: 'PLAN_POLICY_NOT_UNDERSTOOD',
      tenant: { policies: read({ policies: [], malformed: [broken] }) },
    },
    {
      what: 'went over to preview features',
      code: 'PLAN_POLICY_IN_PREVIEW',
      tenant: { policies: read({ policies: [], malformed: [] }) },
    },
    { what: 'was not read', code: 'PLAN_NOT_PROVEN', tenant: { policies: UNREAD } },
  ])('because it $what are refused', ({ code, tenant }) => {
    expect(planFor(finding, aSnapshot({ ...reached, ...tenant }), CONTEXT)).toMatchObject({ refusal: { code } });
  });
});

describe('a protected group that every policy excludes', () => {
  const reached = [p(1, { users: GROUP_ONLY }), p(2, { users: GROUP_ONLY })];
  const snapshot = withPolicies(...reached);
  const membership = (groups: TenantSnapshot['accounts'][number]['memberships']) =>
    aSnapshot({ ...snapshot, accounts: [outsider(FIRST), anAccount(SECOND, { memberships: groups })] });
  const SECOND_ONLY = [{ id: SECOND, kind: 'user', name: null }];
  const INTRUDER = { id: STRANGER, kind: 'user', name: 'stranger@contoso.com' };
  const withGroup = (overrides: Partial<ExclusionGroupReading>) =>
    aSnapshot({ ...snapshot, exclusionGroups: [anExclusionGroup([SECOND], overrides)] });
  const fixesOf = (tenant: TenantSnapshot) =>
    planFrom(tenant, 'BG-CA-01', 'fail', FIRST).steps.map(({ fixId }) => fixId);

  test('is preferred: an approver adds one member, with instructions and the page to open', () => {
    const plan = planFrom(snapshot, 'BG-CA-01', 'fail', FIRST);

    expect(plan.risk).toBe('low');
    expect(plan.steps).toMatchObject([
      {
        fixId: 'F14',
        executor: 'approver',
        change: { kind: 'addGroupMember', groupId: EXCLUSION_GROUP, accountId: FIRST },
        permission: 'RoleManagement.ReadWrite.Directory',
      },
    ]);
    expect(plan.steps[0]?.instructions.join(' ')).toContain(FIRST);
    expect(plan.steps[0]?.portalUrl).toContain(EXCLUSION_GROUP);
    expect(plan.preconditions.map(({ object }) => object.kind)).toEqual(['group', 'policy', 'policy']);
  });

  test.each([
    { what: 'one policy does not exclude it', tenant: withPolicies(...reached, p(3)), count: 3 },
    {
      what: 'it is not protected',
      tenant: withGroup({ group: read(aGroup({ isAssignableToRole: false })) }),
      count: 2,
    },
    {
      what: 'nobody could change its members',
      tenant: withGroup({ group: read(aGroup({ isManagementRestricted: true })) }),
      count: 2,
    },
    {
      what: 'it is no security group',
      tenant: withGroup({ group: read(aGroup({ securityEnabled: false })) }),
      count: 2,
    },
    {
      what: 'it may hide its members',
      tenant: withGroup({ group: read(aGroup({ visibility: 'HiddenMembership' })) }),
      count: 2,
    },
    { what: 'somebody else is in it', tenant: withGroup({ members: read([...SECOND_ONLY, INTRUDER]) }), count: 2 },
    {
      what: 'somebody else is in it through another group',
      tenant: withGroup({ transitiveMembers: read([...SECOND_ONLY, INTRUDER]) }),
      count: 2,
    },
    { what: 'the group was not read', tenant: withGroup({ group: UNREAD }), count: 2 },
    { what: 'its members were not read', tenant: withGroup({ transitiveMembers: UNREAD }), count: 2 },
    { what: 'it was not looked at', tenant: aSnapshot({ ...snapshot, exclusionGroups: [] }), count: 2 },
    {
      what: 'no other emergency account is in it',
      tenant: membership(read(someMemberships({ groups: [] }))),
      count: 2,
    },
    { what: 'nobody knows who is in it', tenant: membership(UNREAD), count: 2 },
    {
      what: 'another policy reaches its members',
      tenant: withPolicies(...reached, p(3, { users: someUsers({ includeGroups: [EXCLUSION_GROUP] }) })),
      count: 2,
    },
  ])('is passed over when $what', ({ tenant, count }) => {
    expect(fixesOf(tenant)).toEqual(Array.from({ length: count }, () => 'F13'));
  });

  test('in a restricted unit is changed by a person with a role for that unit', () => {
    const group = aGroup({ isAssignableToRole: false, isManagementRestricted: true });
    const [step] = planFrom(withGroup({ group: read(group) }), 'BG-CA-01', 'fail', FIRST).steps;

    expect(step).toMatchObject({ fixId: 'F14', executor: 'human', change: null });
    expect(step?.instructions[0]).toContain('restricted management administrative unit');
  });

  test('is passed over when nobody knows the groups of the account itself', () => {
    const tenant = aSnapshot({
      accounts: [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)],
      ...policiesOf(
        p(1, {
          state: 'enabledForReportingButNotEnforced',
          users: someUsers({ includeUsers: [STRANGER], excludeGroups: [EXCLUSION_GROUP] }),
        }),
      ),
    });
    expect(planFrom(tenant, 'BG-CA-02', 'warn', FIRST).steps.map(({ fixId }) => fixId)).toEqual(['F13']);
  });

  test('that holds Global Administrator itself takes two approvals', () => {
    const holders = [
      { principalId: SECOND, directoryScopeId: '/' },
      { principalId: EXCLUSION_GROUP, directoryScopeId: '/' },
    ];
    expect(planFrom(aSnapshot({ ...snapshot, roleAssignments: read(holders) }), 'BG-CA-01', 'fail', FIRST).risk).toBe(
      'high',
    );
  });

  test('that frees from more than three policies takes two approvals', () => {
    const more = [3, 4].map((number) => p(number, { users: GROUP_ONLY, state: 'disabled' }));
    expect(planFrom(withPolicies(...reached, ...more), 'BG-CA-01', 'fail', FIRST).risk).toBe('high');
  });

  test('is another one where that is the one excluded', () => {
    const users = someUsers({ includeRoles: [GLOBAL_ADMINISTRATOR], excludeGroups: [OTHER_GROUP] });
    const groups = [EXCLUSION_GROUP, OTHER_GROUP].map((id) => ({ id, displayName: null, isAssignableToRole: true }));
    const tenant = aSnapshot({
      accounts: [outsider(FIRST), anAccount(SECOND, { memberships: read(someMemberships({ groups })) })],
      exclusionGroups: [anExclusionGroup([SECOND], { id: OTHER_GROUP, group: read(aGroup({ id: OTHER_GROUP })) })],
      ...policiesOf(p(1, { users })),
    });
    expect(planFrom(tenant, 'BG-CA-01', 'fail', FIRST).steps[0]?.object.id).toBe(OTHER_GROUP);
  });
});

describe('the age of the scan', () => {
  const snapshot = withPolicies(p(1));
  const taken = Date.parse(snapshot.takenAt);

  test.each([
    { what: 'is an hour', now: taken + 3_600_000, code: 'planned' },
    { what: 'is more than an hour', now: taken + 3_600_001, code: 'PLAN_SNAPSHOT_TOO_OLD' },
    { what: 'cannot be told', now: Number.NaN, code: 'PLAN_SNAPSHOT_TOO_OLD' },
  ])('that $what gives $code', ({ now, code }) => {
    expect(codeFrom(snapshot, 'BG-CA-01', 'fail', { ...CONTEXT, now })).toBe(code);
  });
});
