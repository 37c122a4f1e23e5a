import type { Alert, Classification, WatchHealth } from '../domain/alerts/alert.js';
import type { Severity } from '../domain/controls/control.js';
import type { DriftCase } from '../domain/drift/drift.js';
import type { Attestation, Drill, DrillPerson, FollowUp } from '../domain/drills/drill.js';
import type { DeadLetter } from './jobs.js';
import type { Person } from './remediation.js';
import type { Subscription, SubscriptionKind } from './watch-ports.js';

/**
 * What a chat can ask of a bot that watches: who is told, when it looks, what it noticed, and the statements and rehearsals
 * that people record. Refusals are values with a stable code and are in the audit log before they are returned.
 */

export interface Refused<C extends string> {
  readonly kind: 'refused';
  readonly code: C;
  /** What is the case and what to do instead, for people. */
  readonly message: string;
}

export type DriftAnswer =
  | { readonly kind: 'done'; readonly case: DriftCase }
  | Refused<
      | 'DRIFT_UNKNOWN'
      | 'DRIFT_NOT_OPEN'
      | 'DRIFT_NOT_APPROVER'
      | 'DRIFT_REASON_MISSING'
      | 'DRIFT_DAYS_INVALID'
      | 'OVERTAKEN'
    >;

export interface DriftActions {
  findCase(id: string): Promise<DriftCase | undefined>;
  listOpenCases(): Promise<readonly DriftCase[]>;
  /** Accepts what differs for so many days (1 to 365), by an approver. */
  accept(input: {
    readonly caseId: string;
    readonly reason: string;
    readonly days: number;
    readonly person: Person;
  }): Promise<DriftAnswer>;
  /** Says nothing about the case for so many hours (1 to 72), unless it becomes worse. */
  snooze(input: { readonly caseId: string; readonly hours: number; readonly person: Person }): Promise<DriftAnswer>;
}

export type AcknowledgeAnswer =
  | { readonly kind: 'done'; readonly alert: Alert }
  | Refused<
      | 'ALERT_UNKNOWN'
      | 'ALERT_ACKNOWLEDGED'
      | 'ALERT_OWN_ACCOUNT'
      | 'ALERT_TEXT_MISSING'
      | 'ALERT_CLASS_INVALID'
      | 'OVERTAKEN'
    >;

export interface AlertActions {
  findAlert(id: string): Promise<Alert | undefined>;
  listOpenAlerts(): Promise<readonly Alert[]>;
  acknowledge(input: {
    readonly alertId: string;
    readonly classification: Classification;
    readonly text: string;
    readonly person: Person;
  }): Promise<AcknowledgeAnswer>;
}

export interface SubscriptionActions {
  findSubscription(conversationId: string): Promise<Subscription | undefined>;
  subscribe(input: {
    readonly conversationId: string;
    readonly minSeverity: Severity;
    readonly kinds: readonly SubscriptionKind[];
    readonly role: Subscription['role'];
    readonly person: Person;
  }): Promise<Subscription>;
  /** False: it was not subscribed. */
  unsubscribe(input: { readonly conversationId: string; readonly person: Person }): Promise<boolean>;
}

export interface ScheduleView {
  /** Null: no reports are posted here by schedule. */
  readonly cron: string | null;
  readonly timeZone: string;
  /** In words, for example `At 08:00, every day, Europe/Oslo (cron: 0 8 * * *).` */
  readonly description: string;
  /** ISO 8601 UTC. */
  readonly nextRuns: readonly string[];
  /** How often the bot looks at the tenant whatever is posted. */
  readonly watchDescription: string;
}

export type ScheduleAnswer =
  { readonly kind: 'done'; readonly schedule: ScheduleView } | Refused<'SCHEDULE_INVALID' | 'SCHEDULE_TOO_OFTEN'>;

