import type { JobsLogger } from '../../src/jobs/jobs-logger.js';
import type { Job, JobHandler, JobPolicy, Jobs, Transaction } from '../../src/workflows/jobs.js';

/** Where the contract of the jobs runs: one database of its own, and time that passes when the test says so. */
export interface JobsUnderTest {
  /** Jobs over the database, as one process has them. */
  open(): Jobs;
  now(): number;
  /** Lets time pass. What is due meanwhile has been set going when it resolves. */
  advance(milliseconds: number): Promise<void>;
  /** As if every process had been switched off until then. */
  jumpTo(time: string): Promise<void>;
  inTransaction(work: (transaction: Transaction) => Promise<void>): Promise<void>;
  /** Stops what was opened, and removes the database. */
  remove(): Promise<void>;
}

/** The tests' time begins here: after the machine's own, which a database asks where it is not told otherwise. */
export const START = '2027-03-26T09:00:20.000Z';

export const POLICY: JobPolicy = { maxAttempts: 3, backoffMs: 10_000, leaseMs: 600_000 };

export const silent: JobsLogger = { warn: () => undefined, error: () => undefined };

/** Lets everything happen that needs no time to pass. */
export async function letHappen(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets time pass in small steps until something is the case, for at most so long. */
export async function passUntil(
  underTest: JobsUnderTest,
  isCase: () => boolean | Promise<boolean>,
  atMostMs = 60_000,
): Promise<void> {
  for (let passed = 0; passed <= atMostMs; passed += 1_000) {
    await letHappen();
    if (await isCase()) return;
    await underTest.advance(1_000);
  }
  throw new Error(`not the case after ${String(atMostMs)} ms`);
}

export interface Recording {
  readonly handler: JobHandler;
  readonly jobs: readonly Job[];
}

/** A handler that notes what it was handed, and then does `work`. */
export function record(work: JobHandler = () => Promise.resolve()): Recording {
  const jobs: Job[] = [];
  return {
    jobs,
    handler: async (job) => {
      jobs.push(job);
      await work(job);
    },
  };
}

/** Something that stays open until it is told to close. */
export function createGate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
