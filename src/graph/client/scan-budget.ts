import { setMaxListeners } from 'node:events';
import type { RequestStats } from '../../domain/scan.js';

/**
 * The time one scan may take, and the count of what it sent. When the time is up the signal aborts every call and every
 * wait of the scan. Measured on the monotonic clock: a corrected wall clock must not stretch a scan.
 */

export interface ScanBudget {
  readonly signal: AbortSignal;
  remainingMs(): number;
  countRoundTrip(isBatch: boolean): void;
  countRetry(): void;
  stats(): RequestStats;
  /** Stops the clock. Calls still open are aborted. */
  close(): void;
}

/** Opens a budget of `totalMs` milliseconds, running from now. */
export function openScanBudget(totalMs: number): ScanBudget {
  const startedAt = performance.now();
  const controller = new AbortController();
  // Every call and wait of the scan listens; that many listeners are no leak.
  setMaxListeners(0, controller.signal);
  const timer = setTimeout(() => controller.abort(), totalMs);
  let count = 0;
  let batches = 0;
  let retries = 0;
  return {
    signal: controller.signal,
    remainingMs: () => (controller.signal.aborted ? 0 : Math.max(0, startedAt + totalMs - performance.now())),
    countRoundTrip: (isBatch) => {
      count += 1;
      if (isBatch) batches += 1;
    },
    countRetry: () => {
      retries += 1;
    },
    stats: () => ({ count, batches, retries, durationMs: Math.round(performance.now() - startedAt) }),
    close: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
