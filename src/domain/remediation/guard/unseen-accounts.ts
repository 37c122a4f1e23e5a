import { unreadGroups } from '../../designation/designated.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { PlanRefusal } from '../plan-for.js';
import type { RemediationPlan } from '../plan.js';
import { tenantChangesOf } from '../tenant-changes.js';

/** While a designated group does not say who is in it, nobody can tell a stranger from an emergency account. */

export function refuseUnseenAccounts(plan: RemediationPlan, snapshot: TenantSnapshot): PlanRefusal | null {
  const [unread] = unreadGroups(snapshot);
  if (unread === undefined || tenantChangesOf(plan).length === 0) return null;
  return {
    code: 'PLAN_DESIGNATION_UNREAD',
    message: `The users of the designated group ${unread.id} could not be read, so the plan could reach an emergency account unnoticed. Make the group readable, scan, and plan again.`,
  };
}
