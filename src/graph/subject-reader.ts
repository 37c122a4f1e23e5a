import type { SubjectReading } from '../domain/designation/subject-facts.js';
import type { Clock, SubjectReader } from '../workflows/ports.js';
import { createGraphClient, type GraphClient } from './client/graph-client.js';
import { createPacer } from './client/pacing.js';
import { openScanBudget } from './client/scan-budget.js';
import type { TokenSource } from './client/token-source.js';
import { DEFAULT_LIMITS, type GraphLimits } from './limits.js';
import { graphOrigin } from './national-cloud.js';
import { allOf } from './read/all-of.js';
import { readAuthenticationMethods } from './read/authentication-methods.js';
import { readDeletedUser } from './read/deleted-items.js';
import { readExclusionGroup, readTransitiveMembers } from './read/exclusion-group.js';
import { readMemberships } from './read/memberships.js';
import { observeAlone, openBatch } from './read/observe.js';
import { readPolicies } from './read/policies.js';
import { readUser } from './read/user.js';

/** One account or group as it is now, as the `SubjectReader` port: what people look at before they sign for it. */

export interface SubjectReaderOptions {
  readonly endpoint: string;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly limits?: Partial<GraphLimits>;
}

/** A person waits for the answer to a click. */
const CLICK_LIMITS = { callTimeoutMs: 10_000, scanBudgetMs: 12_000, maxRetryAfterMs: 5_000 };

/** Nobody knows whether the ID is a user's or a group's, so it is asked for as both, in three requests side by side. */
function readSubject(client: GraphClient, objectId: string): Promise<SubjectReading> {
  const id = objectId.toLowerCase();
  const batch = openBatch({ client, onRead: () => undefined });
  const reads = allOf({
    user: batch.observe(readUser(id)),
    deletedItem: batch.observe(readDeletedUser(id)),
    memberships: batch.observe(readMemberships(id)),
    group: batch.observe(readExclusionGroup(id)),
    members: batch.observe(readTransitiveMembers(id)),
    authenticationMethods: observeAlone(client, readAuthenticationMethods(id)),
    policies: observeAlone(client, readPolicies),
  });
  batch.send();
  return reads;
}

/** A reader for one tenant. Throws for an endpoint that is neither Microsoft's nor loopback. */
export function createSubjectReader(options: SubjectReaderOptions): SubjectReader {
  const { tokens, clock } = options;
  const origin = graphOrigin(options.endpoint);
  const limits: GraphLimits = { ...DEFAULT_LIMITS, ...CLICK_LIMITS, ...options.limits };
  const pacer = createPacer(limits);
  return {
    readSubject: async (objectId) => {
      const budget = openScanBudget(limits.scanBudgetMs);
      try {
        const client = createGraphClient({ origin, tokens, clock, limits, pacer, budget, priority: 'high' });
        return await readSubject(client, objectId);
      } finally {
        budget.close();
      }
    },
  };
}
