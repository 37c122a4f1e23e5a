import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ConversationReference } from 'botbuilder';
import { createBotAdapter } from '../../../src/teams/bot-adapter.js';
import { createCardSender, type CardSender } from '../../../src/teams/outbound/card-sender.js';
import type { Delivery } from '../../../src/teams/outbound/delivery.js';
import { startFakeConnector, type FakeConnector, type Refusal } from '../../fakes/fake-connector.js';
import { startLoopbackServer } from '../../fakes/loopback-server.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const CARD = { card: { view: 'any' }, summary: 'Any' };

let connector: FakeConnector;
let sender: CardSender;
let adapter: ReturnType<typeof createBotAdapter>;
let waits: number[];
let reference: ConversationReference;

beforeEach(async () => {
  connector = await startFakeConnector();
  waits = [];
  adapter = createBotAdapter(null, undefined);
  sender = createCardSender({
    adapter,
    botAppId: '',
    clock: { now: () => NOW },
    wait: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
    random: () => 0.5,
  });
  reference = {
    channelId: 'msteams',
    serviceUrl: connector.url,
    bot: { id: '28:bot', name: '' },
    user: { id: '29:alex', name: '' },
    conversation: { id: 'chat-1', conversationType: 'personal', isGroup: false, name: '' },
  };
});
afterEach(() => connector.close());

const totalWait = () => waits.reduce((sum, wait) => sum + wait, 0);

/** Answers in a turn of its own, with the context that only lives as long. */
async function replyInTurn(): Promise<Delivery> {
  let delivery: Delivery | undefined;
  await adapter.continueConversationAsync('', reference, async (context) => {
    delivery = await sender.reply(context, CARD);
  });
  if (!delivery) throw new Error('the turn did not run');
  return delivery;
}

const WAYS: readonly { readonly way: string; readonly deliver: () => Promise<Delivery> }[] = [
  { way: 'send', deliver: () => sender.send(reference, CARD) },
  { way: 'update', deliver: () => sender.update(reference, 'message-7', CARD) },
  { way: 'reply', deliver: replyInTurn },
];

describe.each(WAYS)('$way', ({ way, deliver }) => {
  test('delivers and gives the ID of the message', async () => {
    const delivery = await deliver();
    expect(delivery).toEqual({ ok: true, activityId: connector.cards[0]?.activityId });
    expect(connector.cards).toMatchObject([
      { kind: way === 'update' ? 'update' : 'send', conversationId: 'chat-1', summary: 'Any', card: { view: 'any' } },
    ]);
    expect(waits).toEqual([]);
  });

  test.each([412, 429, 502, 503, 504])('repeats after %d', async (status) => {
    connector.refuseNext({ status });
    expect(await deliver()).toMatchObject({ ok: true });
    expect(connector.requests).toHaveLength(2);
    expect(waits).toEqual([375]);
  });

  test.each([
    [400, 'CONNECTOR_REFUSED'],
    [401, 'CONNECTOR_REFUSED'],
    [403, 'CONNECTOR_BLOCKED'],
    [404, 'CONNECTOR_GONE'],
    [500, 'CONNECTOR_REFUSED'],
  ])('does not repeat after %d, and says %s', async (status, code) => {
    connector.refuseNext({ status, body: { error: { code: 'MessageWritesBlocked', message: 'no' } } });
    expect(await deliver()).toMatchObject({ ok: false, code, status });
    expect(connector.requests).toHaveLength(1);
  });

  test.each([
    { form: 'seconds', header: '2' },
    { form: 'an HTTP date', header: 'Mon, 02 Mar 2026 09:00:02 GMT' },
  ])('waits no shorter than Retry-After in $form asks', async ({ header }) => {
    connector.refuseNext({ status: 429, headers: { 'retry-after': header } });
    expect(await deliver()).toMatchObject({ ok: true });
    expect(waits).toEqual([2_375]);
  });

  test('gives up at once when Retry-After asks for longer than there is', async () => {
    connector.refuseNext({ status: 429, headers: { 'retry-after': '36000' } });
    expect(await deliver()).toMatchObject({ ok: false, code: 'CONNECTOR_BUSY', status: 429 });
    expect(connector.requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });
});

describe('patience', () => {
  const busy = (count: number): Refusal[] => Array.from({ length: count }, () => ({ status: 429 }));

  test('backs off further each time and ends within a minute', async () => {
    connector.refuseNext(...busy(20));
    expect(await sender.send(reference, CARD)).toMatchObject({ ok: false, code: 'CONNECTOR_BUSY' });
    expect(waits).toEqual([375, 750, 1_500, 3_000, 6_000]);
    expect(totalWait()).toBeLessThanOrEqual(60_000);
  });

  test('inside a turn ends within four seconds, because the channel waits', async () => {
    connector.refuseNext(...busy(20));
    expect(await replyInTurn()).toMatchObject({ ok: false, code: 'CONNECTOR_BUSY' });
    expect(totalWait()).toBeLessThanOrEqual(4_000);
  });

  test('for an edit that a later one overtakes is none', async () => {
    connector.refuseNext(...busy(2));
    expect(await sender.update(reference, 'message-7', CARD, 'once')).toMatchObject({ ok: false });
    expect(connector.requests).toHaveLength(1);
  });
});

describe('a lost answer', () => {
  test('of a new message is not repeated: it may have arrived', async () => {
    connector.refuseNext('drop');
    expect(await sender.send(reference, CARD)).toMatchObject({ ok: false, code: 'CONNECTOR_UNREACHABLE', status: 0 });
    expect(connector.requests).toHaveLength(1);
  });

  test('of an edit is repeated: the same edit twice looks like once', async () => {
    connector.refuseNext('drop');
    expect(await sender.update(reference, 'message-7', CARD)).toMatchObject({ ok: true });
    expect(connector.requests).toHaveLength(2);
  });
});

test('a redirect to another host is not followed', async () => {
  let asked = 0;
  const other = await startLoopbackServer((_request, _body, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"stolen"}');
  });
  connector.refuseNext({ status: 307, headers: { location: `${other.url}/v3/conversations/chat-1/activities` } });
  expect(await sender.send(reference, CARD)).toMatchObject({ ok: false, code: 'CONNECTOR_REFUSED', status: 307 });
  await other.close();
  expect(asked).toBe(0);
});

test('text above a card is sent as plain text', async () => {
  await sender.send(reference, { ...CARD, text: '**not bold**' });
  expect(connector.cards[0]).toMatchObject({ text: '**not bold**' });
});

test('a mistake of ours is thrown, not taken for the network', async () => {
  const broken = {
    ...CARD,
    get summary(): string {
      throw new TypeError('a bug');
    },
  };
  await expect(sender.send(reference, broken)).rejects.toThrow('a bug');
});
