import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startFakeConnector, type FakeConnector } from '../../fakes/fake-connector.js';
import { startLoopbackServer } from '../../fakes/loopback-server.js';
import { cardOf, createHarness, TENANT, topicOf, type DeliveryHarness, type HarnessParts } from './delivery-harness.js';

const ONE = '19:one';
const NOWHERE = 'http://127.0.0.1:1';

let connector: FakeConnector;
let harness: DeliveryHarness;
let serviceUrl: string;
let render: HarnessParts['render'];

beforeEach(async () => {
  connector = await startFakeConnector();
  serviceUrl = connector.url;
  render = undefined;
  harness = await createHarness({
    serviceUrl: () => serviceUrl,
    render: (topic) => (render ? render(topic) : Promise.resolve(cardOf(topic))),
  });
});
afterEach(async () => {
  await harness.close();
  await connector.close();
});

const seconds = (count: number) => new Date(harness.time.clock.now() + count * 1_000).toISOString();
const backlog = async () => (await harness.store.outbox.backlog()).count;

/** Posts the card of topic one, and tells of its change. */
async function postedAndChanged(): Promise<void> {
  await harness.tell(topicOf('one'), ONE);
  await harness.deliverAll();
  await harness.tell(topicOf('one'), ONE);
}

describe('a message', () => {
  test('is posted with one request, its sending recorded before', async () => {
    connector.answerBy(() => {
      expect(harness.begun).toHaveLength(1);
      return undefined;
    });
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverDue();
    expect(connector.requests).toHaveLength(1);
    expect(connector.cards).toMatchObject([{ kind: 'send', conversationId: ONE, summary: 'drift:one' }]);
    expect(harness.outcomes).toMatchObject([{ kind: 'delivered', messageId: 'message-1' }]);
  });

  test('whose topic has changed is edited', async () => {
    await postedAndChanged();
    await harness.deliverDue();
    expect(connector.cards.map(({ kind, activityId }) => [kind, activityId])).toEqual([
      ['send', 'message-1'],
      ['update', 'message-1'],
    ]);
  });

  test('that somebody deleted is posted anew, and edited there from then on', async () => {
    await postedAndChanged();
    connector.refuseNext({ status: 404 });
    await harness.deliverAll();
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverAll();
    expect(connector.cards.map(({ kind, activityId }) => [kind, activityId])).toEqual([
      ['send', 'message-1'],
      ['send', 'message-2'],
      ['update', 'message-2'],
    ]);
    expect(await harness.store.conversations.listConversations(TENANT)).toHaveLength(1);
  });

  test('in a conversation that no longer asks for it is edited, and not posted anew when somebody deleted it', async () => {
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverAll();
    const tellOthers = () =>
      harness.store.outbox.tell([{ topic: topicOf('one'), kind: 'drift', severity: 'high' }], seconds(0));
    await tellOthers();
    await harness.deliverAll();
    connector.refuseNext({ status: 404 });
    await tellOthers();
    await harness.deliverAll();
    expect(connector.cards.map(({ kind, activityId }) => [kind, activityId])).toEqual([
      ['send', 'message-1'],
      ['update', 'message-1'],
    ]);
    expect(connector.requests).toHaveLength(3);
    expect(await backlog()).toBe(0);
  });

  test('whose topic does not exist any more is dropped without a request', async () => {
    render = () => Promise.resolve(undefined);
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverDue();
    expect(connector.requests).toEqual([]);
    expect(harness.outcomes).toMatchObject([{ kind: 'delivered', messageId: null }]);
    expect(await backlog()).toBe(0);
  });

  test('that cannot be rendered is put off, and the one behind it is delivered', async () => {
    render = (topic) => (topic.id === 'one' ? Promise.reject(new Error('broken')) : Promise.resolve(cardOf(topic)));
    await harness.tell(topicOf('one'), ONE);
    await harness.tell(topicOf('two'), ONE);
    await harness.deliverDue();
    expect(connector.cards.map(({ summary }) => summary)).toEqual(['drift:two']);
    expect(harness.outcomes[0]).toMatchObject({ kind: 'retry', isUnknown: false });
    expect(await backlog()).toBe(1);
  });
});

