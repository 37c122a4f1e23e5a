import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Conversation } from '../../../src/workflows/ports.js';
import { MEGAN, press, startBot, TENANT_ID, type BotHarness } from '../inbound/bot-harness.js';
import { createRemediationDriver, REQUEST, type RemediationDriver } from '../inbound/remediation-driver.js';

const PROPOSE = press('remediation.propose', { scanId: 'scan-0', fingerprint: 'f1' });
const HEAD = { seq: 12, hash: 'ab'.repeat(32) };

let driver: RemediationDriver;
let bot: BotHarness;

beforeEach(async () => {
  driver = createRemediationDriver();
  bot = await startBot({ remediation: driver.remediation });
});
afterEach(() => bot.close());

/** Adds the bot to a conversation, as Teams announces it. */
async function join(id: string, conversationType: Conversation['kind']): Promise<void> {
  await bot.send({
    type: 'installationUpdate',
    action: 'add',
    conversation: { id, conversationType, tenantId: TENANT_ID },
  });
}

/** Where cards of this view were sent, whatever came before them. */
const placesOf = (view: string) =>
  bot.connector.cards
    .filter(({ kind, card }) => kind === 'send' && card['view'] === view)
    .map(({ conversationId }) => conversationId)
    .sort();

/** The request's card in every conversation that gets it. */
async function post(): Promise<readonly string[]> {
  await bot.postRequest(REQUEST);
  await bot.close();
  return placesOf('request');
}

describe('a request that nobody proposed in a chat', () => {
  test('is posted into every channel, and only there', async () => {
    await join('19:one', 'channel');
    await join('19:two', 'channel');
    await join('19:chat', 'groupChat');
    await join('a:alex', 'personal');
    expect(await post()).toEqual(['19:one', '19:two']);
  });

  test('is posted into the group chats where there is no channel', async () => {
    await join('19:chat', 'groupChat');
    await join('a:alex', 'personal');
    expect(await post()).toEqual(['19:chat']);
  });

  test('is posted into the personal chats where there is nothing else', async () => {
    await join('a:alex', 'personal');
    await join('a:megan', 'personal');
    expect(await post()).toEqual(['a:alex', 'a:megan']);
  });

  test('is posted nowhere where the bot is nowhere, and that is logged', async () => {
    expect(await post()).toEqual([]);
    expect(bot.logLines).toContainEqual(expect.objectContaining({ message: 'plan card has no place' }));
  });

  test('is posted once in each conversation, however often and at once it is handed over', async () => {
    await join('19:one', 'channel');
    await Promise.all([bot.postRequest(REQUEST), bot.postRequest(REQUEST)]);
    await bot.untilCardsRemembered(1);
    expect(await post()).toEqual(['19:one']);
  });

  test('reaches the channels that are new since, and no other', async () => {
    await join('19:one', 'channel');
    await bot.postRequest(REQUEST);
    await bot.untilCardsRemembered(1);
    await join('19:two', 'channel');
    expect(await post()).toEqual(['19:one', '19:two']);
  });

  test('is shown as the store has it by then', async () => {
    await join('19:one', 'channel');
    driver.move({ state: 'succeeded' });
    await post();
    expect(bot.connector.cards.filter(({ card }) => card['view'] === 'request')).toMatchObject([
      { kind: 'send', card: { state: 'succeeded' } },
    ]);
  });

  test('is edited where it was posted', async () => {
    await join('19:one', 'channel');
    await bot.postRequest(REQUEST);
    await bot.untilCardsRemembered(1);
    await bot.requestChanged(driver.move({ state: 'executing' }));
    await bot.close();
    expect(bot.connector.cards.at(-1)).toMatchObject({
      kind: 'update',
      conversationId: '19:one',
      card: { state: 'executing' },
    });
  });

  test('reaches the other channels when one of them refuses', async () => {
    await join('19:one', 'channel');
    await join('19:two', 'channel');
    bot.connector.refuseNext({ status: 403, body: { error: { code: 'MessageWritesBlocked' } } });
    expect(await post()).toHaveLength(1);
    expect(bot.logLines).toContainEqual(expect.objectContaining({ message: 'plan card not posted' }));
  });

  test('keeps nobody waiting: the call is over before the connector answers', async () => {
    await join('19:one', 'channel');
    const held = bot.connector.holdNext();
    await bot.postRequest(REQUEST);
    expect(placesOf('request')).toEqual([]);
    held.release();
    await bot.untilCardsRemembered(1);
  });

  test('does not reject while the store fails; the log has it', async () => {
    const requestCards = {
      rememberCard: () => Promise.resolve(),
      findCards: () => Promise.reject(new Error('disk full')),
    };
    const other = await startBot({ remediation: driver.remediation, requestCards });
    await other.send({ id: 'a1', text: 'help' });
    await other.postRequest(REQUEST);
    await other.close();
    expect(JSON.stringify(other.logLines)).toContain('disk full');
  });
});

describe('a request that a person proposes', () => {
  test('in a personal chat is posted there and in the channels', async () => {
    await join('19:one', 'channel');
    await bot.send({ ...PROPOSE, from: MEGAN });
    await bot.untilCardsRemembered(2);
    await bot.close();
    expect(placesOf('request')).toEqual(['19:one', 'chat-1']);
  });

  test('in a channel stays in its thread: nobody else is told, and the channel not twice', async () => {
    await join('19:one', 'channel');
    await join('19:two', 'channel');
    const conversation = { id: '19:one;messageid=7', conversationType: 'channel', tenantId: TENANT_ID };
    await bot.send({ ...PROPOSE, conversation });
    await bot.untilCardsRemembered(1);
    await bot.close();
    expect(placesOf('request')).toEqual(['19:one;messageid=7']);
  });

  test('in a thread is not posted again into that channel when it is handed over, too', async () => {
    await join('19:one', 'channel');
    await join('19:two', 'channel');
    const conversation = { id: '19:one;messageid=7', conversationType: 'channel', tenantId: TENANT_ID };
    await bot.send({ ...PROPOSE, conversation });
    await bot.untilCardsRemembered(1);
    expect(await post()).toEqual(['19:one;messageid=7', '19:two']);
  });
});

describe('the head of the audit log', () => {
  test('is posted into every channel', async () => {
    await join('19:one', 'channel');
    await join('19:two', 'channel');
    await join('19:chat', 'groupChat');
    expect(await bot.postAuditHead(HEAD)).toBe(true);
    expect(placesOf('auditHead')).toEqual(['19:one', '19:two']);
    expect(bot.connector.cards.at(-1)?.card).toEqual({ view: 'auditHead', ...HEAD });
  });

  test('is on record when one of two conversations took it', async () => {
    await join('19:one', 'channel');
    await join('19:two', 'channel');
    bot.connector.refuseNext({ status: 404 });
    expect(await bot.postAuditHead(HEAD)).toBe(true);
  });

  test('is not on record when none took it', async () => {
    await join('19:one', 'channel');
    bot.connector.refuseNext({ status: 404 });
    expect(await bot.postAuditHead(HEAD)).toBe(false);
    expect(bot.logLines).toContainEqual(expect.objectContaining({ message: 'audit head not posted' }));
  });

  test('is not on record when the bot is nowhere', async () => {
    expect(await bot.postAuditHead(HEAD)).toBe(false);
  });
});
