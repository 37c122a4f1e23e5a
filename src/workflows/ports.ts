import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { AuditRecord, ChainHead } from '../domain/audit/chain.js';
import type { Scan, RequestStats } from '../domain/scan.js';
import type { Principal, RemediationRequest, RequestState, Review, StepRecord } from '../domain/approval/request.js';
import type { Outcome } from '../domain/controls/control.js';
import type { ControlMode, TenantChange } from '../domain/remediation/plan.js';
import type { Observed } from '../domain/tenant/observed.js';
import type { EmergencyAccount, TenantSnapshot } from '../domain/tenant/snapshot.js';
import type { SubjectReading } from '../domain/designation/subject-facts.js';
import type { DesignationStore } from './designation-ports.js';
import type { AlertStore, DriftStore, DrillStore, Outbox, SubscriptionStore } from './watch-ports.js';

export type * from './designation-ports.js';
export type * from './watch-ports.js';

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
    /** Designated groups: their users are read as accounts, too. */
    readonly groupIds?: readonly string[];
    /** `x-ms-throttle-priority`: high for a person who waits, low for a schedule. */
    readonly priority: 'low' | 'normal' | 'high';
    /**
     * True: What If and the per-user MFA states are left unknown. The lockout guard looks at neither, and Graph answers them so
     * slowly that the rest would be old by then.
     */
    readonly isForGuard?: boolean;
    readonly onProgress?: (progress: ScanProgress) => void;
  }): Promise<TenantReading>;
}

/** Looks at one account or group, for a person who is about to sign for it. */
export interface SubjectReader {
  /** Never rejects for what Graph answers or fails to answer. */
  readSubject(objectId: string): Promise<SubjectReading>;
}

/** Who is scanning a tenant right now. */
export interface ScanClaim {
  readonly scanId: string;
  readonly startedAt: string;
  /** Display name of the person, or what started it. */
  readonly byName: string;
}

/** One stored scan in a list: what it found is counted, not told. */
export interface ScanSummary extends Pick<Scan, 'id' | 'trigger' | 'startedAt' | 'completedAt' | 'verdict'> {
  /** How many findings there are of each outcome. */
  readonly counts: Readonly<Record<Outcome, number>>;
}

/** A part of a list: at most `limit` entries after the first `offset`. */
export interface ListPage {
  readonly offset: number;
  readonly limit: number;
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
  /** Prolongs the claim of a scan that still has it; otherwise nothing. */
  renew(scanId: string, leaseUntil: string): Promise<void>;
  /** Gives the claim back without a result. */
  release(tenantId: string, scanId: string): Promise<void>;
  /** Stores scan, findings, snapshot and audit event and gives the claim back, in one transaction. */
  complete(scan: Scan, snapshot: TenantSnapshot, event: AuditEvent): Promise<void>;
  findScan(id: string): Promise<Scan | undefined>;
  /** The most recently completed scan of the tenant, or the most recent one completed at `notAfter` (ISO 8601 UTC) or before. */
  findLatestScan(tenantId: string, notAfter?: string): Promise<Scan | undefined>;
  /** The most recently completed scan of any tenant. */
  findNewestScan(): Promise<Scan | undefined>;
  /** Every scan of the tenant, newest first. */
  listScans(tenantId: string, page: ListPage): Promise<readonly ScanSummary[]>;
  /** Newest first: the scans that somebody asked for, and those that found something else than the one before. */
  listNotableScans(tenantId: string, page: ListPage): Promise<readonly ScanSummary[]>;
  /** Oldest first: of each day from `since` (ISO 8601 UTC) on, the scan that was completed last. */
  listDailyScans(tenantId: string, since: string): Promise<readonly ScanSummary[]>;
  /**
   * What the scan read. Its reading times, and those in a scan's evidence, are kept as the moment the scan started: never
   * later than the truth, and at most the scan's length earlier.
   */
  findSnapshot(scanId: string): Promise<TenantSnapshot | undefined>;
  /**
   * Deletes the tenant's scans completed before `before` (ISO 8601 UTC) with what only they had read, and says how many.
   * Kept are the latest scan, the baseline's, those that cases which are not resolved name, and for each remediation request
   * the scan it was made from and those it led to.
   */
  deleteScansBefore(tenantId: string, before: string): Promise<number>;
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
  /** The newest record of an action. */
  findLast(action: string): Promise<AuditRecord | undefined>;
  /** Where the chain ends now; sequence number 0 while it is empty. */
  head(): Promise<ChainHead>;
}

