/**
 * Work that happens at its time and survives a restart. At least once: a job may run again, so whoever handles one looks at
 * the store first. Adapters: embedded (croner and the store) and pg-boss on PostgreSQL.
 */

/** A database transaction of the store, handed through to the jobs adapter unopened. */
export type Transaction = { readonly kind: 'transaction' };

export type JobName =
  /** Scan on a schedule. Data: `ScanJob`. */
  | 'scan'
  /** Read new audit records and sign-ins. */
  | 'watch'
  /** Deliver what the outbox holds. */
  | 'deliver'
  /** Everything that depends on the clock: escalation, snoozes, expiries, reminders, drills, recovery, the audit head. */
  | 'tick'
  /** Tell somebody outside the tenant. Data: `WebhookJob`. */
  | 'webhook';

export interface ScanJob {
  /** The conversation that gets the report; absent: nobody, only drift is told. */
  readonly conversationId?: string;
}

export interface WebhookJob {
  readonly alertId: string;
}

export interface Job {
  readonly id: string;
  readonly name: JobName;
  /** Plain JSON. */
  readonly data: unknown;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborts when the process stops or the lease is lost. */
  readonly signal: AbortSignal;
}

/** How often a job is attempted, and when it goes to the dead letters. */
export interface JobPolicy {
  readonly maxAttempts: number;
  /** Before the second attempt, in milliseconds; doubles from there. */
  readonly backoffMs: number;
  /** A job that takes longer than this is taken for lost, in milliseconds. */
  readonly leaseMs: number;
}

export interface EnqueueOptions {
  /** At most one waiting or running job of this name and key; another one is dropped. */
  readonly singletonKey?: string;
  /** Milliseconds from now. */
  readonly delayMs?: number;
  /** Enqueued exactly when this transaction commits. */
  readonly transaction?: Transaction;
}

export interface JobSchedule {
  /** Unique, for example `scan:default` or `scan:<conversation>`. */
  readonly key: string;
  readonly name: JobName;
  readonly data: unknown;
  /** Five fields. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface DeadLetter {
  readonly id: string;
  readonly name: JobName;
  readonly failedAt: string;
  readonly error: string;
  readonly attempts: number;
}

export type JobHandler = (job: Job) => Promise<void>;

export interface Jobs {
  /** Before `start`. One handler per name. */
  handle(name: JobName, policy: JobPolicy, handler: JobHandler): void;
  /** Begins to work. A cron time missed while nobody ran is made up for once, however many there were. */
  start(): Promise<void>;
  /** Takes no new job, and waits for running ones at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
  enqueue(name: JobName, data: unknown, options?: EnqueueOptions): Promise<void>;
  /** Puts the schedule in the place of the one with the same key. Rejects a cron or time zone that nobody can read with `SCHEDULE_INVALID`. */
  schedule(schedule: JobSchedule): Promise<void>;
  unschedule(key: string): Promise<void>;
  listSchedules(): Promise<readonly JobSchedule[]>;
  /** The next times of a cron expression after `from` (ISO 8601 UTC), earliest first. Throws `SCHEDULE_INVALID` naming what is wrong. */
  nextRuns(cron: string, timeZone: string, from: string, count: number): readonly string[];
  /** A cron expression that can be read, in words: `At 08:00, Monday through Friday`. */
  describeCron(cron: string): string;
  /** Newest first. */
  listDeadLetters(limit: number): Promise<readonly DeadLetter[]>;
}
