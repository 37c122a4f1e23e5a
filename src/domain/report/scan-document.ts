import type { Evidence, Finding, Outcome, ScanSettings, Severity, Subject } from '../controls/control.js';
import { SEVERITIES } from '../controls/control.js';
import { hasUnknowns } from '../controls/evaluate.js';
import type { CoverageRead, PolicyMatrixRow, RequestStats, Scan } from '../scan.js';

/** The scan document: what programs rely on. Add to it; never change the meaning of what is there. */

export interface ScanDocument {
  readonly schema: 'glasswatch.scan/1';
  readonly tenant: Scan['tenant'];
  readonly startedAt: string;
  readonly completedAt: string;
  readonly verdict: Scan['verdict'];
  readonly accounts: Scan['accounts'];
  readonly findings: readonly {
    readonly controlId: string;
    readonly subject: Subject;
    readonly outcome: Outcome;
    readonly severity: Severity;
    readonly summary: string;
    readonly evidence: readonly Evidence[];
  }[];
  readonly policyMatrix: readonly Omit<PolicyMatrixRow, 'includedBy'>[];
  readonly coverage: { readonly reads: readonly CoverageRead[] };
  readonly requests: RequestStats;
  /** How strictly was judged. Absent in scans that were stored without it. */
  readonly settings?: ScanSettings;
}

function withoutFingerprint({
  controlId,
  subject,
  outcome,
  severity,
  summary,
  evidence,
}: Finding): ScanDocument['findings'][number] {
  return { controlId, subject, outcome, severity, summary, evidence };
}

export function scanDocumentOf(scan: Scan): ScanDocument {
  const { tenant, startedAt, completedAt, verdict, accounts, findings, policyMatrix, coverage, requests, settings } =
    scan;
  return {
    schema: 'glasswatch.scan/1',
    tenant,
    startedAt,
    completedAt,
    verdict,
    accounts,
    findings: findings.map(withoutFingerprint),
    policyMatrix: policyMatrix.map(({ includedBy: _includedBy, ...row }) => row),
    coverage,
    requests,
    ...(settings === undefined ? {} : { settings }),
  };
}

/**
 * Exit code of a scan: 1 when a `fail` of at least `failOn` is proven, else 2 when anything is unknown, else 0.
 * Without `failOn` every `fail` counts.
 */
export function exitCodeOf(scan: Scan, failOn: Severity = 'info'): 0 | 1 | 2 {
  const counts = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  if (scan.findings.some((finding) => finding.outcome === 'fail' && counts.includes(finding.severity))) return 1;
  return hasUnknowns(scan.findings, scan.coverage.reads) ? 2 : 0;
}