export interface Store {
  readonly scans: ScanStore;
  readonly conversations: ConversationStore;
  readonly audit: AuditStore;
  readonly requests: RequestStore;
  readonly automation: AutomationStore;
  readonly subscriptions: SubscriptionStore;
  readonly drift: DriftStore;
  readonly alerts: AlertStore;
  readonly drills: DrillStore;
  readonly outbox: Outbox;
  readonly designations: DesignationStore;
  close(): Promise<void>;
}

/** The current state of what a change touches, read for the decision to write. */
export interface ChangeReading {
  /** `digestOf` the object in the form the snapshot holds it, as in `Precondition`; null when the object is gone. */
  readonly objectDigest: string | null;
  /** The object that was digested, as canonical JSON; null when it is gone. */
  readonly objectImage: string | null;
  /** Whether what the change wants is already the case. */
  readonly inPlace: boolean;
  /** The object as Graph returned it, canonical JSON: kept as before-image and compared after the write. */
  readonly image: string;
}

export type WriteResult =
  | { readonly kind: 'written' }
  /** Graph said no; nothing was changed. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  /** No answer, or one that does not say whether the write took effect. */
  | { readonly kind: 'unknown'; readonly detail: string };

export type VerifyResult =
  /** The change is visible, and nothing else differs from the before-image. */
  | { readonly kind: 'verified' }
  /** Not visible yet after all patience. */
  | { readonly kind: 'notVisible'; readonly detail: string }
  /** Visible, and something else changed too, or a foreign edit was lost. */
  | { readonly kind: 'foreignChange'; readonly detail: string }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Writes one change at a time with the remediator's own credentials. Never repeats a write by itself. */
export interface TenantWriter {
  read(change: TenantChange): Promise<Observed<ChangeReading>>;
  /** Sends the write once. `before` is the reading it is based on. */
  write(change: TenantChange, before: ChangeReading): Promise<WriteResult>;
  /** Reads back with patience for replication (about two minutes at most) and compares with the before-image. */
  verify(change: TenantChange, before: ChangeReading): Promise<VerifyResult>;
}

/** Writes with a person's own rights, for changes whose permissions must not stand. */
export interface DelegatedAccess {
  /** A writer that acts with this person's own token, or null when there is none at hand. */
  writerFor(person: Principal): Promise<TenantWriter | null>;
}

/** Who may approve, read at the moment it is asked. */
export interface ApproverDirectory {
  /** Object IDs, lower case. Unknown is refused by everybody who asks. */
  readApprovers(): Promise<Observed<readonly string[]>>;
}

/** Proof that a person opened the confirmation of a plan. Single use, bound to person and digest. */
export interface Confirmation {
  readonly token: string;
  readonly requestId: string;
  readonly reviewer: Principal;
  readonly planDigest: string;
  readonly openedAt: string;
}

/** Ownership of an execution. The fence grows with every claim, so that a holder who overslept its lease is told apart. */
export interface ExecutionLease {
  readonly requestId: string;
  readonly fence: number;
  readonly leaseUntil: string;
}

