import type { DirectoryRole, ScopedRoleMembership } from '@microsoft/microsoft-graph-types';
import type { Identified, SandboxState, SandboxUser } from './state.js';

/** What the directory computes from the state: who is in what, directly and through nesting. No HTTP here. */

export function sameId(a: string | null | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

/** The user with this object ID or user principal name. */
export function findUser(state: SandboxState, idOrName: string): SandboxUser | undefined {
  return state.users.find((user) => sameId(user.id, idOrName) || sameId(user.userPrincipalName, idOrName));
}

/** The entries under `id`. Nothing is stored for an object that contains nothing. */
export function entriesOf<T>(record: Readonly<Record<string, T[]>>, id: string): readonly T[] {
  const entries = record[id];
  return entries === undefined ? [] : entries;
}

function containersOf(members: Record<string, string[]>, id: string): string[] {
  return Object.keys(members).filter((container) => members[container]?.includes(id));
}

/** The groups that list `id` as a member. */
export function directGroupIds(state: SandboxState, id: string): string[] {
  return containersOf(state.groupMembers, id);
}

/** The groups that contain `id`, through any number of groups. Ends on groups that contain each other. */
export function transitiveGroupIds(state: SandboxState, id: string): string[] {
  const found = new Set<string>();
  const open = directGroupIds(state, id);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...directGroupIds(state, next));
  }
  return [...found];
}

/** Everything inside a group, through any number of groups, groups included. */
export function transitiveMemberIds(state: SandboxState, groupId: string): string[] {
  const found = new Set<string>();
  const open = [...entriesOf(state.groupMembers, groupId)];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (found.has(next) || next === groupId) continue;
    found.add(next);
    open.push(...entriesOf(state.groupMembers, next));
  }
  return [...found];
}

/** The activated directory roles that any of `principalIds` holds for the whole tenant. A scoped role is not a membership. */
export function activeRolesOf(state: SandboxState, principalIds: readonly string[]): Identified<DirectoryRole>[] {
  const templateIds = state.roleAssignmentScheduleInstances
    .filter((instance) => instance.directoryScopeId === '/')
    .filter((instance) => principalIds.some((id) => sameId(instance.principalId, id)))
    .map((instance) => instance.roleDefinitionId);
  return state.directoryRoles.filter((role) => templateIds.includes(role.roleTemplateId));
}

/** The administrative units that list `id`. Members of a listed group are not in the unit. */
export function administrativeUnitIdsOf(state: SandboxState, id: string): string[] {
  return containersOf(state.administrativeUnitMembers, id);
}

/** Graph says null, not false, for an object that no restricted administrative unit protects. */
export function isManagementRestricted(state: SandboxState, id: string): true | null {
  const unitIds = administrativeUnitIdsOf(state, id);
  const restricted = state.administrativeUnits.some(
    (unit) => unitIds.includes(unit.id) && unit.isMemberManagementRestricted === true,
  );
  return restricted ? true : null;
}

/** Who holds a role for just this administrative unit. An active assignment with the unit as its scope is what makes one. */
export function scopedRoleMembershipsOf(state: SandboxState, unitId: string): Identified<ScopedRoleMembership>[] {
  return state.roleAssignmentScheduleInstances
    .filter(({ directoryScopeId }) => sameId(directoryScopeId, `/administrativeUnits/${unitId}`))
    .map(({ id, principalId, roleDefinitionId }) => {
      const role = state.directoryRoles.find(({ roleTemplateId }) => roleTemplateId === roleDefinitionId);
      const holder = [...state.users, ...state.groups].find((candidate) => sameId(principalId, candidate.id));
      return {
        id,
        administrativeUnitId: unitId,
        roleId: role?.id ?? '',
        roleMemberInfo: { id: principalId ?? '', displayName: holder?.displayName ?? null },
      };
    });
}
