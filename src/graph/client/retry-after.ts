import type { GraphLimits } from '../limits.js';

/** How long to wait before a request is repeated. Only computes; waiting and deciding happen elsewhere. */

/** Reads a response header by its lower-case name; null when it is absent. */
export type HeaderReader = (name: string) => string | null;

/** Statuses that ask the caller to come back. */
export function asksToComeBack(status: number): boolean {
  return status === 429 || status === 503 || status === 504;
}

/**
 * Milliseconds that `Retry-After` names, or undefined when it is absent or unreadable. A date is measured against the
 * server's own `Date`, so that a wrong clock here cannot bring us back too early; without one against `now` (epoch ms).
 */
export function retryAfterMs(header: HeaderReader, now: number): number | undefined {
  const value = header('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return undefined;
  const serverNow = Date.parse(header('date') ?? '');
  return Math.max(0, until - (Number.isNaN(serverNow) ? now : serverNow));
}

/** Exponential backoff with jitter for repetition number `attempt` (0 is the first). Jitter only lengthens. */
export function backoffMs(attempt: number, limits: GraphLimits, isConditionalAccess: boolean): number {
  const wait = limits.backoffBaseMs * 2 ** attempt * (1 + Math.random() / 4);
  // Coming back within the class's second is certain to be refused again.
  return isConditionalAccess ? Math.max(wait, limits.conditionalAccessSpacingMs * 1.1) : wait;
}
