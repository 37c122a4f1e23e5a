import { GLOBAL_ADMINISTRATOR, type AccountReading, type TenantSnapshot } from '../../tenant/snapshot.js';
import type { AccessReview } from '../../tenant/governance.js';
import { groupsListing } from '../role/group-membership.js';

/**
 * Whether an access review is about the emergency accounts: about their role, about a group that carries one of them, or
 * about an account itself. Scopes are free text to the API, so one that is not recognised may be about anything.
 */

export type Cover = 'covers' | 'doesNotCover' | 'unknown';

const OBJECT_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const GUESTS_ONLY = /usertype eq 'guest'/;
const ONE_GROUP = /^\/?(?:v1\.0\/|beta\/)?groups\/[0-9a-f-]{36}(?:\/|$|\?)/;
const ROLES = /rolemanagement\/directory/;

function exists({ user }: AccountReading): boolean {
  return !user.known || user.value !== null;
}

/** Lower-case IDs of the accounts and of the groups that carry one. */
function ownIds(snapshot: TenantSnapshot): ReadonlySet<string> {
  const ids = snapshot.accounts.flatMap((account) => [
    account.id,
    ...(account.memberships.known ? account.memberships.value.groups.map(({ id }) => id) : []),
    ...groupsListing(snapshot, account.id),
  ]);
  return new Set(ids.map((id) => id.toLowerCase()));
}

function mayBeGuests({ accounts }: TenantSnapshot): boolean {
  return accounts.some(({ user }) => !user.known || (user.value !== null && user.value.userType !== 'Member'));
}

function coverOfRoles(ids: readonly string[]): Cover {
  // A review of role assignments that names no role is about all of them.
  return ids.length === 0 || ids.includes(GLOBAL_ADMINISTRATOR) ? 'covers' : 'doesNotCover';
}

function coverOfQuery(query: string, snapshot: TenantSnapshot): Cover {
  const ids = query.match(OBJECT_ID) ?? [];
  const own = ownIds(snapshot);
  if (GUESTS_ONLY.test(query) && !mayBeGuests(snapshot)) return 'doesNotCover';
  if (ids.some((id) => own.has(id))) return 'covers';
  if (ROLES.test(query)) return coverOfRoles(ids);
  if (!ONE_GROUP.test(query)) return 'unknown';
  const isEverybodyRead = snapshot.accounts.every((account) => !exists(account) || account.memberships.known);
  return isEverybodyRead ? 'doesNotCover' : 'unknown';
}

/** Whether `review` is about the designated accounts of `snapshot`. */
export function coverOf({ scopeQueries }: AccessReview, snapshot: TenantSnapshot): Cover {
  const covers = scopeQueries.map((query) => coverOfQuery(query.toLowerCase(), snapshot));
  if (covers.includes('covers')) return 'covers';
  return covers.length === 0 || covers.includes('unknown') ? 'unknown' : 'doesNotCover';
}
