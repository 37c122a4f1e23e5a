import type { Evidence, Finding, Subject } from '../controls/control.js';
import { SEVERITIES } from '../controls/control.js';
import { controlById } from '../controls/index.js';
import { changedEvidence, compareFindings, findingOf, type FindingChange } from '../drift/compare-findings.js';
import type { Scan } from '../scan.js';
import { canonicalJson } from '../tenant/canonical.js';

/** Two scans side by side, by control and subject: what got worse, better, cannot be told any more, came, went, or moved underneath. */

/**
 * - `worse`, `better`: the same control on the same subject has another outcome or severity.
 * - `blind`: it was judged and cannot be judged any more.
 * - `appeared`, `disappeared`: only one of the two scans has a finding about the subject.
 * - `evidenceChanged`: as good or bad as before, on other evidence.
 */
export type ScanChangeKind = 'worse' | 'blind' | 'appeared' | 'disappeared' | 'better' | 'evidenceChanged';

const SCAN_CHANGE_KINDS: readonly ScanChangeKind[] = [
  'worse',
  'blind',
  'appeared',
  'disappeared',
  'better',
  'evidenceChanged',
];

export interface ScanChange {
  readonly kind: ScanChangeKind;
  readonly controlId: string;
  /** The control's title; its ID when it no longer exists. */
  readonly title: string;
  readonly subject: Subject;
  readonly before: Finding['outcome'] | null;
  readonly after: Finding['outcome'] | null;
  /** Of the later finding where there is one. */
  readonly severity: Finding['severity'];
  readonly summary: string;
  /** What only one of the two found, in brief, as `object: before → after`. */
  readonly evidence: readonly string[];
  /** Of the later scan's finding, so that it can be opened; null when it is gone. */
  readonly fingerprint: string | null;
}

export interface ScanComparison {
  /** The scan that ended first, whichever was named first. */
  readonly earlier: Scan;
  readonly later: Scan;
  /** Worst first. */
  readonly changes: readonly ScanChange[];
  /** The two were judged by different settings or versions, so that a change may not be the tenant's. */
  readonly otherSettings: boolean;
  readonly otherVersion: boolean;
}

function kindOf({ before, after, trend }: FindingChange): ScanChangeKind {
  if (before === null) return 'appeared';
  if (after === null) return 'disappeared';
  return trend === 'sideways' ? 'evidenceChanged' : trend;
}

function placeOf({ object, source }: Evidence): string {
  return object?.id ?? source;
}

/** Each piece with the one that it replaced, where there is one about the same object. */
function evidenceOf(change: FindingChange): readonly string[] {
  const changed = changedEvidence(change);
  const was = changed.filter((one) => change.before?.evidence.includes(one) === true);
  const is = changed.filter((one) => !was.includes(one));
  const replaced = new Set(is.map(placeOf));
  const words = (one: Evidence, actual: string) => `${one.object?.name || one.source}: ${actual}`;
  return [
    ...is.map((one) => {
      const former = was.find((other) => placeOf(other) === placeOf(one));
      return words(one, former === undefined ? one.actual : `${former.actual} → ${one.actual}`);
    }),
    ...was.filter((one) => !replaced.has(placeOf(one))).map((one) => words(one, `${one.actual} → nothing`)),
  ];
}

function changeOf(change: FindingChange): ScanChange {
  const { controlId, subject, severity, summary } = findingOf(change);
  return {
    kind: kindOf(change),
    controlId,
    title: controlById(controlId)?.title ?? controlId,
    subject,
    before: change.before?.outcome ?? null,
    after: change.after?.outcome ?? null,
    severity,
    summary,
    evidence: evidenceOf(change),
    fingerprint: change.after?.fingerprint ?? null,
  };
}

function byReadingOrder(a: ScanChange, b: ScanChange): number {
  return (
    SCAN_CHANGE_KINDS.indexOf(a.kind) - SCAN_CHANGE_KINDS.indexOf(b.kind) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    a.controlId.localeCompare(b.controlId, 'en') ||
    a.subject.name.localeCompare(b.subject.name, 'en') ||
    a.subject.id.localeCompare(b.subject.id, 'en')
  );
}

/** Whether both say it and say different things; a scan that is older than the field says nothing. */
function differs(one: unknown, other: unknown): boolean {
  return one !== undefined && other !== undefined && canonicalJson(one) !== canonicalJson(other);
}

/** Compares `one` with `other`, the earlier with the later, in whatever order they are given. */
export function compareScans(one: Scan, other: Scan): ScanComparison {
  const isInOrder = one.completedAt <= other.completedAt;
  const [earlier, later] = isInOrder ? [one, other] : [other, one];
  return {
    earlier,
    later,
    changes: compareFindings({ accepted: earlier, present: later }).map(changeOf).sort(byReadingOrder),
    otherSettings: differs(earlier.settings, later.settings),
    otherVersion: differs(earlier.version, later.version),
  };
}
