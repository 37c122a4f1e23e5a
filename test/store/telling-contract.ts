import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Severity } from '../../src/domain/controls/control.js';
import type { OpenedStore } from '../../src/store/create-store.js';
import type { Subscription, Telling } from '../../src/workflows/ports.js';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import { countAudited, unwritableEvent } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { caseOf, conversationOf, subscribe, subscriptionOf, tellingOf, whoIsTold } from './watch-fixtures.js';

function describeSubscriptions(current: () => StoreUnderTest): void {
  test('a subscription comes back, and a second one of the conversation replaces it', async () => {
    const { store } = current();
    await subscribe(store, 'a', { minSeverity: 'high', kinds: ['alerts'], role: 'escalation', by: 'Bo Ek' });
    const first = subscriptionOf('a', { minSeverity: 'high', kinds: ['alerts'], role: 'escalation', by: 'Bo Ek' });
    expect(await store.subscriptions.listSubscriptions(TENANT)).toEqual([first]);

    await subscribe(store, 'a', { at: at(3) });

    expect(await store.subscriptions.listSubscriptions(TENANT)).toEqual([subscriptionOf('a', { at: at(3) })]);
    expect(await countAudited(store, 'subscription.set')).toBe(2);
  });

  test('a subscription that cannot be audited is not kept', async () => {
    const { conversations, subscriptions } = current().store;
    await conversations.remember(conversationOf('a'), at(0));

    await expect(subscriptions.subscribe(subscriptionOf('a'), unwritableEvent('a'))).rejects.toThrow();

    expect(await subscriptions.listSubscriptions(TENANT)).toEqual([]);
  });

  test.each([
    ['ends and is audited', 'a', true, []],
    ['of another conversation stays', 'b', false, [subscriptionOf('a')]],
  ])('a subscription %s', async (_promise, id, ended, left) => {
    const { store } = current();
    await subscribe(store, 'a');

    expect(await store.subscriptions.unsubscribe(id, eventOf(id, { action: 'subscription.ended' }))).toBe(ended);

    expect(await store.subscriptions.listSubscriptions(TENANT)).toEqual(left);
    expect(await countAudited(store, 'subscription.ended')).toBe(ended ? 1 : 0);
  });

  test('subscriptions of another tenant and of forgotten conversations are not listed', async () => {
    const { store } = current();
    await subscribe(store, 'a');
    await subscribe(store, 'forgotten');
    await store.conversations.forget('forgotten');
    await store.conversations.remember(conversationOf('other', { tenantId: OTHER_TENANT }), at(0));
    await store.subscriptions.subscribe(subscriptionOf('other'), eventOf('other'));

    expect(await store.subscriptions.listSubscriptions(TENANT)).toEqual([subscriptionOf('a')]);
  });
}

const WHO: readonly (readonly [string, Partial<Subscription>, Partial<Telling>, boolean])[] = [
  ['a conversation that asked for this kind', { kinds: ['drift'] }, { kind: 'drift' }, true],
  ['a conversation that asked for another kind', { kinds: ['alerts'] }, { kind: 'drift' }, false],
  ['one that asked for this severity or worse', { minSeverity: 'high' }, { severity: 'high' }, true],
  [
    'one that asked for this severity or worse, of something worse',
    { minSeverity: 'high' },
    { severity: 'critical' },
    true,
  ],
  ['one that asked for worse only', { minSeverity: 'critical' }, { severity: 'high' }, false],
  ['an escalation, of what is not escalated', { role: 'escalation' }, {}, false],
  ['an escalation, of what is escalated', { role: 'escalation' }, { escalate: true }, true],
  [
    'an escalation that asked for worse only',
    { role: 'escalation', minSeverity: 'critical' },
    { escalate: true },
    false,
  ],
  ['a channel, of what is escalated', {}, { escalate: true }, true],
  ['one that is named, whatever it asked for', { kinds: [], minSeverity: 'critical' }, { also: ['a'] }, true],
];

/** Takes the oldest item and has it arrive under this ID. */
async function deliver({ outbox }: OpenedStore, messageId: string): Promise<void> {
  const item = await outbox.claim(at(1), at(50), []);
  await outbox.settle(item?.id ?? '', { kind: 'delivered', messageId, at: at(1) });
}

