import {
  DEFAULT_SETTINGS,
  type Finding,
  type Outcome,
  type ScanSettings,
} from '../../../src/domain/controls/control.js';
import { evaluateControls } from '../../../src/domain/controls/evaluate.js';
import { planFor, type PlanContext, type PlanResult } from '../../../src/domain/remediation/plan-for.js';
import type { RemediationPlan } from '../../../src/domain/remediation/plan.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { READ_AT } from '../a-snapshot.js';

/** Scans a snapshot and plans for what was found, as a request from a chat does. */

export const CONTEXT: PlanContext = {
  id: 'plan-1',
  now: Date.parse(READ_AT) + 60_000,
  lifetimeMs: 4 * 60 * 60_000,
  earlierFindings: [],
};

/** The finding of `controlId` with `outcome`, about `subjectId` where that is given; fails the test when there is none. */
export function findingOf(
  snapshot: TenantSnapshot,
  controlId: string,
  outcome: Outcome,
  { subjectId, settings }: { readonly subjectId?: string; readonly settings?: Partial<ScanSettings> } = {},
): Finding {
  const finding = evaluateControls(snapshot, { ...DEFAULT_SETTINGS, ...settings }).find(
    (it) =>
      it.controlId === controlId && it.outcome === outcome && (subjectId === undefined || it.subject.id === subjectId),
  );
  if (finding === undefined) throw new Error(`${controlId} gives no ${outcome}`);
  return finding;
}

export function planOf(result: PlanResult): RemediationPlan {
  if (result.kind === 'refused') throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.plan;
}

/** The plan for the finding of `controlId` with `outcome`; fails the test when it is refused. */
export function planFrom(
  snapshot: TenantSnapshot,
  controlId: string,
  outcome: Outcome = 'fail',
  subjectId?: string,
): RemediationPlan {
  const finding = findingOf(snapshot, controlId, outcome, subjectId === undefined ? {} : { subjectId });
  return planOf(planFor(finding, snapshot, CONTEXT));
}

/** The code with which the finding of `controlId` is refused, or `planned`. */
export function codeFrom(
  snapshot: TenantSnapshot,
  controlId: string,
  outcome: Outcome,
  context: PlanContext = CONTEXT,
): string {
  const result = planFor(findingOf(snapshot, controlId, outcome), snapshot, context);
  return result.kind === 'planned' ? 'planned' : result.refusal.code;
}
