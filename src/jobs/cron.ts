import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import type { JobSchedule } from '../workflows/jobs.js';
import { errorText } from './jobs-logger.js';
import { JobsError } from './jobs-error.js';

/**
 * Reading cron expressions: the five fields that every cron knows, and nothing of what only some do, so that both
 * adapters take and refuse the same. Computes times; what happens at them is the adapters' business.
 */

export type CronTime = Pick<JobSchedule, 'cron' | 'timeZone'>;

const FIELDS = 5;
/** Numbers, names of months and weekdays, `*`, lists, ranges and steps. */
const COMMON_FIELD = /^(?:[\d*,/-]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)+$/i;

function invalid(wrong: string, cause?: unknown): JobsError {
  return new JobsError('SCHEDULE_INVALID', wrong, cause);
}

function requireTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (error) {
    throw invalid(`"${timeZone}" is not a time zone; use an IANA name such as Europe/Stockholm`, error);
  }
}

function requireFiveFields(cron: string): void {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== FIELDS || cron.trim() === '') {
    throw invalid(
      `"${cron}" does not have five fields; write minute, hour, day of month, month and day of week, such as "0 7 * * 1-5"`,
    );
  }
  const odd = fields.find((field) => !COMMON_FIELD.test(field));
  if (odd !== undefined)
    throw invalid(`"${odd}" in "${cron}" is not understood; use numbers, names, *, lists, ranges and steps`);
}

function readCron({ cron, timeZone }: CronTime): Cron {
  return new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
}

/** The first time after `afterMs`, in milliseconds since the epoch; undefined when there is none. */
export function findNextRun(schedule: CronTime, afterMs: number): number | undefined {
  return readCron(schedule).nextRun(new Date(afterMs))?.getTime();
}

/** Throws SCHEDULE_INVALID, naming what is wrong, for a schedule that nobody can read or whose time never comes. */
export function requireReadable(schedule: CronTime, nowMs: number): void {
  requireFiveFields(schedule.cron);
  requireTimeZone(schedule.timeZone);
  let next: number | undefined;
  try {
    next = findNextRun(schedule, nowMs);
  } catch (error) {
    throw invalid(`"${schedule.cron}" cannot be read: ${errorText(error).replace(/^CronPattern: /, '')}`, error);
  }
  if (next === undefined) throw invalid(`the time of "${schedule.cron}" never comes; choose a day that exists`);
}

/** The next times after `from` (ISO 8601 UTC), earliest first; fewer than `count` when there are no more. Throws SCHEDULE_INVALID. */
export function listNextRuns(cron: string, timeZone: string, from: string, count: number): readonly string[] {
  requireReadable({ cron, timeZone }, Date.parse(from));
  return readCron({ cron, timeZone })
    .nextRuns(count, new Date(from))
    .map((run) => run.toISOString());
}

/** A readable cron expression in words, such as "At 08:00, Monday through Friday"; its times are those of its time zone. */
export function describeCron(cron: string): string {
  return cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: true, throwExceptionOnParseError: true });
}
