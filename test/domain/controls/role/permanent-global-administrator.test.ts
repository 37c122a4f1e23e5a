import { describe, expect, test } from '@jest/globals';
import { permanentGlobalAdministrator } from '../../../../src/domain/controls/role/permanent-global-administrator.js';
import type { GroupScheduleInstance } from '../../../../src/domain/tenant/governance.js';
import type { RoleAssignmentScheduleInstance, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import { aGroupInstance, aRoleGroup } from './a-role-group.js';
import {
  aSnapshot,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  outcomesFor,
  read,
  SECOND,
  someMemberships,
  STRANGER,
  summaryOf,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';

type Roles = Partial<
  Pick<
    TenantSnapshot,
    | 'roleAssignments'
    | 'roleAssignmentScheduleInstances'
    | 'roleEligibilityScheduleInstances'
    | 'accounts'
    | 'roleGroups'
  >
>;

const UNIT = '/administrativeUnits/1';
const NO_ROLES = [anAccount(FIRST, { memberships: read(someMemberships({ roleTemplateIds: [] })) }), anAccount(SECOND)];
const UNREAD_MEMBERSHIPS = [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)];

function instances(...overrides: readonly Partial<RoleAssignmentScheduleInstance>[]) {
  const base = {
    principalId: FIRST,
    directoryScopeId: '/',
    assignmentType: 'Assigned',
    memberType: 'Direct',
    endDateTime: null,
  };
  return read(overrides.map((override) => ({ ...base, ...override })));
}

function assignments(principalId: string, directoryScopeId = '/') {
  return read([{ principalId, directoryScopeId }]);
}

const ELIGIBLE = read([{ principalId: FIRST, directoryScopeId: '/', memberType: 'Direct', endDateTime: null }]);
const TIME_BOUND = instances({ endDateTime: '2026-09-30T00:00:00Z' });

const THROUGH_GROUP = {
  roleAssignmentScheduleInstances: instances({ principalId: EXCLUSION_GROUP }),
  roleAssignments: assignments(EXCLUSION_GROUP),
};
const withSchedule = (...own: readonly Partial<GroupScheduleInstance>[]) => ({
  ...THROUGH_GROUP,
  roleGroups: [aRoleGroup({ assignmentScheduleInstances: read(own.map((one) => aGroupInstance(FIRST, one))) })],
});

const groupRows: readonly [string, Roles, string][] = [
  ['a permanent membership that the schedule of the group shows', withSchedule({}), 'pass'],
  ['a time-bound membership', withSchedule({ endDateTime: '2026-09-30T00:00:00Z' }), 'fail'],
  ['an activated membership', withSchedule({ assignmentType: 'activated' }), 'fail'],
  ['a schedule that lacks the membership', withSchedule({ principalId: SECOND }), 'error'],
  [
    'an eligible membership',
    {
      roleAssignmentScheduleInstances: instances({ principalId: OTHER_GROUP }),
      roleAssignments: assignments(OTHER_GROUP),
      accounts: NO_ROLES,
      roleGroups: [aRoleGroup({ id: OTHER_GROUP, eligibilityScheduleInstances: read([aGroupInstance(FIRST)]) })],
    },
    'fail',
  ],
  [
    'a schedule of the group that was not read',
    { ...THROUGH_GROUP, roleGroups: [aRoleGroup({ assignmentScheduleInstances: UNREAD })] },
    'error',
  ],
  [
    'a schedule of the group that the licence does not have',
    { ...THROUGH_GROUP, roleGroups: [aRoleGroup({ assignmentScheduleInstances: UNLICENSED })] },
    'pass',
  ],
  ['a group whose object was not read', { ...THROUGH_GROUP, roleGroups: [aRoleGroup({ group: UNREAD })] }, 'error'],
  ['a group that nobody looked at', THROUGH_GROUP, 'error'],
  [
    'a group that is not role-assignable',
    {
      ...THROUGH_GROUP,
      roleGroups: [aRoleGroup({ group: read({ id: EXCLUSION_GROUP, displayName: null, isAssignableToRole: false }) })],
    },
    'error',
  ],
  [
    'an instance listed for the member of a group that nobody knows',
    { roleAssignmentScheduleInstances: instances({ memberType: 'Group' }) },
    'error',
  ],
  [
    'an unread schedule of the group beside a direct assignment',
    {
      roleAssignmentScheduleInstances: instances({}, { principalId: EXCLUSION_GROUP }),
      roleGroups: [aRoleGroup({ assignmentScheduleInstances: UNREAD })],
    },
    'pass',
  ],
];

const rows: readonly [string, Roles, string][] = [
  ['a direct permanent assignment', {}, 'pass'],
  [
    'a permanent assignment of a group',
    {
      roleAssignmentScheduleInstances: instances({ principalId: EXCLUSION_GROUP }),
      roleAssignments: assignments(EXCLUSION_GROUP),
      roleGroups: [aRoleGroup()],
    },
    'pass',
  ],
  [
    'a permanent assignment listed for the member of a group',
    {
      roleAssignmentScheduleInstances: instances({ memberType: 'Group' }),
      roleAssignments: assignments(EXCLUSION_GROUP),
      roleGroups: [aRoleGroup()],
    },
    'pass',
  ],
  [
    'a direct and a group assignment',
    { roleAssignmentScheduleInstances: instances({}, { principalId: EXCLUSION_GROUP }) },
    'pass',
  ],
  ['a time-bound assignment', { roleAssignmentScheduleInstances: TIME_BOUND }, 'fail'],
  [
    'a time-bound and a permanent assignment',
    { roleAssignmentScheduleInstances: instances({}, { endDateTime: '2026-09-30T00:00:00Z' }) },
    'pass',
  ],
  ['an activation', { roleAssignmentScheduleInstances: instances({ assignmentType: 'Activated' }) }, 'fail'],
  [
    'an assignment for an administrative unit',
    {
      roleAssignmentScheduleInstances: instances({ directoryScopeId: UNIT }),
      roleAssignments: assignments(FIRST, UNIT),
      accounts: NO_ROLES,
    },
    'fail',
  ],
  [
    'only an eligible assignment',
    {
      roleAssignmentScheduleInstances: instances(),
      roleAssignments: read([]),
      roleEligibilityScheduleInstances: ELIGIBLE,
      accounts: NO_ROLES,
    },
    'fail',
  ],
  [
    'no assignment',
    { roleAssignmentScheduleInstances: instances(), roleAssignments: read([]), accounts: NO_ROLES },
    'fail',
  ],
  [
    'an assignment of somebody else',
    {
      roleAssignmentScheduleInstances: instances({ principalId: STRANGER }),
      roleAssignments: assignments(STRANGER),
      accounts: NO_ROLES,
    },
    'fail',
  ],
  [
    'an assignment of a group it is not in',
    {
      roleAssignmentScheduleInstances: instances({ principalId: OTHER_GROUP }),
      roleAssignments: assignments(OTHER_GROUP),
      accounts: NO_ROLES,
    },
    'fail',
  ],
];

const unknownRows: readonly [string, Roles, string][] = [
  ['instances unread, an active assignment known', { roleAssignmentScheduleInstances: UNREAD }, 'error'],
  [
    'instances unread, no assignment',
    { roleAssignmentScheduleInstances: UNREAD, roleAssignments: read([]), accounts: NO_ROLES },
    'fail',
  ],
  [
    'instances unread, no assignment, memberships unread',
    { roleAssignmentScheduleInstances: UNREAD, roleAssignments: read([]), accounts: UNREAD_MEMBERSHIPS },
    'error',
  ],
  ['instances and assignments unread', { roleAssignmentScheduleInstances: UNREAD, roleAssignments: UNREAD }, 'error'],
  ['assignments unread beside instances that prove it', { roleAssignments: UNREAD }, 'pass'],
  ['eligibilities unread beside instances that prove it', { roleEligibilityScheduleInstances: UNREAD }, 'pass'],
  ['memberships unread beside a direct proof', { accounts: UNREAD_MEMBERSHIPS }, 'pass'],
  [
    'memberships unread without a direct proof',
    {
      roleAssignmentScheduleInstances: instances({ principalId: EXCLUSION_GROUP }),
      roleAssignments: assignments(EXCLUSION_GROUP),
      accounts: UNREAD_MEMBERSHIPS,
    },
    'error',
  ],
  [
    'memberships unread beside a time-bound assignment',
    { roleAssignmentScheduleInstances: TIME_BOUND, accounts: UNREAD_MEMBERSHIPS },
    'error',
  ],
  ['the user unread', { accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)] }, 'error'],
];

