import { isSameId } from '../domain/approval/principal.js';
import type { Designation } from '../domain/designation/designation.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import { hasSpoken } from './designated-accounts.js';
import type { DesignationDependencies } from './designation-dependencies.js';
import { isoNow } from './watch-dependencies.js';

/**
 * The way from the configuration to the store: with the first designation that people confirm, the accounts that the
 * configuration names become designations of their own. Otherwise that confirmation would take all of them away.
 */

/** The accounts of the configuration that come into the store with the first designation that people confirm. */
export function takenOverBy(
  { configured }: Pick<DesignationDependencies, 'configured'>,
  designations: readonly Designation[],
  objectId: string,
): readonly string[] {
  if (hasSpoken(designations)) return [];
  return [...new Set(configured.map((id) => id.toLowerCase()))].filter((id) => !isSameId(id, objectId));
}

/** The configuration's accounts as designations of their own: from the first one on, only the store's word counts. */
export async function takeOver(
  deps: DesignationDependencies,
  { state, objectId }: Designation,
): Promise<readonly Designation[]> {
  if (state !== 'proposed') return [];
  const ids = takenOverBy(deps, await deps.designations.listDesignations(deps.tenantId), objectId);
  if (ids.length === 0) return [];
  const scan = await deps.scans.findLatestScan(deps.tenantId);
  const snapshot = scan && (await deps.scans.findSnapshot(scan.id));
  return ids.map((id) => takenOver(deps, id, snapshot));
}

function takenOver(deps: DesignationDependencies, objectId: string, snapshot: TenantSnapshot | undefined): Designation {
  const reading = snapshot?.accounts.find(({ id }) => isSameId(id, objectId));
  const user = reading?.user.known === true ? reading.user.value : null;
  return {
    ...{ id: deps.ids.next(), tenantId: deps.tenantId, kind: 'account', objectId },
    nameAtDesignation: user?.displayName ?? user?.userPrincipalName ?? objectId,
    userPrincipalNameAtDesignation: user?.userPrincipalName ?? null,
    ...{ state: 'confirmed', version: 1, designatedAt: isoNow(deps) },
    ...{ designated: null, confirmed: null, removal: null, ended: null, waitsUntil: null },
  };
}
