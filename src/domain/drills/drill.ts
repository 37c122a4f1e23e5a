import type { Principal } from '../approval/request.js';

/** Rehearsed uses of emergency accounts, and statements about what no API can read. */

/**
 * - `planned`: announced; the bot watches for the sign-in in the window.
 * - `observed`: a successful sign-in was seen in the window; the follow-up is open.
 * - `passed`: observed, and the follow-up was recorded.
 * - `claimed`: people say it took place, and no sign-in was seen. Never `passed`.
 * - `missed`: the window is over and nobody said anything.
 * - `cancelled`.
 */
export type DrillState = 'planned' | 'observed' | 'passed' | 'claimed' | 'missed' | 'cancelled';

export interface Drill {
  readonly id: string;
  readonly tenantId: string;
  readonly version: number;
  readonly state: DrillState;
  readonly accountId: string;
  readonly accountName: string;
  /** ISO 8601 UTC; at most four hours. */
  readonly from: string;
  readonly to: string;
  /** Two different people who carry it out. */
  readonly people: readonly [DrillPerson, DrillPerson];
  readonly plannedBy: DrillPerson;
  readonly signIn: { readonly id: string; readonly at: string; readonly application: string | null } | null;
  /** From the sign-in to the alert card in the channel, in milliseconds; null while unknown. */
  readonly alertLatencyMs: number | null;
  readonly followUp: FollowUp | null;
}

export interface DrillPerson extends Principal {
  readonly name: string;
}

export interface FollowUp {
  readonly by: DrillPerson;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly keySealed: boolean;
  /** `notUsed`: the drill took no password. */
  readonly password: 'changed' | 'notUsed' | 'notChanged';
  readonly notes: string;
}

/** One signed statement about a manual control. Renewing signs a new one. */
export interface Attestation {
  readonly id: string;
  readonly tenantId: string;
  readonly controlId: string;
  readonly statement: string;
  readonly owner: DrillPerson;
  /** Empty where the catalogue asks for none; two different people where it does. */
  readonly custodians: readonly DrillPerson[];
  readonly evidenceLink: string | null;
  /** ISO 8601 UTC. */
  readonly signedAt: string;
  readonly expiresAt: string;
  /** Why it no longer counts before its date, for example that a custodian's account is disabled; null while it does. */
  readonly invalidBecause: string | null;
}
