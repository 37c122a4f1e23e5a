import { accountRisk } from '../domain/alerts/account-risk.js';
import type { Scan } from '../domain/scan.js';
import type { WatchDependencies } from './watch-dependencies.js';
import { raiseAlerts } from './watch-events.js';

/** Looks at a stored scan for emergency accounts at risk. Asked twice for one scan it tells nothing twice. */
export async function watchRisk(deps: WatchDependencies, { id }: Pick<Scan, 'id'>): Promise<void> {
  const snapshot = await deps.scans.findSnapshot(id);
  if (snapshot === undefined) return;
  const open = await deps.alerts.listOpenAlerts(deps.tenantId);
  await raiseAlerts(deps, accountRisk(snapshot, open));
}
