import type { ScanChange, ScanChangeKind, ScanComparison } from '../../domain/report/compare-scans.js';
import type { Outcome } from '../../domain/controls/control.js';
import type { ScanSummary } from '../../workflows/ports.js';
import type { ExportedReport, HistoryPage } from '../../workflows/scan-history.js';
import { dayAndTime } from './moments.js';
import { describeScan, startedBy } from './report-view.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';
import { COUNT_WORDS, OUTCOME_WORDS, VERDICT_COLOURS, VERDICT_WORDS, type Colour } from './words.js';

/** Earlier scans: the list, two of them side by side, and the report that leaves the chat. */

const EVIDENCE_SHOWN = 2;

function countWords(counts: ScanSummary['counts']): string {
  const parts = COUNT_WORDS.filter(([outcome]) => outcome !== 'notApplicable' && counts[outcome] > 0).map(
    ([outcome, one, many]) => `${counts[outcome]} ${counts[outcome] === 1 ? one : many}`.replaceAll(' ', '\u00A0'),
  );
  return parts.join(' · ') || 'Nothing judged';
}

function describeRow({ id, verdict, completedAt, counts, trigger }: ScanSummary, cut: Cut): View {
  const { symbol, word } = VERDICT_WORDS[verdict];
  const by = startedBy(trigger, cut);
  return {
    verdict: `${symbol} ${word}`,
    colour: VERDICT_COLOURS[verdict],
    when: dayAndTime(completedAt),
    counts: countWords(counts),
    by: `${by.charAt(0).toUpperCase()}${by.slice(1)}`,
    open: `Show the scan of ${dayAndTime(completedAt)}`,
    scanId: id,
  };
}

function choiceOf({ id, verdict, completedAt, counts }: ScanSummary): View {
  const { symbol } = VERDICT_WORDS[verdict];
  return { title: `${dayAndTime(completedAt)} ${symbol} ${counts.fail} failed`, value: id };
}

export function describeHistory({ scans, page, hasMore, all }: HistoryPage, cut: Cut): View {
  const button = (title: string, to: number, every: boolean): View => ({ title, page: to, all: every });
  const what = all ? 'Every scan' : 'What somebody asked for, and where something changed';
  const [latest, former] = scans;
  return {
    fallbackText: HISTORY_SUMMARY,
    style: 'emphasis',
    text:
      scans.length === 0 ? 'There are no more scans.' : `${what}, newest first.${page > 0 ? ` Page ${page + 1}.` : ''}`,
    scans: scans.map((scan) => describeRow(scan, cut)),
    canCompare: scans.length > 1,
    choices: scans.map(choiceOf),
    earlier: former?.id ?? '',
    later: latest?.id ?? '',
    buttons: [
      ...(page > 0 ? [button('Newer', page - 1, all)] : []),
      ...(hasMore ? [button('Older', page + 1, all)] : []),
      all ? button('Only changes', 0, false) : button('Every scan', 0, true),
    ],
  };
}

export const HISTORY_SUMMARY = 'Earlier scans';

interface ChangeWord {
  readonly heading: string;
  readonly symbol: string;
  readonly word: string;
  readonly colour: Colour;
  readonly shown: number;
}

const CHANGE_WORDS: Readonly<Record<ScanChangeKind, ChangeWord>> = {
  worse: { heading: 'Worse', symbol: '✕', word: 'Worse', colour: 'attention', shown: 6 },
  blind: { heading: 'Cannot be judged any more', symbol: '?', word: 'Unknown now', colour: 'warning', shown: 4 },
  appeared: { heading: 'New', symbol: '●', word: 'New', colour: 'accent', shown: 4 },
  disappeared: { heading: 'Gone', symbol: '○', word: 'Gone', colour: 'default', shown: 4 },
  better: { heading: 'Better', symbol: '✓', word: 'Better', colour: 'good', shown: 4 },
  evidenceChanged: {
    heading: 'Same result, other evidence',
    symbol: '○',
    word: 'Evidence',
    colour: 'default',
    shown: 3,
  },
};
const KINDS = Object.keys(CHANGE_WORDS) as readonly ScanChangeKind[];

function outcomeWord(outcome: Outcome | null): string {
  return outcome === null ? 'nothing' : OUTCOME_WORDS[outcome].word.toLowerCase();
}

