import type { CardMessage } from '../card-renderer.js';
import type { ViewAction } from './card-action.js';
import { FINDING_NOT_FOUND, SCAN_NOT_FOUND } from './problems.js';
import type { TurnDependencies } from './turn.js';

/** The buttons that only look: they read the store and render, and change nothing for anybody. */

export async function renderAction(
  deps: Pick<TurnDependencies, 'findReport' | 'cards' | 'remediation'>,
  action: ViewAction,
): Promise<CardMessage> {
  const report = await deps.findReport(action.data.scanId);
  if (report === undefined) return deps.cards.problem(SCAN_NOT_FOUND);
  const offersFixes = deps.remediation !== null;
  switch (action.verb) {
    case 'scan.page':
      return deps.cards.report(report, action.data.page, offersFixes);
    case 'scan.finding':
      return (
        deps.cards.finding(report, action.data.fingerprint, action.data.page, offersFixes) ??
        deps.cards.problem(FINDING_NOT_FOUND)
      );
  }
}
