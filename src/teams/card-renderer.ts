import type { Alert } from '../domain/alerts/alert.js';
import type { RemediationRequest } from '../domain/approval/request.js';
import type { Designation } from '../domain/designation/designation.js';
import type { DriftCase } from '../domain/drift/drift.js';
import type { Drill } from '../domain/drills/drill.js';
import type { ScanComparison } from '../domain/report/compare-scans.js';
import type { ScanReport } from '../domain/report/scan-report.js';
import type { AutomationOverview, StopResult } from '../workflows/automation.js';
import type { DesignationForm, Inventory } from '../workflows/designations.js';
import type { ScanClaim, ScanSummary } from '../workflows/ports.js';
import type { FixOption } from '../workflows/remediation.js';
import type { ExportedReport, HistoryPage } from '../workflows/scan-history.js';
import type { Subscription } from '../workflows/watch-ports.js';
import type { AttestationView, DrillActions, ScheduleView, WatchStatus } from '../workflows/watching.js';

/**
 * What the bot can show. The bot says when and to whom; the renderer alone knows how a card looks. Renderers are pure:
 * the same view gives the same card, and nothing is read or sent.
 */

export interface CardMessage {
  /** An Adaptive Card as plain JSON. */
  readonly card: Readonly<Record<string, unknown>>;
  /** One line for notifications and for clients that cannot show the card. */
  readonly summary: string;
}

/** A running scan, as far as it got. `startedAt` is ISO 8601 UTC. */
export interface ProgressView {
  readonly byName: string;
  readonly startedAt: string;
  readonly done: number;
  readonly total: number;
  readonly resource: string;
}

/** Why something was not done: a stable code, what happened, and what the person can do next. */
export interface ProblemView {
  readonly code: string;
  readonly what: string;
  readonly next: string;
  /**
   * Where its button leads: to a new scan unless said otherwise. A scan edits the message it was started from, so a
   * problem with a plan must lead back to the plan, or nowhere.
   */
  readonly leadsTo?: 'scan' | 'automation' | 'nowhere' | { readonly requestId: string } | WayBack;
}

/** Verbs that show something again, and change nothing. */
export type ShowVerb =
  | 'watch.show'
  | 'subscription.show'
  | 'schedule.show'
  | 'drift.show'
  | 'alert.show'
  | 'drill.list'
  | 'drill.show'
  | 'attestation.list'
  | 'attestation.form'
  | 'history.show'
  | 'account.list'
  | 'account.show';

/** What a button shows again. `id` is empty where there is only one such thing. */
export interface WayBack {
  readonly verb: ShowVerb;
  readonly id: string;
}

/** What was done for one person, and what comes next. */
export interface NoticeView {
  readonly heading: string;
  readonly text: string;
  readonly next: string;
  /** The plan that its button leads to. */
  readonly requestId: string;
}

/** Where the audit log ended at one moment. Kept elsewhere, it proves later that nothing before it was changed. */
export interface AuditHeadView {
  readonly seq: number;
  /** Hexadecimal digits. */
  readonly hash: string;
}

/** Something that people have to do by a date: rehearse an account, or sign a statement again. */
export interface ReminderView {
  readonly what: 'drill' | 'attestation';
  /** Of the account, or of the control. */
  readonly id: string;
  /** The account's name, or the control's title. */
  readonly name: string;
  /** ISO 8601 UTC; null: it was never done. */
  readonly dueAt: string | null;
  readonly isOverdue: boolean;
}

export interface DrillFormView {
  /** Designated accounts; `dueAt` null: never rehearsed. */
  readonly due: Awaited<ReturnType<DrillActions['listDue']>>;
  /** Newest window first. */
  readonly drills: readonly Drill[];
  /** ISO 8601 UTC. */
  readonly now: string;
}

export interface AttestationListView {
  readonly attestations: readonly AttestationView[];
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** The tenant and the watching in one card, worst first. */
export interface WatchStatusView {
  readonly status: WatchStatus;
  /** Of the latest scan; undefined when there was none. */
  readonly report: ScanReport | undefined;
  readonly alerts: readonly Alert[];
  readonly cases: readonly DriftCase[];
  /** Oldest first: the last scan of each day. */
  readonly trend: readonly ScanSummary[];
  /** ISO 8601 UTC. */
  readonly now: string;
}

/** One page of the inventory. */
export interface AccountsView {
  readonly inventory: Inventory;
  readonly page: number;
}

export interface CardRenderer {
  progress(view: ProgressView): CardMessage;
  /** One page of a report: page 0 is the overview. With `offersFixes`, what failed can be planned from there. */
  report(report: ScanReport, page: number, offersFixes?: boolean): CardMessage;
  /** One finding in full; undefined when the report has none with that fingerprint. `page` is where to go back to. */
  finding(report: ScanReport, fingerprint: string, page: number, offersFixes?: boolean): CardMessage | undefined;
  /** One page of the account × policy matrix, from 0. */
  matrix(report: ScanReport, page: number): CardMessage;
  history(page: HistoryPage): CardMessage;
  comparison(comparison: ScanComparison): CardMessage;
  /** What was written of the latest scan and where, and a summary to copy. */
  exported(exported: ExportedReport): CardMessage;
  alreadyScanning(holder: ScanClaim): CardMessage;
  noScanYet(): CardMessage;
  help(): CardMessage;
  welcome(): CardMessage;
  problem(view: ProblemView): CardMessage;
  notice(view: NoticeView): CardMessage;
  /** What can be planned now, in the order given. */
  fixes(options: readonly FixOption[]): CardMessage;
  /** The requests that are under way, in the order given. */
  approvals(requests: readonly RemediationRequest[]): CardMessage;
  /** A request in its present state, as everybody sees it. */
  request(request: RemediationRequest): CardMessage;
  /** The second step of an approval, for one person: what changes once more, and the questions. */
  confirmation(request: RemediationRequest, token: string): CardMessage;
  /** What the bot does by itself, and the buttons to change that. */
  automation(overview: AutomationOverview): CardMessage;
  /** Writing is stopped: by whom, and what that means. */
  stopped(result: StopResult): CardMessage;
  auditHead(head: AuditHeadView): CardMessage;
  /** Everything that differs about one subject, in the state it is in. */
  driftCase(drifted: DriftCase): CardMessage;
  /** Many cases that began at once, worst first, in one card. */
  driftDigest(cases: readonly DriftCase[]): CardMessage;
  alert(alert: Alert): CardMessage;
  drill(drill: Drill): CardMessage;
  /** What is due, what is planned, and the questions for another drill. */
  drillForm(view: DrillFormView): CardMessage;
  reminder(view: ReminderView): CardMessage;
  attestations(view: AttestationListView): CardMessage;
  attestationForm(view: AttestationView): CardMessage;
  /** What this conversation is told; undefined: nothing. */
  subscription(subscription: Subscription | undefined): CardMessage;
  schedule(schedule: ScheduleView): CardMessage;
  watchStatus(view: WatchStatusView): CardMessage;
  /** Who is designated, who waits for it, and who looks like it. */
  accounts(view: AccountsView): CardMessage;
  /** A designation in its present state, as everybody sees it. */
  designation(designation: Designation): CardMessage;
  /** What one person is shown before they sign. */
  designationForm(form: DesignationForm): CardMessage;
}
