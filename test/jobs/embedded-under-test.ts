import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { JobsSchema } from '../../src/jobs/embedded-schema.js';
import { createEmbeddedJobs } from '../../src/jobs/embedded.js';
import { migrate } from '../../src/store/migrate.js';
import { openSqliteDatabase } from '../../src/store/sqlite.js';
import type { Jobs, Transaction } from '../../src/workflows/jobs.js';
import { createFakeTime, type FakeTime } from '../fakes/fake-time.js';
import { letHappen, silent, START, type JobsUnderTest } from './jobs-under-test.js';

export interface EmbeddedUnderTest extends JobsUnderTest {
  readonly database: Kysely<JobsSchema>;
  readonly time: FakeTime;
}

/** In steps, because whoever wakes has something to do before the next one does. */
const STEP_MS = 1_000;

/** Embedded jobs over a database in memory, at a time of their own. */
export async function createEmbeddedUnderTest(): Promise<EmbeddedUnderTest> {
  const db = await openSqliteDatabase(':memory:');
  await migrate(db, { dialect: 'sqlite' });
  const database = db as unknown as Kysely<JobsSchema>;
  const time = createFakeTime(START);
  const opened: Jobs[] = [];

  async function advance(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += STEP_MS) {
      time.advance(Math.min(STEP_MS, milliseconds - passed));
      await letHappen();
    }
  }

  return {
    database,
    time,
    open() {
      const jobs = createEmbeddedJobs({
        database,
        clock: time.clock,
        ids: { next: randomUUID },
        logger: silent,
        wait: time.wait,
      });
      opened.push(jobs);
      return jobs;
    },
    now: () => time.clock.now(),
    advance,
    async jumpTo(moment) {
      time.advance(Date.parse(moment) - time.clock.now());
      await letHappen();
    },
    inTransaction: (work) =>
      database.transaction().execute((transaction) => work(transaction as unknown as Transaction)),
    async remove() {
      const stopping = opened.map((jobs) => jobs.stop(0));
      await advance(1);
      await Promise.all(stopping);
      await database.destroy();
    },
  };
}
