import type { Clock as BossClock, Job as BossJob, PgBoss } from 'pg-boss';
import type { EnqueueOptions, JobName, Jobs, Transaction } from '../workflows/jobs.js';
import type { Clock, Ids } from '../workflows/ports.js';
import { describeCron, listNextRuns, requireReadable } from './cron.js';
import { errorText, type JobsLogger } from './jobs-logger.js';
import { listDeadLetters, pruneDeadLetters } from './pg-boss-letters.js';
import { createDeadLetterQueue, createJobQueue, setQueuePolicy } from './pg-boss-queues.js';
import { findSchema } from './pg-boss-schema.js';
import { deleteSchedule, fromPayload, listSchedules, saveSchedule, toPayload } from './pg-boss-schedules.js';
import type { Handled } from './handled.js';

/**
 * Jobs on PostgreSQL, shared by any number of processes, through pg-boss in a schema of its own. The package is loaded
 * only when this is used. A job whose worker is killed runs again within about half a minute; its handler must bear that.
 */

export interface PgBossJobsOptions {
  readonly connectionString: string;
  /** Made when it is missing; at most 50 letters, digits and underscores. By default, one beside the connection's own. */
  readonly schema?: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: JobsLogger;
  /** Another time than the real one, for pg-boss itself. */
  readonly bossClock?: BossClock;
}

/** What looks for dead workers and late jobs, and how often a queue is asked when no notification arrives, in seconds. */
const INTERVALS = {
  superviseIntervalSeconds: 5,
  monitorIntervalSeconds: 5,
  maintenanceIntervalSeconds: 60 * 60,
  cronMonitorIntervalSeconds: 15,
  cronWorkerIntervalSeconds: 2,
};
const POLLING = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 };
const CONNECTIONS = 4;

async function createBoss({ connectionString, schema, logger, bossClock }: PgBossJobsOptions): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    connectionString,
    schema: schema ?? (await findSchema(connectionString)),
    application_name: 'glasswatch-jobs',
    max: CONNECTIONS,
    useListenNotify: true,
    ...INTERVALS,
    ...(bossClock && { clock: bossClock }),
  });
  boss.on('error', (error) => logger.error('job queue met an error', { error: errorText(error) }));
  boss.on('warning', ({ message }) => logger.warn('job queue warns', { warning: message }));
  return boss;
}

/** The connection to pg-boss, opened when it is first needed, and the queues that are known to be there. */
interface Opened {
  get(): Promise<PgBoss>;
  /** With the queue of the name made. */
  withQueue(name: JobName): Promise<PgBoss>;
  close(graceMs: number): Promise<void>;
}

/** Keeps what `make` made; a failure is not kept, so that the next one who asks tries again. */
function keep<K, V>(kept: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  return made;
}

async function openBoss(options: PgBossJobsOptions): Promise<PgBoss> {
  const boss = await createBoss(options);
  try {
    await boss.start();
    await createDeadLetterQueue(boss);
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
}

function createOpened(options: PgBossJobsOptions): Opened {
  const opened = new Map<'boss', Promise<PgBoss>>();
  const queues = new Map<JobName, Promise<void>>();
  const get = (): Promise<PgBoss> => keep(opened, 'boss', () => openBoss(options));

  return {
    get,
    async withQueue(name) {
      const boss = await get();
      await keep(queues, name, () => createJobQueue(boss, name));
      return boss;
    },
    async close(graceMs) {
      await (await opened.get('boss'))?.stop({ graceful: true, close: true, timeout: graceMs });
    },
  };
}

/** Runs one job. What it fails with is stored by pg-boss, so it is made fit for that first. */
async function perform({ name, policy, handler }: Handled, job: BossJob<unknown>, logger: JobsLogger): Promise<void> {
  const attempt = job.retryCount + 1;
  try {
    await handler({ id: job.id, name, data: fromPayload(job.data), attempt, signal: job.signal });
  } catch (error) {
    const message = errorText(error);
    const fields = { name, id: job.id, attempt, error: message };
    if (attempt < policy.maxAttempts) logger.warn('job failed and will be tried again', fields);
    else logger.error('job failed for the last time', fields);
    throw new Error(message, { cause: 'the handler of the job' });
  }
}

async function startWorker(opened: Opened, handled: Handled, logger: JobsLogger): Promise<void> {
  const boss = await opened.withQueue(handled.name);
  await setQueuePolicy(boss, handled.name, handled.policy);
  await boss.work(handled.name, { batchSize: 1, ...POLLING }, async (jobs) => {
    for (const job of jobs) await perform(handled, job, logger);
  });
}

async function enqueue(
  opened: Opened,
  { ids }: PgBossJobsOptions,
  name: JobName,
  data: unknown,
  { singletonKey, delayMs = 0, transaction }: EnqueueOptions,
): Promise<void> {
  const boss = await opened.withQueue(name);
  await boss.send(name, toPayload(data), {
    // The queue takes one job of a key, and jobs without a key for one and the same.
    singletonKey: singletonKey ?? ids.next(),
    ...(delayMs > 0 && { startAfter: Math.ceil(delayMs / 1_000) }),
    ...(transaction && { db: await unwrap(transaction) }),
  });
}

/** The store's own transaction, which the port hands through unopened. */
async function unwrap(transaction: Transaction) {
  const { fromKysely } = await import('pg-boss');
  return fromKysely(transaction as unknown as Parameters<typeof fromKysely>[0]);
}

export function createPgBossJobs(options: PgBossJobsOptions): Jobs {
  const { clock, logger } = options;
  const opened = createOpened(options);
  const handled = new Map<JobName, Handled>();

  return {
    handle: (name, policy, handler) => void handled.set(name, { name, policy, handler }),
    async start() {
      await pruneDeadLetters(await opened.get());
      for (const each of handled.values()) await startWorker(opened, each, logger);
    },
    stop: (graceMs) => opened.close(graceMs),
    enqueue: (name, data, enqueueOptions = {}) => enqueue(opened, options, name, data, enqueueOptions),
    async schedule(schedule) {
      requireReadable(schedule, clock.now());
      await saveSchedule(await opened.withQueue(schedule.name), schedule);
    },
    unschedule: async (key) => deleteSchedule(await opened.get(), key),
    listSchedules: async () => listSchedules(await opened.get()),
    nextRuns: listNextRuns,
    describeCron,
    listDeadLetters: async (limit) => listDeadLetters(await opened.get(), limit),
  };
}
