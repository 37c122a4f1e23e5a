import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBotAdapter } from '../../src/teams/bot-adapter.js';
import { createDelivery } from '../../src/teams/outbound/outbox-delivery.js';
import { createSingleAttempts } from '../../src/teams/outbound/single-attempt.js';
import { waitForReal } from '../../src/teams/wait.js';
import type { Store } from '../../src/workflows/ports.js';
import { startFakeConnector, type FakeConnector, type SentCard } from '../fakes/fake-connector.js';
import { createSqliteDatabase } from '../store/sqlite-database.js';
import type { TestDatabase } from '../store/test-database.js';
import { cardOf, conversationAt, topicOf } from '../teams/outbound/delivery-harness.js';
import { DELIVERY_POINTS, type DeliveryJob, type DeliveryPoint } from './delivery-points.js';

/** A delivery that is killed at any point is finished by the next process: nothing is lost, and nothing comes three times. */

const ROUNDS = 20;
const LATER_MS = 60 * 60_000;
const root = process.cwd();
const CONVERSATIONS = ['19:one', '19:two', '19:three'];

let connector: FakeConnector;
let database: TestDatabase;

beforeEach(async () => {
  connector = await startFakeConnector();
  database = await createSqliteDatabase();
});
afterEach(async () => {
  await database.remove();
  await connector.close();
});

async function onStore(use: (store: Store) => Promise<void>): Promise<void> {
  const store = await database.openStore();
  await use(store);
  await store.close();
}

async function runChild(job: DeliveryJob): Promise<{ readonly signal: string | null; readonly stderr: string }> {
  const hook = join(root, 'test', 'store', 'typescript-hook.mjs');
  const file = join(root, 'test', 'crash', 'delivery-child.ts');
  const child = spawn(process.execPath, ['--import', hook, file, JSON.stringify(job)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  await once(child, 'close');
  return { signal: child.signalCode, stderr };
}

/** Tells all conversations about one topic that begins or has changed. */
const tell = ({ conversations, outbox }: Store, now: string) =>
  Promise.all(CONVERSATIONS.map((id) => conversations.remember(conversationAt(connector.url, id), now))).then(() =>
    outbox.tell([{ topic: topicOf('one'), kind: 'drift', severity: 'high', also: CONVERSATIONS }], now),
  );

/** What the next process makes of it, `later` milliseconds from now. */
async function deliver(store: Store, later: number): Promise<void> {
  const clock = { now: () => Date.now() + later };
  const adapter = createBotAdapter(null, undefined);
  const delivery = createDelivery({
    outbox: store.outbox,
    conversations: store.conversations,
    render: (topic) => Promise.resolve(cardOf(topic)),
    sender: createSingleAttempts({ adapter, botAppId: '', clock, wait: waitForReal }),
    clock,
    wait: waitForReal,
    random: Math.random,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  await delivery.deliverDue(new AbortController().signal);
}

const countOf = (kind: SentCard['kind']) =>
  CONVERSATIONS.map((id) => connector.cards.filter((card) => card.kind === kind && card.conversationId === id).length);

const rounds = (count: number) =>
  DELIVERY_POINTS.flatMap((point) => Array.from({ length: count }, (_, round) => [point, round + 1] as const));

/** Kills a delivery and lets the next process finish. */
async function crashAndRecover(crashPoint: DeliveryPoint) {
  const child = await runChild({ location: database.location, crashPoint });
  let left = -1;
  await onStore(async (store) => {
    await deliver(store, LATER_MS);
    left = (await store.outbox.backlog()).count;
  });
  return { child, left };
}

describe('a delivery that is killed', () => {
  test.each(rounds(ROUNDS))(
    '%s, round %i: everything arrives, each message at most twice',
    async (point) => {
      await onStore((store) => tell(store, new Date().toISOString()));
      const { child, left } = await crashAndRecover(point);
      expect(child).toEqual({ signal: 'SIGKILL', stderr: '' });
      expect(left).toBe(0);
      expect(Math.min(...countOf('send'))).toBeGreaterThanOrEqual(1);
      expect(Math.max(...countOf('send'))).toBeLessThanOrEqual(2);
    },
    60_000,
  );

  test.each(rounds(3))(
    '%s, round %i: an edit arrives in the message that is there',
    async (point) => {
      await onStore(async (store) => {
        await tell(store, new Date().toISOString());
        await deliver(store, 0);
        await tell(store, new Date().toISOString());
      });
      const { child, left } = await crashAndRecover(point);
      expect(child).toEqual({ signal: 'SIGKILL', stderr: '' });
      expect(left).toBe(0);
      expect(countOf('send')).toEqual([1, 1, 1]);
      expect(Math.min(...countOf('update'))).toBeGreaterThanOrEqual(1);
    },
    60_000,
  );
});
