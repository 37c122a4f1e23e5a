import { GLOBAL_ADMINISTRATOR } from './snapshot.js';
import type { AccountReading, DirectoryUser, GroupMembership, TenantSnapshot } from './snapshot.js';

/**
 * An account as Conditional Access sees it: who it is, its transitive groups and its active directory roles, gathered from
 * the several readings of a snapshot that each know a part. Only assignments for the whole directory count: Conditional
 * Access does not support roles scoped to an administrative unit.
 */

export interface ApplicabilityAccount {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly userType: string | null;
  /** Transitive memberships; null when they were not read. */
  readonly groups: readonly GroupMembership[] | null;
  /** Template IDs of the roles proven to be active for the whole directory. */
  readonly activeRoleTemplateIds: readonly string[];
  /** False: the account may have any active role beside the listed ones. */
  readonly areRolesComplete: boolean;
  /** Template IDs of roles of which one source did not say whether they are active. */
  readonly uncertainRoleTemplateIds: readonly string[];
  readonly eligibleRoleTemplateIds: readonly string[];
}

interface Assignment {
  readonly principalId: string;
  readonly directoryScopeId: string;
}

/** True for an assignment over the whole directory. */
export function isTenantWide({ directoryScopeId }: Assignment): boolean {
  return directoryScopeId === '/';
}

/** The object IDs through which the account can hold an assignment: its own, and those of its groups where they are known. */
export function principalIdsOf({ id, memberships }: AccountReading): readonly string[] {
  return memberships.known ? [id, ...memberships.value.groups.map((group) => group.id)] : [id];
}

/** The account of `reading`, whose user object is `user`, with what `snapshot` knows of its roles. */
export function applicabilityAccountOf(
  snapshot: TenantSnapshot,
  reading: AccountReading,
  user: DirectoryUser,
): ApplicabilityAccount {
  const { memberships } = reading;
  const { roleAssignments, roleEligibilityScheduleInstances } = snapshot;
  const principals = principalIdsOf(reading);
  const isHeld = (assignment: Assignment) => isTenantWide(assignment) && principals.includes(assignment.principalId);
  const listedRoles = memberships.known ? memberships.value.roleTemplateIds : [];
  const isGlobalAdministrator = roleAssignments.known && roleAssignments.value.some(isHeld);
  const isEligible = roleEligibilityScheduleInstances.known && roleEligibilityScheduleInstances.value.some(isHeld);
  return {
    id: reading.id,
    userPrincipalName: user.userPrincipalName,
    userType: user.userType,
    groups: memberships.known ? memberships.value.groups : null,
    activeRoleTemplateIds: isGlobalAdministrator ? [...listedRoles, GLOBAL_ADMINISTRATOR] : listedRoles,
    // Memberships alone can lag behind an assignment, so without the assignments this role stays open.
    uncertainRoleTemplateIds: roleAssignments.known ? [] : [GLOBAL_ADMINISTRATOR],
    areRolesComplete: memberships.known && !memberships.value.hasUnresolvedRoles,
    eligibleRoleTemplateIds: isEligible ? [GLOBAL_ADMINISTRATOR] : [],
  };
}
