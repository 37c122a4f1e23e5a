import { createHash } from 'node:crypto';
import type { PgBoss, Schedule } from 'pg-boss';
import { z } from 'zod';
import type { JobName, JobSchedule } from '../workflows/jobs.js';

/** Schedules on PostgreSQL. pg-boss knows them by queue and key, and takes few characters in a key, so it gets a digest. */

/** What a job carries through pg-boss: JSON text, so that nothing in it changes form or is refused. */
const payloadSchema = z.object({ json: z.string(), schedule: z.string().optional() });

export type Payload = z.infer<typeof payloadSchema>;

export function toPayload(data: unknown): Payload {
  return { json: JSON.stringify(data ?? null) };
}

export function fromPayload(payload: unknown): unknown {
  return JSON.parse(payloadSchema.parse(payload).json);
}

function digestKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

async function findByKey(boss: PgBoss, key: string): Promise<readonly Schedule[]> {
  const digest = digestKey(key);
  return (await boss.getSchedules()).filter((schedule) => schedule.key === digest);
}

/** Puts a schedule in the place of the one with its key, of whichever name that is. */
export async function saveSchedule(boss: PgBoss, schedule: JobSchedule): Promise<void> {
  const { key, name, cron, timeZone } = schedule;
  await boss.schedule(
    name,
    cron,
    { ...toPayload(schedule.data), schedule: key },
    {
      key: digestKey(key),
      tz: timeZone,
      missed: 'once',
      singletonKey: `schedule ${key}`,
    },
  );
  for (const former of await findByKey(boss, key)) {
    if (former.name !== name) await boss.unschedule(former.name, former.key);
  }
}

export async function deleteSchedule(boss: PgBoss, key: string): Promise<void> {
  for (const schedule of await findByKey(boss, key)) await boss.unschedule(schedule.name, schedule.key);
}

function toSchedule({ name, cron, timezone, data }: Schedule): JobSchedule {
  const { schedule = '' } = payloadSchema.parse(data);
  return { key: schedule, name: name as JobName, data: fromPayload(data), cron, timeZone: timezone };
}

export async function listSchedules(boss: PgBoss): Promise<readonly JobSchedule[]> {
  return (await boss.getSchedules()).map(toSchedule).sort((a, b) => (a.key < b.key ? -1 : 1));
}
