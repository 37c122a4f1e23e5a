import type { BotConfig } from '../config.js';
import { blindness } from '../domain/alerts/blindness.js';
import type { Scan } from '../domain/scan.js';
import { createEmbeddedJobs } from '../jobs/embedded.js';
import { createPgBossJobs } from '../jobs/pg-boss.js';
import { createSignedWebhook } from '../webhook/signed-webhook.js';
import { alertActions, escalateAlerts, sendOutside } from '../workflows/alert-actions.js';
import { attestationActions } from '../workflows/attestation-actions.js';
import { checkCustodians } from '../workflows/check-custodians.js';
import { createDeltaMemory } from '../workflows/delta-memory.js';
import { detectDrift } from '../workflows/detect-drift.js';
import { driftActions } from '../workflows/drift-actions.js';
import { drillActions } from '../workflows/drill-actions.js';
import type { Job, Jobs, ScanJob, WebhookJob } from '../workflows/jobs.js';
import { missDrills, observeDrills } from '../workflows/observe-drills.js';
import { remind } from '../workflows/remind.js';
import type { StartScan } from '../workflows/scan-tenant.js';
import { scheduleActions, WATCH_SCAN } from '../workflows/schedule-actions.js';
import { subscriptionActions } from '../workflows/subscription-actions.js';
import type { WatchDependencies } from '../workflows/watch-dependencies.js';
import { raiseAlerts, watchEvents } from '../workflows/watch-events.js';
import { watchStatus } from '../workflows/watch-status.js';
import type { Watching } from '../workflows/watching.js';
import type { Logger } from './logger.js';
import type { openStore } from './open-store.js';
import { clock, ids, type WatchedTenant } from './watched-tenant.js';

/** Watching as a part that is opened and closed: its workflows, and the jobs that call them at their time. */

const EVERY_MINUTE = '* * * * *';
const HALF_A_MINUTE_MS = 30_000;
/** While another scan runs, or the one of a killed process has not run out yet. */
const TRY_AGAIN_MS = 15_000;
const STOP_GRACE_MS = 10_000;
/** Scans older than this are deleted, but for those that something still refers to: a year and a month, for audits. */
const KEPT_MS = 400 * 24 * 60 * 60_000;

export type OpenedStore = Awaited<ReturnType<typeof openStore>>;

export interface WatchingParts {
  readonly config: BotConfig;
  readonly tenant: WatchedTenant;
  readonly store: OpenedStore;
  readonly jobs: Jobs;
  readonly startScan: StartScan;
  readonly accountIds: readonly string[];
  readonly logger: Logger;
  /** Delivers what waits in the outbox. */
  readonly deliverDue: (signal: AbortSignal) => Promise<void>;
}

