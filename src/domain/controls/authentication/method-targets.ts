import type { AccountReading } from '../../tenant/snapshot.js';

/** Whom the lists of targets in the authentication methods policy name. */

/** Whether `targetIds` name the account, itself or through a group. `unknown` while nobody can say what it is in. */
export function isNamed({ id, memberships }: AccountReading, targetIds: readonly string[]): boolean | 'unknown' {
  const ids = new Set(targetIds.map((target) => target.toLowerCase()));
  if (ids.has(id.toLowerCase()) || ids.has('all_users')) return true;
  if (ids.size === 0) return false;
  return memberships.known ? memberships.value.groups.some((group) => ids.has(group.id.toLowerCase())) : 'unknown';
}
