import type { Clock, TenantReader } from '../workflows/ports.js';
import { createGraphClient } from './client/graph-client.js';
import { createPacer } from './client/pacing.js';
import { openScanBudget } from './client/scan-budget.js';
import type { TokenSource } from './client/token-source.js';
import { DEFAULT_LIMITS, type GraphLimits } from './limits.js';
import { graphOrigin } from './national-cloud.js';
import type { OwnApplications } from './read/application-permissions.js';
import { readDesignatedGroups, withMembers } from './read/designated-groups.js';
import { readTenantSnapshot } from './read/read-tenant.js';
import { emptyMemory } from './read/sign-in-activity.js';

export type { GraphLimits } from './limits.js';

/** The `TenantReader` port on Microsoft Graph. The entry of this room for scans. */

export interface TenantReaderOptions {
  /** Root of Graph: a Microsoft cloud, or a simulated tenant on loopback such as `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  /** The tenant that the credentials must belong to. */
  readonly tenantId?: string;
  /** Application (client) IDs of our own identities, for looking at what they may do. */
  readonly applications?: OwnApplications;
  readonly limits?: Partial<GraphLimits>;
}

/** A reader for one tenant. Throws for an endpoint that is neither Microsoft's nor loopback. */
export function createTenantReader(options: TenantReaderOptions): TenantReader {
  const { tokens, clock, tenantId, applications } = options;
  const origin = graphOrigin(options.endpoint);
  const limits: GraphLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const pacer = createPacer(limits);
  const activities = emptyMemory();
  return {
    readTenant: async ({ accounts, groupIds = [], priority, isForGuard, onProgress }) => {
      const budget = openScanBudget(limits.scanBudgetMs);
      try {
        const client = createGraphClient({ origin, tokens, clock, limits, pacer, budget, priority });
        const designatedGroups = await readDesignatedGroups(client, groupIds);
        const snapshot = await readTenantSnapshot(client, {
          accounts: withMembers(accounts, designatedGroups),
          designatedGroups,
          ...{ tenantId, activities, applications, isForGuard, onProgress },
        });
        return { snapshot, requests: budget.stats() };
      } finally {
        budget.close();
      }
    },
  };
}
