import { isSameId } from '../approval/principal.js';
import type { DesignatedGroupReading, EmergencyAccount, TenantSnapshot } from '../tenant/snapshot.js';
import { isInForce, type Designation } from './designation.js';

/** What is designated at one moment, and which users that makes. A group that cannot be read never makes fewer of them. */

export interface Designated {
  readonly accounts: readonly EmergencyAccount[];
  /** Groups whose users are designated, too. */
  readonly groupIds: readonly string[];
}

/** What the designations in force name, in their order. */
export function designatedBy(designations: readonly Designation[]): Designated {
  const inForce = designations.filter(isInForce);
  return {
    accounts: inForce.filter(({ kind }) => kind === 'account').map(({ objectId }) => ({ objectId })),
    groupIds: inForce.filter(({ kind }) => kind === 'group').map(({ objectId }) => objectId),
  };
}

/** Users among the members; null when they were not read. */
function usersIn({ members }: DesignatedGroupReading): readonly string[] | null {
  return members.known ? members.value.filter(({ kind }) => kind === 'user').map(({ id }) => id.toLowerCase()) : null;
}

/** The users of one designated group, as the first of `snapshots` that read it saw them. */
function lastSeenIn(groupId: string, snapshots: readonly TenantSnapshot[]): readonly string[] {
  const readings = snapshots.flatMap(({ designatedGroups }) => designatedGroups ?? []);
  const seen = readings.filter(({ id }) => isSameId(id, groupId)).map(usersIn);
  return seen.find((users) => users !== null) ?? [];
}

/**
 * Object IDs of everybody who is designated, in lower case and each once. `snapshots` are those that may have read the
 * groups, the newest first: what the newest could not read stays as it was seen last.
 */
export function designatedIdsOf(
  { accounts, groupIds }: Designated,
  snapshots: readonly TenantSnapshot[],
): readonly string[] {
  const direct = accounts.map(({ objectId }) => objectId.toLowerCase());
  return [...new Set([...direct, ...groupIds.flatMap((groupId) => lastSeenIn(groupId, snapshots))])];
}

/** Designated groups of the snapshot that were not read whole: there may be accounts that nobody knows to be designated. */
export function unreadGroups({ designatedGroups }: TenantSnapshot): readonly DesignatedGroupReading[] {
  return (designatedGroups ?? []).filter(({ group, members }) => !group.known || !members.known);
}
