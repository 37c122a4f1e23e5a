import { isInForce, type Designation } from '../domain/designation/designation.js';
import { designatedBy, designatedIdsOf, type Designated } from '../domain/designation/designated.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import type { DesignationStore, DriftStore, ScanStore } from './ports.js';

/**
 * The one answer to the question which accounts are designated. The store's word counts as soon as people have designated
 * anything; until then the list does that the process was started with. Asked anew every time: a designation takes effect
 * with the next scan.
 */

export interface DesignatedSource {
  readonly tenantId: string;
  readonly designations: Pick<DesignationStore, 'listDesignations'>;
  readonly scans: Pick<ScanStore, 'findLatestScan' | 'findSnapshot'>;
  readonly drift: Pick<DriftStore, 'findBaseline'>;
  /** Object IDs of EMERGENCY_ACCOUNTS, or those of the sandbox. */
  readonly configured: readonly string[];
}

/** What to read of a tenant. */
export type ReadDesignated = () => Promise<Designated>;

/** Object IDs, lower case. */
export type ReadAccountIds = () => Promise<readonly string[]>;

/** Whether people have ever designated anything here, and be it that they removed it again. */
export function hasSpoken(designations: readonly Designation[]): boolean {
  return designations.some((one) => isInForce(one) || one.state === 'removed');
}

/** Accounts and groups that are designated now. */
export async function readDesignated(
  source: Pick<DesignatedSource, 'tenantId' | 'designations' | 'configured'>,
): Promise<Designated> {
  const designations = await source.designations.listDesignations(source.tenantId);
  if (hasSpoken(designations)) return designatedBy(designations);
  return { accounts: source.configured.map((objectId) => ({ objectId })), groupIds: [] };
}

/** The snapshots that may have read a designated group: the latest one, and the accepted one for when that could not. */
async function snapshotsOf({ tenantId, scans, drift }: DesignatedSource): Promise<readonly TenantSnapshot[]> {
  const [latest, baseline] = await Promise.all([scans.findLatestScan(tenantId), drift.findBaseline(tenantId)]);
  const scanIds = [...new Set([latest?.id, baseline?.scanId])].filter((id) => id !== undefined);
  const snapshots = await Promise.all(scanIds.map((id) => scans.findSnapshot(id)));
  return snapshots.filter((snapshot) => snapshot !== undefined);
}

async function idsOf(source: DesignatedSource, designated: Designated): Promise<readonly string[]> {
  return designatedIdsOf(designated, designated.groupIds.length === 0 ? [] : await snapshotsOf(source));
}

/** Everybody who is designated now, the users of groups as they were seen last. */
export async function readDesignatedIds(source: DesignatedSource): Promise<readonly string[]> {
  return idsOf(source, await readDesignated(source));
}

/** Everybody who would be, were it not for one designation. */
export async function readIdsWithout(source: DesignatedSource, designationId: string): Promise<readonly string[]> {
  const designations = await source.designations.listDesignations(source.tenantId);
  return idsOf(source, designatedBy(designations.filter(({ id }) => id !== designationId)));
}
