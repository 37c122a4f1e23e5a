import type { Alert } from './alert.js';

/** When an alert that nobody acknowledged is told to others. */

const PATIENCE_MS = 15 * 60_000;

/**
 * Whether the alert must be escalated at `now` (milliseconds since the epoch): open, critical or high, and not acknowledged
 * for 15 minutes since the bot noticed it. Delivery does not count: a card that nobody got is no reason to wait.
 */
export function escalationDue({ state, severity, acknowledgement, noticedAt }: Alert, now: number): boolean {
  const isSevere = severity === 'critical' || severity === 'high';
  if (state !== 'open' || acknowledgement !== null || !isSevere) return false;
  // Written so that a time nobody can read counts as long ago.
  return !(now - Date.parse(noticedAt) < PATIENCE_MS);
}
