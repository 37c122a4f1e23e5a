import type { PgBoss, Queue } from 'pg-boss';
import type { JobName, JobPolicy } from '../workflows/jobs.js';
import { LONGEST_BACKOFF_MS } from './retry.js';

/** The queues on PostgreSQL: one for each name of a job, and one for all dead letters. */

/** Also taken as the name of the queue that nobody works on. */
export const DEAD_LETTER_QUEUE = 'dead-letters';

/** pg-boss allows no less. A worker that has said nothing for this time, in seconds, is taken for dead. */
const HEARTBEAT_SECONDS = 10;
const KEEP_DONE_SECONDS = 60 * 60;
const KEEP_WAITING_SECONDS = 14 * 24 * 60 * 60;
const KEEP_DEAD_SECONDS = 365 * 24 * 60 * 60;

const COMMON = {
  heartbeatSeconds: HEARTBEAT_SECONDS,
  deleteAfterSeconds: KEEP_DONE_SECONDS,
  retentionSeconds: KEEP_WAITING_SECONDS,
  deadLetter: DEAD_LETTER_QUEUE,
  notify: true,
} satisfies Omit<Queue, 'name'>;

function toSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}

/** pg-boss waits for the backoff and up to as long again, at random. */
function retryOptions({ maxAttempts, backoffMs, leaseMs }: JobPolicy): Partial<Queue> {
  return {
    retryLimit: maxAttempts - 1,
    retryDelay: toSeconds(backoffMs),
    retryBackoff: true,
    retryDelayMax: LONGEST_BACKOFF_MS / 1_000,
    expireInSeconds: toSeconds(leaseMs),
  };
}

export async function createDeadLetterQueue(boss: PgBoss): Promise<void> {
  await boss.createQueue(DEAD_LETTER_QUEUE, { retentionSeconds: KEEP_DEAD_SECONDS });
}

/**
 * Makes the queue of a name if it is missing. `exclusive` drops a job whose key is waiting or running; the policy of a
 * queue can never be changed.
 */
export async function createJobQueue(boss: PgBoss, name: JobName): Promise<void> {
  await boss.createQueue(name, { ...COMMON, policy: 'exclusive' });
}

/** Jobs that are enqueued from now on follow `policy`. */
export async function setQueuePolicy(boss: PgBoss, name: JobName, policy: JobPolicy): Promise<void> {
  await boss.updateQueue(name, { ...COMMON, ...retryOptions(policy) });
}
