import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ScanReport } from '../../../src/domain/report/scan-report.js';
import { ALEX, MEGAN, PLAIN_CARDS, press, startBot, type BotHarness } from './bot-harness.js';
import { emptyReport } from './scan-driver.js';

const LYNNE = { id: '29:lynne', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000003', name: 'Lynne' };

let bot: BotHarness;

beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  for (const scan of bot.driver.scans) scan.finish();
  await bot.close();
});

const CARD = 'application/vnd.microsoft.card.adaptive';
const answerTo = async (fields: object) => (await (await bot.send(fields)).json()) as object;

describe('a button that looks', () => {
  test('shows a page to the one who pressed', async () => {
    const answer = await answerTo(press('scan.page', { scanId: 'scan-0', page: 2 }));
    expect(answer).toEqual({ statusCode: 200, type: CARD, value: { view: 'report', scanId: 'scan-0', page: 2 } });
    expect(bot.connector.requests).toEqual([]);
  });

  test('shows a finding to the one who pressed', async () => {
    const answer = await answerTo(press('scan.finding', { scanId: 'scan-0', fingerprint: 'f1', page: 1 }));
    expect(answer).toMatchObject({ value: { view: 'finding', scanId: 'scan-0', fingerprint: 'f1', page: 1 } });
    expect(bot.connector.requests).toEqual([]);
  });

  test('says so when the scan is gone', async () => {
    const answer = await answerTo(press('scan.page', { scanId: 'scan-gone', page: 0 }));
    expect(answer).toMatchObject({ type: CARD, value: { view: 'problem', code: 'BOT_SCAN_NOT_FOUND' } });
  });

  test('says so when the finding is gone', async () => {
    const answer = await answerTo(press('scan.finding', { scanId: 'scan-0', fingerprint: 'missing', page: 0 }));
    expect(answer).toMatchObject({ type: CARD, value: { view: 'problem', code: 'BOT_FINDING_NOT_FOUND' } });
  });
});

describe('three presses, one of them on a card that refreshes itself', () => {
  test('show each person their own card and change nobody else’s', async () => {
    const refresh = { refresh: { action: { type: 'Action.Execute', verb: 'scan.page' }, userIds: ['29:alex'] } };
    const refreshing = await startBot({
      cards: {
        ...PLAIN_CARDS,
        report: (_report, page) => ({ card: { view: 'report', page, ...(page === 2 && refresh) }, summary: '' }),
      },
    });
    const pages: unknown[] = [];
    for (const [page, from] of [
      [1, ALEX],
      [2, MEGAN],
      [3, LYNNE],
    ] as const) {
      const response = await refreshing.send(press('scan.page', { scanId: 'scan-0', page }, { id: `i${page}`, from }));
      pages.push(await response.json());
    }
    expect(pages).toMatchObject([{ value: { page: 1 } }, { value: { page: 2 } }, { value: { page: 3 } }]);
    expect(refreshing.connector.requests).toEqual([]);
    await refreshing.close();
  });
});

describe('a press that is not understood is answered with a problem card', () => {
  const outdated = { statusCode: 200, type: CARD, value: { view: 'problem', code: 'BOT_BUTTON_OUTDATED' } };

  test.each([
    { name: 'an unknown verb', fields: press('remediation.approve', { requestId: 'request-1' }) },
    { name: 'a verb of the language', fields: press('constructor', {}) },
    { name: 'a page that is text', fields: press('scan.page', { scanId: 'scan-0', page: '1' }) },
    { name: 'a page below zero', fields: press('scan.page', { scanId: 'scan-0', page: -1 }) },
    { name: 'a page that is no whole number', fields: press('scan.page', { scanId: 'scan-0', page: 0.5 }) },
    { name: 'no scan', fields: press('scan.page', { page: 1 }) },
    { name: 'a scan that is an object', fields: press('scan.page', { scanId: { id: 'scan-0' }, page: 1 }) },
    { name: 'no data', fields: press('scan.page', undefined) },
    { name: 'no value', fields: { type: 'invoke', name: 'adaptiveCard/action' } },
    {
      name: 'another kind of action',
      fields: press('scan.page', {}, { value: { action: { type: 'Action.Submit', verb: 'scan.rerun' } } }),
    },
  ])('$name', async ({ fields }) => {
    const response = await bot.send(fields);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject(outdated);
    expect(bot.driver.scans).toHaveLength(0);
  });

  test('an invoke that is no press of a card is answered as not supported', async () => {
    const response = await bot.send({ type: 'invoke', name: 'task/fetch', value: {} });
    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({ error: { code: 'BOT_INVOKE_NOT_SUPPORTED' } });
  });
});

describe('a press is answered in time', () => {
  test('when the store hangs, with a card that says so', async () => {
    let arrive: (report: ScanReport) => void = () => {};
    const slow = await startBot({
      findReport: () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    });
    const response = slow.send(press('scan.page', { scanId: 'scan-0', page: 0 }));
    await slow.time.untilWait(1_400);
    slow.time.advance(1_400);
    expect(await (await response).json()).toMatchObject({ type: CARD, value: { code: 'BOT_ANSWER_LATE' } });
    arrive(emptyReport('scan-0'));
    await slow.close();
  });

  test('when the store fails, with an incident and without the cause', async () => {
    const broken = await startBot({ findReport: () => Promise.reject(new Error('secret-path')) });
    const response = await broken.send(press('scan.page', { scanId: 'scan-0', page: 0 }));
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ type: CARD, value: { code: 'BOT_UNEXPECTED' } });
    expect(body).not.toContain('secret-path');
    expect(JSON.stringify(broken.logLines)).toContain('secret-path');
    await broken.close();
  });

  test('when a scan is started late, and the scan is still shown to everyone', async () => {
    let start = () => {};
    const slow = await startBot({
      startScan: async (request) => {
        await new Promise<void>((resolve) => {
          start = resolve;
        });
        return bot.driver.startScan(request);
      },
    });
    const response = slow.send(press('scan.rerun', {}));
    await slow.time.untilWait(1_400);
    slow.time.advance(1_400);
    expect(await (await response).json()).toMatchObject({ value: { code: 'BOT_ANSWER_LATE' } });
    start();
    const [card] = await slow.connector.untilCards(1);
    expect(card).toMatchObject({ kind: 'update', activityId: 'shared-card', card: { view: 'progress' } });
    bot.driver.latest().finish();
    await slow.close();
    expect(slow.connector.cards.at(-1)?.card).toMatchObject({ view: 'report' });
  });
});
