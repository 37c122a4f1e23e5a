import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MEGAN, press, startBot, type BotHarness } from './bot-harness.js';

let bot: BotHarness;

beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  for (const scan of bot.driver.scans) scan.finish();
  await bot.close();
});

const views = () => bot.connector.cards.map(({ kind, activityId, card }) => [kind, activityId, card['view']]);

describe('a scan asked for by message', () => {
  test('shows progress at once, then edits, then the result, all in one message', async () => {
    const response = await bot.send({ id: 'a1', text: 'scan emergency access' });
    expect(response.status).toBe(200);
    expect(views()).toEqual([['send', 'message-1', 'progress']]);

    bot.driver.latest().progress({ done: 3, total: 9, resource: 'domains' });
    await bot.time.untilWait(1_500);
    bot.time.advance(1_500);
    const [, edit] = await bot.connector.untilCards(2);
    expect(edit?.card).toMatchObject({ done: 3, total: 9, resource: 'domains' });

    bot.driver.latest().finish();
    await bot.connector.untilCards(3);
    expect(views()).toEqual([
      ['send', 'message-1', 'progress'],
      ['update', 'message-1', 'progress'],
      ['update', 'message-1', 'report'],
    ]);
    expect(bot.connector.cards[2]?.card).toMatchObject({ scanId: 'scan-1', page: 0 });
  });

  test('is asked for in the name of the person who wrote', async () => {
    await bot.send({ id: 'a1', text: 'scan' });
    expect(bot.driver.latest().request.trigger).toEqual({
      kind: 'command',
      by: { tenantId: '11111111-1111-4111-8111-111111111111', objectId: 'aaaaaaaa-0000-4000-8000-000000000001' },
      byName: 'Alex',
    });
  });

  test('edits at most once in 1.5 seconds, and then with the newest state', async () => {
    await bot.send({ id: 'a1', text: 'scan' });
    for (let done = 1; done <= 8; done += 1) bot.driver.latest().progress({ done, total: 9, resource: 'x' });
    await bot.time.untilWait(1_500);
    bot.time.advance(1_500);
    await bot.connector.untilCards(2);
    expect(bot.connector.cards.map(({ card }) => card['done'])).toEqual([0, 8]);
    expect(bot.time.waits.filter((wait) => wait === 1_500)).toHaveLength(1);
  });

  test('is never overtaken by a late progress edit', async () => {
    await bot.send({ id: 'a1', text: 'scan' });
    bot.time.advance(1_500);
    const slow = bot.connector.holdNext();
    bot.driver.latest().progress({ done: 1, total: 9, resource: 'x' });
    await bot.connector.untilRequests(2);
    bot.driver.latest().progress({ done: 2, total: 9, resource: 'x' });
    bot.driver.latest().finish();
    await bot.send({ id: 'a2', text: 'help' });
    slow.release();
    await bot.connector.untilCards(4);
    bot.driver.latest().progress({ done: 9, total: 9, resource: 'late' });
    bot.time.advance(60_000);
    expect(views().map(([, , view]) => view)).toEqual(['progress', 'help', 'progress', 'report']);
  });

  test('that fails ends as a problem in the same message, with the cause in the log only', async () => {
    await bot.send({ id: 'a1', text: 'scan' });
    bot.driver.latest().fail(new Error('STORE_FULL: the disk with secret-path is full'));
    await bot.connector.untilCards(2);
    expect(bot.connector.cards[1]).toMatchObject({ kind: 'update', activityId: 'message-1' });
    expect(bot.connector.cards[1]?.card).toMatchObject({ view: 'problem', code: 'BOT_SCAN_FAILED' });
    expect(JSON.stringify(bot.connector.cards)).not.toContain('secret-path');
    expect(bot.logLines).toContainEqual({
      level: 'error',
      message: 'scan failed',
      fields: {
        incident: 'incident-1',
        errorName: 'Error',
        errorMessage: 'STORE_FULL: the disk with secret-path is full',
      },
    });
  });

  test('sends its result anew when the message was deleted meanwhile', async () => {
    await bot.send({ id: 'a1', text: 'scan' });
    bot.connector.refuseNext({ status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } });
    bot.driver.latest().finish();
    await bot.connector.untilCards(2);
    expect(views()[1]).toEqual(['send', 'message-2', 'report']);
  });

  test('a second asker is told who is scanning', async () => {
    await bot.send({ id: 'a1', text: 'scan' });
    await bot.send({ id: 'a2', text: 'scan', from: MEGAN });
    expect(bot.connector.cards[1]?.card).toMatchObject({ view: 'alreadyScanning', byName: 'Alex', scanId: 'scan-1' });
    expect(bot.driver.scans).toHaveLength(1);
  });

  test('a hundred askers at once start one scan and get a hundred answers', async () => {
    const asks = Array.from({ length: 100 }, (_, index) => bot.send({ id: `a${index}`, text: 'scan' }));
    const responses = await Promise.all(asks);
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200));
    expect(bot.driver.scans).toHaveLength(1);
    expect(views().filter(([, , view]) => view === 'progress')).toHaveLength(1);
    expect(views().filter(([, , view]) => view === 'alreadyScanning')).toHaveLength(99);
  });
});

