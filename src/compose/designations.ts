import { designateAccounts } from '../workflows/designate-accounts.js';
import {
  readDesignated,
  readDesignatedIds,
  type ReadAccountIds,
  type ReadDesignated,
} from '../workflows/designated-accounts.js';
import type { DesignationDependencies } from '../workflows/designation-dependencies.js';
import { expireDesignations } from '../workflows/designation-endings.js';
import type { Designations } from '../workflows/designations.js';
import type { Store } from '../workflows/ports.js';
import { clock, ids, type WatchedTenant } from './watched-tenant.js';

/** Which accounts are designated, for everybody in the process who asks, and the workflows that change it. */

export interface DesignationParts {
  readonly tenant: WatchedTenant;
  readonly store: Store;
  /** What counts until people have designated anything. */
  readonly configured: readonly string[];
  /** Called when something else is designated than before. Returns at once. */
  readonly changed: () => void;
}

export interface OpenDesignations {
  readonly designations: Designations;
  readonly accounts: ReadDesignated;
  readonly accountIds: ReadAccountIds;
  expire(): Promise<void>;
}

export function openDesignations({ tenant, store, configured, changed }: DesignationParts): OpenDesignations {
  const { tenantId, approvers, subjects } = tenant;
  const { designations, scans, drift, audit } = store;
  const deps: DesignationDependencies = {
    tenantId,
    designations,
    scans,
    drift,
    audit,
    approvers,
    subjects,
    configured,
    clock,
    ids,
    changed,
  };
  return {
    designations: designateAccounts(deps),
    accounts: () => readDesignated(deps),
    accountIds: () => readDesignatedIds(deps),
    expire: () => expireDesignations(deps),
  };
}