const SEVERITIES: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

function describeRecipients(current: () => StoreUnderTest): void {
  test.each(WHO)('%s', async (_who, subscription, telling, isTold) => {
    const { store } = current();
    await subscribe(store, 'a', subscription);

    await store.outbox.tell([tellingOf('one', telling)], at(1));

    expect(await whoIsTold(store)).toEqual(isTold ? [['a', 'one']] : []);
  });

  test.each(SEVERITIES)('of %s, those hear who asked for that or less', async (severity) => {
    const { store } = current();
    for (const minSeverity of SEVERITIES) await subscribe(store, minSeverity, { minSeverity });

    await store.outbox.tell([tellingOf('one', { severity })], at(1));

    const told = (await whoIsTold(store)).map(([id]) => id);
    expect(told.toSorted()).toEqual(SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1).toSorted());
  });

  test('a conversation without a subscription hears what names it, once, and nothing else', async () => {
    const { store } = current();
    await store.conversations.remember(conversationOf('a'), at(0));

    await store.outbox.tell([tellingOf('one', { also: ['a', 'a', 'nobody'] }), tellingOf('two')], at(1));

    expect(await whoIsTold(store)).toEqual([['a', 'one']]);
  });

  test('a conversation that has unsubscribed or was forgotten hears nothing', async () => {
    const { store } = current();
    for (const id of ['ended', 'forgotten', 'a']) await subscribe(store, id);
    await store.subscriptions.unsubscribe('ended', eventOf('ended'));
    await store.conversations.forget('forgotten');

    await store.outbox.tell([tellingOf('one')], at(1));

    expect(await whoIsTold(store)).toEqual([['a', 'one']]);
  });

  describe.each<readonly [string, (store: OpenedStore) => Promise<unknown>]>([
    ['asks for worse only by now', (store) => subscribe(store, 'a', { minSeverity: 'critical' })],
    ['asks for other things by now', (store) => subscribe(store, 'a', { kinds: ['approvals'] })],
    ['has unsubscribed', (store) => store.subscriptions.unsubscribe('a', eventOf('a'))],
  ])('a conversation that %s', (_what, change) => {
    const isForEdit = async (store: OpenedStore) => {
      const item = await store.outbox.claim(at(30), at(50), []);
      return item && { topic: item.topic.id, messageId: item.messageId, editsOnly: item.editsOnly };
    };

    test('has the card that it shows edited, and gets no other', async () => {
      const { store } = current();
      await subscribe(store, 'a');
      await store.outbox.tell([tellingOf('shown')], at(1));
      await deliver(store, 'message-1');
      await change(store);

      await store.outbox.tell([tellingOf('shown', { severity: 'info' }), tellingOf('new')], at(2));

      expect(await isForEdit(store)).toEqual({ topic: 'shown', messageId: 'message-1', editsOnly: true });
      expect((await store.outbox.backlog()).count).toBe(1);
    });

    test('still gets a message that waits for it, as it is by then', async () => {
      const { store } = current();
      await subscribe(store, 'a');
      await store.outbox.tell([tellingOf('waiting')], at(1));
      await change(store);

      await store.outbox.tell([tellingOf('waiting', { severity: 'info' })], at(2));

      expect(await isForEdit(store)).toEqual({ topic: 'waiting', messageId: null, editsOnly: false });
    });

    test('still gets a message that was under way and failed', async () => {
      const { store } = current();
      await subscribe(store, 'a');
      await store.outbox.tell([tellingOf('failing')], at(1));
      const item = await store.outbox.claim(at(2), at(10), []);
      await change(store);
      await store.outbox.tell([tellingOf('failing', { severity: 'info' })], at(3));
      const refused = { kind: 'retry', nextAttemptAt: at(4), isUnknown: false, error: 'CONNECTOR_502' } as const;
      await store.outbox.settle(item?.id ?? '', refused);

      expect(await isForEdit(store)).toEqual({ topic: 'failing', messageId: null, editsOnly: false });
    });
  });

  test('a conversation that asks for it again gets a new message where only an edit waited', async () => {
    const { store } = current();
    await subscribe(store, 'a');
    await store.outbox.tell([tellingOf('one')], at(1));
    await deliver(store, 'message-1');
    await subscribe(store, 'a', { minSeverity: 'critical' });
    await store.outbox.tell([tellingOf('one', { severity: 'info' })], at(2));
    await store.outbox.tell([tellingOf('one', { severity: 'critical' })], at(3));

    expect(await store.outbox.claim(at(30), at(50), [])).toMatchObject({ messageId: 'message-1', editsOnly: false });
  });

  test('a dead conversation that shows the card is left alone', async () => {
    const { store } = current();
    await subscribe(store, 'a');
    await store.outbox.tell([tellingOf('one')], at(1));
    await deliver(store, 'message-1');
    await store.outbox.tell([tellingOf('two')], at(2));
    const item = await store.outbox.claim(at(3), at(10), []);
    await store.outbox.settle(item?.id ?? '', { kind: 'dead', error: 'CONNECTOR_403' });

    await store.outbox.tell([tellingOf('one')], at(4));

    expect((await store.outbox.backlog()).count).toBe(0);
  });

  test('a change in one tenant is not told in another, even where that is named', async () => {
    const { store } = current();
    await subscribe(store, 'a');
    await store.conversations.remember(conversationOf('other', { tenantId: OTHER_TENANT }), at(0));
    await store.subscriptions.subscribe(subscriptionOf('other'), eventOf('other'));

    await store.drift.saveCases([caseOf('one')], [], [tellingOf('one', { also: ['other'] })], at(1));

    expect(await whoIsTold(store)).toEqual([['a', 'one']]);
  });

  test('what is told is audited with it, and without one neither is kept', async () => {
    const { store } = current();
    await subscribe(store, 'a');

    await store.outbox.tell([tellingOf('one')], at(1), eventOf('one', { action: 'reminder.told' }));
    await expect(store.outbox.tell([tellingOf('two')], at(1), unwritableEvent('two'))).rejects.toThrow();

    expect(await countAudited(store, 'reminder.told')).toBe(1);
    expect(await whoIsTold(store)).toEqual([['a', 'one']]);
  });
}

