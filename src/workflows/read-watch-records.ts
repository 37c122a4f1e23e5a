import type { Alert } from '../domain/alerts/alert.js';
import type { WatchRecords } from '../domain/controls/watch-records.js';
import { isoNow, type WatchDependencies } from './watch-dependencies.js';

/** What the bot has recorded, for judging a scan. */

/** Longer than the controls look back for what is explained; what is not explained is listed however old it is. */
const RECENT_MS = 100 * 86_400_000;

export async function readWatchRecords(
  deps: Pick<WatchDependencies, 'tenantId' | 'drills' | 'alerts' | 'clock'>,
): Promise<WatchRecords> {
  const { tenantId } = deps;
  const [attestations, drills, open, recent, health] = await Promise.all([
    deps.drills.listAttestations(tenantId),
    deps.drills.listDrills(tenantId),
    deps.alerts.listOpenAlerts(tenantId),
    deps.alerts.listAlerts(tenantId, isoNow(deps, -RECENT_MS)),
    deps.alerts.findHealth(tenantId),
  ]);
  const alerts = [...new Map([...open, ...recent].map((alert): [string, Alert] => [alert.id, alert])).values()];
  const readAt = health.find(({ source }) => source === 'signIns')?.lastSuccessAt ?? null;
  const [first] = alerts.map(({ noticedAt }) => noticedAt).sort();
  // Not noted anywhere, and it only dates a sentence: the oldest thing the bot is known to have seen.
  const watchingSince = readAt !== null && first !== undefined && first < readAt ? first : readAt;
  return { attestations, drills, alerts, health, now: isoNow(deps), watchingSince };
}