const contradictions: readonly [string, Roles, string][] = [
  [
    'an active assignment that the instances lack',
    { roleAssignmentScheduleInstances: instances(), accounts: NO_ROLES },
    'error',
  ],
  [
    'an assignment for a unit that the instances lack',
    { roleAssignmentScheduleInstances: instances(), roleAssignments: assignments(FIRST, UNIT), accounts: NO_ROLES },
    'fail',
  ],
  ['an instance that the assignments lack', { roleAssignments: read([]) }, 'error'],
  [
    'an active role in the memberships that the instances lack',
    { roleAssignmentScheduleInstances: instances(), roleAssignments: UNREAD },
    'error',
  ],
];

const unlicensed: readonly [string, Roles, string][] = [
  ['a direct assignment', {}, 'pass'],
  ['an assignment of a group', { roleAssignments: assignments(EXCLUSION_GROUP) }, 'pass'],
  ['an assignment for an administrative unit', { roleAssignments: assignments(FIRST, UNIT) }, 'fail'],
  ['no assignment', { roleAssignments: read([]) }, 'fail'],
  ['unread assignments', { roleAssignments: UNREAD }, 'error'],
  ['no direct assignment and unread memberships', { roleAssignments: read([]), accounts: UNREAD_MEMBERSHIPS }, 'error'],
];

