import type { Kysely } from 'kysely';
import type { EnqueueOptions, JobName, Jobs, Transaction } from '../workflows/jobs.js';
import type { Clock, Ids } from '../workflows/ports.js';
import { createBell, waitForReal, type Bell, type Wait } from './bell.js';
import { describeCron, listNextRuns, requireReadable } from './cron.js';
import { restAfterRound, runRound, type Rounds } from './embedded-rounds.js';
import type { JobsSchema } from './embedded-schema.js';
import type { Handled } from './handled.js';
import { insertJob, listDeadLetters } from './job-rows.js';
import { errorText, type JobsLogger } from './jobs-logger.js';
import { createRuns, type Runs } from './runs.js';
import { deleteSchedule, listScheduleRows, saveSchedule, toSchedule } from './schedule-rows.js';

/**
 * Jobs in the database of the embedded store, for the one process that has it open. A job is begun by marking its row with
 * a lease, so that one whose process is killed is begun again; its handler must bear that.
 */

export interface EmbeddedJobsOptions {
  /** The embedded store's database, migrated. */
  readonly database: Kysely<JobsSchema>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: JobsLogger;
  readonly wait?: Wait;
}

/** After a round that failed, in milliseconds. */
const REST_AFTER_FAILURE_MS = 5_000;

/** The store's own transaction, which the port hands through unopened. */
function unwrap(transaction: Transaction): Kysely<JobsSchema> {
  return transaction as unknown as Kysely<JobsSchema>;
}

async function enqueue(
  { database, clock, ids }: EmbeddedJobsOptions,
  name: JobName,
  data: unknown,
  { singletonKey, delayMs = 0, transaction }: EnqueueOptions,
): Promise<void> {
  const now = clock.now();
  await insertJob(transaction === undefined ? database : unwrap(transaction), {
    id: ids.next(),
    name,
    data,
    singletonKey: singletonKey ?? null,
    createdAt: new Date(now).toISOString(),
    runAt: new Date(now + delayMs).toISOString(),
  });
}

interface Worker {
  start(): void;
  stop(graceMs: number): Promise<void>;
}

function createWorker(rounds: Rounds, runs: Runs, bell: Bell, wait: Wait): Worker {
  const stopping = new AbortController();
  const stopped = new AbortController();
  let rounding: Promise<void> | undefined;

  async function lookAfter(): Promise<number> {
    try {
      await runRound(rounds, !stopping.signal.aborted);
      return await restAfterRound(rounds);
    } catch (error) {
      // The database failed. What was begun keeps its lease or is begun again; the next round tries anew.
      rounds.logger.error('jobs could not be looked after', { error: errorText(error) });
      return REST_AFTER_FAILURE_MS;
    }
  }

  async function goRound(): Promise<void> {
    while (!stopped.signal.aborted) await bell.sleep(await lookAfter());
  }

  async function settleRuns(graceMs: number): Promise<void> {
    const enough = new AbortController();
    await Promise.race([runs.settled(), wait(graceMs, enough.signal)]);
    enough.abort();
    runs.abandon('the process stops');
    await runs.settled();
  }

  return {
    start() {
      rounding ??= goRound();
    },
    async stop(graceMs) {
      stopping.abort();
      await settleRuns(graceMs);
      stopped.abort();
      bell.ring();
      await rounding;
    },
  };
}

export function createEmbeddedJobs(options: EmbeddedJobsOptions): Jobs {
  const { database, clock, wait = waitForReal } = options;
  const handled = new Map<JobName, Handled>();
  const bell = createBell(wait);
  const runs = createRuns(options, () => bell.ring());
  const worker = createWorker({ ...options, handled, runs }, runs, bell, wait);

  return {
    handle: (name, policy, handler) => void handled.set(name, { name, policy, handler }),
    start: () => Promise.resolve(worker.start()),
    stop: (graceMs) => worker.stop(graceMs),
    async enqueue(name, data, enqueueOptions = {}) {
      await enqueue(options, name, data, enqueueOptions);
      // Inside a transaction the job cannot be seen yet; the round waits for the one connection, and so for its end.
      bell.ring();
    },
    async schedule(schedule) {
      requireReadable(schedule, clock.now());
      await saveSchedule(database, schedule, new Date(clock.now()).toISOString());
      bell.ring();
    },
    unschedule: (key) => deleteSchedule(database, key),
    listSchedules: async () => (await listScheduleRows(database)).map(toSchedule),
    nextRuns: listNextRuns,
    describeCron,
    listDeadLetters: (limit) => listDeadLetters(database, limit),
  };
}
