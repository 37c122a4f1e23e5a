import { afterEach } from '@jest/globals';
import { createGraphClient, type GraphClient } from '../../src/graph/client/graph-client.js';
import { createPacer } from '../../src/graph/client/pacing.js';
import { openScanBudget, type ScanBudget } from '../../src/graph/client/scan-budget.js';
import type { TokenSource } from '../../src/graph/client/token-source.js';
import { DEFAULT_LIMITS, type GraphLimits } from '../../src/graph/limits.js';
import type { FakeGraph } from './fake-graph.js';

/** The client against a fake, with waits short enough for tests. */

export const FAST: GraphLimits = {
  ...DEFAULT_LIMITS,
  callTimeoutMs: 2_000,
  scanBudgetMs: 5_000,
  maxRetries: 2,
  backoffBaseMs: 5,
  maxRetryAfterMs: 1_500,
  conditionalAccessSpacingMs: 1,
  reportsPer10s: 5,
  reportsWindowMs: 1,
  maxPages: 20,
};

export const CLOCK = { now: () => Date.parse('2026-05-01T12:00:00Z') };

export const tokens: TokenSource = { getToken: () => Promise.resolve({ token: 'secret-token' }) };

const budgets: ScanBudget[] = [];
afterEach(() => {
  for (const budget of budgets.splice(0)) budget.close();
});

/** A budget that ends with the test. */
export function openBudget(totalMs: number): ScanBudget {
  const budget = openScanBudget(totalMs);
  budgets.push(budget);
  return budget;
}

export function openClient(
  fake: Pick<FakeGraph, 'origin'>,
  overrides: Partial<GraphLimits> = {},
  tokenSource: TokenSource = tokens,
): GraphClient {
  const limits = { ...FAST, ...overrides };
  return createGraphClient({
    origin: fake.origin,
    tokens: tokenSource,
    clock: CLOCK,
    limits,
    pacer: createPacer(limits),
    budget: openBudget(limits.scanBudgetMs),
    priority: 'high',
  });
}