describe('ten scans in ten minutes', () => {
  const scanOnce = async (id: string) => {
    await bot.send({ id, text: 'scan' });
    bot.driver.latest().finish();
  };
  beforeEach(async () => {
    for (let count = 1; count <= 9; count += 1) await scanOnce(`a${count}`);
  });

  test('the tenth is started', async () => {
    await scanOnce('a10');
    expect(bot.driver.scans).toHaveLength(10);
  });

  test('the eleventh of one person is not', async () => {
    await scanOnce('a10');
    await bot.send({ id: 'a11', text: 'scan' });
    expect(bot.driver.scans).toHaveLength(10);
    expect(bot.connector.cards.at(-1)?.card).toMatchObject({ view: 'problem', code: 'BOT_SCAN_LIMIT' });
  });

  test('the first of another person is', async () => {
    await scanOnce('a10');
    await bot.send({ id: 'a11', text: 'scan', from: MEGAN });
    expect(bot.driver.scans).toHaveLength(11);
  });

  test('the eleventh is started once ten minutes have passed', async () => {
    await scanOnce('a10');
    bot.time.advance(10 * 60_000);
    await bot.send({ id: 'a11', text: 'scan' });
    expect(bot.driver.scans).toHaveLength(11);
  });
});

describe('a scan asked for with a button', () => {
  test('answers the press with progress, and shows progress and result to everyone in the message pressed', async () => {
    const response = await bot.send(press('scan.rerun', {}, { id: 'i1' }));
    expect(await response.json()).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { view: 'progress', byName: 'Alex' },
    });
    await bot.connector.untilCards(1);
    bot.driver.latest().finish();
    await bot.connector.untilCards(2);
    expect(views()).toEqual([
      ['update', 'shared-card', 'progress'],
      ['update', 'shared-card', 'report'],
    ]);
  });

  test('tells the second presser alone who is scanning', async () => {
    await bot.send({ id: 'a1', text: 'scan' });
    const response = await bot.send(press('scan.rerun', {}, { id: 'i1', from: MEGAN }));
    expect(await response.json()).toMatchObject({ value: { view: 'alreadyScanning', byName: 'Alex' } });
    expect(bot.connector.cards).toHaveLength(1);
  });

  test('starts nothing when a client refreshes the card by itself', async () => {
    const value = { action: { type: 'Action.Execute', verb: 'scan.rerun', data: {} }, trigger: 'automatic' };
    await bot.send({ ...press('scan.rerun', {}), value, id: 'i1' });
    expect(bot.driver.scans).toHaveLength(0);
  });
});
