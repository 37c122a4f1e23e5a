import { isSameId } from '../../approval/principal.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { PlanRefusal } from '../plan-for.js';
import type { RemediationPlan, TenantChange } from '../plan.js';

/** One step of a plan as the rules of the guard see it, and how they answer. */

/** A snapshot before and after one step. */
export interface Passage {
  readonly plan: RemediationPlan;
  readonly change: TenantChange;
  readonly before: TenantSnapshot;
  readonly after: TenantSnapshot;
}

/** Why the step must not be taken, or null. */
export type Rule = (passage: Passage) => PlanRefusal | null;

export function isDesignated({ emergencyAccounts }: TenantSnapshot, id: string): boolean {
  return emergencyAccounts.some(({ objectId }) => isSameId(objectId, id));
}

/** A rollback takes back what an approved plan gave, so it may take away; everything else may not. */
export function isRollback({ plan }: Passage): boolean {
  return plan.purpose === 'rollback';
}
