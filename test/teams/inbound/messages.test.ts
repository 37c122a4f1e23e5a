import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MEGAN, press, startBot, type BotHarness } from './bot-harness.js';
import { emptyReport } from './scan-driver.js';

let bot: BotHarness;

beforeEach(async () => {
  bot = await startBot();
});
afterEach(async () => {
  for (const scan of bot.driver.scans) scan.finish();
  await bot.close();
});

describe('a message gets an answer, never silence', () => {
  test('help shows what the bot can do', async () => {
    await bot.send({ id: 'a1', text: 'help' });
    expect(bot.connector.cards[0]).toMatchObject({ text: '', summary: 'Help', card: { view: 'help' } });
  });

  test('what is no command gets help that names it', async () => {
    await bot.send({ id: 'a1', text: 'do not scan' });
    expect(bot.connector.cards[0]).toMatchObject({
      text: 'I did not understand “do not scan”.',
      card: { view: 'help' },
    });
    expect(bot.driver.scans).toHaveLength(0);
  });

  test.each([{ text: '' }, { text: undefined }, { text: 42 }, { text: '', value: null }])(
    'a message without words (%j) gets help',
    async (fields) => {
      await bot.send({ id: 'a1', ...fields });
      expect(bot.connector.cards[0]?.card).toEqual({ view: 'help' });
    },
  );

  test('in a channel the mention of the bot is not part of the command', async () => {
    const mention = '<at>Glasswatch</at>';
    await bot.send({
      id: 'a1',
      text: `${mention} status`,
      entities: [{ type: 'mention', text: mention, mentioned: { id: '28:bot', name: 'Glasswatch' } }],
      conversation: { id: '19:channel;messageid=1', conversationType: 'channel', isGroup: true },
    });
    expect(bot.connector.cards[0]).toMatchObject({
      conversationId: '19:channel;messageid=1',
      card: { view: 'noScanYet' },
    });
  });

  test('a broken mention is a problem with an incident, and the channel is answered 200', async () => {
    const response = await bot.send({ id: 'a1', text: 'scan', entities: [{ type: 'mention', text: 'x' }] });
    expect(response.status).toBe(200);
    expect(bot.connector.cards[0]?.card).toMatchObject({ view: 'problem', code: 'BOT_UNEXPECTED' });
  });
});

describe('status', () => {
  test('says so when nothing was scanned yet', async () => {
    await bot.send({ id: 'a1', text: 'status' });
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'noScanYet' });
  });

  test('shows the overview of the latest scan', async () => {
    const other = await startBot({ findLatestReport: () => Promise.resolve(emptyReport('scan-9')) });
    await other.send({ id: 'a1', text: 'status' });
    expect(other.connector.cards[0]?.card).toEqual({ view: 'report', scanId: 'scan-9', page: 0 });
    await other.close();
  });

  test('tells a store that fails as a problem, with the cause in the log only', async () => {
    const cause = new Error('STORE_BROKEN: secret-path');
    const other = await startBot({ findLatestReport: () => Promise.reject(cause) });
    await other.send({ id: 'a1', text: 'status' });
    expect(other.connector.cards[0]?.card).toMatchObject({ view: 'problem', code: 'BOT_UNEXPECTED' });
    expect(JSON.stringify(other.connector.cards)).not.toContain('secret-path');
    expect(JSON.stringify(other.logLines)).toContain('STORE_BROKEN');
    await other.close();
  });
});

describe('a button of a client without Action.Execute', () => {
  test('that scans, scans', async () => {
    await bot.send({ id: 'a1', value: { verb: 'scan.rerun' } });
    expect(bot.driver.scans).toHaveLength(1);
  });

  test('that looks is answered with a new message', async () => {
    await bot.send({ id: 'a1', value: { verb: 'scan.page', scanId: 'scan-0', page: 2 } });
    expect(bot.connector.cards).toMatchObject([{ kind: 'send', card: { view: 'report', scanId: 'scan-0', page: 2 } }]);
  });

  test('that is not ours is answered with a problem', async () => {
    await bot.send({ id: 'a1', value: { verb: 'remediation.approve' } });
    expect(bot.connector.cards[0]?.card).toMatchObject({ view: 'problem', code: 'BOT_BUTTON_OUTDATED' });
  });
});

describe('a repeated delivery', () => {
  test('of a command runs once', async () => {
    const responses = [await bot.send({ id: 'a1', text: 'help' }), await bot.send({ id: 'a1', text: 'help' })];
    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
    expect(bot.connector.cards).toHaveLength(1);
  });

  test('at the same time runs once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => bot.send({ id: 'a1', text: 'scan' })));
    expect(bot.connector.cards).toHaveLength(1);
  });

  test('of a press gets the first answer again', async () => {
    const repeated = press('scan.rerun', {}, { id: 'i1' });
    const first = (await (await bot.send(repeated)).json()) as object;
    const second = (await (await bot.send(repeated)).json()) as object;
    expect(second).toEqual(first);
    expect(bot.driver.scans).toHaveLength(1);
  });

  test('is told from the next one by its ID, its conversation and its person', async () => {
    await bot.send({ id: 'a1', text: 'help' });
    await bot.send({ id: 'a2', text: 'help' });
    await bot.send({ id: 'a1', text: 'help', from: MEGAN });
    await bot.send({ id: 'a1', text: 'help', conversation: { id: 'chat-2', tenantId: undefined } });
    expect(bot.connector.cards).toHaveLength(4);
  });

  test('after ten minutes counts as a new one', async () => {
    await bot.send({ id: 'a1', text: 'help' });
    bot.time.advance(10 * 60_000);
    await bot.send({ id: 'a1', text: 'help' });
    expect(bot.connector.cards).toHaveLength(2);
  });

  test('without an ID cannot be told, and runs', async () => {
    await bot.send({ text: 'help' });
    await bot.send({ text: 'help' });
    expect(bot.connector.cards).toHaveLength(2);
  });
});