export interface OpenWatching {
  readonly watching: Watching;
  readonly deps: WatchDependencies;
  /** Compares a stored scan with what was accepted. Returns at once. */
  scanned(scan: Scan): void;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The jobs of the store that is configured: in it, or in pg-boss beside it. */
export function createJobs(config: BotConfig, store: OpenedStore, logger: Logger): Jobs {
  return config.store.kind === 'postgres'
    ? createPgBossJobs({ connectionString: config.store.connectionString, clock, ids, logger })
    : createEmbeddedJobs({ database: store.database as never, clock, ids, logger });
}

/** Posts a report where its schedule was set; drift is told wherever it belongs anyway. */
async function scanBySchedule({ startScan, outbox, jobs }: WatchDependencies, data: ScanJob): Promise<void> {
  const started = await startScan({ trigger: { kind: 'schedule' } });
  if (started.kind === 'alreadyRunning') {
    return jobs.enqueue('scan', data, {
      singletonKey: `later ${data.conversationId ?? ''}`,
      delayMs: HALF_A_MINUTE_MS,
    });
  }
  const { scan } = await started.report;
  if (data.conversationId === undefined) return;
  const topic = { kind: 'report', id: scan.id } as const;
  const now = new Date(clock.now()).toISOString();
  await outbox.tell([{ topic, kind: 'records', severity: 'info', also: [data.conversationId] }], now);
}

async function deliver({ outbox, jobs }: WatchDependencies, parts: WatchingParts, { signal }: Job): Promise<void> {
  await parts.deliverDue(signal);
  const next = await outbox.nextDueAt();
  if (next === undefined || signal.aborted) return;
  const delayMs = Math.max(250, Date.parse(next) - clock.now());
  await jobs.enqueue('deliver', {}, { singletonKey: 'deliver again', delayMs });
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
  await raiseAlerts(deps, blindness(health, deps.clock.now(), 60_000));
  await observeDrills(deps);
  await missDrills(deps);
  await remind(deps);
}

function handleJobs(deps: WatchDependencies, parts: WatchingParts): void {
  const { jobs } = deps;
  const minute = 60_000;
  jobs.handle('scan', { maxAttempts: 3, backoffMs: 30_000, leaseMs: 6 * minute }, ({ data }) =>
    scanBySchedule(deps, data as ScanJob),
  );
  jobs.handle('watch', { maxAttempts: 2, backoffMs: 5_000, leaseMs: 3 * minute }, (job) => watch(deps, job));
  jobs.handle('deliver', { maxAttempts: 5, backoffMs: 1_000, leaseMs: 2 * minute }, (job) => deliver(deps, parts, job));
  jobs.handle('tick', { maxAttempts: 3, backoffMs: 5_000, leaseMs: minute }, () => tick(deps));
  jobs.handle('webhook', { maxAttempts: 8, backoffMs: 5_000, leaseMs: minute }, ({ data }) =>
    sendOutside(deps, (data as WebhookJob).alertId),
  );
}

async function schedule({ jobs }: WatchDependencies): Promise<void> {
  await jobs.schedule({ ...WATCH_SCAN, name: 'scan', data: {} });
  for (const name of ['watch', 'deliver', 'tick'] as const) {
    await jobs.schedule({ key: `${name}:default`, name, data: {}, cron: EVERY_MINUTE, timeZone: 'UTC' });
  }
  // At once, too: a tenant without a scan has no baseline, and what happened while nobody looked is news.
  await jobs.enqueue('scan', {}, { singletonKey: 'start' });
  await jobs.enqueue('watch', {}, { singletonKey: 'start' });
}

export function openWatching(parts: WatchingParts): OpenWatching {
  const { config, tenant, store, jobs, logger } = parts;
  const deps: WatchDependencies = {
    tenantId: tenant.tenantId,
    accountIds: parts.accountIds,
    scans: store.scans,
    drift: store.drift,
    alerts: store.alerts,
    drills: store.drills,
    subscriptions: store.subscriptions,
    outbox: store.outbox,
    audit: store.audit,
    events: tenant.events,
    deltas: createDeltaMemory(),
    approvers: tenant.approvers,
    startScan: parts.startScan,
    jobs,
    webhook: config.alertWebhook && createSignedWebhook({ ...config.alertWebhook, clock }),
    clock,
    ids,
  };
  const running = new Set<Promise<void>>();
  const scanned = async (scan: Scan) => {
    const at = new Date(clock.now()).toISOString();
    const health = { source: 'scan', lastSuccessAt: at, lastFailureAt: null, lastFailure: null, newestRecordAt: null };
    await store.alerts.saveHealth(tenant.tenantId, health);
    await detectDrift(deps, scan);
    await checkCustodians(deps, (objectId) => deps.events.readAccount(objectId));
    await store.scans.deleteScansBefore(tenant.tenantId, new Date(clock.now() - KEPT_MS).toISOString());
  };
  handleJobs(deps, parts);
  return {
    deps,
    watching: {
      drift: driftActions(deps),
      alerts: alertActions(deps),
      subscriptions: subscriptionActions(deps),
      schedules: scheduleActions(deps),
      drills: drillActions(deps),
      attestations: attestationActions(deps),
      status: () => watchStatus(deps),
    },
    scanned: (scan) => {
      const work = scanned(scan)
        .catch((error: unknown) => {
          // Expected: a store that is out of order. The next scan compares again.
          logger.error('drift not detected', { err: error, scanId: scan.id });
        })
        .finally(() => running.delete(work));
      running.add(work);
    },
    start: async () => {
      await jobs.start();
      await schedule(deps);
    },
    close: async () => {
      await jobs.stop(STOP_GRACE_MS);
      while (running.size > 0) await Promise.all(running);
    },
  };
}
