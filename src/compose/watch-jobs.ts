import { blindness } from '../domain/alerts/blindness.js';
import { escalateAlerts, sendOutside } from '../workflows/alert-actions.js';
import type { Job, ScanJob, WebhookJob } from '../workflows/jobs.js';
import { missDrills, observeDrills } from '../workflows/observe-drills.js';
import { remind } from '../workflows/remind.js';
import { WATCH_SCAN } from '../workflows/schedule-actions.js';
import type { WatchDependencies } from '../workflows/watch-dependencies.js';
import { raiseAlerts, watchEvents } from '../workflows/watch-events.js';

/** The jobs of watching: what each does, how often it is tried, and when it comes. */

const EVERY_MINUTE = '* * * * *';
const MINUTE_MS = 60_000;
const HALF_A_MINUTE_MS = 30_000;
/** While another scan runs, or the one of a killed process has not run out yet. */
const TRY_AGAIN_MS = 15_000;

/** Delivers what waits in the outbox, until nothing is due. */
export type DeliverDue = (signal: AbortSignal) => Promise<void>;

/**
 * A job that asks to be run again while it still runs would be taken for its own twin and dropped, so two keys take turns.
 */
function otherTurn(data: unknown): 1 | 2 {
  return typeof data === 'object' && data !== null && 'turn' in data && data.turn === 1 ? 2 : 1;
}

/** Posts a report where its schedule was set; drift is told wherever it belongs anyway. */
async function scanBySchedule(deps: WatchDependencies, data: ScanJob): Promise<void> {
  const { startScan, outbox, jobs } = deps;
  const started = await startScan({ trigger: { kind: 'schedule' } });
  if (started.kind === 'alreadyRunning') {
    const turn = otherTurn(data);
    const singletonKey = `later ${data.conversationId ?? ''} ${turn}`;
    return jobs.enqueue('scan', { ...data, turn }, { singletonKey, delayMs: TRY_AGAIN_MS });
  }
  const { scan } = await started.report;
  if (data.conversationId === undefined) return;
  const topic = { kind: 'report', id: scan.id } as const;
  const now = new Date(deps.clock.now()).toISOString();
  await outbox.tell([{ topic, kind: 'records', severity: 'info', also: [data.conversationId] }], now);
}

async function deliver(deps: WatchDependencies, deliverDue: DeliverDue, { data, signal }: Job): Promise<void> {
  const { outbox, jobs } = deps;
  await deliverDue(signal);
  const next = await outbox.nextDueAt();
  if (next === undefined || signal.aborted) return;
  const delayMs = Math.max(250, Date.parse(next) - deps.clock.now());
  const turn = otherTurn(data);
  await jobs.enqueue('deliver', { turn }, { singletonKey: `again ${turn}`, delayMs });
}

async function watch(deps: WatchDependencies, { data }: Job): Promise<void> {
  await watchEvents(deps);
  const isFirst = !(typeof data === 'object' && data !== null && 'again' in data);
  if (isFirst) await deps.jobs.enqueue('watch', { again: true }, { singletonKey: 'again', delayMs: HALF_A_MINUTE_MS });
}

/** Everything that depends on the clock alone. */
async function tick(deps: WatchDependencies): Promise<void> {
  await escalateAlerts(deps);
  const health = await deps.alerts.findHealth(deps.tenantId);
  await raiseAlerts(deps, blindness(health, deps.clock.now(), MINUTE_MS));
  await observeDrills(deps);
  await missDrills(deps);
  await remind(deps);
}

export interface JobParts {
  readonly deliverDue: DeliverDue;
  readonly publishAuditHead: () => Promise<void>;
  readonly expireDesignations: () => Promise<void>;
}

/** Before the jobs start. */
export function handleJobs(
  deps: WatchDependencies,
  { deliverDue, publishAuditHead, expireDesignations }: JobParts,
): void {
  const { jobs } = deps;
  jobs.handle('scan', { maxAttempts: 3, backoffMs: 30_000, leaseMs: 6 * MINUTE_MS }, ({ data }) =>
    scanBySchedule(deps, data as ScanJob),
  );
  jobs.handle('watch', { maxAttempts: 2, backoffMs: 5_000, leaseMs: 3 * MINUTE_MS }, (job) => watch(deps, job));
  jobs.handle('deliver', { maxAttempts: 5, backoffMs: 1_000, leaseMs: 2 * MINUTE_MS }, (job) =>
    deliver(deps, deliverDue, job),
  );
  jobs.handle('tick', { maxAttempts: 3, backoffMs: 5_000, leaseMs: MINUTE_MS }, async () => {
    await tick(deps);
    await expireDesignations();
    await publishAuditHead();
  });
  jobs.handle('webhook', { maxAttempts: 8, backoffMs: 5_000, leaseMs: MINUTE_MS }, ({ data }) =>
    sendOutside(deps, (data as WebhookJob).alertId),
  );
}

/** Once the jobs have started. */
export async function scheduleJobs({ jobs }: WatchDependencies): Promise<void> {
  await jobs.schedule({ ...WATCH_SCAN, name: 'scan', data: {} });
  for (const name of ['watch', 'deliver', 'tick'] as const) {
    await jobs.schedule({ key: `${name}:default`, name, data: {}, cron: EVERY_MINUTE, timeZone: 'UTC' });
  }
  // At once, too: a tenant without a scan has no baseline, and what happened while nobody looked is news.
  await jobs.enqueue('scan', {}, { singletonKey: 'start' });
  await jobs.enqueue('watch', {}, { singletonKey: 'start' });
}
