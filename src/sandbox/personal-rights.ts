import { administrativeUnitIdsOf, entriesOf, isManagementRestricted, sameId, transitiveGroupIds } from './directory.js';
import { ROLE, type RoleKey } from './seed/roles.js';
import type { SandboxState } from './state.js';

/**
 * What a person may change, by the directory roles they hold now, themselves or through a role-assignable group. Source:
 * Microsoft Entra built-in roles, "Who can perform sensitive actions", and restricted management administrative units.
 */

const WHOLE_TENANT = '/';

function isRoleAssignable({ groups }: SandboxState, groupId: string): boolean {
  return groups.some(({ id, isAssignableToRole }) => sameId(id, groupId) && isAssignableToRole === true);
}

/** The principals whose roles are the person's: themselves, and the role-assignable groups they are in. */
function principalsOf(state: SandboxState, personId: string): readonly string[] {
  return [personId, ...transitiveGroupIds(state, personId).filter((id) => isRoleAssignable(state, id))];
}

function activeIn(state: SandboxState, personId: string, scope: string) {
  const principals = principalsOf(state, personId);
  return state.roleAssignmentScheduleInstances.filter(
    ({ principalId, directoryScopeId }) =>
      sameId(directoryScopeId, scope) && principals.some((id) => sameId(principalId, id)),
  );
}

/** Whether the person holds one of `roles` for the whole tenant. An eligible role is not held. */
export function holdsRole(state: SandboxState, personId: string, roles: readonly RoleKey[]): boolean {
  const wanted: readonly string[] = roles.map((role) => ROLE[role]);
  return activeIn(state, personId, WHOLE_TENANT).some(({ roleDefinitionId }) =>
    wanted.includes(roleDefinitionId ?? ''),
  );
}

/** Whether the person holds a role for just one of the restricted units that `objectId` is in. */
function isScopedAdministrator(state: SandboxState, personId: string, objectId: string): boolean {
  const unitIds = administrativeUnitIdsOf(state, objectId);
  return state.administrativeUnits
    .filter(({ id, isMemberManagementRestricted }) => unitIds.includes(id) && isMemberManagementRestricted === true)
    .some(({ id }) => activeIn(state, personId, `/administrativeUnits/${id}`).length > 0);
}

/** Whether a user holds, or can activate, any directory role, or is in or owns a role-assignable group. */
function isPrivileged(state: SandboxState, userId: string): boolean {
  const principals = principalsOf(state, userId);
  const instances = [...state.roleAssignmentScheduleInstances, ...state.roleEligibilityScheduleInstances];
  const owned = state.groups.filter(({ id }) =>
    entriesOf(state.groupOwners, id).some((owner) => sameId(owner, userId)),
  );
  return (
    principals.length > 1 ||
    owned.some(({ isAssignableToRole }) => isAssignableToRole === true) ||
    instances.some(({ principalId }) => principals.some((id) => sameId(principalId, id)))
  );
}

const OVER_PRIVILEGED_USERS: readonly RoleKey[] = ['globalAdministrator', 'privilegedAuthenticationAdministrator'];

/** Whether the person may change the user; `roles` suffice where the user has no privileges. */
export function mayChangeUser(
  state: SandboxState,
  personId: string,
  userId: string,
  roles: readonly RoleKey[],
): boolean {
  if (isManagementRestricted(state, userId)) return isScopedAdministrator(state, personId, userId);
  return holdsRole(state, personId, isPrivileged(state, userId) ? OVER_PRIVILEGED_USERS : roles);
}

/** Whether the person may change who is in the group. A role-assignable group in a restricted unit is frozen for everybody. */
export function mayChangeMembers(state: SandboxState, personId: string, groupId: string): boolean {
  const isAssignable = isRoleAssignable(state, groupId);
  if (isManagementRestricted(state, groupId)) return !isAssignable && isScopedAdministrator(state, personId, groupId);
  return holdsRole(state, personId, [
    'globalAdministrator',
    isAssignable ? 'privilegedRoleAdministrator' : 'userAdministrator',
  ]);
}
