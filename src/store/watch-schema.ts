import type { Alert } from '../domain/alerts/alert.js';
import type { Severity } from '../domain/controls/control.js';
import type { DriftCase } from '../domain/drift/drift.js';
import type { DrillState } from '../domain/drills/drill.js';
import type { Subscription, Topic } from '../workflows/ports.js';
import type { Generated } from 'kysely';

/** The tables of watching, as `schema.ts` describes them all. `document` is the whole object but for what has a column. */

/** `kinds` is a JSON list. */
export interface SubscriptionTable {
  readonly conversation_id: string;
  readonly min_severity: Severity;
  readonly kinds: string;
  readonly role: Subscription['role'];
  readonly subscribed_by: string;
  readonly subscribed_at: string;
}

/**
 * One message on its way. `id` grows, so its order is that of age. `lease_until` is null while the item waits, and says for
 * how long somebody delivers it otherwise.
 */
export interface OutboxTable {
  readonly id: Generated<number>;
  readonly conversation_id: string;
  readonly topic_key: string;
  readonly topic_kind: Topic['kind'];
  readonly topic_id: string;
  readonly created_at: string;
  readonly next_attempt_at: string;
  readonly lease_until: string | null;
  readonly attempts: number;
  readonly unknown_attempts: number;
  readonly last_error: string | null;
  /** 1: only a card that is there already is edited; 0: one is posted where there is none. */
  readonly edits_only: Generated<number>;
}

/** The message that shows a topic in a conversation. */
export interface PostedCardTable {
  readonly conversation_id: string;
  readonly topic_key: string;
  readonly message_id: string;
  readonly posted_at: string;
}

export interface BaselineTable {
  readonly tenant_id: string;
  readonly scan_id: string;
  readonly accepted_at: string;
}

/** `subject_key` names the subject: of the cases that are not resolved, each has one. */
export interface DriftCaseTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly subject_key: string;
  readonly state: DriftCase['state'];
  readonly version: number;
  readonly scan_id: string;
  readonly opened_at: string;
  readonly document: string;
}

/** `source_id` and `subject_key` name the event: each is stored once per tenant. */
export interface AlertTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly source_id: string;
  readonly subject_key: string;
  readonly state: Alert['state'];
  readonly version: number;
  readonly noticed_at: string;
  readonly document: string;
}

export interface SeenRecordTable {
  readonly tenant_id: string;
  readonly source_id: string;
  readonly seen_at: string;
}

export interface WatchHealthTable {
  readonly tenant_id: string;
  readonly source: string;
  readonly last_success_at: string | null;
  readonly last_failure_at: string | null;
  readonly last_failure: string | null;
  readonly newest_record_at: string | null;
}

export interface DrillTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly state: DrillState;
  readonly version: number;
  readonly starts_at: string;
  readonly document: string;
}

/** `document` is what was signed and never changes; `invalid_because` may come later. */
export interface AttestationTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly signed_at: string;
  readonly invalid_because: string | null;
  readonly document: string;
}

export interface WatchSchema {
  readonly subscriptions: SubscriptionTable;
  readonly outbox: OutboxTable;
  readonly posted_cards: PostedCardTable;
  readonly baselines: BaselineTable;
  readonly drift_cases: DriftCaseTable;
  readonly alerts: AlertTable;
  readonly seen_records: SeenRecordTable;
  readonly watch_health: WatchHealthTable;
  readonly drills: DrillTable;
  readonly attestations: AttestationTable;
}
