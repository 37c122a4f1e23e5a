import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { Alert, DirectoryAudit, SignIn, WatchHealth } from '../domain/alerts/alert.js';
import type { Severity } from '../domain/controls/control.js';
import type { Baseline, DriftCase } from '../domain/drift/drift.js';
import type { Attestation, Drill } from '../domain/drills/drill.js';
import type { Observed } from '../domain/tenant/observed.js';

/** What watching needs from outside, beside the ports of scanning and remediation. */

/** Reads what happened in the directory. Never rejects for what Graph answers. */
export interface EventReader {
  /** Records from `since` (ISO 8601 UTC) on, oldest first. Pages are followed; more than the cap is `incomplete`. */
  readDirectoryAudits(since: string): Promise<Observed<readonly DirectoryAudit[]>>;
  /** Interactive and, where readable, non-interactive sign-ins of one account, oldest first. `notLicensed` without P1. */
  readSignIns(accountId: string, since: string): Promise<SignInReading>;
  /** Whether a person's account can sign in; known and null: there is no such account. */
  readAccount(objectId: string): Promise<Observed<{ readonly accountEnabled: boolean | null } | null>>;
  /**
   * Which of these objects, at most 50, changed since `link` was answered, and the link for the next time. Null: nothing is
   * reported, and following begins now. When Graph has forgotten the link, all of them count as changed: what was missed
   * is not known.
   */
  readDelta(kind: DeltaKind, ids: readonly string[], link: string | null): Promise<Observed<DeltaReading>>;
}

/** What can be followed: users by their properties, groups by their name and members. */
export type DeltaKind = 'users' | 'groups';

export interface DeltaReading {
  /** Lower case, each once. Removed ones are among them. */
  readonly changedIds: readonly string[];
  readonly link: string;
}

/** Sign-ins as they were read. A known reading with a `detail` lacks the non-interactive ones, and the detail says why. */
export type SignInReading = Observed<readonly SignIn[]> & { readonly detail?: string };

/** What a card shows: rendered from the store at the moment it is delivered. */
export type Topic =
  | { readonly kind: 'drift'; readonly id: string }
  | { readonly kind: 'driftDigest'; readonly id: string }
  | { readonly kind: 'alert'; readonly id: string }
  | { readonly kind: 'drill'; readonly id: string }
  | { readonly kind: 'reminder'; readonly id: string }
  | { readonly kind: 'report'; readonly id: string }
  | { readonly kind: 'designation'; readonly id: string };

export type SubscriptionKind = 'drift' | 'alerts' | 'approvals' | 'reminders' | 'records';

export interface Subscription {
  readonly conversationId: string;
  readonly minSeverity: Severity;
  readonly kinds: readonly SubscriptionKind[];
  /** `escalation`: told only what nobody acknowledged elsewhere. */
  readonly role: 'channel' | 'escalation';
  readonly by: string;
  readonly at: string;
}

/** One message on its way to one conversation. */
export interface OutboxItem {
  readonly id: string;
  readonly conversationId: string;
  readonly topic: Topic;
  /** Deliveries begun whose end nobody knows: after two, the message counts as delivered. */
  readonly unknownAttempts: number;
  readonly attempts: number;
  /** The message to edit; null: none was posted yet. */
  readonly messageId: string | null;
  /** Only a message that is there is edited: the conversation did not ask for a new one. */
  readonly editsOnly: boolean;
  readonly createdAt: string;
}

export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly messageId: string | null; readonly at: string }
  /** Not delivered for sure, or not known; tried again at `nextAttemptAt`. */
  | { readonly kind: 'retry'; readonly nextAttemptAt: string; readonly isUnknown: boolean; readonly error: string }
  /** The conversation is gone: the bot was removed or blocked. */
  | { readonly kind: 'dead'; readonly error: string };

