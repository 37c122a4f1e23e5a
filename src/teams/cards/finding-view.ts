import type { Evidence } from '../../domain/controls/control.js';
import type { ReportFinding, ScanReport } from '../../domain/report/scan-report.js';
import { acceptedUntil, describeAcceptance, describeGuide } from './guide-view.js';
import { dayAndTime } from './moments.js';
import { describeRules } from './policy-view.js';
import { portalLink } from './portal-link.js';
import { describeScan } from './report-view.js';
import type { Cut, View } from './view.js';
import { OUTCOME_WORDS, SEVERITY_WORDS } from './words.js';

/** One finding with everything a person needs to believe it and to act on it. */

const EVIDENCE_SHOWN = 10;

const CONTAINER_STYLES = {
  fail: 'attention',
  error: 'warning',
  warn: 'warning',
  manual: 'accent',
  pass: 'good',
  notApplicable: 'emphasis',
} as const;

function describeEvidence(evidence: Evidence, cut: Cut): View {
  const link = portalLink(evidence.portalUrl);
  const object = evidence.object === undefined ? '' : cut(evidence.object.name || evidence.object.id, 100);
  return {
    link,
    isLinked: link !== '',
    isNamed: link === '' && object !== '',
    object: object || 'Open in the admin center',
    expected: cut(evidence.expected, 160),
    actual: cut(evidence.actual, 200),
    source: cut(evidence.source, 160),
    readAt: evidence.readAt === null ? 'not read' : `read ${dayAndTime(evidence.readAt)}`,
  };
}

/** The view of `finding`; `page` is where its Back button leads. */
export function describeFinding(
  report: ScanReport,
  finding: ReportFinding,
  page: number,
  cut: Cut,
  offersFixes: boolean,
): View {
  const { symbol, word } = OUTCOME_WORDS[finding.outcome];
  const severity = SEVERITY_WORDS[finding.severity].word;
  const shown = finding.evidence.slice(0, EVIDENCE_SHOWN);
  const hidden = finding.evidence.length - shown.length;
  return {
    ...describeScan(report, cut),
    ...describeAcceptance(finding, cut),
    ...describeRules(report, finding, cut),
    ...describeGuide(finding, cut),
    fallbackText: findingSummary(finding),
    style: CONTAINER_STYLES[finding.outcome],
    outcome: `${symbol} ${word}${acceptedUntil(finding)}`,
    severity,
    title: cut(finding.title, 120),
    controlId: cut(finding.controlId, 20),
    subject: cut(finding.subject.name || finding.subject.id, 120),
    summary: cut(finding.summary, 600),
    hasRationale: finding.rationale !== '',
    rationale: cut(finding.rationale, 500),
    hasEvidence: shown.length > 0,
    evidence: shown.map((one) => describeEvidence(one, cut)),
    hasMoreEvidence: hidden > 0,
    moreEvidence: `and ${hidden} more`,
    needsPermissions: finding.outcome === 'error' && finding.permissions.length > 0,
    permissions: cut(finding.permissions.join(', '), 300),
    hasReferences: finding.references.length > 0,
    references: cut(finding.references.join(' · '), 300),
    page,
    fingerprint: finding.fingerprint,
    canFix: offersFixes && finding.outcome === 'fail',
  };
}

/** The finding in one line, without any tenant data. */
export function findingSummary(finding: ReportFinding): string {
  return `${finding.controlId}: ${OUTCOME_WORDS[finding.outcome].word.toLowerCase()}`;
}
