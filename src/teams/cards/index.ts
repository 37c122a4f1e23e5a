import type { CardMessage, CardRenderer } from '../card-renderer.js';
import { accountsSummary, describeInventory } from './inventory-view.js';
import { alertSummary, describeAlert } from './alert-view.js';
import {
  ATTESTATION_FORM_SUMMARY,
  ATTESTATIONS_SUMMARY,
  describeAttestationForm,
  describeAttestations,
} from './attestation-view.js';
import { AUDIT_HEAD_SUMMARY, describeAuditHead } from './audit-head-view.js';
import { automationSummary, describeAutomation, describeStopped, STOPPED_SUMMARY } from './automation-view.js';
import { describeDesignation, designationSummary } from './designation-view.js';
import { describeDesignationForm, formSummary } from './designation-form-view.js';
import { describeDriftCase, driftSummary } from './drift-view.js';
import { describeDrill, describeDrillForm, DRILL_FORM_SUMMARY, drillSummary } from './drill-view.js';
import { describeFinding, findingSummary } from './finding-view.js';
import {
  COMPARISON_SUMMARY,
  describeComparison,
  describeExport,
  describeHistory,
  EXPORT_SUMMARY,
  HISTORY_SUMMARY,
} from './history-view.js';
import {
  describeAlreadyScanning,
  describeNoScanYet,
  describeNotice,
  describeProblem,
  describeReminder,
  NOTICE_SUMMARY,
  reminderSummary,
} from './notice-view.js';
import { approvalsSummary, describeApprovals, describeFixes, fixesSummary } from './plan-list-view.js';
import {
  CONFIRMATION_SUMMARY,
  describeConfirmation,
  describeRequest,
  requestSummary,
  type CardRules,
} from './plan-view.js';
import { describeMatrix, MATRIX_SUMMARY } from './policy-view.js';
import { describeProgress, progressSummary } from './progress-view.js';
import { createRenderCard, type RenderCard, type TemplateName } from './render-card.js';
import { describeReport, reportSummary } from './report-view.js';
import { describeSchedule, describeSubscription, SCHEDULE_SUMMARY, subscriptionSummary } from './settings-view.js';
import type { Cut, View } from './view.js';
import {
  describeDriftDigest,
  describeWatchStatus,
  driftDigestSummary,
  watchStatusSummary,
} from './watch-status-view.js';

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

type WatchCards = Pick<
  CardRenderer,
  | ('driftCase' | 'driftDigest' | 'alert' | 'drill' | 'drillForm' | 'reminder' | 'attestations')
  | ('attestationForm' | 'subscription' | 'schedule' | 'watchStatus')
>;

type AccountCards = Pick<CardRenderer, 'accounts' | 'designation' | 'designationForm'>;

function createAccountCards(render: RenderCard): AccountCards {
  return {
    accounts: (view) => messageFrom(render, 'accounts', accountsSummary(view), (cut) => describeInventory(view, cut)),
    designation: (designation) =>
      messageFrom(render, 'designation', designationSummary(designation), (cut) =>
        describeDesignation(designation, cut),
      ),
    designationForm: (form) =>
      messageFrom(render, 'designation', formSummary(form), (cut) => describeDesignationForm(form, cut)),
  };
}

function createWatchCards(render: RenderCard, rules: CardRules): WatchCards {
  return {
    driftCase: (drifted) =>
      messageFrom(render, 'drift', driftSummary(drifted), (cut) => describeDriftCase(drifted, rules, cut)),
    driftDigest: (cases) =>
      messageFrom(render, 'watch', driftDigestSummary(cases), (cut) => describeDriftDigest(cases, cut)),
    alert: (alert) => messageFrom(render, 'alert', alertSummary(alert), (cut) => describeAlert(alert, cut)),
    drill: (drill) => messageFrom(render, 'drill', drillSummary(drill), (cut) => describeDrill(drill, cut)),
    drillForm: (view) => messageFrom(render, 'drill-form', DRILL_FORM_SUMMARY, (cut) => describeDrillForm(view, cut)),
    reminder: (view) => messageFrom(render, 'notice', reminderSummary(view), (cut) => describeReminder(view, cut)),
    attestations: (view) =>
      messageFrom(render, 'watch', ATTESTATIONS_SUMMARY, (cut) => describeAttestations(view, cut)),
    attestationForm: (view) =>
      messageFrom(render, 'attestation-form', ATTESTATION_FORM_SUMMARY, (cut) => describeAttestationForm(view, cut)),
    subscription: (subscription) =>
      messageFrom(render, 'subscription', subscriptionSummary(subscription), (cut) =>
        describeSubscription(subscription, cut),
      ),
    schedule: (schedule) => messageFrom(render, 'schedule', SCHEDULE_SUMMARY, (cut) => describeSchedule(schedule, cut)),
    watchStatus: (view) =>
      messageFrom(render, 'watch', watchStatusSummary(view), (cut) => describeWatchStatus(view, cut)),
  };
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
    matrix: (report, page) => messageFrom(render, 'matrix', MATRIX_SUMMARY, (cut) => describeMatrix(report, page, cut)),
    history: (page) => messageFrom(render, 'history', HISTORY_SUMMARY, (cut) => describeHistory(page, cut)),
    comparison: (comparison) =>
      messageFrom(render, 'comparison', COMPARISON_SUMMARY, (cut) => describeComparison(comparison, cut)),
    exported: (exported) => messageFrom(render, 'export', EXPORT_SUMMARY, (cut) => describeExport(exported, cut)),
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
    ...createWatchCards(render, rules),
    ...createAccountCards(render),
  };
}
