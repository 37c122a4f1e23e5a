import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { DeadLetter, JobName } from '../workflows/jobs.js';
import { DEAD_LETTER_QUEUE } from './pg-boss-queues.js';
import { DEAD_LETTERS_KEPT } from './retry.js';

/** The dead letters on PostgreSQL: jobs in a queue that nobody works on, with what is known of the job they were. */

/** What a job failed with, as pg-boss stored it. */
function errorOf(output: unknown): string {
  if (typeof output !== 'object' || output === null) return '';
  const { message, value } = output as { readonly message?: unknown; readonly value?: unknown };
  if (typeof message === 'string') return message;
  return typeof value === 'string' ? value : errorOf(value);
}

/** The queue is named for the job, and nothing else puts anything here. */
function toDeadLetter(letter: JobWithMetadata<unknown>): DeadLetter {
  return {
    id: letter.sourceId ?? letter.id,
    name: letter.sourceName as JobName,
    failedAt: letter.createdOn.toISOString(),
    error: errorOf(letter.sourceOutput),
    attempts: (letter.sourceRetryCount ?? 0) + 1,
  };
}

async function readNewestFirst(boss: PgBoss): Promise<readonly JobWithMetadata<unknown>[]> {
  const letters = await boss.findJobs(DEAD_LETTER_QUEUE);
  return letters.sort((a, b) => b.createdOn.getTime() - a.createdOn.getTime());
}

export async function pruneDeadLetters(boss: PgBoss): Promise<void> {
  const tooMany = (await readNewestFirst(boss)).slice(DEAD_LETTERS_KEPT).map(({ id }) => id);
  if (tooMany.length > 0) await boss.deleteJob(DEAD_LETTER_QUEUE, tooMany);
}

/** Newest first. */
export async function listDeadLetters(boss: PgBoss, limit: number): Promise<readonly DeadLetter[]> {
  return (await readNewestFirst(boss)).slice(0, Math.min(limit, DEAD_LETTERS_KEPT)).map(toDeadLetter);
}
