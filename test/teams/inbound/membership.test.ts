import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startBot, TENANT_ID, type BotHarness } from './bot-harness.js';

let bot: BotHarness;

beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

const BOT = { id: '28:bot' };
const added = { type: 'installationUpdate', action: 'add' };
const members = (fields: object) => ({ type: 'conversationUpdate', ...fields });
const channel = (id: string) => ({ conversation: { id, conversationType: 'channel', isGroup: true } });

describe('the welcome', () => {
  test('comes once, however often an installation is announced', async () => {
    await bot.send({ id: 'u1', ...added });
    await bot.send({ id: 'u2', ...members({ membersAdded: [BOT] }) });
    await bot.send({ id: 'u3', ...added });
    expect(bot.connector.cards.map(({ card }) => card['view'])).toEqual(['welcome']);
  });

  test('comes once in each conversation', async () => {
    await bot.send({ id: 'u1', ...added });
    await bot.send({ id: 'u2', ...added, ...channel('19:general') });
    expect(bot.connector.cards.map(({ conversationId }) => conversationId)).toEqual(['chat-1', '19:general']);
  });

  test('does not come where the bot already spoke with somebody', async () => {
    await bot.send({ id: 'a1', text: 'help' });
    await bot.send({ id: 'u1', ...added });
    expect(bot.connector.cards.map(({ card }) => card['view'])).toEqual(['help']);
  });

  test('does not come for a change that adds nobody', async () => {
    await bot.send({ id: 'u1', ...members({ topicName: 'New name' }) });
    expect(bot.connector.cards).toEqual([]);
  });

  test('comes again after the bot was removed and added', async () => {
    await bot.send({ id: 'u1', ...added });
    await bot.send({ id: 'u2', type: 'installationUpdate', action: 'remove' });
    await bot.send({ id: 'u3', ...added });
    expect(bot.connector.cards).toHaveLength(2);
  });
});

describe('a conversation', () => {
  test.each([
    { name: 'the installation is removed', fields: { type: 'installationUpdate', action: 'remove' } },
    { name: 'the bot is removed from the members', fields: members({ membersRemoved: [BOT] }) },
  ])('is forgotten when $name', async ({ fields }) => {
    await bot.send({ id: 'u1', ...added });
    await bot.send({ id: 'u2', ...fields });
    expect([...bot.conversations.keys()]).toEqual([]);
  });

  test('is kept when somebody else is removed', async () => {
    await bot.send({ id: 'u1', ...added });
    await bot.send({ id: 'u2', ...members({ membersRemoved: [{ id: '29:megan' }] }) });
    expect([...bot.conversations.keys()]).toEqual(['chat-1']);
  });

  test('gets its newest address from every accepted activity', async () => {
    await bot.send({ id: 'u1', ...added });
    await bot.send({ id: 'a1', type: 'messageReaction', locale: 'de-DE' });
    expect(JSON.parse(bot.conversations.get('chat-1')?.reference ?? '')).toMatchObject({ locale: 'de-DE' });
  });

  test('of a channel is one, whatever the thread', async () => {
    await bot.send({ id: 'a1', text: 'help', ...channel('19:general;messageid=1') });
    await bot.send({ id: 'a2', text: 'help', ...channel('19:general;messageid=2') });
    expect([...bot.conversations.values()]).toMatchObject([{ id: '19:general', kind: 'channel', tenantId: TENANT_ID }]);
  });

  test('is stored without names', async () => {
    await bot.send({ id: 'a1', text: 'help' });
    expect(JSON.stringify([...bot.conversations.values()])).not.toMatch(/Alex|Glasswatch/);
  });

  test('is not needed for an answer: a store that fails is logged', async () => {
    const failing = () => Promise.reject(new Error('disk full'));
    const broken = await startBot({
      conversations: {
        remember: failing,
        forget: failing,
        findConversation: failing,
        listConversations: failing,
      },
    });
    await broken.send({ id: 'a1', text: 'help' });
    expect(broken.connector.cards[0]?.card).toEqual({ view: 'help' });
    expect(broken.logLines).toContainEqual(expect.objectContaining({ message: 'work behind a turn failed' }));
    await broken.close();
  });
});
