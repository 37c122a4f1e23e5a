import { isSameId } from '../approval/principal.js';
import type { Finding } from '../controls/control.js';
import { resolvedAccounts, type ResolvedAccount } from '../controls/per-account.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { PlanContext, PlanRefusal } from './plan-for.js';
import type { RemediationPlan } from './plan.js';

/** What the planners have in common: their shape, and how they find the account that a finding is about. */

/** The part of a plan that depends on the fix. */
export type PlanDraft = Pick<RemediationPlan, 'risk' | 'blastRadius' | 'steps' | 'preconditions' | 'targetAccountIds'>;

export type DraftResult =
  { readonly kind: 'drafted'; readonly draft: PlanDraft } | { readonly kind: 'refused'; readonly refusal: PlanRefusal };

/** From a finding to the steps that answer it. Whether they may be taken is the guard's business. */
export type Planner = (finding: Finding, snapshot: TenantSnapshot, context: PlanContext) => DraftResult;

export function drafted(draft: PlanDraft): DraftResult {
  return { kind: 'drafted', draft };
}

export function refused(code: string, message: string): Extract<DraftResult, { readonly kind: 'refused' }> {
  return { kind: 'refused', refusal: { code, message } };
}

/** The designated account that `finding` is about, or undefined when the snapshot has no such user. */
export function subjectAccount({ subject }: Finding, snapshot: TenantSnapshot): ResolvedAccount | undefined {
  return resolvedAccounts(snapshot).find(({ reading }) => isSameId(reading.id, subject.id));
}

/** Application permissions and roles for the whole directory do not reach such an account: its unit's administrators do. */
export function isRestricted({ user }: ResolvedAccount): boolean {
  return user.isManagementRestricted === true;
}

/** What comes before the other instructions for a restricted object. */
export const RESTRICTED_INSTRUCTION =
  'It is in a restricted management administrative unit: act with a role for that unit, or take it out of the unit, wait up to 30 minutes, and put it back afterwards.';

/** A plan for an account that the snapshot does not have. */
export function refuseUnknownAccount({ subject }: Finding): DraftResult {
  return refused(
    'PLAN_ACCOUNT_NOT_FOUND',
    `The scan has no designated account ${subject.id} that exists in the directory. Scan again.`,
  );
}