describe('BG-ROLE-01', () => {
  test.each([...rows, ...groupRows, ...unknownRows, ...contradictions])('%s', (_, roles, outcome) => {
    expect(outcomesFor(permanentGlobalAdministrator, FIRST, aSnapshot(roles))).toEqual([outcome]);
  });

  test.each(unlicensed)('without Microsoft Entra ID P2: %s', (_, roles, outcome) => {
    const snapshot = aSnapshot({
      roleAssignmentScheduleInstances: UNLICENSED,
      roleEligibilityScheduleInstances: UNLICENSED,
      ...roles,
    });

    expect(outcomesFor(permanentGlobalAdministrator, FIRST, snapshot)).toEqual([outcome]);
  });

  test('a pass without P2 says why the assignment is permanent', () => {
    const snapshot = aSnapshot({ roleAssignmentScheduleInstances: UNLICENSED });

    expect(summaryOf(permanentGlobalAdministrator, FIRST, 'pass', snapshot)).toContain(
      'Without Microsoft Entra ID P2 every active assignment is permanent.',
    );
  });

  test.each<[string, Roles, string]>([
    ['when a time-bound one ends', { roleAssignmentScheduleInstances: TIME_BOUND }, 'ends on 2026-09-30T00:00:00Z'],
    [
      'when a membership ends',
      withSchedule({ endDateTime: '2026-09-30T00:00:00Z' }),
      'stays until 2026-09-30T00:00:00Z',
    ],
    ['that a membership is only activated', withSchedule({ assignmentType: 'activated' }), 'activated for a while'],
    [
      'that it is only activated',
      { roleAssignmentScheduleInstances: instances({ assignmentType: 'Activated' }) },
      'activated',
    ],
    [
      'that it is only eligible',
      {
        roleAssignmentScheduleInstances: instances(),
        roleAssignments: read([]),
        roleEligibilityScheduleInstances: ELIGIBLE,
        accounts: NO_ROLES,
      },
      'only eligible',
    ],
  ])('a fail says %s', (_, roles, words) => {
    expect(summaryOf(permanentGlobalAdministrator, FIRST, 'fail', aSnapshot(roles))).toContain(words);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(permanentGlobalAdministrator, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
