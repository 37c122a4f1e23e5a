import type { Outcome } from '../../domain/controls/control.js';
import type { ScanReport } from '../../domain/report/scan-report.js';
import type { ScanTrigger } from '../../domain/scan.js';
import { describeAccounts } from './account-view.js';
import { describeFindingRow } from './finding-row-view.js';
import { describeGaps } from './gap-view.js';
import { dayAndTime, duration } from './moments.js';
import { pageOf, type Page } from './paging.js';
import type { Cut, View } from './view.js';
import { COUNT_WORDS, OUTCOME_WORDS, VERDICT_WORDS } from './words.js';

/** The report card: page 0 is the overview, the pages after it list every finding. */

const FAILED_SHOWN = 5;
const ERRORS_SHOWN = 3;

/** Who or what asked for it, as the rest of a sentence. */
export function startedBy(trigger: ScanTrigger, cut: Cut): string {
  switch (trigger.kind) {
    case 'command':
      return `asked for by ${cut(trigger.byName, 60) || 'someone'}`;
    case 'schedule':
      return 'started by the schedule';
    case 'cli':
      return 'started from the command line';
    case 'remediation':
      return 'started after a remediation';
  }
}

/** When, by whom and which scan: at the foot of every card about a scan. */
export function describeScan({ scan }: ScanReport, cut: Cut): View {
  const { count, durationMs } = scan.requests;
  return {
    when: `${dayAndTime(scan.completedAt)}, ${startedBy(scan.trigger, cut)}`,
    which: `Scan ${cut(scan.id.slice(0, 8), 8)} · ${count} requests in ${duration(durationMs)}`,
    scanId: scan.id,
  };
}

function describeCounts({ counts }: ScanReport): readonly View[] {
  return COUNT_WORDS.filter(([outcome]) => counts[outcome] > 0).map(([outcome, one, many], index) => ({
    separator: index === 0 ? '' : ' · ',
    text: [OUTCOME_WORDS[outcome].symbol, counts[outcome], counts[outcome] === 1 ? one : many]
      .join('\u00A0')
      .replaceAll(' ', '\u00A0'),
    colour: OUTCOME_WORDS[outcome].colour,
  }));
}

function describeWorst(
  report: ScanReport,
  outcome: Outcome,
  heading: string,
  limit: number,
  cut: Cut,
  offersFixes: boolean,
): readonly View[] {
  const all = report.findings.filter((finding) => finding.outcome === outcome);
  if (all.length === 0) return [];
  const hidden = all.length - limit;
  return [
    {
      heading: `${heading} (${all.length})`,
      rows: all.slice(0, limit).map((finding) => describeFindingRow(finding, cut, offersFixes)),
      hasMore: hidden > 0,
      more: `and ${hidden} more`,
    },
  ];
}

function describeSections(report: ScanReport, page: Page, cut: Cut, offersFixes: boolean): readonly View[] {
  if (page.number === 0) {
    return [
      ...describeWorst(report, 'fail', 'Failed', FAILED_SHOWN, cut, offersFixes),
      ...describeWorst(report, 'error', 'Not judged', ERRORS_SHOWN, cut, false),
    ];
  }
  return [
    {
      heading: `Findings ${page.start + 1}–${page.end} of ${report.findings.length}`,
      rows: report.findings.slice(page.start, page.end).map((finding) => describeFindingRow(finding, cut)),
      hasMore: false,
      more: '',
    },
  ];
}

function describeButtons(page: Page, total: number): readonly View[] {
  const button = (title: string, to: number): View => ({ title, page: to });
  if (page.number === 0) return total > 0 ? [button(total === 1 ? 'The one finding' : `All ${total} findings`, 1)] : [];
  return [
    ...(page.number > 1 ? [button('Overview', 0)] : []),
    button(page.number === 1 ? 'Overview' : 'Previous', page.number - 1),
    ...(page.number < page.last ? [button('Next', page.number + 1)] : []),
  ];
}

/** What the verdict means. A failure that was proven does not hide that something else is not known. */
function meaningOf({ scan, counts, gaps }: ScanReport): string {
  const { meaning } = VERDICT_WORDS[scan.verdict];
  const alsoBlind = scan.verdict === 'nonCompliant' && (counts.error > 0 || gaps.length > 0);
  return alsoBlind ? `${meaning} Not everything could be read.` : meaning;
}

/** The view of one page of `report`. A page that does not exist is the nearest one. */
export function describeReport(report: ScanReport, requestedPage: number, cut: Cut, offersFixes: boolean): View {
  const page = pageOf(requestedPage, report.findings.length);
  const { symbol, word, style } = VERDICT_WORDS[report.scan.verdict];
  const tenant = report.scan.tenant;
  const isOverview = page.number === 0;
  return {
    ...describeScan(report, cut),
    ...describeAccounts(isOverview ? report : { ...report, accounts: [] }, cut),
    ...describeGaps(isOverview ? report : { ...report, gaps: [] }, cut),
    fallbackText: reportSummary(report),
    isOverview,
    isNoOverview: !isOverview,
    hasNoAccounts: isOverview && report.accounts.length === 0,
    verdict: `${symbol} ${word}`,
    style,
    meaning: meaningOf(report),
    tenant: cut(tenant.displayName, 80) || cut(tenant.id, 40) || 'unknown tenant',
    counts: describeCounts(report),
    sections: describeSections(report, page, cut, offersFixes),
    buttons: describeButtons(page, report.findings.length),
    hasSettings: isOverview && report.differingSettings.length > 0,
    settings: cut(`Settings that differ from the default: ${report.differingSettings.join('; ')}.`, 400),
    hasPolicies: isOverview && report.policies.length > 0,
    page: page.number,
  };
}

/** The report in one line, without any tenant data. */
export function reportSummary({ scan, counts }: ScanReport): string {
  const { word } = VERDICT_WORDS[scan.verdict];
  return `Emergency access: ${word.toLowerCase()}. ${counts.fail} failed, ${counts.error} not judged, ${counts.pass} passed.`;
}
