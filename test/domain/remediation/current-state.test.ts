import { describe, expect, test } from '@jest/globals';
import { currentStateOf } from '../../../src/domain/remediation/current-state.js';
import type { RoleAssignmentScheduleInstance } from '../../../src/domain/tenant/snapshot.js';
import { aSnapshot, EXCLUSION_GROUP, FIRST, read, SECOND, STRANGER, UNLICENSED, UNREAD } from '../a-snapshot.js';

function instance(
  principalId: string,
  overrides: Partial<RoleAssignmentScheduleInstance> = {},
): RoleAssignmentScheduleInstance {
  return {
    principalId,
    directoryScopeId: '/',
    assignmentType: 'Assigned',
    memberType: 'Direct',
    endDateTime: null,
    ...overrides,
  };
}

const PLAIN = { directoryScopeId: '/' };

describe('the current state', () => {
  test('names everybody who holds the role, how, and whether it is an emergency account', () => {
    const state = currentStateOf(
      aSnapshot({
        roleAssignments: read([{ ...PLAIN, principalId: FIRST }]),
        roleAssignmentScheduleInstances: read([
          instance(FIRST.toUpperCase()),
          instance(SECOND, { endDateTime: '2027-01-01T00:00:00Z' }),
          instance(STRANGER, { assignmentType: 'Activated', endDateTime: '2026-03-01T16:00:00Z' }),
          instance(EXCLUSION_GROUP, { directoryScopeId: '/administrativeUnits/1' }),
        ]),
        roleEligibilityScheduleInstances: read([instance(STRANGER)]),
      }),
    );

    expect(state.gaps).toEqual([]);
    expect(state.globalAdministrators).toHaveLength(4);
    expect(state.globalAdministrators).toEqual(
      expect.arrayContaining([
        { principalId: FIRST.toUpperCase(), assignment: 'permanent', isEmergencyAccount: true },
        { principalId: SECOND, assignment: 'timeBound', isEmergencyAccount: true },
        { principalId: STRANGER, assignment: 'activated', isEmergencyAccount: false },
        { principalId: STRANGER, assignment: 'eligible', isEmergencyAccount: false },
      ]),
    );
  });

  test('calls every active assignment permanent where the licence knows no others, and that is no gap', () => {
    const state = currentStateOf(
      aSnapshot({ roleAssignmentScheduleInstances: UNLICENSED, roleEligibilityScheduleInstances: UNLICENSED }),
    );
    expect(state.globalAdministrators.map(({ assignment }) => assignment)).toEqual(['permanent', 'permanent']);
    expect(state.gaps).toEqual([]);
  });

  test('calls nothing permanent that nobody read, and says who holds the role all the same', () => {
    const state = currentStateOf(aSnapshot({ roleAssignmentScheduleInstances: UNREAD }));
    expect(state.globalAdministrators).toEqual([]);
    expect(state.gaps.join(' ')).toContain('How long active assignments last: not read');
    expect(state.gaps.join(' ')).toContain(FIRST);
  });

  test.each([
    { what: 'Active assignments', lost: { roleAssignments: UNREAD } },
    { what: 'Eligible assignments', lost: { roleEligibilityScheduleInstances: UNREAD } },
  ])('says that $what were not read', ({ what, lost }) => {
    expect(currentStateOf(aSnapshot(lost)).gaps).toEqual([expect.stringContaining(`${what}: not read`)]);
  });

  test('lists an assignment that is returned twice once', () => {
    const twice = read([instance(FIRST), instance(FIRST), instance(SECOND)]);
    expect(currentStateOf(aSnapshot({ roleAssignmentScheduleInstances: twice })).globalAdministrators).toHaveLength(2);
  });
});
