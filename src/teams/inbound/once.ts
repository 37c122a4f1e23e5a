import type { Clock } from '../../workflows/ports.js';

/**
 * Teams repeats an activity whose answer it did not get. The second one gets the first one's answer, also while that is
 * still being worked on. Kept in memory and bounded: under a flood the oldest are forgotten, which costs idempotency of
 * those, never correctness of a scan.
 */

const KEEP_MS = 10 * 60_000;
/** An answer can hold a card of 25 KB. */
const MAX_KEPT = 1_000;

export interface Once<T> {
  /** Runs `work` unless it ran for `key` in the last ten minutes. What rejects is not kept. */
  run(key: string, work: () => Promise<T>): Promise<T>;
}

export function createOnce<T>(clock: Clock): Once<T> {
  /** In order of time, oldest first. */
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();

  function forgetOld(now: number): void {
    for (const [key, { at }] of kept) {
      if (at > now - KEEP_MS && kept.size < MAX_KEPT) return;
      kept.delete(key);
    }
  }

  return {
    run(key, work) {
      const now = clock.now();
      forgetOld(now);
      const known = kept.get(key);
      if (known) return known.answer;
      const answer = work();
      const entry = { at: now, answer };
      kept.set(key, entry);
      answer.catch(() => {
        if (kept.get(key) === entry) kept.delete(key);
      });
      return answer;
    },
  };
}
