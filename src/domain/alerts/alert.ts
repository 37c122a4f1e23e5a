import type { Severity, Subject } from '../controls/control.js';
import type { Actor } from '../drift/drift.js';

/** What must be told at once: that an emergency account was used or changed, or that the bot can no longer see it. */

/** Of the event table: E1 to E22. Source: the event table of the monitoring reference. */
export type AlertKind = `E${number}`;

/** How people explain a sign-in of an emergency account. Source: the post-mortem step of Microsoft's guidance. */
export type Classification = 'drill' | 'emergency' | 'misuse';

/** One event as it was classified, before it is stored. */
export interface AlertEvent {
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly subject: Subject;
  /** ISO 8601 UTC, as the source says. */
  readonly at: string;
  /** The ID of the sign-in or audit record, or a key of our own: an event is told once. */
  readonly sourceId: string;
  /** One sentence for people. */
  readonly summary: string;
  /** What a person needs to judge it, in order: label and value. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly actor: Actor | null;
  /** The declared drill whose window it falls into. */
  readonly drillId: string | null;
}

export interface Alert extends AlertEvent {
  readonly id: string;
  readonly tenantId: string;
  readonly version: number;
  readonly state: 'open' | 'escalated' | 'acknowledged';
  /** When the bot first knew, ISO 8601 UTC. */
  readonly noticedAt: string;
  /** When a channel had the card; null until then. */
  readonly deliveredAt: string | null;
  readonly escalatedAt: string | null;
  readonly acknowledgement: Acknowledgement | null;
}

export interface Acknowledgement {
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly classification: Classification;
  readonly text: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** A sign-in, as the log has it. */
export interface SignIn {
  readonly id: string;
  readonly userId: string;
  readonly userPrincipalName: string | null;
  /** ISO 8601 UTC. */
  readonly createdDateTime: string;
  /** 0: successful. */
  readonly errorCode: number;
  readonly failureReason: string | null;
  readonly appDisplayName: string | null;
  readonly ipAddress: string | null;
  readonly location: string | null;
  readonly clientAppUsed: string | null;
  readonly conditionalAccessStatus: string | null;
  readonly isInteractive: boolean;
  readonly correlationId: string | null;
}

/** A record of the directory's audit log. */
export interface DirectoryAudit {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly activityDateTime: string;
  readonly activityDisplayName: string;
  readonly category: string | null;
  readonly result: string | null;
  readonly correlationId: string | null;
  readonly actor: Actor;
  readonly targets: readonly {
    readonly id: string | null;
    readonly kind: string | null;
    readonly displayName: string | null;
    readonly modifiedProperties: readonly {
      readonly displayName: string;
      readonly oldValue: string | null;
      readonly newValue: string | null;
    }[];
  }[];
}

/** What is watched: everything that emergency access rests on. IDs in lower case. */
export interface WatchList {
  readonly accountIds: readonly string[];
  readonly accountNames: ReadonlyMap<string, string>;
  readonly groupIds: readonly string[];
  readonly administrativeUnitIds: readonly string[];
  /** Declared drills whose window may matter. */
  readonly drillWindows: readonly {
    readonly drillId: string;
    readonly accountId: string;
    readonly from: string;
    readonly to: string;
  }[];
}

/** Whether one source of events could be read, and how far. */
export interface WatchHealth {
  /** `directoryAudits`, `signIns`, `scan`, `delta`. */
  readonly source: string;
  readonly lastSuccessAt: string | null;
  readonly lastFailureAt: string | null;
  readonly lastFailure: string | null;
  /** Newest record seen, ISO 8601 UTC: how far the log reaches. */
  readonly newestRecordAt: string | null;
}
