import type { Alert, WatchHealth } from '../domain/alerts/alert.js';
import { isoNow, type WatchDependencies } from './watch-dependencies.js';
import type { WatchStatus } from './watching.js';

/** Whether the watching itself works: what people should know before they rely on silence. */

const SOURCES = ['scan', 'directoryAudits', 'signIns'] as const;
const REMEMBERED_MS = 365 * 24 * 60 * 60_000;
const STALE_MS: Readonly<Record<(typeof SOURCES)[number], number>> = {
  scan: 31 * 60_000,
  directoryAudits: 5 * 60_000,
  signIns: 5 * 60_000,
};
const MOST_DEAD_LETTERS = 5;

/** The newest sign-in that was followed by a delivered alert. */
function provenBy(alerts: readonly Alert[]): WatchStatus['proven'] {
  const [newest] = alerts.filter(({ kind, deliveredAt }) => kind === 'E1' && deliveredAt !== null);
  if (newest === undefined || newest.deliveredAt === null) return null;
  return { at: newest.deliveredAt, latencyMs: Date.parse(newest.deliveredAt) - Date.parse(newest.at) };
}

function warningFor(source: (typeof SOURCES)[number], health: readonly WatchHealth[], now: number): readonly string[] {
  const found = health.find((one) => one.source === source);
  if (!found?.lastSuccessAt) {
    const why = found?.lastFailure ? ` ${found.lastFailure}` : '';
    return [`${source} has never been read: nothing is noticed there.${why}`];
  }
  if (now - Date.parse(found.lastSuccessAt) <= STALE_MS[source]) return [];
  return [`${source} was last read at ${found.lastSuccessAt}. ${found.lastFailure ?? ''}`.trim()];
}

export async function watchStatus(deps: WatchDependencies): Promise<WatchStatus> {
  const since = isoNow(deps, -REMEMBERED_MS);
  const [health, open, drift, recent, outbox, deadLetters, subscriptions] = await Promise.all([
    deps.alerts.findHealth(deps.tenantId),
    deps.alerts.listOpenAlerts(deps.tenantId),
    deps.drift.listOpenCases(deps.tenantId),
    deps.alerts.listAlerts(deps.tenantId, since),
    deps.outbox.backlog(),
    deps.jobs.listDeadLetters(MOST_DEAD_LETTERS),
    deps.subscriptions.listSubscriptions(deps.tenantId),
  ]);
  const told = subscriptions.length === 0 ? ['No conversation is subscribed: nobody is told. Send "subscribe".'] : [];
  const failed = deadLetters.length === 0 ? [] : [`${deadLetters.length} jobs have failed for good; see below.`];
  return {
    health,
    openAlerts: open.length,
    openDrift: drift.filter(({ state }) => state === 'open').length,
    proven: provenBy(recent),
    outbox,
    deadLetters,
    subscriptions: subscriptions.length,
    warnings: [...told, ...SOURCES.flatMap((source) => warningFor(source, health, deps.clock.now())), ...failed],
  };
}
