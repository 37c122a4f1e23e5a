import type { ScanReport } from '../../domain/report/scan-report.js';
import type { CardMessage } from '../card-renderer.js';
import type { ViewAction } from './card-action.js';
import { compareScans, showHistory } from './history-answers.js';
import { FINDING_NOT_FOUND, SCAN_NOT_FOUND } from './problems.js';
import type { TurnDependencies } from './turn.js';

/** The buttons that only look: they read the store and render, and change nothing for anybody. */

type Dependencies = Pick<TurnDependencies, 'findReport' | 'history' | 'cards' | 'remediation'>;

async function withReport(
  { findReport, cards }: Dependencies,
  scanId: string,
  render: (report: ScanReport) => CardMessage | undefined,
): Promise<CardMessage> {
  const report = await findReport(scanId);
  if (report === undefined) return cards.problem(SCAN_NOT_FOUND);
  return render(report) ?? cards.problem(FINDING_NOT_FOUND);
}

export async function renderAction(deps: Dependencies, action: ViewAction): Promise<CardMessage> {
  const { cards } = deps;
  const offersFixes = deps.remediation !== null;
  switch (action.verb) {
    case 'scan.page': {
      const { scanId, page } = action.data;
      return withReport(deps, scanId, (report) => cards.report(report, page, offersFixes));
    }
    case 'scan.finding': {
      const { scanId, fingerprint, page } = action.data;
      return withReport(deps, scanId, (report) => cards.finding(report, fingerprint, page, offersFixes));
    }
    case 'scan.matrix': {
      const { scanId, page } = action.data;
      return withReport(deps, scanId, (report) => cards.matrix(report, page));
    }
    case 'history.show':
      return showHistory(deps, action.data);
    case 'history.compare':
      return compareScans(deps, action.data);
  }
}
