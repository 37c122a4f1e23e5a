import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import type { Clock } from '../../workflows/ports.js';
import type { GraphLimits } from '../limits.js';
import { CallError } from './call-error.js';
import { chainLink, responseOf } from './middleware.js';
import { throttleClassOf } from './pacing.js';
import { isSafeToRepeat, requestsIn } from './requests-in.js';
import { asksToComeBack, backoffMs, retryAfterMs } from './retry-after.js';
import type { ScanBudget } from './scan-budget.js';
import { pause } from './waiting.js';

/**
 * Repeats what is safe to repeat. A write is never repeated: after a 504 it may have happened, and only reading back can
 * tell. Never comes back sooner than told; when told to wait too long it gives up and leaves the last answer as it is.
 */

export interface RetryParts {
  readonly budget: ScanBudget;
  readonly limits: GraphLimits;
  readonly clock: Clock;
}

/** The connection broke, or `undefined` after an answer of any kind. */
async function attemptOnce(next: () => Promise<void>): Promise<CallError | undefined> {
  try {
    await next();
    return undefined;
  } catch (error) {
    // Expected: a broken connection. Timeouts have used up their time and are not repeated.
    if (error instanceof CallError && error.name === 'GRAPH_UNREACHABLE') return error;
    throw error;
  }
}

function waitBefore(attempt: number, broken: boolean, context: Context, { limits, clock }: RetryParts): number {
  const isConditionalAccess = requestsIn(context).some((asked) => throttleClassOf(asked) === 'conditionalAccess');
  const backoff = backoffMs(attempt, limits, isConditionalAccess);
  if (broken) return backoff;
  return retryAfterMs((name) => responseOf(context).headers.get(name), clock.now()) ?? backoff;
}

/** Whether `wait` milliseconds fit into the scan and below the cap. */
export function isWorthWaiting(wait: number, { budget, limits }: RetryParts): boolean {
  return wait <= limits.maxRetryAfterMs && wait < budget.remainingMs();
}

export function retry(parts: RetryParts): Middleware {
  return chainLink(async (context, next) => {
    const attempts = isSafeToRepeat(context) ? parts.limits.maxRetries : 0;
    for (let attempt = 0; ; attempt += 1) {
      const broken = await attemptOnce(next);
      const again = broken !== undefined || asksToComeBack(responseOf(context).status);
      const wait = again && attempt < attempts ? waitBefore(attempt, broken !== undefined, context, parts) : Infinity;
      if (!isWorthWaiting(wait, parts) || !(await pause(wait, parts.budget.signal))) {
        if (broken !== undefined) throw broken;
        return;
      }
      parts.budget.countRetry();
    }
  });
}
