import type { CardMessage } from '../card-renderer.js';
import { personOf, type Presser } from './proposal-answers.js';
import { PICK_TWO_SCANS, SCAN_NOT_FOUND } from './problems.js';
import type { TurnDependencies } from './turn.js';

/** Earlier scans: the list, two of them compared, and the report that leaves the chat. */

type Dependencies = Pick<TurnDependencies, 'history' | 'cards'>;

export async function showHistory(
  { history, cards }: Dependencies,
  part: { readonly page: number; readonly all: boolean } = { page: 0, all: false },
): Promise<CardMessage> {
  const found = await history.list(part);
  return found.scans.length === 0 && found.page === 0 ? cards.noScanYet() : cards.history(found);
}

export async function compareScans(
  { history, cards }: Dependencies,
  { earlier, later }: { readonly earlier: string; readonly later: string },
): Promise<CardMessage> {
  if (earlier === '' || later === '' || earlier === later) return cards.problem(PICK_TWO_SCANS);
  const comparison = await history.compare(earlier, later);
  return comparison ? cards.comparison(comparison) : cards.problem(SCAN_NOT_FOUND);
}

export async function exportReport(
  { history, cards }: Dependencies,
  { actor }: Pick<Presser, 'actor'>,
): Promise<CardMessage> {
  const exported = await history.exportLatest(personOf(actor));
  return exported ? cards.exported(exported) : cards.noScanYet();
}