export interface Outbox {
  /**
   * Takes the oldest due item of a conversation that nobody else is delivering to, until `leaseUntil`; undefined when none
   * is due at `now`. A newer item of the same topic and conversation has replaced older ones.
   */
  claim(now: string, leaseUntil: string, busy: readonly string[]): Promise<OutboxItem | undefined>;
  /** Stored right before the message is sent, so that a crash leaves a trace of the attempt. */
  begin(itemId: string): Promise<void>;
  settle(itemId: string, outcome: DeliveryOutcome): Promise<void>;
  /** When the next item becomes due; undefined when there is none. */
  nextDueAt(): Promise<string | undefined>;
  /** Tells what no other change brings about, with an audit event where there is one, in one transaction. */
  tell(tellings: readonly Telling[], now: string, event?: AuditEvent): Promise<void>;
  /** How many wait, and since when the oldest does. */
  backlog(): Promise<{ readonly count: number; readonly oldestAt: string | null }>;
}

/** Who gets a topic, decided when it is told. Wherever its card is already, that card is edited, whoever gets a new one. */
export interface Telling {
  readonly topic: Topic;
  readonly kind: SubscriptionKind;
  readonly severity: Severity;
  /** `escalation` subscribers get it too. */
  readonly escalate?: boolean;
  /** In these conversations whatever they subscribed to, for example where a command was given. */
  readonly also?: readonly string[];
}

export interface SubscriptionStore {
  subscribe(subscription: Subscription, event: AuditEvent): Promise<void>;
  unsubscribe(conversationId: string, event: AuditEvent): Promise<boolean>;
  listSubscriptions(tenantId: string): Promise<readonly Subscription[]>;
}

export interface DriftStore {
  findBaseline(tenantId: string): Promise<Baseline | undefined>;
  setBaseline(baseline: Baseline, event: AuditEvent): Promise<void>;
  findCase(id: string): Promise<DriftCase | undefined>;
  /** Every case that is not resolved. */
  listOpenCases(tenantId: string): Promise<readonly DriftCase[]>;
  /**
   * Puts new and changed cases in place, each only if its version is still the one before, with audit events and what is
   * told about them, in one transaction; false when one has moved on, and then nothing is stored.
   */
  saveCases(
    cases: readonly DriftCase[],
    events: readonly AuditEvent[],
    tellings: readonly Telling[],
    now: string,
  ): Promise<boolean>;
}

export interface AlertStore {
  /** Stores those whose `sourceId` and subject are new, with what is told about them, in one transaction; answers them. */
  raise(
    alerts: readonly Alert[],
    events: readonly AuditEvent[],
    tellings: readonly Telling[],
    now: string,
  ): Promise<readonly Alert[]>;
  findAlert(id: string): Promise<Alert | undefined>;
  /** Not acknowledged, oldest first. */
  listOpenAlerts(tenantId: string): Promise<readonly Alert[]>;
  /** Alerts noticed at `since` or later, newest first. */
  listAlerts(tenantId: string, since: string): Promise<readonly Alert[]>;
  /** Moves the alert from `version`; false when it has moved on. */
  save(alert: Alert, version: number, event: AuditEvent, tellings: readonly Telling[], now: string): Promise<boolean>;
  /** Records seen before, so that overlapping windows tell nothing twice. */
  filterUnseen(tenantId: string, sourceIds: readonly string[]): Promise<readonly string[]>;
  markSeen(tenantId: string, sourceIds: readonly string[], at: string): Promise<void>;
  findHealth(tenantId: string): Promise<readonly WatchHealth[]>;
  saveHealth(tenantId: string, health: WatchHealth): Promise<void>;
}

export interface DrillStore {
  findDrill(id: string): Promise<Drill | undefined>;
  /** Newest window first. */
  listDrills(tenantId: string): Promise<readonly Drill[]>;
  /** Version 1 is new; otherwise it must follow the stored one. */
  saveDrill(drill: Drill, event: AuditEvent, tellings: readonly Telling[], now: string): Promise<boolean>;
  listAttestations(tenantId: string): Promise<readonly Attestation[]>;
  saveAttestation(attestation: Attestation, event: AuditEvent): Promise<void>;
}

/** Says something outside the tenant, signed. Resolves when it was accepted; rejects otherwise. */
export interface Webhook {
  send(body: object): Promise<void>;
}