export interface RequestStore {
  /**
   * Stores a new request in its state, `proposed` or `approved`, with its audit event, in one transaction. `openKey` names
   * what the plan is for: while another request with the same key is proposed, approved or executing, nothing is stored and
   * that request is returned.
   */
  propose(
    request: RemediationRequest,
    openKey: string,
    event: AuditEvent,
  ): Promise<{ readonly kind: 'stored' } | { readonly kind: 'alreadyOpen'; readonly request: RemediationRequest }>;
  findRequest(id: string): Promise<RemediationRequest | undefined>;
  /** The newest request with this `openKey`, open or ended. */
  findNewestFor(tenantId: string, openKey: string): Promise<RemediationRequest | undefined>;
  /** Requests in one of `states`, oldest first. */
  listRequests(tenantId: string, states: readonly RequestState[]): Promise<readonly RemediationRequest[]>;
  openConfirmation(confirmation: Confirmation): Promise<void>;
  /** The confirmation, marked as used; undefined when there is none or it was used before. */
  takeConfirmation(token: string): Promise<Confirmation | undefined>;
  /** Appends a review and moves the request from `version` to `state`, with the audit event, in one transaction; false when the version has moved on or the person has reviewed before. */
  review(review: Review, version: number, state: RequestState, event: AuditEvent): Promise<boolean>;
  /** Moves a request that nobody executes from `version` to `state`, with the audit event; false when the version has moved on. */
  settle(id: string, version: number, state: RequestState, outcome: string, event: AuditEvent): Promise<boolean>;
  /** `approved` → `executing`, or takes over an `executing` request whose lease is over, with the audit intent, in one transaction. Undefined when another has it. */
  claimExecution(id: string, now: string, leaseUntil: string, intent: AuditEvent): Promise<ExecutionLease | undefined>;
  /**
   * Records a step under a lease; false when the lease is no longer the newest or is over at `now`. A null image leaves the
   * stored one.
   */
  recordStep(lease: ExecutionLease, step: StepRecord, image: string | null, now: string): Promise<boolean>;
  /** The before-image stored with a step, or null. */
  findImage(requestId: string, index: number): Promise<string | null>;
  /** `executing` → an end state under a lease, with the audit event, in one transaction; false when the lease is no longer the newest. */
  finishExecution(lease: ExecutionLease, state: RequestState, outcome: string, event: AuditEvent): Promise<boolean>;
  /** Requests with `authorizedBy: 'automaticMode'` created at `since` (ISO 8601 UTC) or later, newest first. */
  listAutomatic(tenantId: string, since: string): Promise<readonly RemediationRequest[]>;
  /** `executing` requests whose lease is over at `now`. */
  listAbandoned(tenantId: string, now: string): Promise<readonly string[]>;
  /** Where the card of a request was posted, so that it can be edited for everybody. */
  rememberCard(requestId: string, conversationId: string, messageId: string): Promise<void>;
  findCards(requestId: string): Promise<readonly { readonly conversationId: string; readonly messageId: string }[]>;
}

export interface ControlModeSetting {
  readonly controlId: string;
  readonly mode: ControlMode;
  /** The approved request that set it. */
  readonly requestId: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** Somebody has told the bot to write nothing to the tenant any more. */
export interface WritingStop {
  readonly byName: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** What people have allowed the bot to do by itself. */
export interface AutomationStore {
  /** The controls whose mode is not the default, `advisory`. */
  listModes(tenantId: string): Promise<readonly ControlModeSetting[]>;
  /** Puts the mode in the place of the control's former one, with the audit event, in one transaction. */
  setMode(tenantId: string, setting: ControlModeSetting, event: AuditEvent): Promise<void>;
  findStop(tenantId: string): Promise<WritingStop | undefined>;
  /** Stops all writing, with the audit event, in one transaction; false when it was stopped already. */
  stop(tenantId: string, stop: WritingStop, event: AuditEvent): Promise<boolean>;
  /** Ends the stop and remembers when, with the audit event, in one transaction. */
  resume(tenantId: string, at: string, event: AuditEvent): Promise<void>;
  /** When writing was last resumed, ISO 8601 UTC; failures before it do not count any more. */
  findLastResume(tenantId: string): Promise<string | undefined>;
}
