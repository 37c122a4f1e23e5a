import type { Severity, Subject } from '../controls/control.js';

/**
 * A difference between the accepted state of the tenant and the present one. The words are those of the architecture; what
 * follows from a difference, and who is told, is decided elsewhere.
 */

/**
 * - `regressed`: a finding is worse than accepted, or an object changed so that emergency access is weaker.
 * - `resolved`: a finding that was accepted as failing holds now.
 * - `appeared`, `disappeared`: an object or a finding is new or gone.
 * - `evidenceChanged`: something else about an object or behind a finding changed.
 * - `wentBlind`: what was known cannot be read any more.
 */
export type DriftKind = 'regressed' | 'resolved' | 'appeared' | 'disappeared' | 'evidenceChanged' | 'wentBlind';

/** One property of an object, before and after, for people. Lists name what was added and what was removed. */
export interface FactChange {
  /** As Graph spells it, for example `conditions.users.excludeUsers`. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
  /** Object IDs that the change is about, lower case: what came into or left a list. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface Drift {
  readonly kind: DriftKind;
  readonly severity: Severity;
  /** The object that changed; for a finding without a changed object, the subject of the finding. */
  readonly subject: Subject;
  /** One sentence for people. */
  readonly summary: string;
  readonly changes: readonly FactChange[];
  /** Findings that changed with it, worst first. */
  readonly findings: readonly DriftedFinding[];
}

/** A finding that is not as accepted. */
export interface DriftedFinding {
  readonly controlId: string;
  readonly subject: Subject;
  /** Null: there was, or is, no such finding. */
  readonly before: string | null;
  readonly after: string | null;
  /** Of the present finding, so that it can be fixed; null when it is gone. */
  readonly fingerprint: string | null;
  readonly summary: string;
}

/** Who did it, as the directory's audit log says. */
export interface Actor {
  readonly kind: 'user' | 'app' | 'unknown';
  readonly objectId: string | null;
  /** User principal name or the application's display name. */
  readonly name: string;
  /** The application a person used, where the log says. */
  readonly application: string | null;
  readonly ipAddress: string | null;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly activity: string;
  readonly correlationId: string | null;
  readonly auditId: string;
}

/** All present drift of one subject: what one card shows, from its first appearance until it is as accepted again. */
export interface DriftCase {
  readonly id: string;
  readonly tenantId: string;
  readonly subject: Subject;
  readonly state: 'open' | 'snoozed' | 'accepted' | 'resolved';
  /** Counts changes; compare-and-set goes against it. */
  readonly version: number;
  readonly severity: Severity;
  readonly drifts: readonly Drift[];
  /** Digest over `drifts`: unchanged drift changes no card. */
  readonly digest: string;
  /** Newest first; empty while the log has nothing. */
  readonly actors: readonly Actor[];
  /** The scan that showed it as it is now. */
  readonly scanId: string;
  /** ISO 8601 UTC. */
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly snoozedUntil: string | null;
  readonly waiver: Waiver | null;
}

/** A dated acceptance of what differs, by an approver. It never turns a `fail` into a `pass`. */
export interface Waiver {
  readonly owner: string;
  readonly ownerName: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly expiresAt: string;
  /** `DriftCase.digest` when it was accepted: other drift of the same subject is not covered. */
  readonly digest: string;
}

/** What the tenant looked like when it was accepted. */
export interface Baseline {
  readonly tenantId: string;
  readonly scanId: string;
  /** ISO 8601 UTC. */
  readonly acceptedAt: string;
}
