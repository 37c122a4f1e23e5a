import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startFakeConnector, type Answer, type FakeConnector } from '../../fakes/fake-connector.js';
import {
  createHarness,
  createRandom,
  mostWithin,
  TENANT,
  topicOf,
  type DeliveryHarness,
  type HarnessParts,
} from './delivery-harness.js';

/** A connector that does its worst: everything is delivered, nothing more than twice, and never too fast. */

const NOWHERE = 'http://127.0.0.1:1';
const SECOND = 1_000;
const HOUR = 3_600_000;
const DIGEST = { kind: 'driftDigest', id: 'today' } as const;

let connector: FakeConnector;
let harness: DeliveryHarness;
let arrivals: Map<string, number[]>;

beforeEach(async () => {
  connector = await startFakeConnector();
  arrivals = new Map();
});
afterEach(async () => {
  await harness.close();
  await connector.close();
});

async function start(parts: Partial<HarnessParts> = {}): Promise<void> {
  harness = await createHarness({ serviceUrl: () => connector.url, ...parts });
}

/** Notes when each request arrives, and answers as `decide` says. */
function answerAndNote(decide: (conversationId: string) => Answer | undefined): void {
  connector.answerBy(({ conversationId }) => {
    arrivals.set(conversationId, [...(arrivals.get(conversationId) ?? []), harness.time.clock.now()]);
    return decide(conversationId);
  });
}

/** How often each summary was accepted in a conversation, over all of them. */
function copies(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind, conversationId, summary } of connector.cards) {
    const key = `${conversationId} ${summary}`;
    if (kind === 'send') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const most = (windowMs: number) => Math.max(...[...arrivals.values()].map((times) => mostWithin(times, windowMs)));

function expectWithinLimits(): void {
  expect(most(SECOND)).toBeLessThanOrEqual(7);
  expect(most(2 * SECOND)).toBeLessThanOrEqual(8);
  expect(most(30 * SECOND)).toBeLessThanOrEqual(60);
  expect(most(HOUR)).toBeLessThanOrEqual(1_800);
  const all = [...arrivals.values()].flat().sort((a, b) => a - b);
  expect(mostWithin(all, SECOND)).toBeLessThanOrEqual(50);
}

describe.each([1, 2, 3, 4, 5])('with faults in the random order of seed %i', (seed) => {
  const FAULTS: readonly (Answer | undefined)[] = [
    { status: 429, headers: { 'retry-after': '3' } },
    { status: 429 },
    { status: 412 },
    { status: 500 },
    { status: 502 },
    { status: 504 },
    'lose',
  ];
  const conversations = Array.from({ length: 12 }, (_, index) => `19:channel-${String(index)}`);
  const topics = Array.from({ length: 15 }, (_, index) => `topic-${String(index)}`);

  test('delivers all of it, with at most one duplicate each, within the limits', async () => {
    const random = createRandom(seed);
    await start({ random, serviceUrl: () => (random() < 0.1 ? NOWHERE : connector.url) });
    answerAndNote(() => (random() < 0.4 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined));
    for (const topic of topics) await harness.tell(topicOf(topic), ...conversations);

    await harness.deliverAll();

    const counts = copies();
    expect(counts.size).toBe(conversations.length * topics.length);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(2);
    expect(await harness.store.outbox.backlog()).toEqual({ count: 0, oldestAt: null });
    expectWithinLimits();
  }, 60_000);

  test('gives up dead conversations after one request each, and delivers to the living ones', async () => {
    const random = createRandom(seed);
    await start({ random });
    const isDead = (id: string) => Number(id.split('-')[1]) % 3 === 0;
    answerAndNote((id) => (isDead(id) ? { status: random() < 0.5 ? 403 : 404 } : undefined));
    for (const topic of topics) await harness.tell(topicOf(topic), ...conversations);

    await harness.deliverAll();

    const living = await harness.store.conversations.listConversations(TENANT);
    expect(living.map(({ id }) => id).sort()).toEqual(conversations.filter((id) => !isDead(id)).sort());
    expect(conversations.filter(isDead).map((id) => arrivals.get(id)?.length)).toEqual([1, 1, 1, 1]);
    expect(copies().size).toBe(8 * topics.length);
  }, 60_000);
});

describe('a flood', () => {
  test('of three hundred messages to one conversation keeps within every limit that Teams publishes', async () => {
    await start();
    answerAndNote(() => undefined);
    for (let number = 0; number < 300; number += 1) await harness.tell(topicOf(String(number)), '19:one');
    await harness.deliverAll();
    expect(copies().size).toBe(300);
    expectWithinLimits();
  }, 120_000);

  test('to two hundred conversations at once keeps within the limit of all together', async () => {
    await start();
    answerAndNote(() => undefined);
    await harness.tell(topicOf('one'), ...Array.from({ length: 200 }, (_, number) => `19:${String(number)}`));
    await harness.deliverAll();
    expect(copies().size).toBe(200);
    expectWithinLimits();
  }, 60_000);

  test('of 500 changes to one digest is one card', async () => {
    await start();
    for (let number = 0; number < 500; number += 1) await harness.tell(DIGEST, '19:one');
    await harness.deliverAll();
    expect(connector.cards).toMatchObject([{ kind: 'send', summary: 'driftDigest:today' }]);
  });

  test('of changes that come while their card is put off ends in one card, edited', async () => {
    await start();
    await harness.tell(DIGEST, '19:one');
    await harness.deliverAll();
    connector.refuseNext({ status: 429, headers: { 'retry-after': '60' } });
    for (let number = 0; number < 500; number += 1) await harness.tell(DIGEST, '19:one');
    await harness.deliverAll();
    expect(connector.cards.map(({ kind, activityId }) => `${kind} ${activityId}`)).toEqual([
      'send message-1',
      'update message-1',
    ]);
  });
});
