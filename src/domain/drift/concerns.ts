import type { TenantSnapshot } from '../tenant/snapshot.js';
import { normalId } from './facts.js';
import type { Comparison } from './object-change.js';

/** What of the tenant's governance has to do with emergency access: a large tenant has hundreds of objects that do not. */

function accountIdsIn({ emergencyAccounts }: TenantSnapshot): readonly string[] {
  return emergencyAccounts.map(({ objectId }) => objectId);
}

function groupIdsIn({ accounts, exclusionGroups, groups, roleGroups }: TenantSnapshot): readonly string[] {
  const joined = accounts.flatMap(({ memberships }) => (memberships.known ? memberships.value.groups : []));
  return [joined, exclusionGroups, groups, roleGroups].flatMap((list) => list.map(({ id }) => id));
}

/** Object IDs of the accounts that one of the two views designates, lower case. */
export function emergencyIdsOf({ accepted, present }: Comparison): ReadonlySet<string> {
  return new Set([accepted.snapshot, present.snapshot].flatMap(accountIdsIn).map(normalId));
}

/** Those, and the groups that the accounts are in or that emergency access rests on, in one of the two views. */
export function concernedIdsOf(comparison: Comparison): ReadonlySet<string> {
  const { accepted, present } = comparison;
  const groups = [accepted.snapshot, present.snapshot].flatMap(groupIdsIn).map(normalId);
  return new Set([...emergencyIdsOf(comparison), ...groups]);
}
