import type { JobName } from '../workflows/jobs.js';

/**
 * The tables of the embedded jobs, in the database of the embedded store, which makes them (migration 0004). Times are
 * ISO 8601 UTC text of one width, so that text order is time order; data is JSON text.
 */

/**
 * One job until it is done: then its row is gone. `attempts` counts how often it was begun, and tells the attempt that
 * runs now from a former one that slept past its lease. While it runs, `lease_until` says for how long it is believed to.
 */
export interface JobTable {
  readonly id: string;
  readonly name: JobName;
  readonly data: string;
  readonly singleton_key: string | null;
  readonly state: 'waiting' | 'running' | 'dead';
  readonly attempts: number;
  readonly created_at: string;
  readonly run_at: string;
  readonly lease_until: string | null;
  readonly error: string | null;
  readonly failed_at: string | null;
}

/** Every cron time up to `settled_at` has had its job, or lies before the schedule. */
export interface JobScheduleTable {
  readonly key: string;
  readonly name: JobName;
  readonly data: string;
  readonly cron: string;
  readonly time_zone: string;
  readonly settled_at: string;
}

export interface JobsSchema {
  readonly jobs: JobTable;
  readonly job_schedules: JobScheduleTable;
}
