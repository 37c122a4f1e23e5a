import type { Alert } from '../domain/alerts/alert.js';
import type { Drill } from '../domain/drills/drill.js';
import { isMissed, observeDrill } from '../domain/drills/observe.js';
import { drillTelling } from './drill-telling.js';
import { isoNow, watchEvent, type WatchDependencies } from './watch-dependencies.js';

/** What becomes of announced drills by themselves. Both can run as often as one likes: what is said already is left alone. */

type Needs = Pick<WatchDependencies, 'tenantId' | 'drills' | 'clock'>;

/** False: somebody else has moved the drill on, and the next run looks again. */
async function save(deps: Needs, before: Drill, changed: Drill, action: string): Promise<boolean> {
  const next: Drill = { ...changed, version: before.version + 1 };
  const details = { account: next.accountId, state: next.state, latencyMs: next.alertLatencyMs };
  const event = watchEvent(deps, action, next.id, details);
  return deps.drills.saveDrill(next, event, [drillTelling(next)], isoNow(deps));
}

/** Alerts that may prove one of `drills`: what was noticed is never older than what happened. */
async function listProofs(
  deps: Needs & Pick<WatchDependencies, 'alerts'>,
  drills: readonly Drill[],
): Promise<readonly Alert[]> {
  const [earliest] = drills.map(({ from }) => from).sort();
  return earliest === undefined ? [] : deps.alerts.listAlerts(deps.tenantId, earliest);
}

function mayChange({ state, signIn, alertLatencyMs }: Drill): boolean {
  return state !== 'cancelled' && (signIn === null || alertLatencyMs === null);
}

/** Proves announced drills by the sign-ins that were noticed, and notes how long the alert took once it is delivered. */
export async function observeDrills(deps: Needs & Pick<WatchDependencies, 'alerts'>): Promise<void> {
  const drills = await deps.drills.listDrills(deps.tenantId);
  const open = drills.filter(mayChange);
  const alerts = await listProofs(deps, open);
  const taken = new Set(drills.flatMap(({ signIn }) => (signIn === null ? [] : [signIn.id])));
  for (const drill of open) {
    const observed = observeDrill(drill, alerts, taken);
    if (observed === null) continue;
    // One sign-in proves one drill, whichever of two overlapping ones comes first.
    if (observed.signIn !== null) taken.add(observed.signIn.id);
    await save(deps, drill, observed, drill.signIn === null ? 'drill.observed' : 'drill.alertDelivered');
  }
}

/** Notes the drills to which nobody came. */
export async function missDrills(deps: Needs): Promise<void> {
  const now = isoNow(deps);
  const drills = await deps.drills.listDrills(deps.tenantId);
  for (const drill of drills.filter((candidate) => isMissed(candidate, now))) {
    await save(deps, drill, { ...drill, state: 'missed' }, 'drill.missed');
  }
}
