import type { TenantSnapshot } from '../tenant/snapshot.js';
import { applyChange } from './apply-change.js';
import { refuseLastWayIn, refuseLostMethod, refuseReducedAccess } from './guard/access.js';
import { refuseLiveReference, refuseLostExclusion } from './guard/exclusions.js';
import { refuseLeavingGroup, refuseUnknownMember } from './guard/group-members.js';
import type { Passage, Rule } from './guard/passage.js';
import { refuseLostProtection } from './guard/protection.js';
import { refuseStrangers } from './guard/strangers.js';
import { refuseUnseenAccounts } from './guard/unseen-accounts.js';
import type { PlanRefusal } from './plan-for.js';
import type { RemediationPlan } from './plan.js';
import { tenantChangesOf } from './tenant-changes.js';

/**
 * Refuses plans that would weaken emergency access, or would let anybody else past Conditional Access. Asked when a plan is
 * made and again, on a fresh snapshot, before it is carried out. Every step counts for itself: a plan may stop after any.
 */

export type GuardResult = { readonly ok: true } | ({ readonly ok: false } & PlanRefusal);

/** In the order in which they are said: what is lost for certain before what follows from it. */
const RULES: readonly Rule[] = [
  refuseLostProtection,
  refuseLostMethod,
  refuseLostExclusion,
  refuseLiveReference,
  refuseLeavingGroup,
  refuseUnknownMember,
  refuseReducedAccess,
  refuseLastWayIn,
];

function refuseStep(passage: Passage): PlanRefusal | null {
  return RULES.map((rule) => rule(passage)).find((refusal) => refusal !== null) ?? null;
}

/**
 * Whether `plan` may be carried out in the tenant of `snapshot`, or the first reason against it. A fix may not cost any
 * exclusion or any account; a rollback may, as long as an account is left that works. A setting passes: it changes nothing
 * in the tenant.
 */
export function guardPlan(plan: RemediationPlan, snapshot: TenantSnapshot): GuardResult {
  const atOnce = refuseUnseenAccounts(plan, snapshot) ?? refuseStrangers(plan, snapshot);
  if (atOnce !== null) return { ok: false, ...atOnce };
  let before = snapshot;
  for (const change of tenantChangesOf(plan)) {
    const after = applyChange(before, change);
    const refusal = refuseStep({ plan, change, before, after });
    if (refusal !== null) return { ok: false, ...refusal };
    before = after;
  }
  return { ok: true };
}
