import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSqliteStore } from '../../../src/store/sqlite.js';
import type { Store } from '../../../src/workflows/ports.js';
import { startBot, TENANT_ID, type BotHarness } from '../inbound/bot-harness.js';
import { topicOf } from './delivery-harness.js';

/** Where the bot can speak: kept from every activity, dead after a refusal, alive again with the next activity. */

const CHANNEL = { id: '19:general', conversationType: 'channel', isGroup: true, tenantId: TENANT_ID };
const added = { type: 'installationUpdate', action: 'add', conversation: CHANNEL };
const event = (eventType: string, more: object) => ({
  type: 'conversationUpdate',
  conversation: CHANNEL,
  channelData: { tenant: { id: TENANT_ID }, eventType, ...more },
});

let store: Store;
let bot: BotHarness;

beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:' });
  bot = await startBot({ conversations: store.conversations });
});
afterEach(async () => {
  await bot.close();
  await store.close();
});

const living = async () => (await store.conversations.listConversations(TENANT_ID)).map(({ id }) => id);

/** What delivery does with a conversation that answers 403. */
async function refuse(): Promise<void> {
  const now = new Date(bot.time.clock.now()).toISOString();
  const later = new Date(bot.time.clock.now() + 60_000).toISOString();
  await store.outbox.tell([{ topic: topicOf('one'), kind: 'drift', severity: 'high', also: [CHANNEL.id] }], now);
  const item = await store.outbox.claim(now, later, []);
  await store.outbox.settle(item?.id ?? '', { kind: 'dead', error: 'CONNECTOR_403' });
}

describe('a channel', () => {
  test('is welcomed when the bot is installed there', async () => {
    await bot.send(added);
    expect(bot.connector.cards).toMatchObject([
      { kind: 'send', conversationId: CHANNEL.id, card: { view: 'welcome' } },
    ]);
    expect(await living()).toEqual([CHANNEL.id]);
  });

  test('that refused the bot lives again when somebody speaks to the bot there', async () => {
    await bot.send(added);
    await refuse();
    expect(await living()).toEqual([]);
    bot.time.advance(1_000);
    await bot.send({ id: 'a1', text: 'help', conversation: CHANNEL });
    await bot.close();
    expect(await living()).toEqual([CHANNEL.id]);
  });

  test('that refused the bot lives again when the bot is installed anew', async () => {
    await bot.send(added);
    await refuse();
    bot.time.advance(1_000);
    await bot.send(added);
    expect(await living()).toEqual([CHANNEL.id]);
  });

  test('is forgotten with what waits for it when the bot is uninstalled', async () => {
    await bot.send(added);
    await bot.send({ ...added, action: 'remove' });
    expect(await living()).toEqual([]);
  });

  test('is forgotten when it is deleted, though that is announced elsewhere', async () => {
    await bot.send({ ...added, conversation: { ...CHANNEL, id: '19:news' } });
    await bot.send(added);
    await bot.send(event('channelDeleted', { channel: { id: '19:news' } }));
    expect(await living()).toEqual([CHANNEL.id]);
  });

  test('is kept when another one is created', async () => {
    await bot.send(added);
    await bot.send(event('channelCreated', { channel: { id: '19:news' } }));
    expect(await living()).toEqual([CHANNEL.id]);
  });

  test('is forgotten when its team is deleted', async () => {
    await bot.send(added);
    await bot.send(event('teamDeleted', { team: { id: CHANNEL.id } }));
    expect(await living()).toEqual([]);
  });
});
