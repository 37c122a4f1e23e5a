import type { Observed, Unknown } from '../domain/tenant/observed.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import type { DeltaMemory } from './delta-memory.js';
import { noteHealth } from './note-health.js';
import { isoNow, type WatchDependencies } from './watch-dependencies.js';
import type { DeltaKind, DeltaReading } from './watch-ports.js';

/**
 * The fast path: asks Graph which of the emergency accounts and exclusion groups changed, minutes before the audit log says
 * so. It only ever brings a scan forward. Nothing rests on it: the log and the scheduled scans see every change without it.
 */

/** Source: Microsoft Graph, delta query: a filter names at most 50 objects. */
const MOST_IDS = 50;

interface Followed {
  readonly kind: DeltaKind;
  readonly ids: readonly string[];
  /** A link belongs to the objects it was asked for: with others among them, following begins anew. */
  readonly key: string;
}

function followedOf(kind: DeltaKind, objectIds: readonly string[]): readonly Followed[] {
  const distinct = [...new Set(objectIds.map((id) => id.toLowerCase()))].sort();
  return Array.from({ length: Math.ceil(distinct.length / MOST_IDS) }, (_, index) => {
    const ids = distinct.slice(index * MOST_IDS, (index + 1) * MOST_IDS);
    return { kind, ids, key: `${kind} ${ids.join(' ')}` };
  });
}

/** Links of what is not followed any more would never be used again. */
function forgetOthers({ links }: DeltaMemory, followed: readonly Followed[]): void {
  const keys = new Set(followed.map(({ key }) => key));
  for (const key of links.keys()) if (!keys.has(key)) links.delete(key);
}

function firstUnknown(readings: readonly Observed<DeltaReading>[]): Unknown | undefined {
  return readings.find((reading): reading is Unknown => !reading.known);
}

/**
 * Whether a scan is due because a designated account or an exclusion group of `snapshot`, the latest one, changed; true
 * until the caller has cleared `memory.unscanned`. What could not be read is noted in the health of `delta` and asked for
 * again from where it was known last.
 */
export async function watchDeltas(
  deps: Pick<WatchDependencies, 'tenantId' | 'accountIds' | 'events' | 'alerts' | 'clock'>,
  memory: DeltaMemory,
  snapshot: TenantSnapshot | undefined,
): Promise<boolean> {
  const startedAt = isoNow(deps);
  const groups = snapshot ? [...snapshot.exclusionGroups, ...(snapshot.designatedGroups ?? [])] : [];
  const groupIds = groups.map(({ id }) => id);
  const followed = [...followedOf('users', await deps.accountIds()), ...followedOf('groups', groupIds)];
  forgetOthers(memory, followed);
  const readings = await Promise.all(
    followed.map(async ({ kind, ids, key }) => {
      const reading = await deps.events.readDelta(kind, ids, memory.links.get(key) ?? null);
      if (reading.known) memory.links.set(key, reading.value.link);
      if (reading.known) for (const id of reading.value.changedIds) memory.unscanned.add(id);
      return reading;
    }),
  );
  await noteHealth(
    deps,
    'delta',
    startedAt,
    firstUnknown(readings) ?? { known: true, readAt: isoNow(deps), value: [] },
  );
  return memory.unscanned.size > 0;
}
