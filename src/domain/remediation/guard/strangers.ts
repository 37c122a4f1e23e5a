import { isSameId } from '../../approval/principal.js';
import { listNames } from '../../controls/words.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { PlanRefusal } from '../plan-for.js';
import type { RemediationPlan, TenantChange } from '../plan.js';
import { tenantChangesOf } from '../tenant-changes.js';
import { isDesignated } from './passage.js';

/** Nobody but designated accounts gains by a plan, and no other account's credentials are touched. */

type PutBack = Extract<TenantChange, { readonly kind: 'putBackStaleReference' }>;

/** An ID that is put back excludes nobody as long as nothing has it. When nobody looked, somebody may have it again. */
function revivedBy({ objectId }: PutBack, { references }: TenantSnapshot): readonly string[] {
  const found = references.known ? references.value.find(({ id }) => isSameId(id, objectId)) : undefined;
  return found?.state === 'notFound' ? [] : [objectId];
}

/** The accounts that a change frees, makes a policy for, or edits. Taking an exclusion away gives nobody anything. */
function reachedBy(change: TenantChange, snapshot: TenantSnapshot): readonly string[] {
  switch (change.kind) {
    case 'addPolicyExclusion':
    case 'addGroupMember':
    case 'setPasswordNeverExpires':
    case 'restoreUser':
    case 'deleteAuthenticationMethod':
    case 'excludeFromCampaign':
      return [change.accountId];
    case 'createDedicatedPolicy':
      return change.accountIds;
    case 'putBackStaleReference':
      return revivedBy(change, snapshot);
    case 'removePolicyExclusion':
    case 'removeGroupMember':
    case 'deleteDedicatedPolicy':
    case 'removeStaleReference':
    case 'clearPasswordNeverExpires':
    case 'includeInCampaign':
    case 'setAdministratorsSspr':
      return [];
  }
}

export function refuseStrangers(plan: RemediationPlan, snapshot: TenantSnapshot): PlanRefusal | null {
  const targets = plan.purpose === 'rollback' ? [] : plan.targetAccountIds;
  const reached = [...targets, ...tenantChangesOf(plan).flatMap((change) => reachedBy(change, snapshot))];
  const strangers = [...new Set(reached.filter((id) => !isDesignated(snapshot, id)))];
  if (strangers.length === 0) return null;
  return {
    code: 'PLAN_NOT_DESIGNATED',
    message: `The plan reaches ${listNames(strangers)}, which nobody designated as an emergency account: it could be a bypass of Conditional Access. Designate the account first, or plan again.`,
  };
}
