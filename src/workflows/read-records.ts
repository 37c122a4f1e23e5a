import type { WatchRecords } from '../domain/controls/watch-records.js';
import { isoNow, type WatchDependencies } from './watch-dependencies.js';

/** What the bot has recorded beside the tenant, for the controls that judge it. */

const RECENT_MS = 365 * 24 * 60 * 60_000;

type Needs = Pick<WatchDependencies, 'tenantId' | 'drift' | 'alerts' | 'drills' | 'clock'>;

export async function readRecords(deps: Needs): Promise<WatchRecords> {
  const [attestations, drills, open, recent, health, baseline] = await Promise.all([
    deps.drills.listAttestations(deps.tenantId),
    deps.drills.listDrills(deps.tenantId),
    deps.alerts.listOpenAlerts(deps.tenantId),
    deps.alerts.listAlerts(deps.tenantId, isoNow(deps, -RECENT_MS)),
    deps.alerts.findHealth(deps.tenantId),
    deps.drift.findBaseline(deps.tenantId),
  ]);
  const alerts = new Map([...open, ...recent].map((alert) => [alert.id, alert]));
  return {
    attestations,
    drills,
    alerts: [...alerts.values()],
    health,
    now: isoNow(deps),
    // The bot begins to watch with its first scan.
    watchingSince: baseline?.acceptedAt ?? null,
  };
}
