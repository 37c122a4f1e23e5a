import { known } from '../domain/tenant/observed.js';
import type { ApproverDirectory, Clock } from '../workflows/ports.js';
import { createGraphClient } from './client/graph-client.js';
import { createPacer } from './client/pacing.js';
import { openScanBudget } from './client/scan-budget.js';
import type { TokenSource } from './client/token-source.js';
import { DEFAULT_LIMITS, type GraphLimits } from './limits.js';
import { graphOrigin } from './national-cloud.js';
import { readApproverIds } from './read/approvers.js';
import { observeAlone } from './read/observe.js';

/**
 * Who may approve, as the `ApproverDirectory` port: an Entra group, asked anew every time, or a fixed list. Nothing is kept
 * between two questions: whoever leaves the group stops being an approver with the next one.
 */

export interface ApproverDirectoryOptions {
  readonly endpoint: string;
  /** Of the reader. */
  readonly tokens: TokenSource;
  readonly clock: Clock;
  /** Object ID of the group whose users, direct or nested, may approve. */
  readonly groupId: string;
  readonly limits?: Partial<GraphLimits>;
}

/** A person waits for the answer to a click. */
const CLICK_LIMITS = { callTimeoutMs: 10_000, scanBudgetMs: 12_000, maxRetryAfterMs: 5_000 };

/** The users of a group. Throws for an endpoint that is neither Microsoft's nor loopback. */
export function createApproverDirectory(options: ApproverDirectoryOptions): ApproverDirectory {
  const { tokens, clock, groupId } = options;
  const origin = graphOrigin(options.endpoint);
  const limits: GraphLimits = { ...DEFAULT_LIMITS, ...CLICK_LIMITS, ...options.limits };
  const pacer = createPacer(limits);
  return {
    readApprovers: async () => {
      const budget = openScanBudget(limits.scanBudgetMs);
      try {
        const client = createGraphClient({ origin, tokens, clock, limits, pacer, budget, priority: 'high' });
        return await observeAlone(client, readApproverIds(groupId));
      } finally {
        budget.close();
      }
    },
  };
}

const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

/** A list from the configuration, by object ID. It is always known. */
export function fixedApprovers(ids: readonly string[], clock: Clock = SYSTEM_CLOCK): ApproverDirectory {
  const approvers = ids.map((id) => id.toLowerCase());
  return { readApprovers: () => Promise.resolve(known(approvers, new Date(clock.now()).toISOString())) };
}
