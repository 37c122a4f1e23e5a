import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { press, startBot, TENANT_ID, type BotHarness } from '../inbound/bot-harness.js';
import { createRemediationDriver, REQUEST, type RemediationDriver } from '../inbound/remediation-driver.js';

const PROPOSE = press('remediation.propose', { scanId: 'scan-0', fingerprint: 'f1' });
const CHANNEL = { id: '19:channel;messageid=7', conversationType: 'channel', tenantId: TENANT_ID };

let driver: RemediationDriver;
let bot: BotHarness;

beforeEach(async () => {
  driver = createRemediationDriver();
  bot = await startBot({ remediation: driver.remediation });
});
afterEach(() => bot.close());

const shown = () =>
  bot.connector.cards.map(({ kind, conversationId, activityId, card }) => [
    kind,
    conversationId,
    activityId,
    card['state'],
  ]);

async function postOnce(): Promise<void> {
  await bot.send(PROPOSE);
  await bot.untilCardsRemembered(1);
}

/** The plan's card in the personal chat and in a thread of a channel. */
async function postTwice(): Promise<void> {
  await postOnce();
  await bot.send({ ...PROPOSE, conversation: CHANNEL });
  await bot.untilCardsRemembered(2);
}

describe('a request that has changed', () => {
  test('is shown to everybody: every posted card is edited in place', async () => {
    await postTwice();
    await bot.requestChanged(driver.move({ state: 'approved' }));
    await bot.connector.untilCards(4);
    expect(shown().slice(0, 2)).toEqual([
      ['send', 'chat-1', 'message-1', 'proposed'],
      ['send', '19:channel;messageid=7', 'message-2', 'proposed'],
    ]);
    expect(shown().slice(2).sort()).toEqual([
      ['update', '19:channel;messageid=7', 'message-2', 'approved'],
      ['update', 'chat-1', 'message-1', 'approved'],
    ]);
  });

  test('and was posted nowhere is shown nowhere', async () => {
    await bot.requestChanged(driver.move({ state: 'approved' }));
    await bot.close();
    expect(bot.connector.requests).toEqual([]);
  });

  test('is shown as the store has it, in whatever order the changes are announced', async () => {
    await postOnce();
    const approved = driver.move({ state: 'approved' });
    const executing = driver.move({ state: 'executing' });
    await bot.requestChanged(executing);
    await bot.requestChanged(approved);
    await bot.close();
    expect(
      shown()
        .slice(1)
        .map(([, , , state]) => state),
    ).not.toContain('approved');
    expect(shown().at(-1)).toEqual(['update', 'chat-1', 'message-1', 'executing']);
  });

  test('while an edit is on its way is edited once more, after it', async () => {
    await postOnce();
    const held = bot.connector.holdNext();
    await bot.requestChanged(driver.move({ state: 'approved' }));
    await bot.connector.untilRequests(2);
    for (const state of ['executing', 'succeeded'] as const) await bot.requestChanged(driver.move({ state }));
    held.release();
    await bot.connector.untilCards(3);
    expect(shown().map(([, , , state]) => state)).toEqual(['proposed', 'approved', 'succeeded']);
  });

  test('keeps nobody waiting: the announcement is over before the connector answers', async () => {
    await postOnce();
    const held = bot.connector.holdNext();
    await bot.requestChanged(driver.move({ state: 'approved' }));
    expect(bot.connector.cards).toHaveLength(1);
    held.release();
    await bot.connector.untilCards(2);
  });

  test('is shown in the other cards when one of them was deleted', async () => {
    await postTwice();
    bot.connector.refuseNext({ status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } });
    await bot.requestChanged(driver.move({ state: 'approved' }));
    await bot.close();
    expect(bot.connector.cards).toHaveLength(3);
    expect(bot.logLines).toContainEqual(expect.objectContaining({ message: 'plan card not edited' }));
  });

  test('is not shown where the bot was removed, and is where it was not', async () => {
    await postTwice();
    const removed = { type: 'installationUpdate', action: 'remove', conversation: { ...CHANNEL, id: '19:channel' } };
    await bot.send(removed);
    await bot.requestChanged(driver.move({ state: 'approved' }));
    await bot.close();
    expect(shown().slice(2)).toEqual([['update', 'chat-1', 'message-1', 'approved']]);
  });

  test('before its card was known is shown in it as soon as it is', async () => {
    const held = bot.connector.holdNext();
    await bot.send(PROPOSE);
    await bot.connector.untilRequests(1);
    await bot.requestChanged(driver.move({ state: 'approved' }));
    held.release();
    await bot.connector.untilCards(2);
    expect(shown().at(-1)).toEqual(['update', 'chat-1', 'message-1', 'approved']);
  });
});

test('a store that fails while cards are edited is logged, and the next change edits them', async () => {
  let fails = true;
  const failing = createRemediationDriver({
    findRequest: () => (fails ? Promise.reject(new Error('disk full')) : Promise.resolve(REQUEST)),
  });
  const requestCards = {
    rememberCard: () => Promise.resolve(),
    findCards: () => Promise.resolve([{ conversationId: 'chat-1', messageId: 'message-1' }]),
  };
  const other = await startBot({ remediation: failing.remediation, requestCards });
  await other.send({ id: 'a1', text: 'help' });
  await other.requestChanged(REQUEST);
  fails = false;
  await other.requestChanged(REQUEST);
  await other.close();
  expect(other.logLines).toContainEqual(expect.objectContaining({ message: 'plan cards not edited' }));
  expect(other.connector.cards.map(({ kind }) => kind)).toEqual(['send', 'update']);
});
