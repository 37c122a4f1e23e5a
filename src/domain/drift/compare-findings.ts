import type { Evidence, Finding, Outcome } from '../controls/control.js';
import { canonicalJson } from '../tenant/canonical.js';
import type { DriftedFinding } from './drift.js';
import type { TenantView } from './object-change.js';
import { subjectKey } from './subject-key.js';

/** Findings that are not as accepted, and which way each went. What they rest on is the object drift's to tell. */

/**
 * - `worse`, `better`: proven by what was read.
 * - `blind`: it cannot be told any more.
 * - `sideways`: as good or bad as before, on other evidence or for another reason.
 */
export type Trend = 'worse' | 'better' | 'blind' | 'sideways';

export interface FindingChange {
  readonly before: Finding | null;
  readonly after: Finding | null;
  readonly trend: Trend;
  /** The accepted view had no finding of this control at all. */
  readonly isOfNewControl: boolean;
}

/** The findings of two scans. What was read does not matter here. */
interface FindingComparison {
  readonly accepted: Pick<TenantView, 'findings'>;
  readonly present: Pick<TenantView, 'findings'>;
}

/** How bad an outcome is. Unknown is not worse than proven wrong, and never as good as right. */
const BADNESS: Readonly<Record<Outcome, number>> = {
  notApplicable: 0,
  pass: 0,
  warn: 1,
  manual: 2,
  error: 3,
  fail: 4,
};

const SEVERITY_RANK = { info: 0, low: 1, medium: 2, high: 3, critical: 4 } as const;

function badness(finding: Finding | null): number {
  return finding === null ? 0 : BADNESS[finding.outcome];
}

function holds(finding: Finding | null): boolean {
  return badness(finding) === 0;
}

/** What became of a finding that is not made any more, by what its control says now about anything at all. */
function trendOfGone(before: Finding | null, { findings }: FindingComparison['present']): Trend {
  const now = findings.filter(({ controlId }) => controlId === before?.controlId);
  if (holds(before) || now.length === 0) return 'sideways';
  // A control that cannot tell does not repeat what it proved before.
  return now.some(({ outcome }) => outcome === 'error') ? 'blind' : 'better';
}

function trendOf(before: Finding | null, after: Finding | null, present: FindingComparison['present']): Trend {
  if (after === null) return trendOfGone(before, present);
  if (after.outcome === 'error' && before?.outcome !== 'error') return 'blind';
  const step = badness(after) - badness(before);
  if (step > 0) return 'worse';
  // Nothing to judge is no proof that it is right.
  if (step < 0) return after.outcome === 'notApplicable' ? 'sideways' : 'better';
  const isGraver = before !== null && !holds(after) && SEVERITY_RANK[after.severity] > SEVERITY_RANK[before.severity];
  return isGraver ? 'worse' : 'sideways';
}

function keyOf({ controlId, subject }: Finding): string {
  return `${controlId} ${subjectKey(subject)}`;
}

function isSame(a: Finding, b: Finding): boolean {
  return a.fingerprint === b.fingerprint && a.outcome === b.outcome && a.severity === b.severity;
}

function byOutcome(a: Finding, b: Finding): number {
  return BADNESS[b.outcome] - BADNESS[a.outcome] || (a.fingerprint < b.fingerprint ? -1 : 1);
}

function without(findings: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !others.some((other) => isSame(finding, other))).sort(byOutcome);
}

function group(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, readonly Finding[]>();
  for (const finding of findings) groups.set(keyOf(finding), [...(groups.get(keyOf(finding)) ?? []), finding]);
  return groups;
}

/** Every finding that changed, the ones about one control and subject paired worst with worst. */
export function compareFindings({ accepted, present }: FindingComparison): readonly FindingChange[] {
  const was = group(accepted.findings);
  const is = group(present.findings);
  const formerControls = new Set(accepted.findings.map(({ controlId }) => controlId));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((key) => {
    const all = { before: was.get(key) ?? [], after: is.get(key) ?? [] };
    const gone = without(all.before, all.after);
    const come = without(all.after, all.before);
    return Array.from({ length: Math.max(gone.length, come.length) }, (_, index): FindingChange => {
      const before = gone[index] ?? null;
      const after = come[index] ?? null;
      const isOfNewControl = after !== null && !formerControls.has(after.controlId);
      return { before, after, trend: trendOf(before, after, present), isOfNewControl };
    });
  });
}

/** Whether a finding holds before and after, so that only what it rests on is different. */
export function isOnlyEvidence({ before, after }: FindingChange): boolean {
  return holds(before) && holds(after);
}

/** The controls of `accepted` that `present` says nothing of, about any subject: they are not judged any more. */
export function goneControls({ accepted, present }: FindingComparison): ReadonlySet<string> {
  const judged = new Set(present.findings.map(({ controlId }) => controlId));
  return new Set(accepted.findings.map(({ controlId }) => controlId).filter((id) => !judged.has(id)));
}

function factOf({ source, expected, actual, object }: Evidence): string {
  return canonicalJson({ source, expected, actual, object });
}

/** The pieces of evidence that only one of the two findings has, whenever and however they were read. */
export function changedEvidence({ before, after }: FindingChange): readonly Evidence[] {
  const was = before?.evidence ?? [];
  const is = after?.evidence ?? [];
  const facts = { was: new Set(was.map(factOf)), is: new Set(is.map(factOf)) };
  return [
    ...was.filter((evidence) => !facts.is.has(factOf(evidence))),
    ...is.filter((evidence) => !facts.was.has(factOf(evidence))),
  ];
}

/** The finding that the change is about: the present one where there is one. */
export function findingOf({ before, after }: FindingChange): Finding {
  const finding = after ?? before;
  if (finding === null) throw new Error('A finding change has a finding on one side.');
  return finding;
}

/** The change as it is kept with the drift. */
export function driftedFindingOf(change: FindingChange): DriftedFinding {
  const { controlId, subject, summary } = findingOf(change);
  return {
    controlId,
    subject,
    before: change.before?.outcome ?? null,
    after: change.after?.outcome ?? null,
    fingerprint: change.after?.fingerprint ?? null,
    summary,
  };
}
