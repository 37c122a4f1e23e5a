import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createPgBossJobs } from '../../src/jobs/pg-boss.js';
import { DEAD_LETTERS_KEPT } from '../../src/jobs/retry.js';
import type { Jobs } from '../../src/workflows/jobs.js';
import { silent } from '../jobs/jobs-under-test.js';
import { onDatabase, type TestDatabase } from '../store/test-database.js';
import { jobsSchemaOf } from './jobs-under-test.js';
import { createPostgresDatabase } from './postgres-database.js';

/** Real processes at real time: nothing sleeps, everything waits for what a process says or the database holds. */

const HOOK = join(process.cwd(), 'test', 'store', 'typescript-hook.mjs');
const CHILD = join(process.cwd(), 'test', 'postgres', 'jobs-child.ts');

interface Worker {
  readonly process: ChildProcess;
  /** Resolves once the process has said the line. */
  untilSaid(line: string): Promise<void>;
  /** Lets its running job end. */
  finish(): void;
}

function startWorker(location: string): Worker {
  const child = spawn(process.execPath, ['--import', HOOK, CHILD, location], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => said.push(line));
  return {
    process: child,
    async untilSaid(line) {
      while (!said.includes(line)) await once(lines, 'line');
    },
    finish: () => void child.stdin.write('\n'),
  };
}

describe('jobs of several processes on PostgreSQL', () => {
  let database: TestDatabase;
  let schema: string;
  let jobs: Jobs;
  let workers: Worker[];

  beforeEach(async () => {
    database = await createPostgresDatabase();
    schema = jobsSchemaOf(database.location);
    workers = [];
    jobs = createPgBossJobs({
      connectionString: database.location,
      clock: { now: () => Date.now() },
      ids: { next: randomUUID },
      logger: silent,
    });
  });

  afterEach(async () => {
    for (const { process: child } of workers) {
      const closed = once(child, 'close');
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await closed;
      }
    }
    await jobs.stop(0);
    await onDatabase(database, (db) => sql`drop schema if exists ${sql.ref(schema)} cascade`.execute(db));
    await database.remove();
  });

  async function openWorker(): Promise<Worker> {
    const worker = startWorker(database.location);
    workers.push(worker);
    await worker.untilSaid('ready');
    return worker;
  }

  /** State and attempt of the scan with this data. */
  async function stateOf(data: string): Promise<unknown> {
    return await onDatabase(database, async (db) => {
      const { rows } = await sql`
        select state::text as state, retry_count + 1 as attempt from ${sql.ref(`${schema}.job`)}
        where name = 'scan' and data->>'json' = ${JSON.stringify(data)}`.execute(db);
      return rows;
    });
  }

  test('the job of a worker that is killed runs again at another one within a minute', async () => {
    const doomed = await openWorker();
    await jobs.enqueue('scan', 'first');
    await doomed.untilSaid('began first 1');
    const heir = await openWorker();

    doomed.process.kill('SIGKILL');
    const killedAt = Date.now();
    await heir.untilSaid('began first 2');

    expect(Date.now() - killedAt).toBeLessThan(60_000);
  }, 90_000);

  test('a worker that sleeps past its lease learns that its job was taken over, and cannot settle it', async () => {
    const sleeper = await openWorker();
    await jobs.enqueue('scan', 'first');
    await sleeper.untilSaid('began first 1');
    const heir = await openWorker();
    sleeper.process.kill('SIGSTOP');
    await heir.untilSaid('began first 2');

    sleeper.process.kill('SIGCONT');
    await sleeper.untilSaid('lost first 1');
    // It takes another job only when it has said that the first one is done.
    await jobs.enqueue('scan', 'second');
    await sleeper.untilSaid('began second 1');

    expect(await stateOf('first')).toEqual([{ state: 'active', attempt: 2 }]);
    heir.finish();
    await heir.untilSaid('ended first 2');
    await jobs.enqueue('scan', 'third');
    await heir.untilSaid('began third 1');
    expect(await stateOf('first')).toEqual([{ state: 'completed', attempt: 2 }]);
  }, 120_000);

  test('the newest thousand dead letters are kept', async () => {
    await jobs.listDeadLetters(1);
    const extra = DEAD_LETTERS_KEPT + 4;
    await onDatabase(database, (db) =>
      sql`insert into ${sql.ref(`${schema}.job`)} (name, created_on, source_name, source_output)
        select 'dead-letters', now() - n * interval '1 second', 'scan', jsonb_build_object('message', n::text)
        from generate_series(1, ${extra}::int) n`.execute(db),
    );

    await jobs.start();

    const errors = (await jobs.listDeadLetters(2_000)).map(({ error }) => error);
    const kept = await onDatabase(database, (db) =>
      sql`select count(*)::int as count from ${sql.ref(`${schema}.job`)} where name = 'dead-letters'`.execute(db),
    );
    expect([errors.length, errors[0], errors.at(-1)]).toEqual([DEAD_LETTERS_KEPT, '1', String(DEAD_LETTERS_KEPT)]);
    expect(kept.rows).toEqual([{ count: DEAD_LETTERS_KEPT }]);
  }, 30_000);

  test('a server that does not answer rejects the start, and a stop after that is no error', async () => {
    const unreachable = createPgBossJobs({
      connectionString: 'postgres://nobody@127.0.0.1:1/nothing',
      clock: { now: () => Date.now() },
      ids: { next: randomUUID },
      logger: silent,
    });

    await expect(unreachable.start()).rejects.toThrow('ECONNREFUSED');

    await expect(unreachable.stop(0)).resolves.toBeUndefined();
  }, 30_000);
});
