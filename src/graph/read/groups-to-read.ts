import type { ConditionalAccessPolicy, PolicyState } from '../../domain/tenant/conditional-access-policy.js';

/**
 * Which groups must be looked into to tell whether a policy is made for the emergency accounts alone. Only chooses what to
 * read; whether a policy is dedicated is decided in the domain.
 */

/** More would be slower than what it could prove: dedicated policies include one or two groups. */
const MAX_GROUPS = 10;

/** A policy that asks for one of these locks out whom it was made for; it is never a dedicated one. */
const NEVER_DEDICATED = new Set([
  'block',
  'compliantDevice',
  'domainJoinedDevice',
  'compliantApplication',
  'approvedApplication',
  'passwordChange',
]);

const WIDE = new Set(['All', 'GuestsOrExternalUsers']);

const ENFORCED_FIRST: readonly PolicyState[] = ['enabled', 'enabledForReportingButNotEnforced', 'disabled'];

function mayBeDedicated({ users, grantControls, targetsWorkloadIdentities }: ConditionalAccessPolicy): boolean {
  if (users === null || targetsWorkloadIdentities || users.includeGroups.length === 0) return false;
  if (users.includeUsers.some((id) => WIDE.has(id)) || users.includeRoles.length > 0) return false;
  if (users.includeGuestsOrExternalUsers !== null) return false;
  if (grantControls === null) return true;
  return grantControls.termsOfUse.length === 0 && !grantControls.builtInControls.some((id) => NEVER_DEDICATED.has(id));
}

/**
 * IDs of at most ten groups that possibly dedicated policies include. Groups in `ownGroups`, those of the emergency
 * accounts, come first, then those of enforced policies.
 */
export function groupsToRead(
  policies: readonly ConditionalAccessPolicy[],
  ownGroups: ReadonlySet<string>,
): readonly string[] {
  const byState = ENFORCED_FIRST.flatMap((state) => policies.filter((policy) => policy.state === state));
  const groups = new Set(byState.filter(mayBeDedicated).flatMap((policy) => policy.users?.includeGroups ?? []));
  const [own, others] = [[...groups].filter((id) => ownGroups.has(id)), [...groups].filter((id) => !ownGroups.has(id))];
  return [...own, ...others].slice(0, MAX_GROUPS);
}