function describeChange(change: ScanChange, cut: Cut): View {
  const { symbol, word, colour } = CHANGE_WORDS[change.kind];
  const { before, after, evidence, subject } = change;
  const hidden = evidence.length - EVIDENCE_SHOWN;
  const shown = evidence.slice(0, EVIDENCE_SHOWN).map((one) => cut(one, 120));
  return {
    lead: `${symbol} ${word}`,
    colour,
    title: cut(change.title, 80),
    subject: `${cut(change.controlId, 20)} · ${cut(subject.name || subject.id, 90)}`,
    text:
      before === after
        ? `Still ${outcomeWord(after)}. ${cut(change.summary, 160)}`
        : `${outcomeWord(before)} → ${outcomeWord(after)}. ${cut(change.summary, 200)}`,
    hasEvidence: shown.length > 0,
    evidence: `${shown.join('; ')}${hidden > 0 ? ` and ${hidden} more` : ''}`,
  };
}

function describeChanges({ changes }: ScanComparison, cut: Cut): readonly View[] {
  return KINDS.flatMap((kind) => {
    const own = changes.filter((change) => change.kind === kind);
    const { heading, shown } = CHANGE_WORDS[kind];
    const hidden = own.length - shown;
    if (own.length === 0) return [];
    return [
      {
        heading: `${heading} (${own.length})`,
        rows: own.slice(0, shown).map((change) => describeChange(change, cut)),
        hasMore: hidden > 0,
        more: `and ${hidden} more`,
      },
    ];
  });
}

interface Headline {
  readonly style: string;
  readonly heading: string;
  readonly text: string;
}

function headlineOf({ changes, earlier, later }: ScanComparison): Headline {
  const has = (kind: ScanChangeKind) => changes.some((change) => change.kind === kind);
  const text = `${dayAndTime(earlier.completedAt)} → ${dayAndTime(later.completedAt)}`;
  if (has('worse')) return { style: 'attention', heading: '✕ Something got worse', text };
  if (has('blind')) return { style: 'warning', heading: '? Something cannot be judged any more', text };
  if (changes.some(({ kind }) => kind !== 'evidenceChanged' && kind !== 'better')) {
    return { style: 'accent', heading: '● Not the same', text };
  }
  if (has('better')) return { style: 'good', heading: '✓ Better', text };
  const heading = changes.length === 0 ? '✓ The same findings' : '✓ The same results';
  return { style: 'good', heading, text };
}

export function describeComparison(comparison: ScanComparison, cut: Cut): View {
  const { earlier, later, otherSettings, otherVersion } = comparison;
  const verdict = ({ verdict: of }: ScanComparison['later']) => `${VERDICT_WORDS[of].symbol} ${VERDICT_WORDS[of].word}`;
  const caution = [...(otherSettings ? ['other settings'] : []), ...(otherVersion ? ['another version'] : [])];
  return {
    ...headlineOf(comparison),
    fallbackText: COMPARISON_SUMMARY,
    facts: [
      line('Verdict', `${verdict(earlier)} → ${verdict(later)}`, VERDICT_COLOURS[later.verdict], 'bolder'),
      ...(caution.length === 0
        ? []
        : [line('Mind', `judged by ${caution.join(' and ')}, so not every difference is the tenant's`, 'warning')]),
    ],
    sections: describeChanges(comparison, cut),
    earlierId: earlier.id,
    laterId: later.id,
  };
}

export const COMPARISON_SUMMARY = 'Two scans compared';

/** The whole summary, or as much of it as the card can hold. */
function shorten(summary: string, cut: Cut): string {
  const lines = summary.split('\n').map((text) => (text === '' ? '' : cut(text, 400).replaceAll('\u200B', '')));
  return lines.join('\n').trim();
}

export function describeExport({ report, summary, files }: ExportedReport, cut: Cut): View {
  const { scan } = report;
  const isWritten = files.length > 0;
  const command = `npm run export -- --scan ${cut(scan.id, 60).replaceAll('\u200B', '')} --format html --output report.html`;
  return {
    ...describeScan(report, cut),
    fallbackText: EXPORT_SUMMARY,
    style: isWritten ? 'good' : 'emphasis',
    heading: isWritten ? '✓ Report written' : 'Report of the last scan',
    tenant: cut(scan.tenant.displayName, 80) || 'This tenant',
    scanned: dayAndTime(scan.completedAt),
    text: isWritten
      ? 'In the folder “reports” of the data folder of the bot (DATA_DIR, or “data”). Whoever runs the bot can hand it on.'
      : 'It names accounts and what is wrong with them, so it is not sent through the chat. Whoever runs the bot can write it.',
    files: files.map((name) => ({ name: cut(name, 90).replaceAll('\u200B', '') })),
    next: isWritten ? 'While the bot is stopped, the same can be written with:' : 'With the environment of the bot:',
    command,
    summary: shorten(summary, cut),
  };
}

export const EXPORT_SUMMARY = 'Report of the last scan';
