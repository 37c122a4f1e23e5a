import type { Kysely } from 'kysely';
import type { JobName, JobPolicy } from '../workflows/jobs.js';
import type { Clock } from '../workflows/ports.js';
import type { JobsSchema } from './embedded-schema.js';
import type { Handled } from './handled.js';
import { completeJob, failJob, pruneDeadLetters, renewLease, type Attempt, type ClaimedJob } from './job-rows.js';
import { errorText, type JobsLogger } from './jobs-logger.js';
import { backoffAfter } from './retry.js';

/** The attempts that this process is at: begun, kept alive by renewing their leases, and settled. */

/** A lease that nobody renews ends after this time, in milliseconds: so long waits the job of a killed process. */
const UNRENEWED_LEASE_MS = 30_000;

interface Run extends Attempt {
  readonly handled: Handled;
  readonly startedAt: number;
  readonly lost: AbortController;
}

export interface Runs {
  /** Begins the attempt that was claimed at `startedAt`. */
  begin(handled: Handled, job: ClaimedJob, startedAt: number): void;
  isBusy(name: JobName): boolean;
  /** Renews every lease, and gives up attempts that took too long or that somebody else has begun anew. */
  renew(): Promise<void>;
  /** Resolves when no attempt is left. */
  settled(): Promise<void>;
  /** Gives up every attempt: its signal aborts, and its job counts as failed. */
  abandon(reason: string): void;
}

/** Until when a lease lasts that is renewed now: never beyond what the policy grants the whole attempt. */
export function leaseEnd(policy: JobPolicy, startedAt: number, now: number): string {
  return new Date(Math.min(now + UNRENEWED_LEASE_MS, startedAt + policy.leaseMs)).toISOString();
}

export interface Settling {
  readonly database: Kysely<JobsSchema>;
  readonly clock: Clock;
  readonly logger: JobsLogger;
}

/** Puts a failed attempt back for the next one, or to the dead letters. */
export async function settleFailure(
  { database, clock, logger }: Settling,
  { name, policy }: Handled,
  { id, attempt }: Attempt,
  error: string,
): Promise<void> {
  const now = clock.now();
  const backoff = backoffAfter(policy, attempt);
  const retryAt = backoff === undefined ? null : new Date(now + backoff).toISOString();
  const failed = await failJob(database, { id, attempt }, { error, failedAt: new Date(now).toISOString(), retryAt });
  const fields = { name, id, attempt, error };
  if (!failed) logger.warn('job had been taken over when it failed', fields);
  else if (retryAt !== null) logger.warn('job failed and will be tried again', fields);
  else {
    logger.error('job failed for the last time', fields);
    await pruneDeadLetters(database);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** Hands the job to its handler. Rejects when the handler does, and as soon as the attempt is lost, whatever the handler does. */
async function perform({ handled, id, attempt, lost }: Run, json: string): Promise<void> {
  const data: unknown = JSON.parse(json);
  const job = { id, name: handled.name, data, attempt, signal: lost.signal };
  await Promise.race([aborted(lost.signal), handled.handler(job)]);
}

async function performAndSettle(settling: Settling, run: Run, json: string): Promise<void> {
  try {
    await perform(run, json);
  } catch (error) {
    await settleFailure(settling, run.handled, run, errorText(error));
    return;
  }
  if (!(await completeJob(settling.database, run))) {
    settling.logger.warn('job had been taken over when it was done', { name: run.handled.name, id: run.id });
  }
}

export function createRuns(settling: Settling, onEnd: () => void): Runs {
  const { database, clock, logger } = settling;
  const running = new Map<Run, Promise<void>>();

  async function renewOne(run: Run): Promise<void> {
    const now = clock.now();
    if (now >= run.startedAt + run.handled.policy.leaseMs)
      run.lost.abort(new Error('the job took longer than its lease'));
    else if (!(await renewLease(database, run, leaseEnd(run.handled.policy, run.startedAt, now)))) {
      run.lost.abort(new Error('the job was taken over by another process'));
    }
  }

  return {
    begin(handled, { id, attempt, data }, startedAt) {
      const run: Run = { id, attempt, handled, startedAt, lost: new AbortController() };
      const end = performAndSettle(settling, run, data)
        .catch((error: unknown) => {
          // The database failed. The lease runs out, and then the job is tried again.
          logger.error('job could not be settled', { name: handled.name, id, error: errorText(error) });
        })
        .finally(() => {
          running.delete(run);
          onEnd();
        });
      running.set(run, end);
    },
    isBusy: (name) => [...running.keys()].some((run) => run.handled.name === name),
    async renew() {
      for (const run of running.keys()) if (!run.lost.signal.aborted) await renewOne(run);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
    abandon(reason) {
      for (const { lost } of running.keys()) lost.abort(new Error(reason));
    },
  };
}
