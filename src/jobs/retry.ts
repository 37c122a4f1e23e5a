import type { JobPolicy } from '../workflows/jobs.js';

/** How long a failed job waits, the same for both adapters. */

/** No job waits longer than this for its next attempt, in milliseconds. */
export const LONGEST_BACKOFF_MS = 24 * 60 * 60 * 1_000;

/** How many dead letters are kept. */
export const DEAD_LETTERS_KEPT = 1_000;

/** Milliseconds from the failure of attempt number `attempt` to the next one; undefined when it was the last. */
export function backoffAfter(policy: JobPolicy, attempt: number): number | undefined {
  if (attempt >= policy.maxAttempts) return undefined;
  return Math.min(policy.backoffMs * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
}
