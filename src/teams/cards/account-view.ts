import type { AccountSummary, ScanReport } from '../../domain/report/scan-report.js';
import { tenantPoliciesUnread } from './gap-view.js';
import { breakable } from './plain-text.js';
import type { Cut, View } from './view.js';
import { COUNT_WORDS, OUTCOME_WORDS, type Colour } from './words.js';

/** The designated accounts as tiles, two in a row. */

const TILES = 6;
/** Code points that fit into one of two tiles on a phone. */
const TILE_WIDTH = 15;

function reachLine({ enforcedPolicies: reach }: AccountSummary, unread: boolean): string {
  const total = reach.excluded + reach.notInScope + reach.applies + reach.unknown;
  if (total === 0) return unread ? 'Policies could not be read' : 'No enforced policy seen';
  const rest = [
    ...(reach.applies > 0 ? [reach.applies === 1 ? '1\u00A0applies' : `${reach.applies}\u00A0apply`] : []),
    ...(reach.unknown > 0 ? [`${reach.unknown}\u00A0unknown`] : []),
  ];
  return [`Excluded from ${reach.excluded} of ${total} enforced policies`, ...rest].join(' · ');
}

function countsLine({ counts }: AccountSummary): string {
  const parts = COUNT_WORDS.filter(([outcome]) => outcome !== 'notApplicable' && counts[outcome] > 0).map(
    ([outcome, one, many]) => `${counts[outcome]} ${counts[outcome] === 1 ? one : many}`.replaceAll(' ', '\u00A0'),
  );
  return parts.length > 0 ? parts.join(' · ') : 'Nothing judged';
}

/** A proven failure is said first, even where something else could not be judged and is the worse outcome. */
function headline({ outcome, counts }: AccountSummary): { readonly outcome: string; readonly colour: Colour } {
  const { symbol, word, colour } = OUTCOME_WORDS[outcome];
  if (outcome !== 'error' || counts.fail === 0) return { outcome: `${symbol} ${word}`, colour };
  const { fail } = OUTCOME_WORDS;
  return { outcome: `${fail.symbol} ${fail.word}, not all judged`, colour: fail.colour };
}

/** The name can break before its `@` and its dots, where people would break it. */
function foldedName(userPrincipalName: string): string {
  return breakable(userPrincipalName.replace(/(?=[@.])/g, '\u200B'), TILE_WIDTH);
}

function tile(account: AccountSummary, unread: boolean, cut: Cut): View {
  return {
    ...headline(account),
    name: breakable(cut(account.displayName, 60) || 'Name not read', TILE_WIDTH),
    userPrincipalName: foldedName(cut(account.userPrincipalName || account.id, 90)),
    counts: countsLine(account),
    reach: reachLine(account, unread),
  };
}

/** Rows of one or two tiles. `blank` is true for a row whose second place stays empty. */
export function describeAccounts(report: ScanReport, cut: Cut): View {
  const unread = tenantPoliciesUnread(report);
  const tiles = report.accounts.slice(0, TILES).map((account) => tile(account, unread, cut));
  const rows: View[] = [];
  for (let at = 0; at < tiles.length; at += 2) {
    const pair = tiles.slice(at, at + 2);
    rows.push({ tiles: pair, blank: pair.length < 2 && tiles.length > 1 });
  }
  const hidden = report.accounts.length - tiles.length;
  return {
    accountRows: rows,
    hasNoAccounts: report.accounts.length === 0,
    hasMoreAccounts: hidden > 0,
    moreAccounts: `and ${hidden} more`,
  };
}
