import type { JobName } from '../workflows/jobs.js';
import type { Ids } from '../workflows/ports.js';
import { findNextRun } from './cron.js';
import type { JobScheduleTable } from './embedded-schema.js';
import type { Handled } from './handled.js';
import { claimDueJob, findNextDue, listLapsed } from './job-rows.js';
import { errorText } from './jobs-logger.js';
import { leaseEnd, settleFailure, type Runs, type Settling } from './runs.js';
import { fireSchedule, listScheduleRows } from './schedule-rows.js';

/** One round of the embedded jobs: look what is due, set it going, and say when to look again. */

/** A round follows at the latest after this time, in milliseconds: a lease is renewed three times before it ends. */
const LONGEST_REST_MS = 10_000;
/** Whatever is due sooner waits for this time, in milliseconds, so that rounds never chase each other. */
const SHORTEST_REST_MS = 1_000;

export interface Rounds extends Settling {
  readonly ids: Ids;
  readonly handled: ReadonlyMap<JobName, Handled>;
  readonly runs: Runs;
}

function dataOf({ data }: JobScheduleTable): unknown {
  return JSON.parse(data);
}

/** When the schedule is due next, in milliseconds; undefined for one that cannot be read, which the others must not suffer for. */
function nextRunOf({ logger }: Rounds, row: JobScheduleTable): number | undefined {
  try {
    return findNextRun({ cron: row.cron, timeZone: row.time_zone }, Date.parse(row.settled_at));
  } catch (error) {
    logger.error('schedule cannot be read', { key: row.key, error: errorText(error) });
    return undefined;
  }
}

/** One job for each schedule whose time has come, however often it has. */
async function fireDueSchedules(rounds: Rounds, nowMs: number): Promise<void> {
  const now = new Date(nowMs).toISOString();
  for (const row of await listScheduleRows(rounds.database)) {
    const due = nextRunOf(rounds, row);
    if (due === undefined || due > nowMs) continue;
    const job = { id: rounds.ids.next(), name: row.name, data: dataOf(row), createdAt: now, runAt: now };
    await fireSchedule(rounds.database, row, { ...job, singletonKey: `schedule ${row.key}` }, now);
  }
}

async function failLapsed(rounds: Rounds, handled: Handled, nowMs: number): Promise<void> {
  for (const attempt of await listLapsed(rounds.database, handled.name, new Date(nowMs).toISOString())) {
    await settleFailure(
      rounds,
      handled,
      attempt,
      'the process that ran the job ended, or the job took longer than its lease',
    );
  }
}

async function beginDue({ database, runs }: Rounds, handled: Handled, nowMs: number): Promise<void> {
  const leaseUntil = leaseEnd(handled.policy, nowMs, nowMs);
  const job = await claimDueJob(database, handled.name, new Date(nowMs).toISOString(), leaseUntil);
  if (job !== undefined) runs.begin(handled, job, nowMs);
}

/** Keeps what runs alive; with `takesNew`, also sets going what is due, one job of a name at a time. */
export async function runRound(rounds: Rounds, takesNew: boolean): Promise<void> {
  await rounds.runs.renew();
  if (!takesNew) return;
  const now = rounds.clock.now();
  await fireDueSchedules(rounds, now);
  for (const handled of rounds.handled.values()) {
    await failLapsed(rounds, handled, now);
    if (!rounds.runs.isBusy(handled.name)) await beginDue(rounds, handled, now);
  }
}

/** Milliseconds until the next round, unless something happens before. */
export async function restAfterRound(rounds: Rounds): Promise<number> {
  const now = rounds.clock.now();
  const idle = [...rounds.handled.keys()].filter((name) => !rounds.runs.isBusy(name));
  const job = await findNextDue(rounds.database, idle);
  const schedules = (await listScheduleRows(rounds.database)).map((row) => nextRunOf(rounds, row));
  const due = [job === undefined ? undefined : Date.parse(job), ...schedules].filter((time) => time !== undefined);
  const rest = Math.min(LONGEST_REST_MS, ...due.map((time) => time - now));
  return Math.max(SHORTEST_REST_MS, rest);
}
