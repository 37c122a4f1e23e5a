import { isSameId } from '../../approval/principal.js';
import { resolvedAccounts } from '../../controls/per-account.js';
import { applicabilityAccountOf } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { applicabilityOf } from '../../tenant/policy-applicability.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { TenantChange } from '../plan.js';
import { isDesignated, isRollback, type Passage, type Rule } from './passage.js';

/** No fix costs an emergency account an exclusion, however it has it: by its ID, by a group, or by a role. */

/** The pairs of a designated account and an enforced or report-only policy that excludes it, by ID. */
function exclusionsIn(snapshot: TenantSnapshot): ReadonlySet<string> {
  const policies = snapshot.policies.known ? snapshot.policies.value.policies : [];
  const watched = policies.filter(({ state }) => state !== 'disabled');
  return new Set(
    resolvedAccounts(snapshot).flatMap(({ reading, user }) => {
      const account = applicabilityAccountOf(snapshot, reading, user);
      return watched
        .filter((policy) => applicabilityOf(policy, account).result === 'excluded')
        .map((policy) => `${reading.id} ${policy.id}`);
    }),
  );
}

function policyIn({ policies }: TenantSnapshot, policyId: string): ConditionalAccessPolicy | undefined {
  return policies.known ? policies.value.policies.find(({ id }) => isSameId(id, policyId)) : undefined;
}

/** The user and the policy that a change takes apart by name. */
function separatedBy(change: TenantChange): { readonly userId: string; readonly policyId: string } | null {
  if (change.kind === 'removePolicyExclusion') return { userId: change.accountId, policyId: change.policyId };
  if (change.kind === 'removeStaleReference' && change.list === 'excludeUsers') {
    return { userId: change.objectId, policyId: change.policyId };
  }
  return null;
}

function removesExclusion({ change, before, after }: Passage): boolean {
  // By name as well: an account that was not read has no applicability, and its exclusion counts all the same.
  const named = separatedBy(change);
  if (named !== null && isDesignated(before, named.userId)) {
    if (policyIn(before, named.policyId)?.state !== 'disabled') return true;
  }
  const left = exclusionsIn(after);
  return [...exclusionsIn(before)].some((pair) => !left.has(pair));
}

export const refuseLostExclusion: Rule = (passage) => {
  if (isRollback(passage) || !removesExclusion(passage)) return null;
  return {
    code: 'PLAN_WOULD_REMOVE_EXCLUSION',
    message:
      'The plan would take an exclusion of an emergency account out of a policy that is enabled or report-only. Leave the exclusion in place.',
  };
};

/** Whether nothing in the directory or among its deleted items has the ID. */
function isGone({ references }: TenantSnapshot, objectId: string): boolean {
  return references.known && references.value.some(({ id, state }) => isSameId(id, objectId) && state === 'notFound');
}

/** Asked on a fresh snapshot before the write as well: an object may have been restored since. */
export const refuseLiveReference: Rule = ({ change, before }) => {
  if (change.kind !== 'removeStaleReference' || isGone(before, change.objectId)) return null;
  // The policy does not name it any more: there is nothing to remove.
  const list = policyIn(before, change.policyId)?.users?.[change.list];
  if (list !== undefined && !list.some((id) => isSameId(id, change.objectId))) return null;
  return {
    code: 'PLAN_REFERENCE_NOT_GONE',
    message: `It is not proven that nothing in the directory has the ID ${change.objectId}: it may still exclude somebody. Scan again.`,
  };
};
