import { describe, expect, test } from '@jest/globals';
import { planFor } from '../../../src/domain/remediation/plan-for.js';
import { digestOf } from '../../../src/domain/tenant/canonical.js';
import type {
  DirectoryGroup,
  ExclusionGroupReading,
  GroupMember,
  TenantSnapshot,
} from '../../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  anExclusionGroup,
  aSnapshot,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  read,
  SECOND,
  STRANGER,
  UNREAD,
} from '../a-snapshot.js';
import { CONTEXT, findingOf, planFrom } from './planning.js';

const ACCOUNTS: readonly GroupMember[] = [FIRST, SECOND].map((id) => ({ id, kind: 'user', name: id }));
const INTRUDER: GroupMember = { id: STRANGER, kind: 'user', name: 'stranger@contoso.com' };
const NESTED: GroupMember = { id: OTHER_GROUP, kind: 'group', name: 'Helpdesk' };
/** A plain security group, of which the bot may change the members. */
const PLAIN: Partial<DirectoryGroup> = { isAssignableToRole: false };

function tenantWith(
  direct: readonly GroupMember[],
  group: Partial<DirectoryGroup> = PLAIN,
  overrides: Partial<ExclusionGroupReading> = {},
): TenantSnapshot {
  const members = read([...ACCOUNTS, ...direct]);
  return aSnapshot({
    exclusionGroups: [
      anExclusionGroup([], { group: read(aGroup(group)), members, transitiveMembers: members, ...overrides }),
    ],
  });
}

describe('somebody else in the exclusion group', () => {
  test('is taken out by the bot where its standing rights reach, with two approvals', () => {
    const plan = planFrom(tenantWith([INTRUDER]), 'BG-CA-10');

    expect(plan).toMatchObject({ risk: 'high', targetAccountIds: [] });
    expect(plan.steps).toMatchObject([
      {
        fixId: 'F18',
        executor: 'bot',
        change: { kind: 'removeGroupMember', groupId: EXCLUSION_GROUP, accountId: STRANGER },
        permission: 'GroupMember.ReadWrite.All',
        role: null,
        instructions: [],
      },
    ]);
    expect(plan.preconditions).toMatchObject([
      {
        object: { kind: 'group', id: EXCLUSION_GROUP },
        digest: digestOf({
          id: EXCLUSION_GROUP,
          displayName: 'Emergency access exclusions',
          isAssignableToRole: false,
        }),
      },
    ]);
  });

  test('is taken out of a role-assignable group by an approver, who asks first who put them in', () => {
    const [step] = planFrom(tenantWith([INTRUDER], { isAssignableToRole: true }), 'BG-CA-10').steps;

    expect(step).toMatchObject({
      executor: 'approver',
      change: { kind: 'removeGroupMember', accountId: STRANGER },
      permission: 'RoleManagement.ReadWrite.Directory',
      role: 'Privileged Role Administrator',
    });
    expect(step?.instructions[0]).toContain('who added');
  });

  test.each<{ what: string; group: Partial<DirectoryGroup>; says: string }>([
    { what: 'restricted', group: { isManagementRestricted: true }, says: 'restricted management administrative unit' },
    { what: 'rule-based', group: { groupTypes: ['DynamicMembership'] }, says: 'rule' },
    { what: 'synced', group: { onPremisesSyncEnabled: true }, says: 'on-premises' },
  ])('is taken out of a $what group by a person', ({ group, says }) => {
    const plan = planFrom(tenantWith([INTRUDER], { ...PLAIN, ...group }), 'BG-CA-10');

    expect(plan.steps).toMatchObject([{ executor: 'human', change: null }]);
    expect(plan.steps[0]?.instructions.join(' ')).toContain(says);
    expect(plan.blastRadius).toContain('cannot change this group');
  });

  test.each([
    { what: 'a group', member: NESTED },
    { what: 'a service principal', member: { id: 'app', kind: 'servicePrincipal', name: 'App' } },
  ])('that is $what is looked at by a person, who puts the accounts in directly first', ({ member }) => {
    const steps = planFrom(tenantWith([member, INTRUDER]), 'BG-CA-10').steps.filter(
      ({ executor }) => executor === 'human',
    );

    expect(steps).toMatchObject([{ change: null }]);
    expect(steps[0]?.instructions.join(' ')).toContain('into it directly');
  });

  test('who came in through another group leaves with that one', () => {
    const transitive = { transitiveMembers: read([...ACCOUNTS, NESTED, INTRUDER]) };
    const { steps } = planFrom(tenantWith([NESTED], PLAIN, transitive), 'BG-CA-10');

    expect(steps.map(({ executor, before }) => [executor, before])).toEqual([['human', 'group Helpdesk is a member']]);
  });

  test('is planned for when only groups are in it', () => {
    expect(planFrom(tenantWith([NESTED]), 'BG-CA-10', 'warn').steps).toMatchObject([{ executor: 'human' }]);
  });

  test('never takes an emergency account along', () => {
    const changes = planFrom(tenantWith([INTRUDER]), 'BG-CA-10').steps.map(({ change }) => change);
    expect(JSON.stringify(changes)).not.toContain(FIRST);
  });

  test('cannot be put back by this program, and the plan says so', () => {
    expect(planFrom(tenantWith([INTRUDER]), 'BG-CA-10').steps[0]?.undo).toContain('A person adds the member again');
  });

  test('is one of at most ten in one plan', () => {
    const many = Array.from({ length: 12 }, (_, n) => ({ ...INTRUDER, id: `${STRANGER.slice(0, -2)}${n + 10}` }));
    const plan = planFrom(tenantWith(many), 'BG-CA-10');

    expect(plan.steps).toHaveLength(10);
    expect(plan.blastRadius).toContain('2 more follow');
  });

  const finding = findingOf(tenantWith([INTRUDER]), 'BG-CA-10', 'fail');
  test.each([
    {
      what: 'nobody read the group',
      tenant: tenantWith([INTRUDER], PLAIN, { group: UNREAD }),
      code: 'PLAN_NOT_PROVEN',
    },
    { what: 'nobody read who is in it', tenant: tenantWith([], PLAIN, { members: UNREAD }), code: 'PLAN_NOT_PROVEN' },
    { what: 'the group is gone', tenant: tenantWith([], PLAIN, { group: read(null) }), code: 'PLAN_NOT_PROVEN' },
    { what: 'they have left', tenant: tenantWith([]), code: 'PLAN_NOTHING_TO_FIX' },
  ])('is refused when $what', ({ tenant, code }) => {
    expect(planFor(finding, tenant, CONTEXT)).toMatchObject({ refusal: { code } });
  });
});
