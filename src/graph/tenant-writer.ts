import type { ChangeReading, Clock, TenantWriter, WriteResult } from '../workflows/ports.js';
import { createGraphClient, type GraphClient } from './client/graph-client.js';
import { createPacer } from './client/pacing.js';
import { openScanBudget } from './client/scan-budget.js';
import type { TokenSource } from './client/token-source.js';
import { DEFAULT_LIMITS, type GraphLimits } from './limits.js';
import { graphOrigin } from './national-cloud.js';
import { refused, type ChangeSteps, type WriterLog } from './write/change-steps.js';
import type { ActingAs } from './write/group-membership.js';
import { DEFAULT_PATIENCE, readBack, type Patience } from './write/read-back.js';
import { sendWrite } from './write/send-write.js';
import { stepsFor } from './write/steps-for.js';

/**
 * The `TenantWriter` port on Microsoft Graph. The entry of this room for remediations: it has tokens of its own, the remediator's
 * or a person's, and a client of its own, and sends each write once. Whether something should be written is decided elsewhere.
 */

export interface TenantWriterOptions {
  /** Root of Graph: a Microsoft cloud, or a simulated tenant on loopback such as `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** Of the remediator or of a person, never of the reader. */
  readonly tokens: TokenSource;
  /** Whose rights the tokens carry; absent: the remediator's. A person may change what an app's permissions do not reach. */
  readonly actingAs?: ActingAs;
  readonly clock: Clock;
  readonly limits?: Partial<GraphLimits>;
  /** How long reading back waits for replication. */
  readonly patience?: Patience;
  readonly log?: WriterLog;
}

/** One reading or one write ends within half a minute, so that it fits into every lease, waiting for a slot included. */
const STEP_LIMITS = { callTimeoutMs: 20_000, scanBudgetMs: 25_000, maxRetryAfterMs: 15_000 };

const NO_LOG: WriterLog = { warn: () => undefined };

/** Time for reading back: all pauses, and one step for the readings between them. */
function readBackBudgetMs({ pausesMs }: Patience, stepMs: number): number {
  return pausesMs.reduce((sum, ms) => sum + ms, stepMs);
}

async function writeOnce(client: GraphClient, steps: ChangeSteps, before: ChangeReading): Promise<WriteResult> {
  if (before.inPlace) return refused('ALREADY_IN_PLACE', 'the change is in place already; nothing was sent');
  const planned = steps.plan(before, client);
  return planned.kind === 'refused' ? planned : sendWrite(client, planned);
}

/** A writer for one tenant. Throws for an endpoint that is neither Microsoft's nor loopback. */
export function createTenantWriter(options: TenantWriterOptions): TenantWriter {
  const { tokens, clock, actingAs = 'app', patience = DEFAULT_PATIENCE, log = NO_LOG } = options;
  const origin = graphOrigin(options.endpoint);
  const limits: GraphLimits = { ...DEFAULT_LIMITS, ...STEP_LIMITS, ...options.limits };
  const pacer = createPacer(limits);
  const within = async <T>(budgetMs: number, work: (client: GraphClient) => Promise<T>): Promise<T> => {
    const budget = openScanBudget(budgetMs);
    try {
      return await work(createGraphClient({ origin, tokens, clock, limits, pacer, budget, priority: 'high' }));
    } finally {
      budget.close();
    }
  };
  return {
    read: (change) => within(limits.scanBudgetMs, (client) => stepsFor(change, actingAs).read(client)),
    write: (change, before) =>
      within(limits.scanBudgetMs, (client) => writeOnce(client, stepsFor(change, actingAs), before)),
    verify: (change, before) =>
      within(readBackBudgetMs(patience, limits.scanBudgetMs), (client) =>
        readBack(client, stepsFor(change, actingAs), before, patience, log),
      ),
  };
}
