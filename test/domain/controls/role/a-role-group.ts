import type { GroupScheduleInstance, RoleGroupReading } from '../../../../src/domain/tenant/governance.js';
import { EXCLUSION_GROUP, FIRST, read, SECOND } from '../../a-snapshot.js';

/** A role-assignable group that holds Global Administrator, with both accounts in it and no schedule of its own. */
export function aRoleGroup(overrides: Partial<RoleGroupReading> = {}): RoleGroupReading {
  const id = overrides.id ?? EXCLUSION_GROUP;
  return {
    id,
    group: read({ id, displayName: 'Administrators by group', isAssignableToRole: true }),
    transitiveMembers: read([FIRST, SECOND].map((member) => ({ id: member, kind: 'user', name: null }))),
    assignmentScheduleInstances: read([]),
    eligibilityScheduleInstances: read([]),
    ...overrides,
  };
}

export function aGroupInstance(
  principalId: string,
  overrides: Partial<GroupScheduleInstance> = {},
): GroupScheduleInstance {
  return { principalId, assignmentType: 'assigned', memberType: 'direct', endDateTime: null, ...overrides };
}
