import { describe, expect, test } from '@jest/globals';
import type { DeliveryOutcome, OutboxItem, Store } from '../../src/workflows/ports.js';
import { at } from './fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { conversationOf, subscribe, tellingOf, whoIsTold } from './watch-fixtures.js';

const JUST_BEFORE_10 = at(9).replace('00.000Z', '59.999Z');

function retryAt(minutes: number, isUnknown = false): DeliveryOutcome {
  return { kind: 'retry', nextAttemptAt: at(minutes), isUnknown, error: '429' };
}

function delivered(messageId: string | null): DeliveryOutcome {
  return { kind: 'delivered', messageId, at: at(6) };
}

/** Tells `ids` in conversation `a`, one after another. */
async function tell(store: Store, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) await store.outbox.tell([tellingOf(id, { also: ['a'] })], at(1));
}

async function claim({ outbox }: Store, now = at(5), busy: readonly string[] = []): Promise<OutboxItem> {
  const item = await outbox.claim(now, at(10), busy);
  if (!item) throw new Error('Nothing was due.');
  return item;
}

function describeClaims(current: () => StoreUnderTest, known: () => Promise<Store>): void {
  test('an item is claimed with everything that its delivery needs', async () => {
    const store = await known();
    await tell(store, 'one');

    expect(await claim(store)).toEqual({
      id: expect.stringMatching(/./),
      conversationId: 'a',
      topic: { kind: 'drift', id: 'one' },
      unknownAttempts: 0,
      attempts: 0,
      messageId: null,
      editsOnly: false,
      createdAt: at(1),
    });
  });

  test('while one message of a conversation is delivered the next waits; after it, the oldest comes', async () => {
    const store = await known();
    await tell(store, 'one', 'two', 'three');

    const first = await claim(store);
    expect(await store.outbox.claim(at(5), at(10), [])).toBeUndefined();
    await store.outbox.settle(first.id, delivered(null));

    expect((await claim(store)).topic.id).toBe('two');
  });

  test('messages of two conversations are delivered at once, unless one of them is busy', async () => {
    const store = await known();
    await subscribe(store, 'b');
    await tell(store, 'one');

    expect((await claim(store, at(5), ['b'])).conversationId).toBe('a');
    expect(await store.outbox.claim(at(5), at(10), ['b'])).toBeUndefined();
    expect((await claim(store, at(5), ['c'])).conversationId).toBe('b');
  });

  test.each([
    ['a millisecond before it is due, an item cannot be claimed', JUST_BEFORE_10, false],
    ['when it is due, it can', at(10), true],
  ])('%s', async (_promise, now, isDue) => {
    const store = await known();
    await tell(store, 'one');
    await store.outbox.settle((await claim(store)).id, retryAt(10));

    expect((await store.outbox.claim(now, at(20), [])) !== undefined).toBe(isDue);
  });

  test.each([
    ['a millisecond before its lease ends, a delivery is not taken over', JUST_BEFORE_10, undefined],
    ['when its lease ends, it is, before anything else of its conversation', at(10), 'two'],
  ])('%s', async (_promise, now, taken) => {
    const store = await known();
    await tell(store, 'one', 'two');
    await store.outbox.settle((await claim(store)).id, retryAt(10));
    expect((await claim(store)).topic.id).toBe('two');

    expect((await store.outbox.claim(now, at(20), []))?.topic.id).toBe(taken);
  });

  test('of many who claim at once, each gets an item of a conversation of its own', async () => {
    const store = await known();
    for (const id of ['b', 'c']) await subscribe(store, id);
    await tell(store, 'one', 'two', 'three');

    const items = await Promise.all(Array.from({ length: 12 }, () => store.outbox.claim(at(5), at(10), [])));

    const claimed = items.flatMap((item) => (item === undefined ? [] : [item.conversationId]));
    expect(claimed.toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('an attempt leaves its trace before its end is known, also when the process stops', async () => {
    const store = await known();
    await tell(store, 'one');
    const { id } = await claim(store);

    await store.outbox.begin(id);

    const { outbox } = await current().reopen();
    expect(await outbox.claim(at(10), at(20), [])).toMatchObject({ id, attempts: 1, unknownAttempts: 1 });
  });
}

function describeSettlement(known: () => Promise<Store>): void {
  test.each([
    ['counts on when nobody knows how it ended', true, { attempts: 1, unknownAttempts: 1 }],
    ['counts as known when it was refused for sure', false, { attempts: 1, unknownAttempts: 0 }],
  ])('an attempt that is repeated %s', async (_promise, isUnknown, counted) => {
    const store = await known();
    await tell(store, 'one');
    const { id } = await claim(store);
    await store.outbox.begin(id);

    await store.outbox.settle(id, retryAt(6, isUnknown));

    expect(await claim(store, at(6))).toMatchObject({ id, ...counted });
  });

  test('a retry without an attempt takes nothing away', async () => {
    const store = await known();
    await tell(store, 'one');
    await store.outbox.settle((await claim(store)).id, retryAt(6));

    expect(await claim(store, at(6))).toMatchObject({ attempts: 0, unknownAttempts: 0 });
  });

  test('the second message of a topic edits the first, in each conversation its own', async () => {
    const store = await known();
    await subscribe(store, 'b');
    await tell(store, 'one');
    await store.outbox.settle((await claim(store)).id, delivered('message-a'));
    await store.outbox.settle((await claim(store)).id, delivered('message-b'));

    await tell(store, 'one', 'two');

    const first = await claim(store);
    expect(first).toMatchObject({ conversationId: 'a', topic: { id: 'one' }, messageId: 'message-a' });
    expect(await claim(store)).toMatchObject({ conversationId: 'b', topic: { id: 'one' }, messageId: 'message-b' });
    await store.outbox.settle(first.id, delivered(null));
    expect(await claim(store)).toMatchObject({ conversationId: 'a', topic: { id: 'two' }, messageId: null });
  });

  test.each([
    ['a message that was posted anew is the one to edit', 'newer', 'newer'],
    ['a delivery without a message leaves the one that is known', null, 'first'],
  ])('%s', async (_promise, messageId, kept) => {
    const store = await known();
    for (const settled of ['first', messageId]) {
      await tell(store, 'one');
      await store.outbox.settle((await claim(store)).id, delivered(settled));
    }

    await tell(store, 'one');

    expect((await claim(store)).messageId).toBe(kept);
  });

  test('a topic of another kind with the same ID is another message', async () => {
    const store = await known();
    await tell(store, 'one');
    await store.outbox.settle((await claim(store)).id, delivered('message'));

    await store.outbox.tell([tellingOf('one', { topic: { kind: 'alert', id: 'one' } })], at(1));

    expect(await claim(store)).toMatchObject({ topic: { kind: 'alert', id: 'one' }, messageId: null });
  });

  test('a delivery that is settled twice changes nothing the second time', async () => {
    const store = await known();
    await tell(store, 'one');
    const { id } = await claim(store);
    await store.outbox.settle(id, delivered('message'));

    await store.outbox.settle(id, retryAt(6));

    expect(await store.outbox.backlog()).toEqual({ count: 0, oldestAt: null });
  });
}

function describeReplacement(known: () => Promise<Store>): void {
  test('a topic that changes while it waits waits once, in its place, with its attempts begun anew', async () => {
    const store = await known();
    await tell(store, 'one', 'two');
    const { id } = await claim(store);
    await store.outbox.begin(id);
    await store.outbox.settle(id, retryAt(5, true));

    await tell(store, 'one');

    expect(await store.outbox.backlog()).toEqual({ count: 2, oldestAt: at(1) });
    expect(await claim(store)).toMatchObject({ topic: { id: 'one' }, attempts: 0, unknownAttempts: 0 });
  });

  test('a topic that changes while it waits for its next attempt is not tried earlier', async () => {
    const store = await known();
    await tell(store, 'one');
    await store.outbox.settle((await claim(store)).id, retryAt(8));

    await tell(store, 'one');

    expect(await store.outbox.claim(at(7), at(10), [])).toBeUndefined();
    expect(await claim(store, at(8))).toMatchObject({ topic: { id: 'one' } });
  });

  test('a topic that changes while it is delivered is delivered again, as an edit', async () => {
    const store = await known();
    await tell(store, 'one');
    const { id } = await claim(store);

    await tell(store, 'one');
    await tell(store, 'one');

    expect((await store.outbox.backlog()).count).toBe(2);
    await store.outbox.settle(id, delivered('message'));
    expect(await claim(store)).toMatchObject({ topic: { id: 'one' }, messageId: 'message' });
  });

  test('a delivery that failed leaves its place to the newer one that waits, which is not tried earlier', async () => {
    const store = await known();
    await tell(store, 'one');
    const { id } = await claim(store);
    await store.outbox.begin(id);
    await tell(store, 'one');

    await store.outbox.settle(id, retryAt(8, true));

    expect((await store.outbox.backlog()).count).toBe(1);
    expect(await store.outbox.claim(at(7), at(10), [])).toBeUndefined();
    expect(await claim(store, at(8))).toMatchObject({ topic: { id: 'one' }, unknownAttempts: 0 });
  });
}

function describeDeath(known: () => Promise<Store>): void {
  async function kill(store: Store): Promise<void> {
    await tell(store, 'one', 'two');
    await store.outbox.settle((await claim(store, at(5), ['b'])).id, {
      kind: 'dead',
      error: '403 BotNotInConversation',
    });
  }

  test('a conversation that is dead gets nothing more, not even what names it, and is not listed; others do', async () => {
    const store = await known();
    await subscribe(store, 'b');

    await kill(store);
    await tell(store, 'three');

    expect(await whoIsTold(store)).toEqual([
      ['b', 'one'],
      ['b', 'two'],
      ['b', 'three'],
    ]);
    const conversations = await store.conversations.listConversations(conversationOf('a').tenantId);
    const subscriptions = await store.subscriptions.listSubscriptions(conversationOf('a').tenantId);
    expect([conversations.map(({ id }) => id), subscriptions.map(({ conversationId }) => conversationId)]).toEqual([
      ['b'],
      ['b'],
    ]);
  });

  test('a new activity of it revives it, with its subscription, and what was told meanwhile stays untold', async () => {
    const store = await known();
    await kill(store);
    await tell(store, 'three');

    expect(await store.conversations.remember(conversationOf('a'), at(8))).toEqual({ isNew: false });
    await store.outbox.tell([tellingOf('four')], at(9));

    expect(await whoIsTold(store)).toEqual([['a', 'four']]);
  });

  test('a conversation that is forgotten has nothing waiting', async () => {
    const store = await known();
    await tell(store, 'one');

    await store.conversations.forget('a');

    expect(await store.outbox.backlog()).toEqual({ count: 0, oldestAt: null });
  });
}

function describeWaiting(known: () => Promise<Store>): void {
  test('an empty outbox has no next moment', async () => {
    const { outbox } = await known();

    expect(await outbox.nextDueAt()).toBeUndefined();
    expect(await outbox.backlog()).toEqual({ count: 0, oldestAt: null });
  });

  test('the next moment is that of the first item that is due', async () => {
    const store = await known();
    await tell(store, 'one');
    expect(await store.outbox.nextDueAt()).toBe(at(1));

    await store.outbox.settle((await claim(store)).id, retryAt(8));

    expect(await store.outbox.nextDueAt()).toBe(at(8));
  });

  test('what waits behind a delivery is due when its lease ends, so that nobody asks in vain', async () => {
    const store = await known();
    await tell(store, 'one', 'two');
    await claim(store);

    expect(await store.outbox.nextDueAt()).toBe(at(10));
    await subscribe(store, 'b');
    await store.outbox.tell([tellingOf('three', { also: ['b'] })], at(2));
    expect(await store.outbox.nextDueAt()).toBe(at(2));
  });

  test('the backlog counts what is being delivered too, since the oldest was told', async () => {
    const store = await known();
    await tell(store, 'one');
    await store.outbox.tell([tellingOf('two')], at(3));
    await claim(store);

    expect(await store.outbox.backlog()).toEqual({ count: 2, oldestAt: at(1) });
  });
}

export function describeOutboxContract(current: () => StoreUnderTest): void {
  /** The store with conversation `a` subscribed to everything. */
  async function known(): Promise<Store> {
    const { store } = current();
    await subscribe(store, 'a');
    return store;
  }

  describe('claims of a message', () => {
    describeClaims(current, known);
  });
  describe('the end of a delivery', () => {
    describeSettlement(known);
  });
  describe('a topic that changes again', () => {
    describeReplacement(known);
  });
  describe('a conversation that is gone', () => {
    describeDeath(known);
  });
  describe('what waits', () => {
    describeWaiting(known);
  });
}
