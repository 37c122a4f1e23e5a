import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createEmbeddedJobs } from '../../src/jobs/embedded.js';
import { DEAD_LETTERS_KEPT } from '../../src/jobs/retry.js';
import { fireSchedule, listScheduleRows } from '../../src/jobs/schedule-rows.js';
import { createEmbeddedUnderTest, type EmbeddedUnderTest } from './embedded-under-test.js';
import { describeJobsContract } from './jobs-contract.js';
import { createGate, letHappen, passUntil, POLICY, record, silent } from './jobs-under-test.js';

describeJobsContract('the embedded store', createEmbeddedUnderTest);

describe('jobs in the tables of the embedded store', () => {
  let current: EmbeddedUnderTest;

  beforeEach(async () => {
    current = await createEmbeddedUnderTest();
  });

  afterEach(async () => {
    await current.remove();
  });

  /** Jobs of a process that looks once and then sleeps for ever, as one does that is suspended. */
  function openSuspended(): ReturnType<typeof createEmbeddedJobs> {
    return createEmbeddedJobs({
      database: current.database,
      clock: current.time.clock,
      ids: { next: randomUUID },
      logger: silent,
      wait: () => new Promise(() => undefined),
    });
  }

  async function rows(): Promise<readonly object[]> {
    return await current.database.selectFrom('jobs').select(['state', 'attempts']).execute();
  }

  test('the job of a process that sleeps past its lease is begun again, and what the sleeper then says counts no more', async () => {
    const [asleep, awake] = [createGate(), createGate()];
    const [former, latter] = [record(() => asleep.opened), record(() => awake.opened)];
    const sleeper = openSuspended();
    sleeper.handle('scan', POLICY, former.handler);
    await sleeper.enqueue('scan', 'taken over');
    await sleeper.start();
    await passUntil(current, () => former.jobs.length > 0);
    const other = current.open();
    other.handle('scan', POLICY, latter.handler);
    await other.start();
    await passUntil(current, () => latter.jobs.length > 0);

    asleep.open();
    await letHappen();

    expect(latter.jobs[0]).toMatchObject({ id: former.jobs[0]?.id, attempt: 2 });
    expect(await rows()).toEqual([{ state: 'running', attempts: 2 }]);
    awake.open();
    await letHappen();
    expect(await rows()).toEqual([]);
  });

  test('the signal of a job that was taken over aborts when its process looks again', async () => {
    const scans = record(() => new Promise(() => undefined));
    const jobs = current.open();
    jobs.handle('scan', POLICY, scans.handler);
    await jobs.start();
    await jobs.enqueue('scan', 'taken over');
    await passUntil(current, () => scans.jobs.length > 0);

    await current.database.updateTable('jobs').set({ attempts: 2 }).execute();
    await current.advance(10_000);

    expect(scans.jobs[0]?.signal.aborted).toBe(true);
    expect(await rows()).toEqual([{ state: 'running', attempts: 2 }]);
  });

  test('the newest thousand dead letters are kept', async () => {
    const old = Array.from({ length: DEAD_LETTERS_KEPT + 4 }, (_, index) => ({
      id: `old-${String(index)}`,
      name: 'scan' as const,
      data: 'null',
      singleton_key: 'same',
      state: 'dead' as const,
      attempts: 1,
      created_at: '2027-01-01T00:00:00.000Z',
      run_at: '2027-01-01T00:00:00.000Z',
      lease_until: null,
      error: 'old',
      failed_at: new Date(Date.UTC(2027, 0, 1, 0, 0, index)).toISOString(),
    }));
    for (const row of old) await current.database.insertInto('jobs').values(row).execute();
    const jobs = current.open();
    jobs.handle('scan', { ...POLICY, maxAttempts: 1 }, () => Promise.reject(new Error('newest')));
    await jobs.start();

    await jobs.enqueue('scan', null);
    await passUntil(current, async () => (await jobs.listDeadLetters(1))[0]?.error === 'newest');
    await letHappen();

    const letters = await jobs.listDeadLetters(2_000);
    expect(letters).toHaveLength(DEAD_LETTERS_KEPT);
    expect(letters.at(-1)?.id).toBe('old-5');
  });

  test('a schedule that cannot be read does not hold up the others', async () => {
    const scans = record();
    const jobs = current.open();
    jobs.handle('scan', POLICY, scans.handler);
    await jobs.schedule({ key: 'a', name: 'scan', data: 'broken', cron: '* * * * *', timeZone: 'UTC' });
    await jobs.schedule({ key: 'b', name: 'scan', data: 'sound', cron: '* * * * *', timeZone: 'UTC' });
    await current.database.updateTable('job_schedules').set({ cron: 'nonsense' }).where('key', '=', 'a').execute();

    await jobs.start();
    await passUntil(current, () => scans.jobs.length > 0);

    expect(scans.jobs[0]?.data).toBe('sound');
  });

  test('a schedule that is given another time owes nothing for that time before', async () => {
    const scans = record();
    const schedule = { key: 'a', name: 'scan', data: null, timeZone: 'UTC' } as const;
    const jobs = current.open();
    jobs.handle('scan', POLICY, scans.handler);
    await jobs.schedule({ ...schedule, cron: '0 18 * * *' });
    await current.jumpTo('2027-03-26T14:30:00.000Z');

    await jobs.schedule({ ...schedule, cron: '0 12 * * *' });
    await jobs.start();
    await current.advance(20_000);

    expect(scans.jobs).toEqual([]);
  });

  test('of two that see the same time of a schedule come, one enqueues its job', async () => {
    const { database } = current;
    const now = '2027-03-26T09:01:00.000Z';
    const job = { name: 'scan', data: null, singletonKey: null, createdAt: now, runAt: now } as const;
    await current.open().schedule({ key: 'a', name: 'scan', data: null, cron: '* * * * *', timeZone: 'UTC' });
    const [row] = await listScheduleRows(database);

    for (const id of ['one', 'other']) if (row) await fireSchedule(database, row, { ...job, id }, now);

    expect(await database.selectFrom('jobs').select('id').execute()).toEqual([{ id: 'one' }]);
  });

  test('nobody asks the database all the time: while nothing is due, rounds are ten seconds apart', async () => {
    const jobs = current.open();
    jobs.handle('scan', POLICY, record().handler);
    await jobs.start();
    await letHappen();

    await current.advance(60_000);

    expect(new Set(current.time.waits)).toEqual(new Set([10_000]));
  });

  test('an hour that the clocks skip has its schedule fire once, right after', async () => {
    const scans: string[] = [];
    const jobs = current.open();
    jobs.handle('scan', POLICY, () => {
      scans.push(new Date(current.now()).toISOString().slice(0, 16));
      return Promise.resolve();
    });
    await current.jumpTo('2027-03-28T00:58:30.000Z');
    await jobs.schedule({ key: 'a', name: 'scan', data: null, cron: '30 2 * * *', timeZone: 'Europe/Berlin' });
    await jobs.start();

    await passUntil(current, () => scans.length > 0, 120_000);
    await current.jumpTo('2027-03-28T20:00:00.000Z');
    await current.advance(20_000);

    expect(scans).toEqual(['2027-03-28T01:00']);
  });
});
