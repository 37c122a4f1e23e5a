import { SEVERITIES, type Severity } from '../controls/control.js';
import { driftedFindingOf, findingOf, type FindingChange } from './compare-findings.js';
import type { Drift, DriftKind } from './drift.js';
import { sentenceOf, worstSeverity, type ObjectChange } from './object-change.js';

/** Object changes and finding changes put together as drift, with a kind and a severity. */

/** What it is worth not to know any more what was known. Source: event E20 of the monitoring reference. */
const BLIND: Severity = 'high';

function severityOf(change: FindingChange, isRegressed: boolean): readonly Severity[] {
  const { severity } = findingOf(change);
  switch (change.trend) {
    case 'worse':
      return [severity];
    case 'blind':
      return [BLIND];
    case 'better':
      return [];
    case 'sideways':
      // A finding that fails for one more reason fails as before, but the reason is new.
      return isRegressed && change.after?.outcome === 'fail' ? [severity] : [];
  }
}

function kindOf({ fate, clauses }: ObjectChange, changes: readonly FindingChange[]): DriftKind {
  const has = (trend: FindingChange['trend']) => changes.some((change) => change.trend === trend);
  if (fate === 'wentBlind') return 'wentBlind';
  if (has('worse') || clauses.some(({ weakens }) => weakens)) return 'regressed';
  if (fate === 'appeared' || fate === 'disappeared') return fate;
  if (has('blind') || clauses.some(({ blinds }) => blinds)) return 'wentBlind';
  return has('better') ? 'resolved' : 'evidenceChanged';
}

function byWeight(a: FindingChange, b: FindingChange): number {
  const order: readonly FindingChange['trend'][] = ['worse', 'blind', 'sideways', 'better'];
  const [one, other] = [findingOf(a), findingOf(b)];
  return (
    order.indexOf(a.trend) - order.indexOf(b.trend) ||
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    (one.controlId + one.subject.id < other.controlId + other.subject.id ? -1 : 1)
  );
}

/** The drift of one object and the findings that changed with it. */
export function objectDrift(object: ObjectChange, changes: readonly FindingChange[]): Drift {
  const kind = kindOf(object, changes);
  const severities = [
    ...object.clauses.map(({ severity }) => severity),
    ...changes.flatMap((change) => severityOf(change, kind === 'regressed')),
  ];
  return {
    kind,
    severity: worstSeverity(severities),
    subject: object.subject,
    summary: object.summary ?? sentenceOf(object.subject, object.clauses),
    changes: object.changes,
    findings: [...changes].sort(byWeight).map(driftedFindingOf),
  };
}

function kindOfFinding({ trend, before, after, isOfNewControl }: FindingChange): DriftKind {
  switch (trend) {
    case 'worse':
      return isOfNewControl ? 'appeared' : 'regressed';
    case 'blind':
      return 'wentBlind';
    case 'better':
      return 'resolved';
    case 'sideways':
      return before !== null && after === null ? 'disappeared' : 'evidenceChanged';
  }
}

function severityOfFinding(change: FindingChange): Severity {
  switch (change.trend) {
    case 'worse':
      return findingOf(change).severity;
    case 'blind':
      return BLIND;
    case 'better':
      return 'info';
    case 'sideways':
      return change.after?.outcome === 'fail' ? 'medium' : 'low';
  }
}

function sentenceOfFinding(change: FindingChange): string {
  const { controlId, summary } = findingOf(change);
  const { before, after } = change;
  if (after === null)
    return `${controlId} was "${before?.outcome ?? ''}" when the tenant was accepted and is not reported any more.`;
  if (before === null)
    return `${controlId} is "${after.outcome}" and was not reported when the tenant was accepted: ${summary}`;
  return before.outcome === after.outcome
    ? `${controlId} is "${after.outcome}" as when the tenant was accepted, but for another reason: ${summary}`
    : `${controlId} is "${after.outcome}" and was "${before.outcome}" when the tenant was accepted: ${summary}`;
}

/** A finding that changed although no object did. */
export function findingDrift(change: FindingChange): Drift {
  return {
    kind: kindOfFinding(change),
    severity: severityOfFinding(change),
    subject: findingOf(change).subject,
    summary: sentenceOfFinding(change),
    changes: [],
    findings: [driftedFindingOf(change)],
  };
}
