import type { CardMessage } from '../card-renderer.js';
import type { CardAction } from './card-action.js';
import { FINDING_NOT_FOUND, SCAN_NOT_FOUND } from './problems.js';
import type { TurnDependencies } from './turn.js';

/** The buttons that only look: they read the store and render, and change nothing for anybody. */

export type ViewAction = Exclude<CardAction, { verb: 'scan.rerun' }>;

export async function renderAction(
  deps: Pick<TurnDependencies, 'findReport' | 'cards'>,
  action: ViewAction,
): Promise<CardMessage> {
  const report = await deps.findReport(action.data.scanId);
  if (report === undefined) return deps.cards.problem(SCAN_NOT_FOUND);
  switch (action.verb) {
    case 'scan.page':
      return deps.cards.report(report, action.data.page);
    case 'scan.finding':
      return (
        deps.cards.finding(report, action.data.fingerprint, action.data.page) ?? deps.cards.problem(FINDING_NOT_FOUND)
      );
  }
}
