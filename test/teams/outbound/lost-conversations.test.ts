import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Alert } from '../../../src/domain/alerts/alert.js';
import type { Clock, Store } from '../../../src/workflows/ports.js';
import { noteDeadConversations, noteRemovals } from '../../../src/workflows/note-lost-conversations.js';
import type { Outbox, Subscription } from '../../../src/workflows/watch-ports.js';
import { startFakeConnector, type FakeConnector } from '../../fakes/fake-connector.js';
import { eventOf } from '../../store/fixtures.js';
import { subscriptionOf } from '../../store/watch-fixtures.js';
import { conversationAt, createHarness, TENANT, topicOf, type DeliveryHarness } from './delivery-harness.js';

/** A connector in which conversations die, and who hears of it. */

const TEAM = '19:team';
const OTHERS = '19:others';
const SECOND = '19:second';

let connector: FakeConnector;
let harness: DeliveryHarness;
let dead: Map<string, number>;

function noting(store: Store, clock: Clock) {
  let last = 0;
  return { tenantId: TENANT, ...store, clock, ids: { next: () => `alert-${(last += 1)}` } };
}

/** As a process that dies right after it told the others, and before it marked the conversation. */
let dyingAt: string | undefined;
function diesOnce(outbox: Outbox): Outbox {
  return {
    ...outbox,
    settle: (id, outcome) => {
      if (outcome.kind !== 'dead' || dyingAt !== id) return outbox.settle(id, outcome);
      dyingAt = undefined;
      return Promise.reject(new Error('killed'));
    },
  };
}

beforeEach(async () => {
  connector = await startFakeConnector();
  dead = new Map();
  dyingAt = undefined;
  harness = await createHarness({
    serviceUrl: () => connector.url,
    around: (outbox, store, clock) => noteDeadConversations(diesOnce(outbox), noting(store, clock)),
  });
  connector.answerBy(({ conversationId }) => {
    const status = dead.get(conversationId);
    return status === undefined ? undefined : { status };
  });
});
afterEach(async () => {
  await harness.close();
  await connector.close();
});

async function subscribe(id: string, change: Partial<Subscription> = {}): Promise<void> {
  const { conversations, subscriptions } = harness.store;
  await conversations.remember(conversationAt(connector.url, id), new Date(harness.time.clock.now()).toISOString());
  await subscriptions.subscribe(subscriptionOf(id, change), eventOf(id, { action: 'subscription.set' }));
}

const drift = { minSeverity: 'critical', kinds: ['drift'] } as const;
const openAlerts = (): Promise<readonly Alert[]> => harness.store.alerts.listOpenAlerts(TENANT);
/** Which conversation got a card about an alert, and whether it was a new one. */
const alertCards = () =>
  connector.cards
    .filter(({ summary }) => summary.startsWith('alert:'))
    .map(({ kind, conversationId }) => [kind, conversationId]);

describe('a subscribed conversation that dies', () => {
  test.each([403, 404])('with %i is told to the escalation channel, once', async (status) => {
    await subscribe(TEAM);
    await subscribe(OTHERS, drift);
    await subscribe(SECOND, { role: 'escalation', kinds: ['alerts'] });
    dead.set(TEAM, status);
    await harness.tell(topicOf('one'), TEAM);
    await harness.tell(topicOf('two'), TEAM);
    await harness.deliverAll();

    expect(alertCards()).toEqual([['send', SECOND]]);
    expect(await openAlerts()).toMatchObject([
      { kind: 'E20', severity: 'high', subject: { id: TEAM, name: 'The channel that Ada Lindqvist subscribed' } },
    ]);
    expect((await openAlerts())[0]?.summary).toContain('Add the bot there again');
    expect(connector.requests.filter((request) => request.includes('team'))).toHaveLength(1);
  });

  test('is told to the other subscribed ones where there is no escalation channel', async () => {
    await subscribe(TEAM);
    await subscribe(OTHERS, drift);
    dead.set(TEAM, 403);
    await harness.tell(topicOf('one'), TEAM);
    await harness.deliverAll();

    expect(alertCards()).toEqual([['send', OTHERS]]);
  });

  test('is told to nobody when it was not subscribed', async () => {
    await subscribe(OTHERS);
    dead.set(TEAM, 403);
    await harness.tell(topicOf('one'), TEAM);
    await harness.deliverAll();

    expect(alertCards()).toEqual([]);
    expect(await openAlerts()).toEqual([]);
  });

  test('and lives is told to nobody', async () => {
    await subscribe(TEAM);
    await subscribe(OTHERS);
    await harness.tell(topicOf('one'), TEAM);
    await harness.deliverAll();

    expect(alertCards()).toEqual([]);
  });

  test('is told once although the process dies before it is marked', async () => {
    await subscribe(TEAM);
    await subscribe(OTHERS, drift);
    dead.set(TEAM, 403);
    await harness.tell(topicOf('one'), TEAM);
    dyingAt = '1';
    await expect(harness.deliverDue()).rejects.toThrow('killed');
    await harness.deliverAll();

    expect(alertCards()).toEqual([['send', OTHERS]]);
    expect(await openAlerts()).toHaveLength(1);
  });

  test('with all the others ends in alerts that wait for somebody, and in no endless retry', async () => {
    await subscribe(TEAM);
    await subscribe(OTHERS);
    dead.set(TEAM, 403).set(OTHERS, 404);
    await harness.tell(topicOf('one'), TEAM);
    await harness.deliverAll();

    expect((await openAlerts()).map(({ subject }) => subject.id).sort()).toEqual([OTHERS, TEAM]);
    expect(connector.requests).toHaveLength(2);
    expect(await harness.store.outbox.backlog()).toEqual({ count: 0, oldestAt: null });
  });
});

describe('a conversation from which the bot is removed', () => {
  const removals = () => noteRemovals(harness.store.conversations, noting(harness.store, harness.time.clock));

  test('is told to the others when it was subscribed', async () => {
    await subscribe(TEAM);
    await subscribe(OTHERS, drift);
    await removals().forget(TEAM);
    await harness.deliverAll();

    expect(alertCards()).toEqual([['send', OTHERS]]);
    expect(await harness.store.conversations.findConversation(TEAM)).toBeUndefined();
  });

  test('is told to nobody when it was not', async () => {
    await harness.store.conversations.remember(conversationAt(connector.url, TEAM), '2026-03-02T09:00:00.000Z');
    await subscribe(OTHERS, drift);
    await removals().forget(TEAM);
    await harness.deliverAll();

    expect(alertCards()).toEqual([]);
  });
});
