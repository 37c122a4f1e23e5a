import type { AccountSummary, ScanReport } from '../scan-report.js';
import { NATURES, type OutcomeCounts } from '../finding-nature.js';
import {
  badge,
  BREAK,
  lines,
  NONE,
  paragraph,
  strong,
  subtle,
  text,
  type Block,
  type Inlines,
  type Section,
} from './model.js';
import { day, moment, NATURE_WORDS, OUTCOME_WORDS, OUTCOMES } from './words.js';

/** The first page: how many answers of each kind there are, the accounts, and what somebody has accepted. */

function countCells(counts: OutcomeCounts): readonly Inlines[] {
  return OUTCOMES.map((outcome) => [counts[outcome] === 0 ? subtle(NONE) : strong(String(counts[outcome]))]);
}

function countTable({ byNature }: ScanReport): Block {
  return {
    kind: 'table',
    caption: 'Findings by kind of answer',
    head: ['Kind', ...OUTCOMES.map((outcome) => OUTCOME_WORDS[outcome].word)],
    rows: NATURES.map((nature) => [
      [strong(NATURE_WORDS[nature].word), BREAK, subtle(NATURE_WORDS[nature].meaning)],
      ...countCells(byNature[nature]),
    ]),
  };
}

/** A failure that is proven is said first, even where something else could not be judged. */
function accountBadge({ outcome, counts }: AccountSummary): Inlines {
  if (outcome === 'error' && counts.fail > 0) return [badge('bad', 'Failed, not all judged')];
  return [badge(OUTCOME_WORDS[outcome].tone, OUTCOME_WORDS[outcome].word)];
}

function reachWords({ enforcedPolicies }: AccountSummary): string {
  const { excluded, notInScope, applies, unknown } = enforcedPolicies;
  const total = excluded + notInScope + applies + unknown;
  if (total === 0) return 'no enforced policy seen';
  const rest = [
    ...(notInScope > 0 ? [`not in scope of ${notInScope}`] : []),
    ...(applies > 0 ? [`reached by ${applies}`] : []),
    ...(unknown > 0 ? [`unknown for ${unknown}`] : []),
  ];
  return [`excluded from ${excluded} of ${total}`, ...rest].join(', ');
}

/** What people call an account, then its ID, each once. */
export function accountName(account: { readonly id: string; readonly userPrincipalName: string }): string {
  return account.userPrincipalName === '' ? account.id : account.userPrincipalName;
}

function accountRow(account: AccountSummary): readonly Inlines[] {
  const { counts, displayName, id } = account;
  const names = [accountName(account), ...(account.userPrincipalName === '' ? [] : [id])].map((name) => [subtle(name)]);
  const warnings = counts.warn === 1 ? '1 warning' : `${counts.warn} warnings`;
  const failed = `${counts.fail} failed, ${counts.error} not judged, ${warnings}, ${counts.pass} passed`;
  return [
    lines([[strong(displayName === '' ? 'Name not read' : displayName)], ...names]),
    accountBadge(account),
    [text(failed)],
    [text(reachWords(account))],
  ];
}

function accountBlock({ accounts }: ScanReport): Block {
  if (accounts.length === 0) return paragraph(text('No emergency access account is designated.'));
  return {
    kind: 'table',
    caption: 'Emergency access accounts',
    head: ['Account', 'Worst result', 'Findings', 'Enforced policies'],
    rows: accounts.map(accountRow),
  };
}

function acceptedBlocks({ findings }: ScanReport): readonly Block[] {
  const accepted = findings.filter(({ acceptance }) => acceptance !== undefined);
  if (accepted.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Accepted for a time: these findings stand, and count in the verdict',
      head: ['Finding', 'About', 'Accepted by', 'Reason', 'Until'],
      rows: accepted.flatMap(({ acceptance, title, controlId, subject }) =>
        acceptance === undefined
          ? []
          : [
              [
                [strong(controlId), BREAK, text(title)],
                [text(subject.name || subject.id)],
                [text(acceptance.ownerName || acceptance.owner), BREAK, subtle(moment(acceptance.at))],
                [text(acceptance.reason)],
                [text(day(acceptance.expiresAt))],
              ],
            ],
      ),
    },
  ];
}

export function summarySection(report: ScanReport): Section {
  return {
    id: 'summary',
    title: 'Summary',
    blocks: [countTable(report), accountBlock(report), ...acceptedBlocks(report)],
  };
}