export interface ScheduleActions {
  describe(conversationId: string): Promise<ScheduleView>;
  /** `cron` null ends it. At most every 15 minutes. */
  set(input: {
    readonly conversationId: string;
    readonly cron: string | null;
    readonly timeZone: string;
    readonly person: Person;
  }): Promise<ScheduleAnswer>;
}

export type DrillAnswer =
  | { readonly kind: 'done'; readonly drill: Drill }
  | Refused<
      | 'DRILL_UNKNOWN'
      | 'DRILL_ACCOUNT_UNKNOWN'
      | 'DRILL_WINDOW_INVALID'
      | 'DRILL_PEOPLE_INVALID'
      | 'DRILL_NOT_PLANNED'
      | 'DRILL_NOT_OBSERVED'
      | 'DRILL_FOLLOW_UP_INCOMPLETE'
      | 'OVERTAKEN'
    >;

export interface DrillActions {
  findDrill(id: string): Promise<Drill | undefined>;
  listDrills(): Promise<readonly Drill[]>;
  /** Designated accounts with the date by which each must be rehearsed again; null: never rehearsed. */
  listDue(): Promise<
    readonly { readonly accountId: string; readonly accountName: string; readonly dueAt: string | null }[]
  >;
  plan(input: {
    readonly accountId: string;
    /** ISO 8601 UTC. */
    readonly from: string;
    /** At most 240. */
    readonly minutes: number;
    readonly second: DrillPerson;
    readonly person: Person;
  }): Promise<DrillAnswer>;
  cancel(input: { readonly drillId: string; readonly person: Person }): Promise<DrillAnswer>;
  followUp(input: {
    readonly drillId: string;
    readonly followUp: Omit<FollowUp, 'by' | 'at'>;
    readonly person: Person;
  }): Promise<DrillAnswer>;
  /** Says that it took place although no sign-in was seen. */
  claim(input: { readonly drillId: string; readonly person: Person }): Promise<DrillAnswer>;
}

export type AttestationAnswer =
  | { readonly kind: 'done'; readonly attestation: Attestation }
  | Refused<
      | 'ATTESTATION_CONTROL_UNKNOWN'
      | 'ATTESTATION_STATEMENT_MISSING'
      | 'ATTESTATION_CUSTODIANS_INVALID'
      | 'ATTESTATION_LINK_INVALID'
      | 'ATTESTATION_DAYS_INVALID'
    >;

export interface AttestationView {
  readonly controlId: string;
  readonly title: string;
  /** What a person states by signing. */
  readonly template: string;
  readonly custodiansNeeded: 0 | 2;
  readonly current: Attestation | null;
}

export interface AttestationActions {
  list(): Promise<readonly AttestationView[]>;
  sign(input: {
    readonly controlId: string;
    readonly statement: string;
    readonly custodians: readonly DrillPerson[];
    readonly evidenceLink: string | null;
    /** 1 to 365; 90 unless said otherwise. */
    readonly days: number;
    readonly person: Person;
  }): Promise<AttestationAnswer>;
  /** Signs the present statement again, with the same custodians and link. */
  renew(input: { readonly controlId: string; readonly person: Person }): Promise<AttestationAnswer>;
}

/** Whether the watching itself works. */
export interface WatchStatus {
  readonly health: readonly WatchHealth[];
  readonly openAlerts: number;
  readonly openDrift: number;
  /** The last time a sign-in was followed by a delivered alert, and how long that took, in milliseconds. */
  readonly proven: { readonly at: string; readonly latencyMs: number } | null;
  readonly outbox: { readonly count: number; readonly oldestAt: string | null };
  readonly deadLetters: readonly DeadLetter[];
  readonly subscriptions: number;
  /** Sentences that people should read first; empty when everything works. */
  readonly warnings: readonly string[];
}

export interface Watching {
  readonly drift: DriftActions;
  readonly alerts: AlertActions;
  readonly subscriptions: SubscriptionActions;
  readonly schedules: ScheduleActions;
  readonly drills: DrillActions;
  readonly attestations: AttestationActions;
  status(): Promise<WatchStatus>;
}
