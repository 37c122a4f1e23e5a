import type { Middleware } from '@microsoft/microsoft-graph-client';
import type { GraphLimits } from '../limits.js';
import { CallError } from './call-error.js';
import { chainLink } from './middleware.js';
import { requestsIn, type AskedRequest } from './requests-in.js';
import type { ScanBudget } from './scan-budget.js';
import { pause, whenAborted } from './waiting.js';

/**
 * Keeps us under Graph's published limits instead of running into them. What counts for Graph is when a request arrives,
 * and all we know is that it had arrived when its answer came; so a slot is taken from sending until a whole window after
 * the answer. Slots outlive a scan: the tenant's limits do not start anew with ours.
 */

export type ThrottleClass = 'directory' | 'conditionalAccess' | 'reports' | 'signInActivity';

/** Source: Microsoft Graph throttling limits, "Identity and access". */
export function throttleClassOf({ path, query = '' }: AskedRequest): ThrottleClass {
  if (/\/(identity\/conditionalAccess|identityProtection)\//.test(path)) return 'conditionalAccess';
  if (query.includes('signInActivity')) return 'signInActivity';
  return /\/users\/[^/]+\/authentication\/|\/auditLogs\/|\/reports\//.test(path) ? 'reports' : 'directory';
}

interface Window {
  /** Waits for `weight` free slots and takes them. Says whether that was possible within the budget. */
  readonly enter: (weight: number, budget: ScanBudget) => Promise<boolean>;
  /** The requests that took `weight` slots have been answered, or will never be. */
  readonly leave: (weight: number) => void;
}

/**
 * At most `limit` requests arrive in any `windowMs` milliseconds, if `limit` is not below the weight of one request. Whoever
 * comes first goes first: timers of the same millisecond fire in any order.
 */
function openWindow(limit: number, windowMs: number): Window {
  let inFlight = 0;
  let answeredAt: readonly number[] = [];
  let waiting: readonly (() => void)[] = [];

  const nextAnswer = (signal: AbortSignal) =>
    Promise.race([
      new Promise<boolean>((resolve) => {
        waiting = [...waiting, () => resolve(true)];
      }),
      whenAborted(signal),
    ]);

  /** The youngest answer that must be a window old before `weight` more may go; none when there is room. */
  const blockingAnswer = (weight: number) => answeredAt.at(-1 - Math.max(0, limit - inFlight - weight));

  const take = async (weight: number, budget: ScanBudget): Promise<boolean> => {
    for (;;) {
      if (budget.signal.aborted) return false;
      if (inFlight > 0 && inFlight + weight > limit) {
        if (!(await nextAnswer(budget.signal))) return false;
        continue;
      }
      const wait = (blockingAnswer(weight) ?? -Infinity) + windowMs - performance.now();
      if (wait <= 0) {
        inFlight += weight;
        return true;
      }
      if (wait >= budget.remainingMs() || !(await pause(wait, budget.signal))) return false;
    }
  };

  let last: Promise<unknown> = Promise.resolve();
  const enter = (weight: number, budget: ScanBudget): Promise<boolean> => {
    const turn = last.then(() => take(weight, budget));
    last = turn;
    // Who runs out of time in the queue does not wait for the turn, which then takes nothing.
    return Promise.race([turn, whenAborted(budget.signal)]);
  };

  const leave = (weight: number): void => {
    inFlight -= weight;
    answeredAt = [...answeredAt, ...Array.from({ length: weight }, () => performance.now())].slice(-limit);
    for (const resume of waiting) resume();
    waiting = [];
  };
  return { enter, leave };
}

export type Pacer = ReadonlyMap<ThrottleClass, Window>;

export function createPacer(limits: GraphLimits): Pacer {
  return new Map([
    ['conditionalAccess', openWindow(1, limits.conditionalAccessSpacingMs)],
    ['reports', openWindow(limits.reportsPer10s, limits.reportsWindowMs)],
    ['signInActivity', openWindow(limits.signInActivityPerMinute, limits.signInActivityWindowMs)],
  ]);
}

/** Holds each attempt until its slot. A `$batch` takes a slot for each request inside. */
export function pacing(pacer: Pacer, budget: ScanBudget): Middleware {
  return chainLink(async (context, next) => {
    const classes = requestsIn(context).map(throttleClassOf);
    const taken: (() => void)[] = [];
    try {
      for (const [throttleClass, window] of pacer) {
        const weight = classes.filter((candidate) => candidate === throttleClass).length;
        if (weight === 0) continue;
        if (!(await window.enter(weight, budget))) {
          throw new CallError(
            'GRAPH_SCAN_BUDGET',
            "the scan's time ended while waiting for a slot under Graph's published limits; scan again later",
          );
        }
        taken.push(() => window.leave(weight));
      }
      await next();
    } finally {
      for (const leave of taken) leave();
    }
  });
}
