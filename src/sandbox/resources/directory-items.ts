import { activeRolesOf, administrativeUnitIdsOf, isManagementRestricted, sameId } from '../directory.js';
import type { Item } from '../http/reply.js';
import { ADMINISTRATIVE_UNIT, DIRECTORY_ROLE, GROUP, USER } from '../resource-types.js';
import type { SandboxState } from '../state.js';

/** Directory objects as reply items. `isManagementRestricted` is computed here, so that it is never stored. */

export function userItem(state: SandboxState, user: SandboxState['users'][number]): Item {
  return { type: USER, value: { ...user, isManagementRestricted: isManagementRestricted(state, user.id) } };
}

export function groupItem(state: SandboxState, group: SandboxState['groups'][number]): Item {
  return { type: GROUP, value: { ...group, isManagementRestricted: isManagementRestricted(state, group.id) } };
}

/** The user, group, administrative unit or activated role with this object ID. */
export function directoryItem(state: SandboxState, id: string): Item | undefined {
  const user = state.users.find((candidate) => sameId(candidate.id, id));
  if (user) return userItem(state, user);
  const group = state.groups.find((candidate) => sameId(candidate.id, id));
  if (group) return groupItem(state, group);
  const unit = state.administrativeUnits.find((candidate) => sameId(candidate.id, id));
  if (unit) return { type: ADMINISTRATIVE_UNIT, value: unit };
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
