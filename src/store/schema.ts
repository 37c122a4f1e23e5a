import type { AuditRecord } from '../domain/audit/chain.js';
import type { Outcome, Severity, Subject } from '../domain/controls/control.js';
import type { Verdict } from '../domain/controls/evaluate.js';
import type { ScanTrigger } from '../domain/scan.js';
import type { Conversation } from '../workflows/ports.js';

/**
 * The tables as they are after the last migration, the same on both databases. Times are ISO 8601 UTC text of one width,
 * so that text order is time order; documents are JSON text, so that their bytes come back as they were written.
 */

/** One completed scan. `document` is the scan without its findings. */
export interface ScanTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly trigger: ScanTrigger['kind'];
  readonly started_at: string;
  readonly completed_at: string;
  readonly verdict: Verdict;
  readonly digest: string;
  readonly document: string;
}

/** One finding of a scan; `position` is its place in the scan's list. */
export interface FindingTable {
  readonly scan_id: string;
  readonly position: number;
  readonly control_id: string;
  readonly subject_type: Subject['type'];
  readonly subject_id: string;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly fingerprint: string;
  readonly document: string;
}

/** What a scan read, for judging it again. */
export interface SnapshotTable {
  readonly scan_id: string;
  readonly document: string;
}

/** At most one scan per tenant is running; after `lease_until` its claim counts no more. */
export interface RunningScanTable {
  readonly tenant_id: string;
  readonly scan_id: string;
  readonly by_name: string;
  readonly started_at: string;
  readonly lease_until: string;
}

/** `revision` counts how often the conversation was remembered. */
export interface ConversationTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly kind: Conversation['kind'];
  readonly reference: string;
  readonly remembered_at: string;
  readonly revision: number;
}

export interface Schema {
  readonly scans: ScanTable;
  readonly findings: FindingTable;
  readonly snapshots: SnapshotTable;
  readonly running_scans: RunningScanTable;
  readonly conversations: ConversationTable;
  readonly audit_log: AuditRecord;
}
