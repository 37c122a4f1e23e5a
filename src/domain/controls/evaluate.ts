import { isForReviewOnly } from '../report/coverage.js';
import { digestOf } from '../tenant/canonical.js';
import type { CoverageRead } from '../scan.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { Control, Finding, Judgement, Outcome, ScanSettings } from './control.js';
import { CONTROLS } from './index.js';
import { NO_RECORDS, type WatchRecords } from './watch-records.js';

/** Runs the controls over a snapshot and draws the verdict. */

export type Verdict = 'compliant' | 'nonCompliant' | 'incomplete';

/** Worst first. Source: the catalogue's order of outcomes. */
const WORST_FIRST: readonly Outcome[] = ['error', 'fail', 'manual', 'warn', 'pass', 'notApplicable'];

function toFinding(control: Control, judgement: Judgement): Finding {
  const finding = {
    controlId: control.id,
    subject: judgement.subject,
    outcome: judgement.outcome,
    severity: judgement.severity ?? control.severity,
    summary: judgement.summary,
    evidence: judgement.evidence,
  };
  const { controlId, subject, outcome, evidence } = finding;
  return {
    ...finding,
    fingerprint: digestOf({ controlId, subject: { type: subject.type, id: subject.id }, outcome, evidence }),
  };
}

/** Every control's findings on `snapshot`, in the catalogue's order. Throws only on a bug in a control. */
export function evaluateControls(
  snapshot: TenantSnapshot,
  settings: ScanSettings,
  controls: readonly Control[] = CONTROLS,
  records: WatchRecords = NO_RECORDS,
): readonly Finding[] {
  return controls.flatMap((control) =>
    control.evaluate(snapshot, settings, records).map((judgement) => toFinding(control, judgement)),
  );
}

/**
 * Whether anything is unknown: a finding that says so, a read that failed (a missing licence is an answer, not a failure),
 * or no finding at all, for findings that were never made prove nothing. Reads that no control rests on do not count.
 */
export function hasUnknowns(findings: readonly Finding[], reads: readonly CoverageRead[]): boolean {
  return (
    findings.length === 0 ||
    findings.some(({ outcome }) => outcome === 'error') ||
    reads.some((read) => read.status !== 'known' && read.status !== 'notLicensed' && !isForReviewOnly(read))
  );
}

/** `nonCompliant` when anything is proven wrong, else `incomplete` when anything is unknown, else `compliant`. */
export function verdictOf(findings: readonly Finding[], reads: readonly CoverageRead[] = []): Verdict {
  if (findings.some(({ outcome }) => outcome === 'fail')) return 'nonCompliant';
  return hasUnknowns(findings, reads) ? 'incomplete' : 'compliant';
}

/** The worst of `outcomes`; `notApplicable` for none. */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return WORST_FIRST.find((outcome) => outcomes.includes(outcome)) ?? 'notApplicable';
}
