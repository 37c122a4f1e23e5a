import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { AuditRecord, ChainHead } from '../domain/audit/chain.js';
import type { Scan, RequestStats } from '../domain/scan.js';
import type { EmergencyAccount, TenantSnapshot } from '../domain/tenant/snapshot.js';

/** What the workflows need from outside. Adapters implement these; compose.ts hands them in. */

export interface Clock {
  /** Now, in milliseconds since the epoch. */
  now(): number;
}

export interface Ids {
  /** A fresh, unguessable ID. */
  next(): string;
}

export interface ScanProgress {
  /** Resources read so far, and in all. */
  readonly done: number;
  readonly total: number;
  /** What was read last, in the words of `coverage.reads[].resource`. */
  readonly resource: string;
}

export interface TenantReading {
  readonly snapshot: TenantSnapshot;
  readonly requests: RequestStats;
}

export interface TenantReader {
  /**
   * Reads the whole tenant view once. Never rejects for what Graph answers or fails to answer: gaps are `Unknown`s in the
   * snapshot. Ends within the scan budget (five minutes) even when Graph hangs.
   */
  readTenant(request: {
    readonly accounts: readonly EmergencyAccount[];
    /** `x-ms-throttle-priority`: high for a person who waits, low for a schedule. */
    readonly priority: 'low' | 'normal' | 'high';
    readonly onProgress?: (progress: ScanProgress) => void;
  }): Promise<TenantReading>;
}

/** Who is scanning a tenant right now. */
export interface ScanClaim {
  readonly scanId: string;
  readonly startedAt: string;
  /** Display name of the person, or what started it. */
  readonly byName: string;
}

export interface ScanStore {
  /**
   * Claims the tenant for one scan until `leaseUntil` (ISO 8601 UTC). Answers the holder's claim when another scan of the
   * tenant has an unexpired one.
   */
  claim(
    tenantId: string,
    claim: ScanClaim,
    leaseUntil: string,
    now: string,
  ): Promise<{ readonly claimed: true } | { readonly claimed: false; readonly holder: ScanClaim }>;
  /** Gives the claim back without a result. */
  release(tenantId: string, scanId: string): Promise<void>;
  /** Stores scan, findings, snapshot and audit event and gives the claim back, in one transaction. */
  complete(scan: Scan, snapshot: TenantSnapshot, event: AuditEvent): Promise<void>;
  findScan(id: string): Promise<Scan | undefined>;
  /** The most recently completed scan of the tenant. */
  findLatestScan(tenantId: string): Promise<Scan | undefined>;
  findSnapshot(scanId: string): Promise<TenantSnapshot | undefined>;
}

/** A place the bot can speak in. `reference` is the chat SDK's own, as JSON text; nothing here looks into it. */
export interface Conversation {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: 'personal' | 'groupChat' | 'channel';
  readonly reference: string;
}

export interface ConversationStore {
  /** Keeps the newest reference of a conversation. Says whether the conversation was new. */
  remember(conversation: Conversation, now: string): Promise<{ readonly isNew: boolean }>;
  forget(id: string): Promise<void>;
  findConversation(id: string): Promise<Conversation | undefined>;
  listConversations(tenantId: string): Promise<readonly Conversation[]>;
}

export interface AuditStore {
  /** Appends one link to the hash chain. */
  append(event: AuditEvent): Promise<void>;
  /** The records after `afterSeq` (from the first one when absent) in the chain's order, at most `limit`. */
  readAudit(page: { readonly afterSeq?: number; readonly limit: number }): Promise<readonly AuditRecord[]>;
  /** Where the chain ends now; sequence number 0 while it is empty. */
  head(): Promise<ChainHead>;
}

export interface Store {
  readonly scans: ScanStore;
  readonly conversations: ConversationStore;
  readonly audit: AuditStore;
  close(): Promise<void>;
}
