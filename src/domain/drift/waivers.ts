import type { DriftCase, Waiver } from './drift.js';

/** Dated acceptances of drift: who may be quiet about what, and until when. Who is allowed to accept is decided elsewhere. */

const DAY_MS = 86_400_000;
const MAX_DAYS = 365;

export interface WaiverInput {
  readonly case: DriftCase;
  /** Object ID and name of the approver who accepts. */
  readonly owner: string;
  readonly ownerName: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly days: number;
}

export type WaiverResult =
  | { readonly ok: true; readonly waiver: Waiver }
  | { readonly ok: false; readonly code: 'DRIFT_NOT_OPEN' | 'DRIFT_REASON_MISSING' | 'DRIFT_DAYS_INVALID' };

/**
 * A waiver of exactly the drift that `case` shows now. Refused: `DRIFT_NOT_OPEN` when it is resolved,
 * `DRIFT_REASON_MISSING` without a reason, `DRIFT_DAYS_INVALID` unless `days` is a whole number from 1 to 365.
 */
export function waiverFor(input: WaiverInput): WaiverResult {
  const { case: drifted, owner, ownerName, now, days } = input;
  const reason = input.reason.trim();
  if (drifted.state === 'resolved') return { ok: false, code: 'DRIFT_NOT_OPEN' };
  if (reason === '') return { ok: false, code: 'DRIFT_REASON_MISSING' };
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) return { ok: false, code: 'DRIFT_DAYS_INVALID' };
  const expiresAt = new Date(Date.parse(now) + days * DAY_MS).toISOString();
  return { ok: true, waiver: { owner, ownerName, reason, at: now, expiresAt, digest: drifted.digest } };
}

/** Whether `waiver` covers the drift of the case at `now`, ISO 8601 UTC: this drift and no other, and not expired. */
export function coversNow(waiver: Waiver, { digest }: Pick<DriftCase, 'digest'>, now: string): boolean {
  return waiver.digest === digest && Date.parse(now) < Date.parse(waiver.expiresAt);
}
