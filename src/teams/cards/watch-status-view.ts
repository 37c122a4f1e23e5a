import type { WatchHealth } from '../../domain/alerts/alert.js';
import type { Severity } from '../../domain/controls/control.js';
import type { DriftCase } from '../../domain/drift/drift.js';
import type { ScanReport } from '../../domain/report/scan-report.js';
import type { DeadLetter } from '../../workflows/jobs.js';
import type { WatchStatus } from '../../workflows/watching.js';
import type { WatchStatusView } from '../card-renderer.js';
import { describeTrend } from './trend-view.js';
import { alertRow } from './alert-view.js';
import { driftRow } from './drift-view.js';
import { ago, dayAndTime, duration } from './moments.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';
import { SEVERITY_WORDS, VERDICT_COLOURS, VERDICT_WORDS } from './words.js';

/** The tenant and the watching in one card. What keeps people from relying on silence comes first. */

const ROWS = 3;
const DIGEST_ROWS = 10;
const WARNINGS_SHOWN = 5;
const GAPS_SHOWN = 3;

const SOURCE_WORDS: Readonly<Record<string, string>> = {
  scan: 'Looking at the tenant',
  directoryAudits: 'Reading the audit log',
  signIns: 'Reading sign-ins',
  delta: 'Asking what changed',
};

function coverageLine({ gaps, scan }: ScanReport, cut: Cut): View {
  const total = scan.coverage.reads.length;
  // Nothing read is no reason to call anything fine.
  if (total === 0) return line('Coverage', 'nothing was read', 'warning');
  if (gaps.length === 0) return line('Coverage', `all ${total} resources known`);
  const names = gaps.slice(0, GAPS_SHOWN).map(({ resource }) => cut(resource, 60));
  const hidden = gaps.length - names.length;
  const more = hidden > 0 ? ` and ${hidden} more` : '';
  return line(
    'Coverage',
    `${total - gaps.length} of ${total} resources known, not ${names.join(', ')}${more}`,
    'warning',
  );
}

function reportLines(report: ScanReport | undefined, now: string, cut: Cut): readonly View[] {
  if (!report) return [line('Latest scan', 'there was none yet', 'warning', 'bolder')];
  const { scan, counts } = report;
  const { symbol, word } = VERDICT_WORDS[scan.verdict];
  return [
    line('Latest scan', `${symbol} ${word}, ${ago(scan.completedAt, now)}`, VERDICT_COLOURS[scan.verdict], 'bolder'),
    line(
      'Findings',
      `${counts.fail} failed, ${counts.error} not judged, ${counts.warn} warnings, ${counts.pass} passed`,
    ),
    coverageLine(report, cut),
  ];
}

/** A source whose last attempt failed is never told as if it worked. */
function healthLine({ source, lastSuccessAt, lastFailureAt, lastFailure }: WatchHealth, now: string, cut: Cut): View {
  const label = SOURCE_WORDS[source] ?? cut(source, 40);
  const seen = lastSuccessAt === null ? 'never worked' : `worked ${ago(lastSuccessAt, now)}`;
  const isFailing =
    lastSuccessAt === null || (lastFailureAt !== null && Date.parse(lastFailureAt) > Date.parse(lastSuccessAt));
  if (!isFailing) return line(label, seen);
  return line(label, `${seen}; ${cut(lastFailure ?? 'it is not known why', 160)}`, 'warning');
}

function watchLines(status: WatchStatus, now: string, cut: Cut): readonly View[] {
  const { health, openAlerts, openDrift, proven, outbox, deadLetters, subscriptions } = status;
  const since = outbox.oldestAt === null ? '' : `, the oldest from ${ago(outbox.oldestAt, now)}`;
  return [
    line('Open alerts', String(openAlerts), openAlerts > 0 ? 'attention' : 'default'),
    line('Open drift', String(openDrift), openDrift > 0 ? 'warning' : 'default'),
    ...(health.length === 0 ? [line('Watching', 'nothing was read yet', 'warning')] : []),
    ...health.map((one) => healthLine(one, now, cut)),
    proven === null
      ? line('Last proven alert', 'none yet; a drill proves that alerts come', 'warning')
      : line('Last proven alert', `${dayAndTime(proven.at)}, ${duration(proven.latencyMs)} after the sign-in`),
    line('Messages waiting', outbox.count === 0 ? 'none' : `${outbox.count}${since}`),
    line('Jobs that failed', String(deadLetters.length), deadLetters.length > 0 ? 'warning' : 'default'),
    line('Conversations told', String(subscriptions), subscriptions === 0 ? 'warning' : 'default'),
  ];
}

