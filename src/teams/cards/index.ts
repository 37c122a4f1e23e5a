import type { CardMessage, CardRenderer } from '../card-renderer.js';
import { AUDIT_HEAD_SUMMARY, describeAuditHead } from './audit-head-view.js';
import { automationSummary, describeAutomation, describeStopped, STOPPED_SUMMARY } from './automation-view.js';
import { describeFinding, findingSummary } from './finding-view.js';
import {
  describeAlreadyScanning,
  describeNoScanYet,
  describeNotice,
  describeProblem,
  NOTICE_SUMMARY,
} from './notice-view.js';
import { approvalsSummary, describeApprovals, describeFixes, fixesSummary } from './plan-list-view.js';
import {
  CONFIRMATION_SUMMARY,
  describeConfirmation,
  describeRequest,
  requestSummary,
  type CardRules,
} from './plan-view.js';
import { describeProgress, progressSummary } from './progress-view.js';
import { createRenderCard, type RenderCard, type TemplateName } from './render-card.js';
import { describeReport, reportSummary } from './report-view.js';
import type { Cut, View } from './view.js';

/**
 * The cards of the bot: pure functions from what happened to Adaptive Cards 1.5. Each card is a template in `templates/`
 * and a view that fills it. Nothing here reads a clock, the store or the chat SDK, and equal inputs give equal cards.
 */

function messageFrom(
  render: RenderCard,
  name: TemplateName,
  summary: string,
  describe: (cut: Cut) => View,
): CardMessage {
  return { card: render(name, describe), summary };
}

/** Reads the templates; what it returns throws only when a template and its view disagree, which is a bug. */
export function createCardRenderer(rules: CardRules): CardRenderer {
  const render = createRenderCard();
  return {
    progress: (scan) => messageFrom(render, 'progress', progressSummary(scan), (cut) => describeProgress(scan, cut)),
    report: (report, page, offersFixes = false) =>
      messageFrom(render, 'report', reportSummary(report), (cut) => describeReport(report, page, cut, offersFixes)),
    finding: (report, fingerprint, page, offersFixes = false) => {
      const finding = report.findings.find((candidate) => candidate.fingerprint === fingerprint);
      if (finding === undefined) return undefined;
      return messageFrom(render, 'finding', findingSummary(finding), (cut) =>
        describeFinding(report, finding, page, cut, offersFixes),
      );
    },
    alreadyScanning: (holder) =>
      messageFrom(render, 'notice', 'A scan is already running', (cut) => describeAlreadyScanning(holder, cut)),
    noScanYet: () => messageFrom(render, 'notice', 'No scan yet', describeNoScanYet),
    help: () => messageFrom(render, 'help', 'What Glasswatch can do', () => ({})),
    welcome: () => messageFrom(render, 'welcome', 'Glasswatch is here', () => ({})),
    problem: (problem) => messageFrom(render, 'notice', 'That did not work', (cut) => describeProblem(problem, cut)),
    notice: (notice) => messageFrom(render, 'notice', NOTICE_SUMMARY, (cut) => describeNotice(notice, cut)),
    fixes: (options) =>
      messageFrom(render, 'plan-list', fixesSummary(options), (cut) => describeFixes(options, rules, cut)),
    approvals: (requests) =>
      messageFrom(render, 'plan-list', approvalsSummary(requests), (cut) => describeApprovals(requests, rules, cut)),
    request: (request) =>
      messageFrom(render, 'plan', requestSummary(request), (cut) => describeRequest(request, rules, cut)),
    confirmation: (request, token) =>
      messageFrom(render, 'plan', CONFIRMATION_SUMMARY, (cut) => describeConfirmation(request, token, rules, cut)),
    automation: (overview) =>
      messageFrom(render, 'automation', automationSummary(overview), (cut) => describeAutomation(overview, rules, cut)),
    stopped: (result) => messageFrom(render, 'notice', STOPPED_SUMMARY, (cut) => describeStopped(result, cut)),
    auditHead: (head) => messageFrom(render, 'audit-head', AUDIT_HEAD_SUMMARY, () => describeAuditHead(head)),
  };
}
