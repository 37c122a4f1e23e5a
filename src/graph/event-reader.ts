import type { SignIn } from '../domain/alerts/alert.js';
import type { Clock, EventReader, SignInReading } from '../workflows/ports.js';
import { createGraphClient, type GraphClient } from './client/graph-client.js';
import { createPacer } from './client/pacing.js';
import { openScanBudget } from './client/scan-budget.js';
import type { TokenSource } from './client/token-source.js';
import { DEFAULT_LIMITS, type GraphLimits } from './limits.js';
import { graphOrigin } from './national-cloud.js';
import { readDelta } from './read/delta.js';
import { readDirectoryAudits } from './read/directory-audits.js';
import { observeAlone } from './read/observe.js';
import { oldestFirst } from './read/oldest-first.js';
import { readUser } from './read/user.js';
import { readInteractiveSignIns, readNonInteractiveSignIns } from './read/sign-ins.js';

/** The `EventReader` port on Microsoft Graph. The entry of this room for watching. */

export interface EventReaderOptions {
  /** Root of Graph: a Microsoft cloud, or a simulated tenant on loopback such as `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly limits?: Partial<GraphLimits>;
}

/**
 * Of one call of the reader. Logs are read every few minutes, so a call that takes long is given up and made again. Five
 * requests in ten seconds leave time for no more pages than this.
 */
const EVENT_LIMITS = { callTimeoutMs: 20_000, scanBudgetMs: 25_000, maxRetryAfterMs: 20_000, maxPages: 10 };

/** v1.0 first: without it there is no reading, and no request to waste on the rest. */
async function readSignIns(client: GraphClient, accountId: string, since: string): Promise<SignInReading> {
  const interactive = await observeAlone(client, readInteractiveSignIns(accountId, since));
  if (!interactive.known) return interactive;
  const others = await observeAlone(client, readNonInteractiveSignIns(accountId, since));
  if (!others.known) return { ...interactive, detail: others.detail };
  const distinct = new Map(
    [...others.value, ...interactive.value].map((signIn): [string, SignIn] => [signIn.id, signIn]),
  );
  return { ...interactive, value: oldestFirst([...distinct.values()], ({ createdDateTime }) => createdDateTime) };
}

/** A reader for one tenant. Throws for an endpoint that is neither Microsoft's nor loopback. */
export function createEventReader(options: EventReaderOptions): EventReader {
  const { tokens, clock } = options;
  const origin = graphOrigin(options.endpoint);
  const limits: GraphLimits = { ...DEFAULT_LIMITS, ...EVENT_LIMITS, ...options.limits };
  const pacer = createPacer(limits);
  const withClient = async <T>(read: (client: GraphClient) => Promise<T>): Promise<T> => {
    const budget = openScanBudget(limits.scanBudgetMs);
    try {
      return await read(createGraphClient({ origin, tokens, clock, limits, pacer, budget, priority: 'low' }));
    } finally {
      budget.close();
    }
  };
  return {
    readDirectoryAudits: (since) => withClient((client) => observeAlone(client, readDirectoryAudits(since))),
    readSignIns: (accountId, since) => withClient((client) => readSignIns(client, accountId, since)),
    readAccount: (objectId) => withClient((client) => observeAlone(client, readUser(objectId.toLowerCase()))),
    readDelta: (kind, ids, link) => withClient((client) => readDelta(client, kind, ids, link)),
  };
}
