import type { RemediationRequest, RequestState, Review, StepRecord } from '../domain/approval/request.js';
import type { AuditRecord } from '../domain/audit/chain.js';
import type { Verdict } from '../domain/controls/evaluate.js';
import type { ControlMode } from '../domain/remediation/plan.js';
import type { ScanTrigger } from '../domain/scan.js';
import type { Conversation } from '../workflows/ports.js';
import type { DesignationSchema } from './designation-schema.js';
import type { WatchSchema } from './watch-schema.js';

/**
 * The tables as they are after the last migration, the same on both databases. Times are ISO 8601 UTC text of one width,
 * so that text order is time order; documents are JSON text, so that their bytes come back as they were written.
 */

/**
 * One completed scan, reduced to what is its own: `document` is trigger and request numbers. What it read and what was
 * found are shared with every scan that read and found the same. `digest` is the snapshot's, as the scan document has it.
 */
export interface ScanTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly trigger: ScanTrigger['kind'];
  readonly started_at: string;
  readonly completed_at: string;
  readonly verdict: Verdict;
  readonly digest: string;
  readonly document: string;
  readonly snapshot_key: string;
  readonly result_key: string;
}

/** What scans read, or found, without the times at which they did; `key` is the SHA-256 of `document`. */
export interface ScanContentTable {
  readonly key: string;
  readonly document: string;
}

/** What was found, with how many findings there are of each outcome, as JSON: lists of scans read that alone. */
export interface ScanResultTable extends ScanContentTable {
  readonly counts: string;
}

/** At most one scan per tenant is running; after `lease_until` its claim counts no more. */
export interface RunningScanTable {
  readonly tenant_id: string;
  readonly scan_id: string;
  readonly by_name: string;
  readonly started_at: string;
  readonly lease_until: string;
}

/**
 * `revision` counts how often the conversation was remembered. `dead_because` says why nothing reaches it any more; null
 * while it is alive.
 */
export interface ConversationTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly kind: Conversation['kind'];
  readonly reference: string;
  readonly remembered_at: string;
  readonly revision: number;
  readonly dead_because: string | null;
}

/**
 * The life of one plan. While somebody executes it, `lease_until` says for how long; `fence` counts who did. `open_key` is
 * what the plan is for; null in rows older than the column.
 */
export interface RequestTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly state: RequestState;
  readonly version: number;
  readonly plan: string;
  readonly plan_digest: string;
  readonly requester_tenant_id: string;
  readonly requester_object_id: string;
  readonly requester_name: string;
  readonly outcome: string;
  readonly rollback_of: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly lease_until: string | null;
  readonly fence: number;
  readonly authorized_by: RemediationRequest['authorizedBy'];
  readonly open_key: string | null;
}

/** One person's answer. `version` is that of the request it answered. Rows are only ever added. */
export interface ReviewTable {
  readonly request_id: string;
  readonly version: number;
  readonly reviewer_tenant_id: string;
  readonly reviewer_object_id: string;
  readonly reviewer_name: string;
  readonly decision: Review['decision'];
  readonly reason: string;
  readonly plan_digest: string;
  readonly at: string;
}

/** What became of one step of a plan; `image` is what the step found before it wrote. */
export interface StepTable {
  readonly request_id: string;
  readonly idx: number;
  readonly state: StepRecord['state'];
  readonly detail: string;
  readonly image: string | null;
}

/** A confirmation that a person opened; `uses` is 0 until it is taken, then 1. */
export interface ConfirmationTable {
  readonly token: string;
  readonly request_id: string;
  readonly reviewer_tenant_id: string;
  readonly reviewer_object_id: string;
  readonly plan_digest: string;
  readonly opened_at: string;
  readonly uses: number;
}

/** Where the card of a request was posted. */
export interface CardTable {
  readonly request_id: string;
  readonly conversation_id: string;
  readonly message_id: string;
}

/** What people allowed for one control; `request_id` is the approved request that said so. */
export interface ControlModeTable {
  readonly tenant_id: string;
  readonly control_id: string;
  readonly mode: ControlMode;
  readonly request_id: string;
  readonly at: string;
}

/** A tenant that nothing is written to: its row is there for as long as the stop is. */
export interface WritingStopTable {
  readonly tenant_id: string;
  readonly by_name: string;
  readonly at: string;
}

/** When writing to the tenant was last resumed. Stays when it is stopped again. */
export interface WritingResumptionTable {
  readonly tenant_id: string;
  readonly at: string;
}

export interface Schema extends WatchSchema, DesignationSchema {
  readonly scans: ScanTable;
  readonly snapshots: ScanContentTable;
  readonly scan_results: ScanResultTable;
  readonly running_scans: RunningScanTable;
  readonly conversations: ConversationTable;
  readonly audit_log: AuditRecord;
  readonly remediation_requests: RequestTable;
  readonly remediation_reviews: ReviewTable;
  readonly remediation_steps: StepTable;
  readonly remediation_confirmations: ConfirmationTable;
  readonly remediation_cards: CardTable;
  readonly control_modes: ControlModeTable;
  readonly writing_stops: WritingStopTable;
  readonly writing_resumptions: WritingResumptionTable;
}
