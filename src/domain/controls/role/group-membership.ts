import type { RoleGroupReading } from '../../tenant/governance.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';

/**
 * How long an account stays in a group that holds Global Administrator. Without Privileged Identity Management for Groups a
 * membership has no end; with it the group's schedule says how long, and an active membership may be over tomorrow.
 */

export type Membership =
  | { readonly kind: 'permanent' | 'activated' }
  | { readonly kind: 'timeBound'; readonly endDateTime: string }
  /** `detail` says what is missing, in a sentence. */
  | { readonly kind: 'unknown'; readonly detail: string };

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The reading of a group that holds the role, or undefined when nobody asked for it. */
export function roleGroupOf({ roleGroups }: TenantSnapshot, groupId: string): RoleGroupReading | undefined {
  return roleGroups.find(({ id }) => isSame(id, groupId));
}

function unknownBecause(detail: string): Membership {
  return { kind: 'unknown', detail };
}

function fromSchedule(reading: RoleGroupReading, memberId: string): Membership {
  const { assignmentScheduleInstances: instances } = reading;
  if (!instances.known) {
    return instances.reason === 'notLicensed' ? { kind: 'permanent' } : unknownBecause(instances.detail);
  }
  if (instances.value.length === 0) return { kind: 'permanent' };
  const own = instances.value.filter(({ principalId }) => isSame(principalId, memberId));
  const assigned = own.filter(({ assignmentType }) => assignmentType.toLowerCase() === 'assigned');
  if (assigned.some(({ endDateTime }) => endDateTime === null)) return { kind: 'permanent' };
  const [end] = assigned.flatMap(({ endDateTime }) => (endDateTime === null ? [] : [endDateTime]));
  if (end !== undefined) return { kind: 'timeBound', endDateTime: end };
  if (own.length > 0) return { kind: 'activated' };
  return unknownBecause('The schedule of the group does not show a membership that the directory shows.');
}

/** The active membership of `memberId`, who is in the group by another reading. */
export function membershipIn(snapshot: TenantSnapshot, groupId: string, memberId: string): Membership {
  const reading = roleGroupOf(snapshot, groupId);
  if (reading === undefined) return unknownBecause(`Group ${groupId}, which holds the role, was not read.`);
  if (!reading.group.known) return unknownBecause(reading.group.detail);
  if (reading.group.value?.isAssignableToRole !== true) {
    return unknownBecause(`Group ${groupId} holds the role, and Graph does not say that roles can be assigned to it.`);
  }
  return fromSchedule(reading, memberId);
}

/** The groups that hold the role and of which the account may only activate its membership. */
export function eligibleMembershipsOf({ roleGroups }: TenantSnapshot, accountId: string): readonly string[] {
  return roleGroups
    .filter(
      ({ eligibilityScheduleInstances: eligible }) =>
        eligible.known && eligible.value.some(({ principalId }) => isSame(principalId, accountId)),
    )
    .map(({ id }) => id);
}

/** The groups of `groupIds` of which the account is a member by the group's own list. */
export function groupsListing(snapshot: TenantSnapshot, accountId: string): readonly string[] {
  return snapshot.roleGroups
    .filter(
      ({ transitiveMembers }) =>
        transitiveMembers.known && transitiveMembers.value.some(({ id }) => isSame(id, accountId)),
    )
    .map(({ id }) => id);
}
