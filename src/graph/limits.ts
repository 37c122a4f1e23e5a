/**
 * How long the adapter waits and how often it asks. Every wait of the adapter comes from here, so that tests can shrink
 * it. Nothing here decides what a failure means.
 */

/** Durations in milliseconds. Source of the throttle numbers: Microsoft Graph service-specific throttling limits. */
export interface GraphLimits {
  /** One HTTP round trip from sending to the last byte of the body. */
  readonly callTimeoutMs: number;
  /** Everything of one scan. Half a minute short of five minutes, so that judging and storing end within five. */
  readonly scanBudgetMs: number;
  /** Repetitions of one request after its first attempt. */
  readonly maxRetries: number;
  /** Wait before the first repetition when Graph names none; it doubles from there. */
  readonly backoffBaseMs: number;
  /** A longer `Retry-After` is not waited for: the read is given up as throttled. */
  readonly maxRetryAfterMs: number;
  /**
   * From one answer to the next request. Conditional Access allows 1 request a second per tenant, shared by all apps, and
   * sends no `Retry-After`.
   */
  readonly conditionalAccessSpacingMs: number;
  /** Authentication methods, reports and logs allow this many requests in `reportsWindowMs` per app and tenant. */
  readonly reportsPer10s: number;
  readonly reportsWindowMs: number;
  /** `signInActivity` of users has a limit of its own in `signInActivityWindowMs`. */
  readonly signInActivityPerMinute: number;
  readonly signInActivityWindowMs: number;
  /** Pages of one collection. */
  readonly maxPages: number;
}

export const DEFAULT_LIMITS: GraphLimits = {
  callTimeoutMs: 30_000,
  scanBudgetMs: 270_000,
  maxRetries: 4,
  backoffBaseMs: 1_000,
  maxRetryAfterMs: 120_000,
  conditionalAccessSpacingMs: 1_002,
  reportsPer10s: 5,
  reportsWindowMs: 10_002,
  signInActivityPerMinute: 10,
  signInActivityWindowMs: 60_002,
  maxPages: 100,
};
