import type express from 'express';
import type { RemediationRequest } from '../domain/approval/request.js';
import type { ScanReport } from '../domain/report/scan-report.js';
import type { Automation } from '../workflows/automation.js';
import type { Designations } from '../workflows/designations.js';
import type { AuditStore, Clock, ConversationStore, Ids, RequestStore } from '../workflows/ports.js';
import type { Remediation } from '../workflows/remediation.js';
import type { ScanHistory } from '../workflows/scan-history.js';
import type { StartScan } from '../workflows/scan-tenant.js';
import type { Watching } from '../workflows/watching.js';
import type { Outbox, Topic } from '../workflows/watch-ports.js';
import type { AuditHeadView, CardMessage, CardRenderer } from './card-renderer.js';

/** What the bot needs from outside, and what it offers. Types only: nothing here reads the environment or has defaults. */

/** How the bot proves itself to the Bot connector. New bots are SingleTenant or a user-assigned managed identity. */
export type BotCredentials =
  | {
      readonly type: 'SingleTenant';
      readonly appId: string;
      readonly tenantId: string;
      readonly password: string;
    }
  | {
      readonly type: 'SingleTenant';
      readonly appId: string;
      readonly tenantId: string;
      /** A PEM file with the private key; read once, when the bot is built. */
      readonly certificatePath: string;
      readonly certificateThumbprint: string;
    }
  | {
      readonly type: 'UserAssignedMSI';
      /** The client ID of the managed identity. */
      readonly appId: string;
      readonly tenantId: string;
    };

/** Who may sign inbound tokens. Only tests and national clouds pass it; never taken from the environment. */
export interface OpenIdMetadataSettings {
  readonly tokenIssuer: string;
  readonly metadataUrl: string;
}

/** Messages are constants; data goes into the fields, without names, tokens, message texts or card bodies. */
export interface Logger {
  info(message: string, fields: object): void;
  warn(message: string, fields: object): void;
  error(message: string, fields: object): void;
}

/** Resolves after so many milliseconds, or as soon as the signal aborts. Never rejects. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** What the bot says by itself. */
export interface Announcements {
  readonly outbox: Outbox;
  /** The card of a topic as the store has it now; undefined when the topic does not exist any more. */
  readonly render: (topic: Topic) => Promise<CardMessage | undefined>;
}

export interface BotOptions {
  /** Null switches authentication off: then the bot listens on loopback and answers to loopback only. */
  readonly credentials: BotCredentials | null;
  /** The one tenant whose people may use the bot. */
  readonly allowedTenantId: string;
  readonly startScan: StartScan;
  /** The most recently completed scan, arranged for reading. */
  readonly findLatestReport: () => Promise<ScanReport | undefined>;
  readonly findReport: (scanId: string) => Promise<ScanReport | undefined>;
  /** The scans before it. */
  readonly history: ScanHistory;
  /** Null: nothing is fixed here, and the bot says how that is changed. */
  readonly remediation: Remediation | null;
  /** Null exactly when `remediation` is. */
  readonly automation: Automation | null;
  /** Null or absent: nothing is watched between scans, and the bot says so. */
  readonly watching?: Watching | null;
  /** Null or absent: the accounts are only read. */
  readonly designations?: Designations | null;
  /** Where the cards of requests were posted. */
  readonly requestCards: Pick<RequestStore, 'rememberCard' | 'findCards'>;
  readonly conversations: Pick<ConversationStore, 'remember' | 'forget' | 'findConversation' | 'listConversations'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly cards: CardRenderer;
  /** Absent: the bot only answers. */
  readonly announcements?: Announcements;
  readonly openIdMetadata?: OpenIdMetadataSettings;
  /** Replaces the timers, so that tests do not wait. */
  readonly wait?: Wait;
  /** Replaces Math.random for jitter: 0 ≤ value < 1. */
  readonly random?: () => number;
}

export interface ListeningBot {
  /** Where it listens, for example `http://127.0.0.1:3978`. */
  readonly url: string;
  /** Stops listening and waits, for at most ten seconds, for what goes on behind the turns. */
  close(): Promise<void>;
}

export interface Bot {
  readonly app: express.Express;
  /**
   * Rejects with `BOT_UNAUTHENTICATED_NOT_LOOPBACK` when authentication is off and `host` is not loopback, and with
   * `BOT_PORT_IN_USE` when the port is taken. Port 0 takes a free one.
   */
  listen(host: string, port: number): Promise<ListeningBot>;
  /**
   * Edits every posted card of the request to its state in the store. Resolves at once and never rejects: whoever changed
   * the request does not wait for a chat. Stopping the bot waits for the edits.
   */
  requestChanged(request: RemediationRequest): Promise<void>;
  /**
   * Posts the card of the request into every channel the bot is in, or else into its group chats, or else into its personal
   * chats; once in each. Resolves at once and never rejects, as `requestChanged` does. Stopping the bot waits for it.
   */
  postRequest(request: RemediationRequest): Promise<void>;
  /** Posts where the audit log ends into the same conversations. True when at least one of them took it; never rejects. */
  postAuditHead(head: AuditHeadView): Promise<boolean>;
  /**
   * Delivers what waits in the outbox, until nothing is due or `signal` aborts. Rejects when the store is out of order. What
   * was put off is due again at `Outbox.nextDueAt`.
   */
  deliverDue(signal: AbortSignal): Promise<void>;
}
