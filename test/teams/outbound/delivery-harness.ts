import { openSqliteStore } from '../../../src/store/sqlite.js';
import { createBotAdapter } from '../../../src/teams/bot-adapter.js';
import type { CardMessage } from '../../../src/teams/card-renderer.js';
import { createDelivery, type OutboxDelivery } from '../../../src/teams/outbound/outbox-delivery.js';
import { createSingleAttempts } from '../../../src/teams/outbound/single-attempt.js';
import { waitForReal } from '../../../src/teams/wait.js';
import type { Clock, Conversation, Store } from '../../../src/workflows/ports.js';
import type { DeliveryOutcome, Outbox, Topic } from '../../../src/workflows/watch-ports.js';
import type { Wait } from '../../../src/teams/bot-options.js';

/** What delivery needs around it: the real store, a clock that moves on when nothing is under way, addresses, cards, numbers by chance. */

export const TENANT = '6f1c2d3e-0000-4000-8000-000000000001';

/** The same numbers for the same seed: 0 ≤ value < 1. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function conversationAt(serviceUrl: string, id: string): Conversation {
  const reference = {
    channelId: 'msteams',
    serviceUrl,
    bot: { id: '28:bot' },
    conversation: { id, conversationType: 'channel', isGroup: true, tenantId: TENANT },
  };
  return { id, tenantId: TENANT, kind: 'channel', reference: JSON.stringify(reference) };
}

export const topicOf = (id: string): Topic => ({ kind: 'drift', id });

/** Says in its summary what it is about. */
export const cardOf = ({ kind, id }: Topic): CardMessage => ({ card: { view: kind, id }, summary: `${kind}:${id}` });

export interface IdleTime {
  readonly clock: Clock;
  readonly wait: Wait;
  advance(milliseconds: number): void;
  /** Time stands still between these two. */
  begin(): void;
  end(): void;
}

/** Time that jumps to the end of the shortest wait when nothing is under way, and by `tickMs` whenever somebody looks. */
function createIdleTime(tickMs = 0): IdleTime {
  let now = Date.parse('2026-03-02T09:00:00.000Z');
  let active = 0;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();

  function jump(): void {
    if (active > 0 || sleepers.size === 0) return;
    now = Math.max(now, Math.min(...[...sleepers].map(({ at }) => at)));
    for (const sleeper of sleepers) if (sleeper.at <= now) sleeper.wake();
  }
  const jumpWhenIdle = () => void setImmediate(jump);

  return {
    clock: { now: () => (now += tickMs) },
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(sleeper);
          resolve();
        };
        const sleeper = { at: now + milliseconds, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
        if (signal?.aborted) wake();
        jumpWhenIdle();
      }),
    advance(milliseconds) {
      now += milliseconds;
    },
    begin() {
      active += 1;
    },
    end() {
      active -= 1;
      jumpWhenIdle();
    },
  };
}

export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: object;
}

export interface DeliveryHarness {
  readonly time: IdleTime;
  readonly store: Store;
  readonly delivery: OutboxDelivery;
  readonly lines: readonly LoggedLine[];
  /** Every settlement, in order. */
  readonly outcomes: readonly DeliveryOutcome[];
  /** The messages whose sending was recorded before it was begun. */
  readonly begun: readonly string[];
  /** Puts the topic into the outbox for these conversations, which become known. */
  tell(topic: Topic, ...conversationIds: readonly string[]): Promise<void>;
  deliverDue(): Promise<void>;
  /** Delivers, moves on to what was put off, and so on until the outbox is empty. */
  deliverAll(): Promise<void>;
  close(): Promise<void>;
}

export interface HarnessParts {
  /** Where the connector is. Asked whenever a message is sent. */
  readonly serviceUrl: () => string;
  readonly render?: (topic: Topic) => Promise<CardMessage | undefined>;
  readonly random?: () => number;
  /** What the workflows put around the outbox. */
  readonly around?: (outbox: Outbox, store: Store, clock: Clock) => Outbox;
  /** How far the clock goes on between any two looks at it, in milliseconds. */
  readonly tickMs?: number;
}

/** The store's outbox, with a record of what is asked of it; time stands still while something is claimed. */
function watchOutbox(outbox: Outbox, time: IdleTime) {
  const outcomes: DeliveryOutcome[] = [];
  const begun: string[] = [];
  const watched: Outbox = {
    ...outbox,
    async claim(...args) {
      const item = await outbox.claim(...args);
      if (item) time.begin();
      return item;
    },
    begin(id) {
      begun.push(id);
      return outbox.begin(id);
    },
    async settle(id, outcome) {
      outcomes.push(outcome);
      try {
        await outbox.settle(id, outcome);
      } finally {
        time.end();
      }
    },
  };
  return { watched, outcomes, begun };
}

export async function createHarness(parts: HarnessParts): Promise<DeliveryHarness> {
  const { serviceUrl, random = () => 0.5 } = parts;
  const time = createIdleTime(parts.tickMs);
  const { clock } = time;
  const store = await openSqliteStore({ file: ':memory:' });
  const { conversations } = store;
  const { watched, outcomes, begun } = watchOutbox(parts.around?.(store.outbox, store, clock) ?? store.outbox, time);
  const lines: LoggedLine[] = [];
  const at = (level: LoggedLine['level']) => (message: string, fields: object) =>
    void lines.push({ level, message, fields });
  const adapter = createBotAdapter(null, undefined);
  const delivery = createDelivery({
    outbox: watched,
    conversations: {
      findConversation: async (id) => (await conversations.findConversation(id)) && conversationAt(serviceUrl(), id),
    },
    render: parts.render ?? ((topic) => Promise.resolve(cardOf(topic))),
    sender: createSingleAttempts({ adapter, botAppId: '', clock, wait: waitForReal }),
    clock,
    wait: time.wait,
    random,
    logger: { info: at('info'), warn: at('warn'), error: at('error') },
  });
  const now = () => new Date(clock.now()).toISOString();
  const deliverDue = () => delivery.deliverDue(new AbortController().signal);
  return {
    time,
    store,
    delivery,
    lines,
    outcomes,
    begun,
    async tell(topic, ...ids) {
      for (const id of ids) {
        const isKnown = await conversations.findConversation(id);
        if (!isKnown) await conversations.remember(conversationAt(serviceUrl(), id), now());
      }
      await store.outbox.tell([{ topic, kind: 'drift', severity: 'high', also: ids }], now());
    },
    deliverDue,
    async deliverAll() {
      for (;;) {
        await deliverDue();
        const dueAt = await store.outbox.nextDueAt();
        if (dueAt === undefined) return;
        time.advance(Math.max(0, Date.parse(dueAt) - clock.now()));
      }
    },
    close: () => store.close(),
  };
}

/** The most that any stretch of `windowMs` holds. `times` are in milliseconds, in order. */
export function mostWithin(times: readonly number[], windowMs: number): number {
  let first = 0;
  return times.reduce((most, time, index) => {
    while (time - (times[first] ?? 0) >= windowMs) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}