describe('a refusal', () => {
  test.each([412, 429, 500, 502, 503, 504])('with %i is put off, not repeated in the same breath', async (status) => {
    connector.refuseNext({ status });
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverDue();
    expect(connector.requests).toHaveLength(1);
    expect(harness.outcomes).toEqual([
      { kind: 'retry', nextAttemptAt: seconds(0.75), isUnknown: false, error: `CONNECTOR_${String(status)}` },
    ]);
  });

  test('that comes again is put off twice as long', async () => {
    connector.refuseNext({ status: 502 }, { status: 502 }, { status: 502 });
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverAll();
    expect(connector.cards).toHaveLength(1);
    expect(harness.outcomes.map(({ kind }) => kind)).toEqual(['retry', 'retry', 'retry', 'delivered']);
    expect(Date.parse(seconds(0)) - Date.parse('2026-03-02T09:00:00Z')).toBe(750 + 1_500 + 3_000);
  });

  test('with Retry-After holds everything for that conversation for as long, and nothing for another', async () => {
    connector.refuseNext({ status: 429, headers: { 'retry-after': '30' } });
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverDue();
    const arrivals: [string, number][] = [];
    const start = harness.time.clock.now();
    connector.answerBy(({ conversationId }) => {
      arrivals.push([conversationId, harness.time.clock.now() - start]);
      return undefined;
    });
    await harness.tell(topicOf('two'), ONE);
    await harness.tell(topicOf('two'), '19:two');
    await harness.deliverAll();
    expect(arrivals[0]).toEqual(['19:two', 0]);
    expect(arrivals.slice(1).map(([id]) => id)).toEqual([ONE, ONE]);
    expect(arrivals[1]?.[1]).toBeGreaterThanOrEqual(30_000);
  });

  test.each([400, 401, 413])(
    'with %i is tried again a long time later, and is an end for nobody else',
    async (status) => {
      connector.refuseNext({ status });
      await harness.tell(topicOf('one'), ONE);
      await harness.tell(topicOf('two'), ONE);
      await harness.deliverDue();
      expect(connector.cards.map(({ summary }) => summary)).toEqual(['drift:two']);
      expect(harness.outcomes[0]).toMatchObject({ kind: 'retry', nextAttemptAt: seconds(45), isUnknown: false });
    },
  );

  test.each([
    { status: 403, of: 'a new message' },
    { status: 404, of: 'a new message' },
    { status: 403, of: 'an edit' },
  ])('with $status of $of ends the conversation until it speaks again', async ({ status, of }) => {
    if (of === 'an edit') await postedAndChanged();
    connector.refuseNext({ status });
    await harness.tell(topicOf('one'), ONE);
    await harness.tell(topicOf('two'), ONE);
    await harness.deliverAll();
    expect(harness.outcomes.at(-1)).toEqual({ kind: 'dead', error: `CONNECTOR_${String(status)}` });
    expect(await harness.store.conversations.listConversations(TENANT)).toEqual([]);
    expect(await backlog()).toBe(0);
    expect(harness.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'conversation is gone' }));
  });

  test('with 403 that asks to come back is throttling, and no end', async () => {
    connector.refuseNext({ status: 403, headers: { 'retry-after': '5' } });
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverAll();
    expect(connector.cards).toHaveLength(1);
  });

  test('by redirect is not followed, not even to the same host', async () => {
    const location = `${connector.url}/v3/conversations/19%3Aone/activities`;
    connector.refuseNext({ status: 307, headers: { location } });
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverDue();
    expect(connector.requests).toHaveLength(1);
  });
});

