import { describe, expect, test } from '@jest/globals';
import { assignmentPath } from '../../../../src/domain/controls/role/assignment-path.js';
import type { GroupScheduleInstance, RoleGroupReading } from '../../../../src/domain/tenant/governance.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  someMemberships,
  STRANGER,
  summaryOf,
  UNREAD,
} from '../../a-snapshot.js';
import { aGroupInstance, aRoleGroup } from './a-role-group.js';

const permanent = { directoryScopeId: '/', assignmentType: 'Assigned', memberType: 'Direct', endDateTime: null };
const NO_ROLE = [anAccount(FIRST, { memberships: read(someMemberships({ roleTemplateIds: [] })) }), anAccount(SECOND)];

/** Both accounts hold the role through one group. */
function throughGroup(overrides: Partial<RoleGroupReading> = {}): Partial<TenantSnapshot> {
  return {
    roleAssignmentScheduleInstances: read([{ ...permanent, principalId: EXCLUSION_GROUP }]),
    roleAssignments: read([{ principalId: EXCLUSION_GROUP, directoryScopeId: '/' }]),
    roleGroups: [aRoleGroup(overrides)],
  };
}

const withSchedule = (own: Partial<GroupScheduleInstance>) =>
  throughGroup({ assignmentScheduleInstances: read([aGroupInstance(FIRST, own)]) });

describe('BG-ROLE-02', () => {
  test.each<[string, Partial<TenantSnapshot>, string]>([
    ['a direct assignment', {}, 'pass'],
    ['a role-assignable group with a permanent membership', throughGroup(), 'warn'],
    ['a permanent membership under a schedule', withSchedule({}), 'warn'],
    ['a membership with an end', withSchedule({ endDateTime: '2026-09-30T00:00:00Z' }), 'fail'],
    ['an activated membership', withSchedule({ assignmentType: 'activated' }), 'fail'],
    [
      'an eligible membership',
      {
        ...throughGroup({ eligibilityScheduleInstances: read([aGroupInstance(FIRST)]) }),
        roleAssignmentScheduleInstances: read([]),
        roleAssignments: read([]),
        accounts: NO_ROLE,
      },
      'fail',
    ],
    [
      'no path at all, which BG-ROLE-01 reports',
      { roleAssignmentScheduleInstances: read([]), roleAssignments: read([]), accounts: NO_ROLE },
      'notApplicable',
    ],
    ['an unread schedule of the group', throughGroup({ assignmentScheduleInstances: UNREAD }), 'error'],
    ['a group that was not read', throughGroup({ group: UNREAD }), 'error'],
    ['unread role schedules', { roleAssignmentScheduleInstances: UNREAD }, 'error'],
    [
      'a group, and unread memberships',
      { ...throughGroup(), accounts: [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)] },
      'error',
    ],
    [
      'no path, and unread eligibilities, which are none for good',
      {
        roleAssignmentScheduleInstances: read([]),
        roleAssignments: read([]),
        roleEligibilityScheduleInstances: UNREAD,
        accounts: NO_ROLE,
      },
      'notApplicable',
    ],
    ['a direct assignment, and unread eligibilities', { roleEligibilityScheduleInstances: UNREAD }, 'pass'],
    ['two readings that contradict each other', { roleAssignments: read([]) }, 'error'],
    ['an unread user', { accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)] }, 'error'],
  ])('%s', (_, overrides, outcome) => {
    expect(outcomesFor(assignmentPath, FIRST, aSnapshot(overrides))).toEqual([outcome]);
  });

  test('names the group', () => {
    expect(summaryOf(assignmentPath, FIRST, 'warn', aSnapshot(throughGroup()))).toContain('"Administrators by group"');
  });

  test('a direct assignment beside that of a group passes', () => {
    const instances = [FIRST, EXCLUSION_GROUP].map((principalId) => ({ ...permanent, principalId }));
    const overrides = { ...throughGroup(), roleAssignmentScheduleInstances: read(instances) };
    expect(outcomesFor(assignmentPath, FIRST, aSnapshot(overrides))).toEqual(['pass']);
    expect(outcomesFor(assignmentPath, STRANGER, aSnapshot(overrides))).toEqual([]);
  });
});
