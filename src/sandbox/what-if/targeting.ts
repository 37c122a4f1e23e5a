import type { ConditionalAccessGuestsOrExternalUsers, ConditionalAccessUsers } from '@microsoft/microsoft-graph-types';
import { activeRolesOf, sameId, transitiveGroupIds } from '../directory.js';
import type { SandboxState, SandboxUser } from '../state.js';

/** Whom a policy is for. An exclusion of any kind wins over every inclusion; an eligible role is no role. */

export interface Identity {
  readonly user: SandboxUser;
  readonly groupIds: readonly string[];
  /** Role template IDs, which is what policies name. */
  readonly roleIds: readonly string[];
}

export function identityOf(state: SandboxState, user: SandboxUser): Identity {
  const groupIds = transitiveGroupIds(state, user.id);
  const roles = activeRolesOf(state, [user.id, ...groupIds]);
  return { user, groupIds, roleIds: roles.flatMap(({ roleTemplateId }) => (roleTemplateId ? [roleTemplateId] : [])) };
}

/** Who signs in with an account of another tenant has it in the name. */
function guestTypeOf({ userType, userPrincipalName }: SandboxUser): string | null {
  const isFromOutside = userPrincipalName.includes('#EXT#');
  if (userType === 'Guest') return isFromOutside ? 'b2bCollaborationGuest' : 'internalGuest';
  return isFromOutside ? 'b2bCollaborationMember' : null;
}

function namesGuest(guests: ConditionalAccessGuestsOrExternalUsers | null | undefined, user: SandboxUser): boolean {
  const type = guestTypeOf(user);
  const named: string = guests?.guestOrExternalUserTypes ?? '';
  return type !== null && named.split(',').some((candidate) => candidate.trim() === type);
}

function namesUser(names: readonly string[] | undefined, user: SandboxUser): boolean {
  if (names === undefined) return false;
  if (names.includes('GuestsOrExternalUsers') && guestTypeOf(user) !== null) return true;
  return names.includes('All') || names.some((name) => sameId(name, user.id));
}

function namesAny(names: readonly string[] | undefined, ids: readonly string[]): boolean {
  return names !== undefined && names.some((name) => ids.some((id) => sameId(name, id)));
}

function isExcluded(users: ConditionalAccessUsers, { user, groupIds, roleIds }: Identity): boolean {
  return (
    namesUser(users.excludeUsers, user) ||
    namesAny(users.excludeGroups, groupIds) ||
    namesAny(users.excludeRoles, roleIds) ||
    namesGuest(users.excludeGuestsOrExternalUsers, user)
  );
}

function isIncluded(users: ConditionalAccessUsers, { user, groupIds, roleIds }: Identity): boolean {
  return (
    namesUser(users.includeUsers, user) ||
    namesAny(users.includeGroups, groupIds) ||
    namesAny(users.includeRoles, roleIds) ||
    namesGuest(users.includeGuestsOrExternalUsers, user)
  );
}

export function isTargeted(users: ConditionalAccessUsers | null | undefined, identity: Identity): boolean {
  return users !== null && users !== undefined && isIncluded(users, identity) && !isExcluded(users, identity);
}
