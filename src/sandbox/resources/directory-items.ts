import { activeRolesOf, administrativeUnitIdsOf, isManagementRestricted, sameId } from '../directory.js';
import type { Item } from '../http/reply.js';
import { ADMINISTRATIVE_UNIT, DIRECTORY_ROLE, GROUP, SERVICE_PRINCIPAL, USER } from '../resource-types.js';
import type { SandboxState, SandboxUser } from '../state.js';

/**
 * Directory objects as reply items. `isManagementRestricted` and the newest activity are computed here, so that they are
 * never stored.
 */

/** What the seed says, or the newest successful sign-in of the log since then. The property is left out for "never". */
function activityOf({ signIns }: SandboxState, user: SandboxUser): Pick<SandboxUser, 'signInActivity'> {
  const newest = signIns.findLast(({ entry }) => sameId(entry.userId ?? '', user.id) && entry.status?.errorCode === 0);
  const at = newest?.entry.createdDateTime;
  return at ? { signInActivity: { lastSignInDateTime: at, lastSuccessfulSignInDateTime: at } } : {};
}

export function userItem(state: SandboxState, user: SandboxUser): Item {
  const isRestricted = isManagementRestricted(state, user.id);
  return { type: USER, value: { ...user, ...activityOf(state, user), isManagementRestricted: isRestricted } };
}

export function groupItem(state: SandboxState, group: SandboxState['groups'][number]): Item {
  return { type: GROUP, value: { ...group, isManagementRestricted: isManagementRestricted(state, group.id) } };
}

/** The user, group, administrative unit, service principal or activated role with this object ID. */
export function directoryItem(state: SandboxState, id: string): Item | undefined {
  const user = state.users.find((candidate) => sameId(candidate.id, id));
  if (user) return userItem(state, user);
  const group = state.groups.find((candidate) => sameId(candidate.id, id));
  if (group) return groupItem(state, group);
  const unit = state.administrativeUnits.find((candidate) => sameId(candidate.id, id));
  if (unit) return { type: ADMINISTRATIVE_UNIT, value: unit };
  const servicePrincipal = state.servicePrincipals.find((candidate) => sameId(candidate.id, id));
  if (servicePrincipal) return { type: SERVICE_PRINCIPAL, value: servicePrincipal };
  const role = state.directoryRoles.find((candidate) => sameId(candidate.id, id));
  return role && { type: DIRECTORY_ROLE, value: role };
}

/** The soft-deleted user or group with this object ID. Alone, not in a list, it names its type itself. */
export function deletedItem(state: SandboxState, id: string): Item | undefined {
  const user = state.deletedUsers.find((candidate) => sameId(candidate.id, id));
  if (user) return { type: USER, value: { '@odata.type': `#${USER.name}`, ...user } };
  const group = state.deletedGroups.find((candidate) => sameId(candidate.id, id));
  return group && { type: GROUP, value: { '@odata.type': `#${GROUP.name}`, ...group } };
}

/** Those of `ids` that exist, in their order. */
export function directoryItems(state: SandboxState, ids: readonly string[]): Item[] {
  return ids.map((id) => directoryItem(state, id)).filter((item) => item !== undefined);
}

/** What the user is a member of, given the groups: the groups, the active roles through them, the administrative units. */
export function membershipItems(state: SandboxState, userId: string, groupIds: readonly string[]): Item[] {
  return [
    ...directoryItems(state, groupIds),
    ...activeRolesOf(state, [userId, ...groupIds]).map((value) => ({ type: DIRECTORY_ROLE, value })),
    ...directoryItems(state, administrativeUnitIdsOf(state, userId)),
  ];
}
