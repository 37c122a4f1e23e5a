import type { Alert, WatchHealth } from '../alerts/alert.js';
import type { Attestation, Drill } from '../drills/drill.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';

/** What a bot knows beside the snapshot: what people signed and rehearsed, what it noticed, and whether it can see at all. */

export interface WatchRecords {
  readonly attestations: readonly Attestation[];
  readonly drills: readonly Drill[];
  /** Every alert that nobody has explained, and the recent ones. */
  readonly alerts: readonly Alert[];
  readonly health: readonly WatchHealth[];
  /** When the records were read, ISO 8601 UTC. */
  readonly now: string;
  /** Since when sign-ins are watched, ISO 8601 UTC; null: they never were. */
  readonly watchingSince: string | null;
}

/** Of a scan without a bot. Its time is long ago, so that the snapshot's counts. */
export const NO_RECORDS: WatchRecords = {
  attestations: [],
  drills: [],
  alerts: [],
  health: [],
  now: '1970-01-01T00:00:00.000Z',
  watchingSince: null,
};

/** The moment for which is judged: the later one of snapshot and records, so that what ends in between has ended. */
export function judgedAt({ takenAt }: TenantSnapshot, { now }: WatchRecords): string {
  return Date.parse(now) > Date.parse(takenAt) ? now : takenAt;
}
