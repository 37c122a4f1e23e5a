import { worstOutcome } from '../controls/evaluate.js';
import { controlById } from '../controls/index.js';
import { describeSettings } from '../controls/describe-settings.js';
import { SEVERITIES, type Control, type ControlGuide, type Finding, type Outcome } from '../controls/control.js';
import type { CoverageRead, PolicyMatrixRow, Scan } from '../scan.js';
import { acceptanceOf, type Acceptance } from './acceptances.js';
import { countByNature, countOutcomes, type FindingNature, type OutcomeCounts } from './finding-nature.js';
import { policyRowsOf, type PolicyRow } from './policy-rows.js';

/** A stored scan arranged for reading: what fails first, account by account, with the controls' own words. */

/** A finding together with what its control says of itself. */
export interface ReportFinding extends Finding {
  readonly title: string;
  readonly rationale: string;
  readonly references: readonly string[];
  readonly permissions: readonly string[];
  readonly licence?: Control['licence'];
  readonly guide?: ControlGuide;
  /** Somebody has accepted it for a time; the outcome is what it is. */
  readonly acceptance?: Acceptance;
}

/** How the enforced policies reach one account: number of policies by applicability. */
export type PolicyReach = Readonly<Record<PolicyMatrixRow['applicability'], number>>;

export interface AccountSummary {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  /** The worst outcome among the findings about this account. */
  readonly outcome: Outcome;
  readonly counts: OutcomeCounts;
  readonly enforcedPolicies: PolicyReach;
}

export interface ScanReport {
  readonly scan: Scan;
  readonly accounts: readonly AccountSummary[];
  /** Every finding: `fail` before `error` before the rest, and within an outcome by severity, control and subject. */
  readonly findings: readonly ReportFinding[];
  readonly counts: OutcomeCounts;
  /** The same, apart by the kind of answer. */
  readonly byNature: Readonly<Record<FindingNature, OutcomeCounts>>;
  /** The account × policy matrix, one row for each policy. */
  readonly policies: readonly PolicyRow[];
  /** What could not be read. */
  readonly gaps: readonly CoverageRead[];
  /** The settings that are not the safe ones, in words. */
  readonly differingSettings: readonly string[];
}

/** What a reader must act on comes first; `fail` is proven, so it precedes `error`. */
const READING_ORDER: readonly Outcome[] = ['fail', 'error', 'warn', 'manual', 'pass', 'notApplicable'];

function byReadingOrder(a: Finding, b: Finding): number {
  return (
    READING_ORDER.indexOf(a.outcome) - READING_ORDER.indexOf(b.outcome) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    a.controlId.localeCompare(b.controlId, 'en') ||
    a.subject.name.localeCompare(b.subject.name, 'en') ||
    a.subject.id.localeCompare(b.subject.id, 'en')
  );
}

function describe(finding: Finding, acceptances: readonly Acceptance[]): ReportFinding {
  const control = controlById(finding.controlId);
  const acceptance = acceptanceOf(finding, acceptances);
  return {
    ...finding,
    title: control?.title ?? finding.controlId,
    rationale: control?.rationale ?? '',
    references: control?.references ?? [],
    permissions: control?.permissions ?? [],
    ...(control && { licence: control.licence }),
    ...(control?.guide && { guide: control.guide }),
    ...(acceptance && { acceptance }),
  };
}

function reachOf(rows: readonly PolicyMatrixRow[]): PolicyReach {
  const reach = { excluded: 0, notInScope: 0, applies: 0, unknown: 0 };
  for (const row of rows) reach[row.applicability] += 1;
  return reach;
}

function summarise(scan: Scan, account: Scan['accounts'][number]): AccountSummary {
  const own = scan.findings.filter(
    (finding) => finding.subject.type === 'account' && finding.subject.id === account.id,
  );
  const rows = scan.policyMatrix.filter((row) => row.accountId === account.id && row.state === 'enabled');
  return {
    ...account,
    outcome: worstOutcome(own.map((finding) => finding.outcome)),
    counts: countOutcomes(own),
    enforcedPolicies: reachOf(rows),
  };
}

/**
 * Arranges `scan` for a card, a table or a report; `acceptances` are what people have accepted now. Controls that no longer
 * exist keep their ID as title.
 */
export function reportOf(scan: Scan, acceptances: readonly Acceptance[] = []): ScanReport {
  return {
    scan,
    accounts: scan.accounts.map((account) => summarise(scan, account)),
    findings: scan.findings.map((finding) => describe(finding, acceptances)).sort(byReadingOrder),
    counts: countOutcomes(scan.findings),
    byNature: countByNature(scan.findings),
    policies: policyRowsOf(scan),
    gaps: scan.coverage.reads.filter((read) => read.status !== 'known'),
    differingSettings: scan.settings ? describeSettings(scan.settings) : [],
  };
}
