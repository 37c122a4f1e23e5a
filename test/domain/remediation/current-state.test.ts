import { describe, expect, test } from '@jest/globals';
import { currentStateOf } from '../../../src/domain/remediation/current-state.js';
import type {
  RoleAssignmentScheduleInstance,
  RoleReview,
  TenantSnapshot,
} from '../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  read,
  SECOND,
  STRANGER,
  UNLICENSED,
  UNREAD,
} from '../a-snapshot.js';

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

/** Template IDs of two roles that Microsoft labels as privileged, and of one that it does not. */
const SECURITY_READER = '5d6b6bb7-de71-4623-b4af-96380a352509';
const ROLE_ADMINISTRATOR = 'e8611ab8-c189-46e8-94e1-60213ab1f814';
const REPORTS_READER = '4a5d8f65-41da-4de4-8968-e035b65339cf';

describe('other privileged roles', () => {
  const of = <T extends object>(roleDefinitionId: string, one: T) => ({ ...one, roleDefinitionId });
  const reviewed = (overrides: Partial<RoleReview>, rest: Partial<TenantSnapshot> = {}) =>
    aSnapshot({ ...rest, roleReview: { ...aSnapshot().roleReview, ...overrides } });
  const holdersIn = (tenant: TenantSnapshot) =>
    currentStateOf(tenant).privilegedRoles.map(({ principalId, roleName, assignment }) => [
      principalId,
      roleName,
      assignment,
    ]);

  test('are listed with who holds them and how, emergency accounts first', () => {
    const tenant = reviewed({
      assignmentScheduleInstances: read([
        of(SECURITY_READER, instance(STRANGER)),
        of(ROLE_ADMINISTRATOR, instance(FIRST, { endDateTime: '2027-01-01T00:00:00Z' })),
        of(SECURITY_READER.toUpperCase(), instance(STRANGER)),
        of(SECURITY_READER, instance(SECOND, { directoryScopeId: '/administrativeUnits/1' })),
      ]),
      eligibilityScheduleInstances: read([of(SECURITY_READER, instance(EXCLUSION_GROUP))]),
    });

    expect(holdersIn(tenant)).toEqual([
      [FIRST, 'Privileged Role Administrator', 'timeBound'],
      [STRANGER, 'Security Reader', 'permanent'],
      [EXCLUSION_GROUP, 'Security Reader', 'eligible'],
    ]);
    expect(currentStateOf(tenant).privilegedRoles.map(({ isGroup }) => isGroup)).toEqual([false, false, true]);
    expect(currentStateOf(tenant).privilegedRoles.map(({ isEmergencyAccount }) => isEmergencyAccount)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('are those that Microsoft labels so, whatever ID a tenant gives their definition', () => {
    const definition = { id: 'own-id', templateId: SECURITY_READER, displayName: 'Security Reader', isBuiltIn: true };
    const tenant = reviewed({
      roleDefinitions: read([definition]),
      assignmentScheduleInstances: read([
        of('own-id', instance(STRANGER)),
        of(REPORTS_READER, instance(STRANGER)),
        of(GLOBAL_ADMINISTRATOR, instance(STRANGER)),
      ]),
    });
    expect(holdersIn(tenant)).toEqual([[STRANGER, 'Security Reader', 'permanent']]);
  });

  test('are permanent where the licence knows nothing else', () => {
    const tenant = reviewed({
      assignments: read([of(SECURITY_READER, { ...PLAIN, principalId: STRANGER })]),
      assignmentScheduleInstances: UNLICENSED,
      eligibilityScheduleInstances: UNLICENSED,
    });
    expect(holdersIn(tenant)).toEqual([[STRANGER, 'Security Reader', 'permanent']]);
    expect(currentStateOf(tenant).gaps).toEqual([]);
  });

  test('that nobody knows the length of are a gap, not an assignment', () => {
    const tenant = reviewed({
      assignments: read([of(SECURITY_READER, { ...PLAIN, principalId: STRANGER })]),
      assignmentScheduleInstances: UNREAD,
    });
    expect(holdersIn(tenant)).toEqual([]);
    expect(currentStateOf(tenant).gaps).toEqual([
      expect.stringContaining('How long active assignments of other privileged roles last: not read'),
      '1 principal holds other privileged roles; for how long is not known.',
    ]);
  });

  test.each(['assignments', 'assignmentScheduleInstances', 'eligibilityScheduleInstances'] as const)(
    'say that %s were not read',
    (list) => {
      expect(currentStateOf(reviewed({ [list]: UNREAD })).gaps).toEqual([expect.stringContaining('not read')]);
    },
  );

  test.each([
    { count: 50, gaps: [] },
    { count: 51, gaps: ['Assignments of other privileged roles: 1 more than listed here.'] },
  ])('are at most fifty in a plan: of $count', ({ count, gaps }) => {
    const many = Array.from({ length: count }, (_, n) => of(SECURITY_READER, instance(`person-${n}`)));
    const state = currentStateOf(reviewed({ assignmentScheduleInstances: read(many) }));

    expect(state.privilegedRoles).toHaveLength(50);
    expect(state.gaps).toEqual(gaps);
  });
});

describe('having more than is needed', () => {
  const of = (roleDefinitionId: string, principalId: string) => ({ ...instance(principalId), roleDefinitionId });
  const sentencesFor = (
    administrators: readonly RoleAssignmentScheduleInstance[],
    others: readonly ReturnType<typeof of>[] = [],
    rest: Partial<TenantSnapshot> = {},
  ) =>
    currentStateOf(
      aSnapshot({
        roleAssignments: read(administrators.map(({ principalId }) => ({ ...PLAIN, principalId }))),
        roleAssignmentScheduleInstances: read(administrators),
        roleReview: { ...aSnapshot().roleReview, assignmentScheduleInstances: read(others) },
        ...rest,
      }),
    ).moreThanNeeded;

  test('is a permanent Global Administrator who is no emergency account', () => {
    expect(sentencesFor([instance(STRANGER)])).toEqual([expect.stringMatching(`^${STRANGER} .*make it eligible`)]);
  });

  test.each([
    { what: 'an emergency account', one: instance(FIRST) },
    { what: 'one who activated it', one: instance(STRANGER, { assignmentType: 'Activated' }) },
    { what: 'one whose assignment ends', one: instance(STRANGER, { endDateTime: '2027-01-01T00:00:00Z' }) },
  ])('is not $what', ({ one }) => {
    expect(sentencesFor([one])).toEqual([]);
  });

  test('is answered with a lesser role where nothing can be made eligible', () => {
    const [sentence] = sentencesFor([], [], {
      roleAssignments: read([{ ...PLAIN, principalId: STRANGER }]),
      roleAssignmentScheduleInstances: UNLICENSED,
      roleEligibilityScheduleInstances: UNLICENSED,
    });
    expect(sentence).toContain('lesser role');
  });

  test('is a role that Global Administrator contains', () => {
    expect(sentencesFor([instance(FIRST)], [of(SECURITY_READER, FIRST)])).toEqual([
      expect.stringContaining('contains "Security Reader"'),
    ]);
    expect(sentencesFor([instance(FIRST)], [of(SECURITY_READER, SECOND)])).toEqual([]);
  });

  test('is a permanent role with which one becomes Global Administrator', () => {
    expect(sentencesFor([], [of(ROLE_ADMINISTRATOR, STRANGER)])).toEqual([
      expect.stringContaining('can become Global Administrator'),
    ]);
    expect(sentencesFor([], [of(ROLE_ADMINISTRATOR, FIRST)])).toEqual([]);
    expect(sentencesFor([], [of(SECURITY_READER, STRANGER)])).toEqual([]);
  });
});