function deadRow({ name, failedAt, error, attempts }: DeadLetter, cut: Cut): View {
  return {
    lead: `✕ ${cut(name, 40)}`,
    colour: 'warning',
    subject: `${dayAndTime(failedAt)}, after ${attempts} attempts`,
    hasSubject: true,
    text: cut(error, 240),
    hasText: true,
    note: '',
    hasNote: false,
    buttons: [],
    hasButtons: false,
  };
}

function section<T>(heading: string, all: readonly T[], describe: (one: T) => View, limit = ROWS): readonly View[] {
  if (all.length === 0) return [];
  const hidden = all.length - limit;
  const rows = all.slice(0, limit).map(describe);
  return [{ heading, hasHeading: heading !== '', rows, more: `and ${hidden} more`, hasMore: hidden > 0 }];
}

function worstFirst<T extends { readonly severity: Severity }>(all: readonly T[]): readonly T[] {
  const order = Object.keys(SEVERITY_WORDS);
  return [...all].sort((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
}

interface Headline {
  readonly style: string;
  readonly heading: string;
  readonly text: string;
}

function headlineOf({ status, report }: WatchStatusView): Headline {
  if (status.warnings.length > 0) {
    return { style: 'warning', heading: '▲ Do not rely on silence', text: 'Watching does not work as it should:' };
  }
  if (!report) return { style: 'emphasis', heading: '○ No scan yet', text: 'This tenant has not been scanned.' };
  if (status.openAlerts > 0) {
    const count = status.openAlerts === 1 ? '1 alert waits' : `${status.openAlerts} alerts wait`;
    return { style: 'attention', heading: '✕ Alerts are open', text: `${count} for somebody to acknowledge.` };
  }
  if (report.scan.verdict === 'compliant' && status.openDrift > 0) {
    const text = 'Nothing failed, but something has changed since the tenant was accepted. It is listed below.';
    return { style: 'warning', heading: '▲ Compliant, but not as accepted', text };
  }
  const { symbol, word, style, meaning } = VERDICT_WORDS[report.scan.verdict];
  const text = report.scan.verdict === 'nonCompliant' ? 'What failed is in the full report.' : meaning;
  return { style, heading: `${symbol} ${word}`, text };
}

export function describeWatchStatus(view: WatchStatusView, cut: Cut): View {
  const { status, report, alerts, cases, now } = view;
  const open = cases.filter(({ state }) => state === 'open');
  return {
    ...headlineOf(view),
    ...describeTrend(view.trend),
    fallbackText: watchStatusSummary(view),
    warnings: status.warnings.slice(0, WARNINGS_SHOWN).map((text) => ({ text: cut(text, 300) })),
    hasFacts: true,
    facts: [...reportLines(report, now, cut), ...watchLines(status, now, cut)],
    sections: [
      ...section('Alerts', worstFirst(alerts), (alert) => alertRow(alert, cut)),
      ...section('Drift', worstFirst(open), (drifted) => driftRow(drifted, cut)),
      ...section('Jobs that failed', status.deadLetters, (letter) => deadRow(letter, cut)),
    ],
    hasReport: report !== undefined,
    canScan: true,
    scanId: report?.scan.id ?? '',
  };
}

/** The status in one line, without any tenant data. */
export function watchStatusSummary(view: WatchStatusView): string {
  const { heading } = headlineOf(view);
  return `Status: ${heading.replace(/^\S+ /, '').toLowerCase()}`;
}

/** None left does not mean that all is well: a later scan may show the same subjects in cards of their own. */
function digestHeadline(cases: readonly DriftCase[]): Headline {
  if (cases.length === 0) {
    const text = 'Each was settled, or a later scan shows it anew. Send "status" for what is open now.';
    return { style: 'emphasis', heading: `○ ${driftDigestSummary(cases)}`, text };
  }
  const isSevere = cases.some(({ severity }) => severity === 'critical' || severity === 'high');
  return {
    style: isSevere ? 'attention' : 'warning',
    heading: `▲ ${driftDigestSummary(cases)}`,
    text: 'The worst come first. Many at once are often one change, or a permission that was lost.',
  };
}

/** Many cases that began at once: one card instead of one for each. */
export function describeDriftDigest(cases: readonly DriftCase[], cut: Cut): View {
  return {
    ...digestHeadline(cases),
    ...describeTrend([]),
    fallbackText: driftDigestSummary(cases),
    warnings: [],
    hasFacts: false,
    facts: [],
    sections: section('', worstFirst(cases), (drifted) => driftRow(drifted, cut), DIGEST_ROWS),
    hasReport: false,
    canScan: false,
    scanId: '',
  };
}

export function driftDigestSummary(cases: readonly DriftCase[]): string {
  if (cases.length === 0) return 'Nothing of this is listed any more';
  return cases.length === 1 ? '1 difference' : `${cases.length} differences at once`;
}
