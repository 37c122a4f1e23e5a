import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { applicabilityOf } from '../../tenant/policy-applicability.js';
import type { AccountReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { StaleReference } from './stale-references.js';

/** Whether the policy may reach the account now. What cannot be told counts as reached: the more serious of the two. */
function mayReach(policy: ConditionalAccessPolicy, snapshot: TenantSnapshot, account: AccountReading): boolean {
  if (!account.user.known) return true;
  if (account.user.value === null) return false;
  const { result } = applicabilityOf(policy, applicabilityAccountOf(snapshot, account, account.user.value));
  return result === 'applies' || result === 'unknown';
}

/**
 * Whether a deleted group among `stale` may have been what excluded the emergency accounts from `policy`. A deleted group
 * no longer says whom it held: if an account is reached now, the group may be what kept it out before.
 */
export function mayHaveExcludedAccounts(
  policy: ConditionalAccessPolicy,
  snapshot: TenantSnapshot,
  stale: readonly StaleReference[],
): boolean {
  return (
    stale.some(({ list }) => list === 'excludeGroups') &&
    snapshot.accounts.some((account) => mayReach(policy, snapshot, account))
  );
}