/** A table that an adapter of its own keeps beside the store's. */
async function countCalls(store: OpenedStore): Promise<number> {
  const { rows } = await sql<{ id: string }>`select id from calls`.execute(store.database);
  return rows.length;
}

function describeHook(current: () => StoreUnderTest): void {
  const insertCall = async (transaction: unknown): Promise<void> => {
    await sql`insert into calls values ('called')`.execute(transaction as OpenedStore['database']);
  };

  async function reopenWithHook(onTold = insertCall): Promise<OpenedStore> {
    const store = await current().reopen({ onTold });
    await sql`create table calls (id text)`.execute(store.database);
    await subscribe(store, 'a', { minSeverity: 'high' });
    return store;
  }

  test('whoever wants to know is called once for all that one change tells, in its transaction', async () => {
    const store = await reopenWithHook();

    await store.outbox.tell([tellingOf('one'), tellingOf('two')], at(1));

    expect(await countCalls(store)).toBe(1);
  });

  test('what it did is taken back with the change', async () => {
    const store = await reopenWithHook();

    await expect(store.outbox.tell([tellingOf('one')], at(1), unwritableEvent('one'))).rejects.toThrow();

    expect(await countCalls(store)).toBe(0);
  });

  test('nobody is called when nobody is told', async () => {
    const store = await reopenWithHook();

    await store.outbox.tell([tellingOf('one', { severity: 'low' })], at(1));

    expect(await countCalls(store)).toBe(0);
  });

  test('a change is taken back when the call fails', async () => {
    const store = await reopenWithHook(() => Promise.reject(new Error('no queue')));

    await expect(store.drift.saveCases([caseOf('one')], [], [tellingOf('one')], at(1))).rejects.toThrow('no queue');

    expect(await store.drift.findCase('one')).toBeUndefined();
    expect(await store.outbox.backlog()).toEqual({ count: 0, oldestAt: null });
  });
}

export function describeTellingContract(current: () => StoreUnderTest): void {
  describe('subscriptions', () => {
    describeSubscriptions(current);
  });
  describe('who is told', () => {
    describeRecipients(current);
  });
  describe('calling somebody when something is told', () => {
    describeHook(current);
  });
}
