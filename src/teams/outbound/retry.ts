import type { Wait } from '../bot-options.js';

/**
 * Repeats a delivery that the connector put off: exponential backoff with jitter, never sooner than `Retry-After`, never
 * longer than a budget. Decides nothing about what is worth repeating; the attempt says so.
 */

export interface RetryPolicy {
  readonly maxAttempts: number;
  /** The longest total wait, in milliseconds. A `Retry-After` beyond it ends the attempts at once. */
  readonly budgetMs: number;
}

export type Attempt<T> =
  | { readonly done: true; readonly value: T }
  /** `retryAfterMs` is what the other side asked for, where it did. */
  | { readonly done: false; readonly value: T; readonly retryAfterMs: number | undefined };

const FIRST_BACKOFF_MS = 500;

/** Half fixed, half random: apart enough to spread a crowd, long enough to help. */
function backoffMs(attempt: number, random: () => number): number {
  const full = FIRST_BACKOFF_MS * 2 ** attempt;
  return full / 2 + (full / 2) * random();
}

/** The value of the last attempt, done or not. */
export async function retry<T>(
  attempt: () => Promise<Attempt<T>>,
  policy: RetryPolicy,
  wait: Wait,
  random: () => number,
): Promise<T> {
  let waited = 0;
  for (let count = 1; ; count += 1) {
    const result = await attempt();
    if (result.done || count >= policy.maxAttempts) return result.value;
    // Jitter on top of Retry-After: it is a lower bound, and everybody was told the same.
    const delay = (result.retryAfterMs ?? 0) + backoffMs(count - 1, random);
    if (waited + delay > policy.budgetMs) return result.value;
    await wait(delay);
    waited += delay;
  }
}
