import type { BotConfig } from '../config.js';
import type { Scan } from '../domain/scan.js';
import { createEmbeddedJobs } from '../jobs/embedded.js';
import { createPgBossJobs } from '../jobs/pg-boss.js';
import { createSignedWebhook } from '../webhook/signed-webhook.js';
import { alertActions } from '../workflows/alert-actions.js';
import { attestationActions } from '../workflows/attestation-actions.js';
import { checkCustodians } from '../workflows/check-custodians.js';
import { createDeltaMemory } from '../workflows/delta-memory.js';
import type { ReadAccountIds } from '../workflows/designated-accounts.js';
import { detectDrift } from '../workflows/detect-drift.js';
import { driftActions } from '../workflows/drift-actions.js';
import { drillActions } from '../workflows/drill-actions.js';
import type { Jobs } from '../workflows/jobs.js';
import type { StartScan } from '../workflows/scan-tenant.js';
import { scheduleActions } from '../workflows/schedule-actions.js';
import { subscriptionActions } from '../workflows/subscription-actions.js';
import type { WatchDependencies } from '../workflows/watch-dependencies.js';
import { watchRisk } from '../workflows/watch-risk.js';
import { watchStatus } from '../workflows/watch-status.js';
import type { Watching } from '../workflows/watching.js';
import type { Logger } from './logger.js';
import type { openStore } from './open-store.js';
import { handleJobs, scheduleJobs, type DeliverDue } from './watch-jobs.js';
import { clock, ids, type WatchedTenant } from './watched-tenant.js';

/** Watching as a part that is opened and closed: its workflows, and the jobs that call them (watch-jobs.ts). */

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
  readonly accountIds: ReadAccountIds;
  readonly logger: Logger;
  readonly deliverDue: DeliverDue;
  /** Puts the head of the audit log where people see it, once a day; asked every minute, by one process at a time. */
  readonly publishAuditHead: () => Promise<void>;
  /** Ends the proposals that nobody confirmed in time; asked every minute, too. */
  readonly expireDesignations: () => Promise<void>;
}

export interface OpenWatching {
  readonly watching: Watching;
  readonly deps: WatchDependencies;
  /** Compares a stored scan with what was accepted. Returns at once. */
  scanned(scan: Scan): void;
  /** Asks for a scan because something else is designated now. Returns at once. */
  scanSoon(): void;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The jobs of the store that is configured: in it, or in pg-boss beside it. */
export function createJobs(config: BotConfig, store: OpenedStore, logger: Logger): Jobs {
  return config.store.kind === 'postgres'
    ? createPgBossJobs({ connectionString: config.store.connectionString, clock, ids, logger })
    : createEmbeddedJobs({ database: store.database as never, clock, ids, logger });
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
    // First: an alert does not wait for what differs.
    await watchRisk(deps, scan);
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
    scanSoon: () => {
      const key = `designated ${deps.ids.next()}`;
      jobs.enqueue('scan', {}, { singletonKey: key }).catch((error: unknown) => {
        // Expected: a store that is out of order. The next scheduled scan looks anyway.
        logger.error('scan not asked for', { err: error });
      });
    },
    start: async () => {
      await jobs.start();
      await scheduleJobs(deps);
    },
    close: async () => {
      await jobs.stop(STOP_GRACE_MS);
      while (running.size > 0) await Promise.all(running);
    },
  };
}
