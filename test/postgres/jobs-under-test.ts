import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { TestClock } from 'pg-boss';
import { createPgBossJobs } from '../../src/jobs/pg-boss.js';
import type { Jobs, Transaction } from '../../src/workflows/jobs.js';
import { letHappen, silent, START, type JobsUnderTest } from '../jobs/jobs-under-test.js';
import { createPostgresDatabase } from './postgres-database.js';

/** Jobs over PostgreSQL, at a time that pg-boss and its tables share with the test. */
export async function createPgBossUnderTest(): Promise<JobsUnderTest> {
  const database = await createPostgresDatabase();
  const schema = jobsSchemaOf(database.location);
  const store = await database.openDatabase();
  const time = new TestClock(START);
  const opened: Jobs[] = [];

  return {
    open() {
      const jobs = createPgBossJobs({
        connectionString: database.location,
        schema,
        clock: { now: () => time.now() },
        ids: { next: randomUUID },
        logger: silent,
        bossClock: time,
      });
      opened.push(jobs);
      return jobs;
    },
    now: () => time.now(),
    async advance(milliseconds) {
      await time.tick(milliseconds);
      await letHappen();
    },
    async jumpTo(moment) {
      await time.setTime(moment);
    },
    inTransaction: (work) => store.transaction().execute((transaction) => work(transaction as unknown as Transaction)),
    async remove() {
      await Promise.all(opened.map((jobs) => jobs.stop(0)));
      await sql`drop schema if exists ${sql.ref(schema)} cascade`.execute(store);
      await store.destroy();
      await database.remove();
    },
  };
}

/** A schema for pg-boss beside the one that a test's connection string leads to. */
export function jobsSchemaOf(location: string): string {
  const [, schema = ''] = /search_path=(\w+)/.exec(new URL(location).searchParams.get('options') ?? '') ?? [];
  return `${schema}_jobs`;
}
