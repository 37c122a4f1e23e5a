import { isSameId } from '../domain/approval/principal.js';
import { findCandidates, type CandidateSearch } from '../domain/designation/candidates.js';
import { isInForce, stateAt, type Designation } from '../domain/designation/designation.js';
import { sightOf } from '../domain/designation/sight.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import { hasSpoken, readDesignatedIds } from './designated-accounts.js';
import type { DesignationDependencies } from './designation-dependencies.js';
import type { Inventory, InventoryEntry } from './designations.js';

/** The designated accounts with what the latest scan says of each, and who looks like one and is not designated. */

function entriesOf(
  designations: readonly Designation[],
  snapshot: TenantSnapshot | undefined,
  now: number,
): readonly InventoryEntry[] {
  const entries = designations.map((designation) => ({
    objectId: designation.objectId,
    designation,
    state: stateAt(designation, now),
    sight: sightOf(designation, snapshot),
  }));
  return [...entries.filter(isInForce), ...entries.filter(({ state }) => state === 'proposed')];
}

function configuredEntries(ids: readonly string[], snapshot: TenantSnapshot | undefined): readonly InventoryEntry[] {
  return ids.map((objectId) => {
    const bare = { kind: 'account', objectId, nameAtDesignation: '', userPrincipalNameAtDesignation: null } as const;
    return { objectId, designation: null, state: 'confirmed', sight: sightOf(bare, snapshot) };
  });
}

async function searchIn(
  deps: DesignationDependencies,
  snapshot: TenantSnapshot,
  entries: readonly InventoryEntry[],
  dismissedIds: readonly string[],
): Promise<CandidateSearch> {
  const designatedIds = [...entries.map(({ objectId }) => objectId), ...(await readDesignatedIds(deps))];
  return findCandidates(snapshot, { designatedIds, dismissedIds });
}

export async function readInventory(deps: DesignationDependencies): Promise<Inventory> {
  const { tenantId, designations: store, scans, configured } = deps;
  const [designations, dismissals, scan] = await Promise.all([
    store.listDesignations(tenantId),
    store.listDismissals(tenantId),
    scans.findLatestScan(tenantId),
  ]);
  const snapshot = scan && (await scans.findSnapshot(scan.id));
  const isByPeople = hasSpoken(designations);
  const own = entriesOf(designations, snapshot, deps.clock.now());
  const isOwn = (id: string) => own.some(({ objectId }) => isSameId(objectId, id));
  const others = configured.filter((id) => !isOwn(id));
  const entries = isByPeople ? own : [...configuredEntries(others, snapshot), ...own];
  const dismissedIds = dismissals.map(({ objectId }) => objectId);
  return {
    source: isByPeople ? 'people' : 'configuration',
    entries,
    ignoredIds: isByPeople ? others : [],
    search: snapshot === undefined ? null : await searchIn(deps, snapshot, entries, dismissedIds),
    dismissed: dismissals.length,
    scannedAt: scan?.completedAt ?? null,
    canBeConfirmed: deps.approvers !== null,
  };
}
