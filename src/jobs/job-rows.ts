import type { Kysely } from 'kysely';
import type { DeadLetter, JobName } from '../workflows/jobs.js';
import type { JobsSchema, JobTable } from './embedded-schema.js';
import { DEAD_LETTERS_KEPT } from './retry.js';

/** The queries about embedded jobs. Each change of state is one statement with a condition on the attempt it is about. */

export interface NewJob {
  readonly id: string;
  readonly name: JobName;
  readonly data: unknown;
  readonly singletonKey: string | null;
  /** ISO 8601 UTC, as all times here. */
  readonly createdAt: string;
  readonly runAt: string;
}

/** An attempt that was begun: later statements name its number, and find nothing when it is no longer the newest. */
export interface Attempt {
  readonly id: string;
  readonly attempt: number;
}

export type ClaimedJob = Attempt & Pick<JobTable, 'data'>;

/** JSON text of what a caller handed in. `undefined` is stored as null, like inside a list. */
export function toJson(data: unknown): string {
  return JSON.stringify(data ?? null);
}

/** Drops the job when one of its name and key is waiting or running. */
export async function insertJob(db: Kysely<JobsSchema>, job: NewJob): Promise<void> {
  await db
    .insertInto('jobs')
    .values({
      id: job.id,
      name: job.name,
      data: toJson(job.data),
      singleton_key: job.singletonKey,
      state: 'waiting',
      attempts: 0,
      created_at: job.createdAt,
      run_at: job.runAt,
      lease_until: null,
      error: null,
      failed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Begins the job of a name that has been due the longest. */
export async function claimDueJob(
  db: Kysely<JobsSchema>,
  name: JobName,
  now: string,
  leaseUntil: string,
): Promise<ClaimedJob | undefined> {
  return await db
    .updateTable('jobs')
    .set((expression) => ({
      state: 'running',
      attempts: expression('attempts', '+', 1),
      lease_until: leaseUntil,
    }))
    .where('id', '=', (expression) =>
      expression
        .selectFrom('jobs')
        .select('id')
        .where('state', '=', 'waiting')
        .where('name', '=', name)
        .where('run_at', '<=', now)
        .orderBy('run_at')
        .orderBy('id')
        .limit(1),
    )
    .where('state', '=', 'waiting')
    .returning(['id', 'data', 'attempts as attempt'])
    .executeTakeFirst();
}

/** False when the attempt is over: settled, or taken for lost and begun anew. */
export async function renewLease(
  db: Kysely<JobsSchema>,
  { id, attempt }: Attempt,
  leaseUntil: string,
): Promise<boolean> {
  const renewed = await db
    .updateTable('jobs')
    .set({ lease_until: leaseUntil })
    .where('id', '=', id)
    .where('attempts', '=', attempt)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return renewed !== undefined;
}

/** Removes a job that is done; false, and nothing removed, when the attempt is over. */
export async function completeJob(db: Kysely<JobsSchema>, { id, attempt }: Attempt): Promise<boolean> {
  const done = await db
    .deleteFrom('jobs')
    .where('id', '=', id)
    .where('attempts', '=', attempt)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

export interface Failure {
  readonly error: string;
  readonly failedAt: string;
  /** When the next attempt may begin; null after the last one. */
  readonly retryAt: string | null;
}

/** Puts a failed attempt back, or to the dead letters; false, and nothing changed, when the attempt is over. */
export async function failJob(
  db: Kysely<JobsSchema>,
  { id, attempt }: Attempt,
  { error, failedAt, retryAt }: Failure,
): Promise<boolean> {
  const failed = await db
    .updateTable('jobs')
    .set({
      ...(retryAt === null ? { state: 'dead' as const } : { state: 'waiting' as const, run_at: retryAt }),
      error,
      failed_at: failedAt,
      lease_until: null,
    })
    .where('id', '=', id)
    .where('attempts', '=', attempt)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return failed !== undefined;
}

/** Attempts that nobody has renewed in time. */
export async function listLapsed(db: Kysely<JobsSchema>, name: JobName, now: string): Promise<readonly Attempt[]> {
  return await db
    .selectFrom('jobs')
    .select(['id', 'attempts as attempt'])
    .where('state', '=', 'running')
    .where('name', '=', name)
    .where('lease_until', '<=', now)
    .execute();
}

/** When the next job of these names is due, or the next lease ends; undefined when there is neither. */
export async function findNextDue(db: Kysely<JobsSchema>, names: readonly JobName[]): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  const row = await db
    .selectFrom('jobs')
    .select((expression) => expression.fn.min(expression.fn.coalesce('lease_until', 'run_at')).as('due'))
    .where('state', 'in', ['waiting', 'running'])
    .where('name', 'in', names)
    .executeTakeFirst();
  return row?.due ?? undefined;
}

export async function pruneDeadLetters(db: Kysely<JobsSchema>): Promise<void> {
  await db
    .deleteFrom('jobs')
    .where('state', '=', 'dead')
    .where('id', 'not in', (expression) =>
      expression
        .selectFrom('jobs')
        .select('id')
        .where('state', '=', 'dead')
        .orderBy('failed_at', 'desc')
        .orderBy('id', 'desc')
        .limit(DEAD_LETTERS_KEPT),
    )
    .execute();
}

/** Newest first. */
export async function listDeadLetters(db: Kysely<JobsSchema>, limit: number): Promise<readonly DeadLetter[]> {
  const rows = await db
    .selectFrom('jobs')
    .select(['id', 'name', 'attempts', 'error', 'failed_at as failedAt'])
    .where('state', '=', 'dead')
    .orderBy('failed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, error: row.error ?? '', failedAt: row.failedAt ?? '' }));
}