describe('an answer that is lost', () => {
  test('makes one duplicate at most: the message is repeated once and then counts as delivered', async () => {
    connector.refuseNext('lose', 'lose');
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverAll();
    expect(connector.cards).toHaveLength(2);
    expect(harness.outcomes).toMatchObject([
      { kind: 'retry', isUnknown: true },
      { kind: 'delivered', messageId: null },
    ]);
    expect(harness.lines.at(-1)).toMatchObject({ message: 'message counts as delivered without an answer' });
  });

  test('twice lets the next change post anew', async () => {
    connector.refuseNext('drop', 'drop');
    await postedAndChanged();
    await harness.deliverAll();
    expect(connector.cards).toMatchObject([{ kind: 'send' }]);
  });

  test('in two processes that died is not sent a third time', async () => {
    await harness.tell(topicOf('one'), ONE);
    for (let died = 0; died < 2; died += 1) {
      const item = await harness.store.outbox.claim(seconds(0), seconds(60), []);
      await harness.store.outbox.begin(item?.id ?? '');
      harness.time.advance(60_000);
    }
    await harness.deliverAll();
    expect(connector.requests).toEqual([]);
    expect(harness.lines).toMatchObject([{ message: 'message counts as delivered without an answer' }]);
  });

  test('in one process that died is made up for', async () => {
    await harness.tell(topicOf('one'), ONE);
    const item = await harness.store.outbox.claim(seconds(0), seconds(60), []);
    await harness.store.outbox.begin(item?.id ?? '');
    harness.time.advance(60_000);
    await harness.deliverAll();
    expect(connector.cards).toHaveLength(1);
  });

  test('once, with refusals around it, still leaves one repetition', async () => {
    connector.refuseNext({ status: 502 }, 'drop', { status: 429 }, { status: 504 });
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverAll();
    expect(connector.cards).toHaveLength(1);
    expect(connector.requests).toHaveLength(5);
  });

  test('of an edit is repeated until it arrives: the same edit twice looks like once', async () => {
    await postedAndChanged();
    connector.refuseNext('lose', 'lose', 'drop', 'drop');
    await harness.deliverAll();
    expect(harness.outcomes.filter(({ kind }) => kind === 'retry')).toHaveLength(4);
    expect(harness.outcomes.some((outcome) => outcome.kind === 'retry' && outcome.isUnknown)).toBe(false);
    expect(connector.cards.map(({ kind }) => kind)).toEqual(['send', 'update', 'update', 'update']);
  });

  test('of an edit is repeated after a process died at it, too', async () => {
    await postedAndChanged();
    const item = await harness.store.outbox.claim(seconds(0), seconds(60), []);
    await harness.store.outbox.begin(item?.id ?? '');
    harness.time.advance(60_000);
    connector.refuseNext('drop', 'drop');
    await harness.deliverAll();
    expect(connector.cards.map(({ kind }) => kind)).toEqual(['send', 'update']);
  });

  test('because it cannot be read counts as lost, not as refused', async () => {
    const garbled = await startLoopbackServer((_request, _body, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '50' }).write('{"id":');
      response.destroy();
    });
    serviceUrl = garbled.url;
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverDue();
    await garbled.close();
    expect(harness.outcomes).toMatchObject([{ kind: 'retry', isUnknown: true, error: 'CONNECTOR_SILENT' }]);
  });

  test('before anything was sent is no unknown: the message is sent however often that was', async () => {
    serviceUrl = NOWHERE;
    await harness.tell(topicOf('one'), ONE);
    for (let count = 0; count < 5; count += 1) {
      await harness.deliverDue();
      harness.time.advance(600_000);
    }
    expect(harness.outcomes).toHaveLength(5);
    expect(harness.outcomes.every((outcome) => outcome.kind === 'retry' && !outcome.isUnknown)).toBe(true);
    serviceUrl = connector.url;
    await harness.deliverAll();
    expect(connector.cards).toHaveLength(1);
  });

  test('for want of a name that can be looked up is no unknown either', async () => {
    serviceUrl = 'http://nobody.invalid';
    await harness.tell(topicOf('one'), ONE);
    await harness.deliverDue();
    expect(harness.outcomes).toMatchObject([{ kind: 'retry', isUnknown: false, error: 'CONNECTOR_UNREACHABLE' }]);
  });
});

describe('working off the outbox', () => {
  test('sends to different conversations at the same time, at most eight', async () => {
    const holds = Array.from({ length: 12 }, () => connector.holdNext());
    await harness.tell(topicOf('one'), ...holds.map((_, index) => `19:${String(index)}`));
    const work = harness.deliverDue();
    await connector.untilRequests(8);
    expect(connector.requests).toHaveLength(8);
    expect(harness.begun).toHaveLength(8);
    for (const hold of holds) hold.release();
    await work;
    expect(connector.cards).toHaveLength(12);
  });

  test('sends one message at a time in a conversation, in order', async () => {
    const hold = connector.holdNext();
    await harness.tell(topicOf('one'), ONE);
    await harness.tell(topicOf('two'), ONE);
    const work = harness.deliverDue();
    await connector.untilRequests(1);
    expect(harness.begun).toHaveLength(1);
    hold.release();
    await work;
    expect(connector.cards.map(({ summary }) => summary)).toEqual(['drift:one', 'drift:two']);
  });

  test('ends when it is told to, with what is under way settled and the rest left for later', async () => {
    const stop = new AbortController();
    const hold = connector.holdNext();
    await harness.tell(topicOf('one'), ONE);
    await harness.tell(topicOf('two'), ONE);
    const work = harness.delivery.deliverDue(stop.signal);
    await connector.untilRequests(1);
    stop.abort();
    hold.release();
    await work;
    expect(connector.cards.map(({ summary }) => summary)).toEqual(['drift:one']);
    expect(await backlog()).toBe(1);
  });

  test.each([1, 7, 50])('misses nothing on a clock that goes on by %i ms between any two looks', async (tickMs) => {
    const ticking = await createHarness({ serviceUrl: () => serviceUrl, tickMs });
    for (let number = 0; number < 20; number += 1) await ticking.tell(topicOf(String(number)), ONE, '19:two');
    await ticking.deliverDue();
    expect(await ticking.store.outbox.backlog()).toEqual({ count: 0, oldestAt: null });
    await ticking.close();
  });

  test('rejects when the store is out of order', async () => {
    await harness.tell(topicOf('one'), ONE);
    await harness.store.close();
    await expect(harness.deliverDue()).rejects.toThrow();
  });

  test('of a conversation that was forgotten sends nothing', async () => {
    await harness.tell(topicOf('one'), ONE);
    await harness.store.conversations.forget(ONE);
    await harness.deliverAll();
    expect(connector.requests).toEqual([]);
  });
});
