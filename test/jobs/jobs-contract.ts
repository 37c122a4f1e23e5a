import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Job, JobHandler, JobPolicy, JobSchedule, Jobs } from '../../src/workflows/jobs.js';
import { createGate, passUntil, POLICY, record, START, type JobsUnderTest, type Recording } from './jobs-under-test.js';

/** What all jobs promise, whichever adapter keeps them. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function scheduleOf(change: Partial<JobSchedule> = {}): JobSchedule {
  return { key: 'scan:default', name: 'scan', data: null, cron: '0 9 * * *', timeZone: 'Europe/Berlin', ...change };
}

function dataOf({ jobs }: Recording): readonly unknown[] {
  return jobs.map((job) => job.data);
}

/** Fails the attempts that are told, and does the others. */
function failing(...attempts: readonly number[]): JobHandler {
  return ({ attempt }) => {
    if (attempts.includes(attempt)) return Promise.reject(new Error(`attempt ${String(attempt)} failed`));
    return Promise.resolve();
  };
}

export function describeJobsContract(name: string, create: () => Promise<JobsUnderTest>): void {
  describe(`jobs on ${name}`, () => {
    let current: JobsUnderTest;

    beforeEach(async () => {
      current = await create();
    });

    afterEach(async () => {
      await current.remove();
    });

    /** Started jobs with one handler for scans. */
    async function startWith(handler: JobHandler, policy: JobPolicy = POLICY): Promise<Jobs> {
      const jobs = current.open();
      jobs.handle('scan', policy, handler);
      await jobs.start();
      return jobs;
    }

    /** As if a time had been waited out in which something could have happened. */
    const rest = (milliseconds = 40_000): Promise<void> => current.advance(milliseconds);

    describe('delivery', () => {
      test('a job reaches the handler of its name with its data, as attempt 1', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);

        await jobs.enqueue('scan', { conversationId: '19:a@thread.tacv2', odd: 'a\0b', list: [1, null] });
        await passUntil(current, () => scans.jobs.length > 0);

        expect(scans.jobs[0]).toMatchObject({
          id: expect.any(String),
          name: 'scan',
          data: { conversationId: '19:a@thread.tacv2', odd: 'a\0b', list: [1, null] },
          attempt: 1,
        });
      });

      test('a job that is done is not delivered again', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        await jobs.enqueue('scan', 'once');
        await passUntil(current, () => scans.jobs.length > 0);

        await rest();

        expect(dataOf(scans)).toEqual(['once']);
      });

      test('a job waits for a process that handles its name', async () => {
        await current.open().enqueue('scan', 'early');
        const scans = record();

        await startWith(scans.handler);
        await passUntil(current, () => scans.jobs.length > 0);

        expect(dataOf(scans)).toEqual(['early']);
      });

      test('a job with a delay comes after the delay and not before', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);

        await jobs.enqueue('scan', 'later', { delayMs: MINUTE });
        await rest(50_000);
        expect(dataOf(scans)).toEqual([]);
        await passUntil(current, () => scans.jobs.length > 0, 30_000);

        expect(dataOf(scans)).toEqual(['later']);
      });

      test('one job of a name runs at a time', async () => {
        const gate = createGate();
        const scans = record(() => gate.opened);
        const jobs = await startWith(scans.handler);
        await jobs.enqueue('scan', 'first');
        await passUntil(current, () => scans.jobs.length > 0);

        await jobs.enqueue('scan', 'second');
        await rest();
        expect(dataOf(scans)).toEqual(['first']);
        gate.open();
        await passUntil(current, () => scans.jobs.length > 1);

        expect(dataOf(scans)).toEqual(['first', 'second']);
      });
    });

    describe('failure', () => {
      test('a job that fails is tried again after its backoff and not before, and the next attempt counts', async () => {
        const scans = record(failing(1));
        const jobs = await startWith(scans.handler, { ...POLICY, backoffMs: 30_000 });
        await jobs.enqueue('scan', 'again');
        await passUntil(current, () => scans.jobs.length === 1);

        await rest(25_000);
        expect(scans.jobs).toHaveLength(1);
        await passUntil(current, () => scans.jobs.length > 1);

        expect(scans.jobs.map(({ attempt }) => attempt)).toEqual([1, 2]);
        expect(await jobs.listDeadLetters(10)).toEqual([]);
      });

      test('the wait doubles with each attempt', async () => {
        const scans = record(failing(1, 2));
        const jobs = await startWith(scans.handler, { ...POLICY, backoffMs: 30_000 });
        await jobs.enqueue('scan', 'again');
        await passUntil(current, () => scans.jobs.length === 2, 2 * MINUTE);

        await rest(55_000);
        expect(scans.jobs).toHaveLength(2);
        await passUntil(current, () => scans.jobs.length > 2, 2 * MINUTE);

        expect(scans.jobs).toHaveLength(3);
      });

      test('a job that fails every time ends as a dead letter that says why, and is not tried again', async () => {
        const scans = record(failing(1, 2, 3));
        const jobs = await startWith(scans.handler);

        await jobs.enqueue('scan', 'hopeless');
        await passUntil(current, async () => (await jobs.listDeadLetters(10)).length > 0, 5 * MINUTE);
        await rest();

        expect(scans.jobs).toHaveLength(3);
        expect(await jobs.listDeadLetters(10)).toEqual([
          {
            id: scans.jobs[0]?.id,
            name: 'scan',
            failedAt: expect.stringMatching(/^2027-03-26T09:0.*Z$/),
            error: 'attempt 3 failed',
            attempts: 3,
          },
        ]);
      });

      test('a job that succeeds at the last attempt leaves no dead letter', async () => {
        const scans = record(failing(1, 2));
        const jobs = await startWith(scans.handler);

        await jobs.enqueue('scan', 'just in time');
        await passUntil(current, () => scans.jobs.length === 3, 5 * MINUTE);
        await rest();

        expect(await jobs.listDeadLetters(10)).toEqual([]);
      });

      test('dead letters are listed newest first, up to the limit', async () => {
        const scans = record(({ data }) => Promise.reject(new Error(String(data))));
        const jobs = await startWith(scans.handler, { ...POLICY, maxAttempts: 1 });
        for (const [index, data] of ['old', 'newer', 'newest'].entries()) {
          await jobs.enqueue('scan', data);
          await passUntil(current, async () => (await jobs.listDeadLetters(10)).length === index + 1);
          await rest(1_000);
        }

        const letters = await jobs.listDeadLetters(2);

        expect(letters.map(({ error }) => error)).toEqual(['newest', 'newer']);
      });

      test('an error with characters that a database refuses is kept all the same', async () => {
        const jobs = await startWith(() => Promise.reject(new Error('odd \0 \uD800')), { ...POLICY, maxAttempts: 1 });

        await jobs.enqueue('scan', null);
        await passUntil(current, async () => (await jobs.listDeadLetters(10)).length > 0);

        expect((await jobs.listDeadLetters(10))[0]?.error).toBe('odd \uFFFD \uFFFD');
      });

      test('a job that takes longer than its lease is aborted and tried again', async () => {
        const scans = record(({ attempt }) => (attempt === 1 ? new Promise(() => undefined) : Promise.resolve()));
        const jobs = await startWith(scans.handler, { ...POLICY, leaseMs: 60_000 });
        await jobs.enqueue('scan', 'hangs');

        await passUntil(current, () => scans.jobs.length > 1, 3 * MINUTE);

        expect(scans.jobs.map(({ attempt }) => attempt)).toEqual([1, 2]);
        expect(scans.jobs[0]?.signal.aborted).toBe(true);
      });

      test('a job that takes less than its lease keeps it, however long that is', async () => {
        const gate = createGate();
        const scans = record(() => gate.opened);
        const jobs = await startWith(scans.handler);
        await jobs.enqueue('scan', 'slow');
        await passUntil(current, () => scans.jobs.length > 0);

        for (let step = 0; step < 15; step += 1) await rest(10_000);
        expect(scans.jobs[0]?.signal.aborted).toBe(false);
        gate.open();
        await rest();

        expect(scans.jobs).toHaveLength(1);
        expect(await jobs.listDeadLetters(10)).toEqual([]);
      });
    });

    describe('singletons', () => {
      test('a second job of the same name and key is dropped while the first one waits', async () => {
        const scans = record();
        await current.open().enqueue('scan', 'first', { singletonKey: 'tenant' });
        await current.open().enqueue('scan', 'second', { singletonKey: 'tenant' });

        await startWith(scans.handler);
        await rest();

        expect(dataOf(scans)).toEqual(['first']);
      });

      test('a second job of the same name and key is dropped while the first one runs', async () => {
        const gate = createGate();
        const scans = record(() => gate.opened);
        const jobs = await startWith(scans.handler);
        await jobs.enqueue('scan', 'first', { singletonKey: 'tenant' });
        await passUntil(current, () => scans.jobs.length > 0);

        await jobs.enqueue('scan', 'second', { singletonKey: 'tenant' });
        gate.open();
        await rest();

        expect(dataOf(scans)).toEqual(['first']);
      });

      test('jobs of other keys and without one are all delivered', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        await jobs.enqueue('scan', 'first', { singletonKey: 'tenant' });
        await jobs.enqueue('scan', 'other key', { singletonKey: 'other' });
        await jobs.enqueue('scan', 'no key');
        await jobs.enqueue('scan', 'no key either');

        await passUntil(current, () => scans.jobs.length === 4);

        expect([...dataOf(scans)].sort()).toEqual(['first', 'no key', 'no key either', 'other key']);
      });

      test('the key is free again when the job is done', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        await jobs.enqueue('scan', 'first', { singletonKey: 'tenant' });
        await passUntil(current, () => scans.jobs.length > 0);
        await rest();

        await jobs.enqueue('scan', 'second', { singletonKey: 'tenant' });
        await passUntil(current, () => scans.jobs.length > 1);

        expect(dataOf(scans)).toEqual(['first', 'second']);
      });
    });

    describe('transactions', () => {
      test('a job that is enqueued in a transaction comes when it commits', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);

        await current.inTransaction((transaction) => jobs.enqueue('scan', 'committed', { transaction }));
        await passUntil(current, () => scans.jobs.length > 0);

        expect(dataOf(scans)).toEqual(['committed']);
      });

      test('a transaction that is rolled back leaves no job, and its key free', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        const failing = current.inTransaction(async (transaction) => {
          await jobs.enqueue('scan', 'never', { transaction, singletonKey: 'tenant' });
          throw new Error('rolled back');
        });

        await expect(failing).rejects.toThrow('rolled back');
        await jobs.enqueue('scan', 'after', { singletonKey: 'tenant' });
        await passUntil(current, () => scans.jobs.length > 0);
        await rest();

        expect(dataOf(scans)).toEqual(['after']);
      });

      test('a singleton that is dropped does not spoil the transaction', async () => {
        const scans = record();
        const jobs = current.open();
        await jobs.enqueue('scan', 'first', { singletonKey: 'tenant' });

        await current.inTransaction(async (transaction) => {
          await jobs.enqueue('scan', 'dropped', { transaction, singletonKey: 'tenant' });
          await jobs.enqueue('scan', 'kept', { transaction });
        });
        await startWith(scans.handler);
        await passUntil(current, () => scans.jobs.length > 1);

        expect([...dataOf(scans)].sort()).toEqual(['first', 'kept']);
      });
    });

    describe('schedules', () => {
      test.each([
        // Berlin: UTC+1 until 28 March 2027, 01:00 UTC, and UTC+2 from then on.
        ['in winter time', '2027-03-27T07:58:30.000Z', '2027-03-27T08:00'],
        ['on the day the clocks go forward', '2027-03-28T06:58:30.000Z', '2027-03-28T07:00'],
        ['on the day the clocks go back', '2027-10-31T07:58:30.000Z', '2027-10-31T08:00'],
      ])('a schedule fires at nine in its time zone, %s, and not before', async (_when, before, due) => {
        const scans: string[] = [];
        const jobs = await startWith(() => {
          scans.push(new Date(current.now()).toISOString());
          return Promise.resolve();
        });
        await current.jumpTo(before);
        await jobs.schedule(scheduleOf());

        await passUntil(current, () => scans.length > 0, 3 * MINUTE);

        expect(scans).toEqual([expect.stringContaining(due)]);
      });

      test('a schedule hands its data to the job, every time', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        await jobs.schedule(scheduleOf({ cron: '*/2 * * * *', data: { conversationId: 'a' } }));

        await passUntil(current, () => scans.jobs.length > 1, 6 * MINUTE);

        expect(dataOf(scans)).toEqual([{ conversationId: 'a' }, { conversationId: 'a' }]);
        expect(scans.jobs[0]?.id).not.toBe(scans.jobs[1]?.id);
      });

      test('a time that passed while nobody ran is made up for once, however often it came', async () => {
        const scans = record();
        const first = current.open();
        first.handle('scan', POLICY, record().handler);
        await first.start();
        await first.schedule(scheduleOf({ cron: '0 * * * *' }));
        await current.advance(MINUTE);
        await first.stop(0);

        await current.jumpTo('2027-03-26T14:30:00.000Z');
        const second = await startWith(scans.handler);
        await second.schedule(scheduleOf({ cron: '0 * * * *' }));
        await passUntil(current, () => scans.jobs.length > 0, 2 * MINUTE);
        await rest();

        expect(scans.jobs).toHaveLength(1);
      });

      test('a schedule that missed nothing has nothing made up for', async () => {
        const scans = record();
        const first = current.open();
        first.handle('scan', POLICY, record().handler);
        await first.start();
        await first.schedule(scheduleOf({ cron: '0 18 * * *' }));
        await current.advance(MINUTE);
        await first.stop(0);

        await current.jumpTo('2027-03-26T14:30:00.000Z');
        const second = await startWith(scans.handler);
        await second.schedule(scheduleOf({ cron: '0 18 * * *' }));
        await rest(2 * MINUTE);

        expect(scans.jobs).toEqual([]);
      });

      test('a new schedule owes nothing for times before it was made', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        await current.advance(MINUTE);
        await current.jumpTo('2027-03-26T14:30:00.000Z');

        await jobs.schedule(scheduleOf({ cron: '0 * * * *' }));
        await rest(2 * MINUTE);

        expect(scans.jobs).toEqual([]);
      });

      test('while the job of a schedule runs, its next time adds none', async () => {
        const gate = createGate();
        const scans = record(() => gate.opened);
        const jobs = await startWith(scans.handler);
        await jobs.schedule(scheduleOf({ cron: '* * * * *' }));
        await passUntil(current, () => scans.jobs.length > 0, 2 * MINUTE);

        await rest(3 * MINUTE);
        await jobs.unschedule('scan:default');
        gate.open();
        await rest(MINUTE);

        expect(scans.jobs).toHaveLength(1);
      });

      test('schedules are listed as they were made, by key', async () => {
        const jobs = current.open();
        const odd = scheduleOf({ key: 'scan:19:b@thread.tacv2;messageid=1', data: { conversationId: 'b' } });
        await jobs.schedule(odd);
        await jobs.schedule(scheduleOf({ key: 'minute', name: 'tick', cron: '* * * * *', timeZone: 'UTC' }));

        const listed = await jobs.listSchedules();

        expect(listed).toEqual([scheduleOf({ key: 'minute', name: 'tick', cron: '* * * * *', timeZone: 'UTC' }), odd]);
      });

      test('a schedule takes the place of the one with its key, also under another name', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        await jobs.schedule(scheduleOf({ cron: '* * * * *' }));
        const latter = scheduleOf({ name: 'watch', cron: '30 3 * * 1', timeZone: 'UTC', data: 2 });

        await jobs.schedule(latter);

        expect(await jobs.listSchedules()).toEqual([latter]);
      });

      test('a schedule that is given another time comes at that time only', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        await jobs.schedule(scheduleOf({ cron: '3 * * * *', data: 'former' }));

        await jobs.schedule(scheduleOf({ cron: '5 * * * *', data: 'latter' }));
        await rest(6 * MINUTE);

        expect(dataOf(scans)).toEqual(['latter']);
      });

      test('a schedule that is removed comes no more', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        await jobs.schedule(scheduleOf({ cron: '3 * * * *' }));

        await jobs.unschedule('scan:default');
        await rest(5 * MINUTE);

        expect(await jobs.listSchedules()).toEqual([]);
        expect(scans.jobs).toEqual([]);
      });

      test('removing a schedule that is not there changes nothing', async () => {
        const jobs = current.open();
        await jobs.schedule(scheduleOf());

        await jobs.unschedule('scan:other');

        expect(await jobs.listSchedules()).toEqual([scheduleOf()]);
      });

      test.each([
        ['four fields', { cron: '0 9 * *' }, '"0 9 * *" does not have five fields'],
        ['six fields', { cron: '0 0 9 * * *' }, '"0 0 9 * * *" does not have five fields'],
        ['nothing', { cron: ' ' }, '" " does not have five fields'],
        ['a nickname', { cron: '@daily' }, 'does not have five fields'],
        ['a minute that no hour has', { cron: '61 * * * *' }, 'Invalid value for minute: 61'],
        ['a sign of other crons', { cron: '0 9 L * *' }, '"L" in "0 9 L * *" is not understood'],
        ['a character without meaning', { cron: '0 9 ? * *' }, '"?" in "0 9 ? * *" is not understood'],
        ['a day that never comes', { cron: '0 9 31 2 *' }, 'the time of "0 9 31 2 *" never comes'],
        ['a time zone that is none', { timeZone: 'Mars/Phobos' }, '"Mars/Phobos" is not a time zone'],
      ])('a schedule with %s is refused with what is wrong, and the former one stays', async (_what, change, wrong) => {
        const jobs = current.open();
        await jobs.schedule(scheduleOf());

        const refusal = jobs.schedule(scheduleOf(change));

        await expect(refusal).rejects.toMatchObject({
          code: 'SCHEDULE_INVALID',
          message: expect.stringContaining(wrong),
        });
        expect(await jobs.listSchedules()).toEqual([scheduleOf()]);
      });

      test('the next times of a cron expression follow its time zone over the change of the clocks', () => {
        const jobs = current.open();

        expect(jobs.nextRuns('0 9 * * *', 'Europe/Berlin', START, 3)).toEqual([
          '2027-03-27T08:00:00.000Z',
          '2027-03-28T07:00:00.000Z',
          '2027-03-29T07:00:00.000Z',
        ]);
        expect(() => jobs.nextRuns('9', 'Europe/Berlin', START, 3)).toThrow('SCHEDULE_INVALID');
      });
    });

    test.each([
      ['0 8 * * *', 'At 08:00, every day'],
      ['0 8 * * 1-5', 'At 08:00, Monday through Friday'],
      ['0 8 * * 1', 'At 08:00, only on Monday'],
      ['0 */6 * * *', 'On the hour, every 6 hours, every day'],
      ['30 7 1 * *', 'At 07:30, on day 1 of the month'],
    ])('the cron expression %s is "%s"', (cron, words) => {
      expect(current.open().describeCron(cron)).toBe(words);
    });

    describe('two that share the jobs', () => {
      test('each job runs once, at one of them', async () => {
        const [one, other] = [record(), record()];
        const jobs = await startWith(one.handler);
        await startWith(other.handler);
        const names = Array.from({ length: 10 }, (_, index) => `job-${String(index)}`);

        await Promise.all(names.map((name) => jobs.enqueue('scan', name)));
        await rest();

        expect([...dataOf(one), ...dataOf(other)].sort()).toEqual(names);
      });

      test('each time of a schedule has one job, at one of them', async () => {
        const [one, other] = [record(), record()];
        const jobs = await startWith(one.handler);
        const others = await startWith(other.handler);
        await jobs.schedule(scheduleOf({ cron: '1-59/2 * * * *' }));
        await others.schedule(scheduleOf({ cron: '1-59/2 * * * *' }));

        // From 09:00:20 on: 09:01, 09:03 and 09:05.
        await rest(6 * MINUTE + 20_000);

        expect(one.jobs.length + other.jobs.length).toBe(3);
      });
    });

    describe('stopping', () => {
      test('a stop waits for what runs, and the job is done with that', async () => {
        const gate = createGate();
        const order: string[] = [];
        const [scans, later] = [record(() => gate.opened.then(() => void order.push('done'))), record()];
        const jobs = await startWith(scans.handler);
        await jobs.enqueue('scan', 'running');
        await passUntil(current, () => scans.jobs.length > 0);

        const stopped = jobs.stop(HOUR).then(() => order.push('stopped'));
        await rest(5_000);
        gate.open();
        await stopped;
        await startWith(later.handler);
        await rest();

        expect(order).toEqual(['done', 'stopped']);
        expect(later.jobs).toEqual([]);
      });

      test('a stop that waits takes no new job', async () => {
        const gate = createGate();
        const [scans, watches] = [record(() => gate.opened), record()];
        const jobs = current.open();
        jobs.handle('scan', POLICY, scans.handler);
        jobs.handle('watch', POLICY, watches.handler);
        await jobs.start();
        await jobs.enqueue('scan', 'running');
        await passUntil(current, () => scans.jobs.length > 0);

        const stopped = jobs.stop(HOUR);
        await current.open().enqueue('watch', 'new');
        await rest();
        gate.open();
        await stopped;

        expect(watches.jobs).toEqual([]);
      });

      test('a job that is enqueued after the stop waits for the next start', async () => {
        const scans = record();
        const jobs = await startWith(scans.handler);
        await jobs.stop(0);
        const next = record();
        await current.open().enqueue('scan', 'later');
        await rest();
        expect(scans.jobs).toEqual([]);

        await startWith(next.handler);
        await passUntil(current, () => next.jobs.length > 0);

        expect(dataOf(next)).toEqual(['later']);
      });

      test('a job that outlasts the grace is aborted, and the next process begins it again', async () => {
        let began: Job | undefined;
        const jobs = await startWith((job) => {
          began = job;
          return new Promise(() => undefined);
        });
        await jobs.enqueue('scan', 'endless');
        await passUntil(current, () => began !== undefined);

        const stopping = jobs.stop(1_000);
        await current.advance(1_000);
        await stopping;
        const scans = record();
        await startWith(scans.handler);
        await passUntil(current, () => scans.jobs.length > 0);

        expect(began?.signal.aborted).toBe(true);
        expect(scans.jobs[0]).toMatchObject({ id: began?.id, data: 'endless', attempt: 2 });
      });

      test('stopping what was never started, and stopping twice, is no error', async () => {
        const idle = current.open();
        const jobs = await startWith(record().handler);

        await idle.stop(0);
        await jobs.stop(0);

        await expect(jobs.stop(0)).resolves.toBeUndefined();
      });
    });
  });
}
