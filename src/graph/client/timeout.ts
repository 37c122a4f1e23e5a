import type { Middleware } from '@microsoft/microsoft-graph-client';
import type { GraphLimits } from '../limits.js';
import { CallError } from './call-error.js';
import { chainLink, replaceOptions, replaceResponse, responseOf } from './middleware.js';
import { isBatch } from './requests-in.js';
import type { ScanBudget } from './scan-budget.js';
import { withinTime } from './waiting.js';

/**
 * One round trip with an end: the body is read here, inside the time limit, because a server that sends a byte a second
 * answers in time and still never finishes. Also the place where round trips are counted.
 */

/** The same response with its body in memory. */
async function readWhole(response: Response): Promise<Response> {
  const text = await response.text();
  return new Response(text === '' ? null : text, { status: response.status, headers: response.headers });
}

/** Network failures of `fetch`. Told by name: the runtime may raise them from another realm. */
function isNetworkFailure(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError';
}

function explain(error: unknown, call: AbortSignal, budget: ScanBudget, limits: GraphLimits): unknown {
  if (budget.signal.aborted) {
    return new CallError('GRAPH_SCAN_BUDGET', "the scan's time ended before Graph answered; scan again later");
  }
  if (call.aborted) {
    const seconds = limits.callTimeoutMs / 1000;
    return new CallError(
      'GRAPH_TIMEOUT',
      `Graph sent no complete answer within ${seconds} s; check the network path to Graph and scan again`,
    );
  }
  if (!isNetworkFailure(error)) return error;
  return new CallError(
    'GRAPH_UNREACHABLE',
    'the connection to Graph failed or broke off; check DNS, proxy and firewall and scan again',
  );
}

/** Sends the request behind it with a time limit for the whole exchange. */
export function timeout(budget: ScanBudget, limits: GraphLimits): Middleware {
  return chainLink((context, next) =>
    withinTime(limits.callTimeoutMs, budget.signal, async (signal) => {
      replaceOptions(context, { signal });
      try {
        if (!signal.aborted) budget.countRoundTrip(isBatch(context));
        await next();
        replaceResponse(context, await readWhole(responseOf(context)));
      } catch (error) {
        // Expected: abort by either clock, and network failures of fetch. Anything else passes through unchanged.
        throw explain(error, signal, budget, limits);
      }
    }),
  );
}
