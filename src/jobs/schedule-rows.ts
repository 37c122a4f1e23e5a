import type { Kysely } from 'kysely';
import type { JobSchedule } from '../workflows/jobs.js';
import type { JobScheduleTable, JobsSchema } from './embedded-schema.js';
import { insertJob, toJson, type NewJob } from './job-rows.js';

/** The queries about the schedules of embedded jobs. */

/**
 * Puts a schedule in the place of the one with its key. While its time stays what it was, as on every start of the
 * program, it stays answerable for what it missed; a new time begins `now`.
 */
export async function saveSchedule(db: Kysely<JobsSchema>, schedule: JobSchedule, now: string): Promise<void> {
  const { key, name, cron, timeZone } = schedule;
  const content = { name, data: toJson(schedule.data), cron, time_zone: timeZone };
  await db.transaction().execute(async (transaction) => {
    const former = await transaction
      .selectFrom('job_schedules')
      .select(['cron', 'time_zone', 'settled_at'])
      .where('key', '=', key)
      .executeTakeFirst();
    const sameTime = former?.cron === cron && former.time_zone === timeZone;
    const settled = sameTime ? former.settled_at : now;
    await transaction
      .insertInto('job_schedules')
      .values({ key, ...content, settled_at: settled })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ ...content, settled_at: settled }))
      .execute();
  });
}

export async function deleteSchedule(db: Kysely<JobsSchema>, key: string): Promise<void> {
  await db.deleteFrom('job_schedules').where('key', '=', key).execute();
}

export async function listScheduleRows(db: Kysely<JobsSchema>): Promise<readonly JobScheduleTable[]> {
  return await db.selectFrom('job_schedules').selectAll().orderBy('key').execute();
}

/** Enqueues the job of a schedule and settles its times up to `now`, both or neither; neither when it was changed meanwhile. */
export async function fireSchedule(
  db: Kysely<JobsSchema>,
  row: JobScheduleTable,
  job: NewJob,
  now: string,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const settled = await transaction
      .updateTable('job_schedules')
      .set({ settled_at: now })
      .where('key', '=', row.key)
      .where('cron', '=', row.cron)
      .where('time_zone', '=', row.time_zone)
      .where('settled_at', '=', row.settled_at)
      .returning('key')
      .executeTakeFirst();
    if (settled !== undefined) await insertJob(transaction, job);
  });
}

export function toSchedule(row: JobScheduleTable): JobSchedule {
  const data: unknown = JSON.parse(row.data);
  return { key: row.key, name: row.name, data, cron: row.cron, timeZone: row.time_zone };
}
