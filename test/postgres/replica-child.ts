import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { createLogger } from '../../src/compose/logger.js';
import { openStore } from '../../src/compose/open-store.js';
import { clock, configuredIds, ids, type WatchedTenant } from '../../src/compose/watched-tenant.js';
import { createJobs, openWatching, type OpenWatching } from '../../src/compose/watching.js';
import { readBotConfig } from '../../src/config.js';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createEventReader } from '../../src/graph/event-reader.js';
import { createSubjectReader } from '../../src/graph/subject-reader.js';
import { createTenantReader } from '../../src/graph/tenant-reader.js';
import { createBotAdapter } from '../../src/teams/bot-adapter.js';
import { createDelivery, type OutboxDelivery } from '../../src/teams/outbound/outbox-delivery.js';
import { createSingleAttempts } from '../../src/teams/outbound/single-attempt.js';
import { waitForReal } from '../../src/teams/wait.js';
import type { Jobs, Transaction } from '../../src/workflows/jobs.js';
import { noteDeliveries } from '../../src/workflows/note-deliveries.js';
import type { EventReader, TenantReader } from '../../src/workflows/ports.js';
import { readWatchRecords } from '../../src/workflows/read-watch-records.js';
import { scanTenant } from '../../src/workflows/scan-tenant.js';
import type { AlertStore } from '../../src/workflows/watch-ports.js';
import { cardOf } from '../teams/outbound/delivery-harness.js';
import type { ReplicaJob } from './replica.js';

/**
 * A replica of the bot as it is composed, without the endpoint for chats. It says on stdout `ready`, `ran JOB ID ATTEMPT`
 * when it begins a job, `scanning`, `looking` and `looked` around a reading of the audit log, and `raising` and
 * `raised COUNT` around storing alerts.
 */

const HASTY = {
  conditionalAccessSpacingMs: 0,
  reportsPer10s: 1_000,
  signInActivityPerMinute: 1_000,
  backoffBaseMs: 1,
  maxRetries: 1,
};

const { location, tenant: address, holdsAlerts } = JSON.parse(process.argv[2] ?? '') as ReplicaJob;

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function sayingJobs(jobs: Jobs): Jobs {
  return {
    ...jobs,
    handle: (name, policy, handler) =>
      jobs.handle(name, policy, (job) => {
        say(`ran ${name} ${job.id} ${String(job.attempt)}`);
        return handler(job);
      }),
  };
}

function sayingReader(reader: TenantReader): TenantReader {
  return {
    ...reader,
    readTenant: (request) => {
      say('scanning');
      return reader.readTenant(request);
    },
  };
}

function sayingEvents(events: EventReader): EventReader {
  return {
    ...events,
    readDirectoryAudits: async (since) => {
      say('looking');
      const reading = await events.readDirectoryAudits(since);
      say(reading.known ? 'looked' : `blind ${reading.detail}`);
      return reading;
    },
  };
}

function sayingAlerts(alerts: AlertStore): AlertStore {
  return {
    ...alerts,
    raise: async (...input) => {
      say('raising');
      if (holdsAlerts) await once(process.stdin, 'data');
      const raised = await alerts.raise(...input);
      say(`raised ${String(raised.length)}`);
      return raised;
    },
  };
}

function openTenant(): WatchedTenant {
  const { url: endpoint, tenantId, emergencyAccountIds: designatedIds } = address;
  const tokens = staticTokenSource(address.token);
  return {
    tenantId,
    reader: sayingReader(createTenantReader({ endpoint, tokens, clock, tenantId, limits: HASTY })),
    events: sayingEvents(createEventReader({ endpoint, tokens, clock, limits: HASTY })),
    subjects: createSubjectReader({ endpoint, tokens, clock }),
    designatedIds,
    approvers: null,
    writer: null,
    simulated: null,
    close: () => Promise.resolve(),
  };
}

const configured = readBotConfig({ DATABASE_URL: location, LOG_LEVEL: 'error' });
if (!configured.ok) throw new Error(JSON.stringify(configured.problems));
const { config } = configured;
const logger = createLogger(config.logLevel);
const waking: { jobs: Jobs | undefined } = { jobs: undefined };
const opened = await openStore(config.store, {
  onTold: async (transaction) =>
    waking.jobs?.enqueue('deliver', {}, { singletonKey: 'told', transaction: transaction as Transaction }),
});
const store = { ...opened, alerts: sayingAlerts(opened.alerts) };
const jobs = sayingJobs(createJobs(config, store, logger));
waking.jobs = jobs;
const tenant = openTenant();
const accounts = configuredIds(config.emergencyAccounts, tenant);
const startScan = scanTenant({
  reader: tenant.reader,
  scans: store.scans,
  clock,
  ids,
  tenantId: tenant.tenantId,
  accounts: () => Promise.resolve({ accounts: accounts.map((objectId) => ({ objectId })), groupIds: [] }),
  settings: config.settings,
  records: () => readWatchRecords({ tenantId: tenant.tenantId, ...store, clock }),
  completed: (scan) => watching.scanned(scan),
});
const watching: OpenWatching = openWatching({
  config,
  tenant,
  store,
  jobs,
  startScan,
  accountIds: () => Promise.resolve(accounts),
  expireDesignations: () => Promise.resolve(),
  logger,
  deliverDue: (signal) => delivery.deliverDue(signal),
  publishAuditHead: () => Promise.resolve(),
});
const adapter = createBotAdapter(null, undefined);
const delivery: OutboxDelivery = createDelivery({
  outbox: noteDeliveries(store.outbox, watching.deps),
  conversations: store.conversations,
  render: (topic) => Promise.resolve(cardOf(topic)),
  sender: createSingleAttempts({ adapter, botAppId: '', clock, wait: waitForReal }),
  clock,
  wait: waitForReal,
  random: Math.random,
  logger,
});
await watching.start();
say('ready');
