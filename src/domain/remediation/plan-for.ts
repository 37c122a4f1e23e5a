import type { Finding } from '../controls/control.js';
import { digestOf } from '../tenant/canonical.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import { currentStateOf } from './current-state.js';
import { guardPlan } from './lockout-guard.js';
import type { RemediationPlan } from './plan.js';
import { OFFERS } from './offers.js';
import { refused, type DraftResult, type PlanDraft } from './planner.js';
import { refuseForPeople } from './planners/human-only.js';

/** From a failing finding to a plan, or to the reason why there is none. The planners draft; the guard has the last word. */

export interface PlanRefusal {
  /** Stable, for example `PLAN_WOULD_REDUCE_ACCESS`. */
  readonly code: string;
  /** What is the case and what to do instead, for people. */
  readonly message: string;
}

export interface PlanContext {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly lifetimeMs: number;
  /**
   * The findings of the newest scan completed at least an hour before this one; empty when there is none. What is taken
   * away because nothing has it any more must have been gone then, too.
   */
  readonly earlierFindings: readonly Finding[];
}

export type PlanResult =
  | { readonly kind: 'planned'; readonly plan: RemediationPlan }
  | { readonly kind: 'refused'; readonly refusal: PlanRefusal };

/** A plan rests on what was read. Older than an hour, a tenant may be another one. */
const OLDEST_SNAPSHOT_MS = 60 * 60_000;

function isTooOld({ takenAt }: TenantSnapshot, now: number): boolean {
  // Written so that a time nobody can read counts as long ago.
  return !(now - Date.parse(takenAt) <= OLDEST_SNAPSHOT_MS);
}

function draftFor(finding: Finding, snapshot: TenantSnapshot, context: PlanContext): DraftResult {
  const offer = OFFERS.get(finding.controlId);
  if (offer?.outcomes.includes(finding.outcome)) return offer.plan(finding, snapshot, context);
  switch (finding.outcome) {
    case 'pass':
    case 'notApplicable':
      return refused('PLAN_NOTHING_TO_FIX', 'The finding asks for nothing: there is nothing to plan.');
    case 'error':
      return refused('PLAN_NOT_PROVEN', `${finding.summary} Settle what could not be read, and scan again.`);
    case 'fail':
    case 'warn':
    case 'manual':
      return refuseForPeople(finding);
  }
}

function toPlan(
  finding: Finding,
  snapshot: TenantSnapshot,
  { id, now, lifetimeMs }: PlanContext,
  draft: PlanDraft,
): RemediationPlan {
  const { controlId, subject } = finding;
  return {
    schema: 'glasswatch.plan/1',
    id,
    tenantId: snapshot.tenantId,
    purpose: 'fix',
    controlId,
    subject,
    ...draft,
    currentState: currentStateOf(snapshot),
    snapshotDigest: digestOf(snapshot),
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + lifetimeMs).toISOString(),
  };
}

/**
 * The plan that answers `finding`, which comes from a scan of `snapshot`, or why there is none. The snapshot must not be
 * older than an hour at `context.now`. Every plan returned has passed the lockout guard.
 */
export function planFor(finding: Finding, snapshot: TenantSnapshot, context: PlanContext): PlanResult {
  if (isTooOld(snapshot, context.now)) {
    return refused(
      'PLAN_SNAPSHOT_TOO_OLD',
      `The scan is from ${snapshot.takenAt}, and a plan needs one of the last hour. Scan again.`,
    );
  }
  const result = draftFor(finding, snapshot, context);
  if (result.kind === 'refused') return result;
  const plan = toPlan(finding, snapshot, context, result.draft);
  const guarded = guardPlan(plan, snapshot);
  return guarded.ok ? { kind: 'planned', plan } : refused(guarded.code, guarded.message);
}
