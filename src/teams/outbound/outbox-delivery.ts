import type { Clock, ConversationStore } from '../../workflows/ports.js';
import type { Outbox, Topic } from '../../workflows/watch-ports.js';
import type { Logger, Wait } from '../bot-options.js';
import type { CardMessage } from '../card-renderer.js';
import { deliverItem, LEASE_MS, type ItemDependencies } from './deliver-item.js';
import { createRateLimit } from './rate-limit.js';
import type { SingleAttempts } from './single-attempt.js';

/**
 * Works off the outbox: different conversations at the same time, one message at a time in each, never faster than Teams
 * allows. Waits before it claims, so that whatever is claimed is sent at once.
 */

const MAX_PARALLEL = 8;
/** While something is under way or held back, the outbox is looked at again at least so often. */
const LOOK_AGAIN_MS = 1_000;

export interface DeliveryDependencies {
  readonly outbox: Outbox;
  readonly conversations: Pick<ConversationStore, 'findConversation'>;
  /** The card as it is now; undefined when what it is about does not exist any more. */
  readonly render: (topic: Topic) => Promise<CardMessage | undefined>;
  readonly sender: SingleAttempts;
  readonly clock: Clock;
  readonly wait: Wait;
  /** 0 ≤ value < 1. */
  readonly random: () => number;
  readonly logger: Logger;
}

export interface OutboxDelivery {
  /**
   * Delivers until nothing is due, or until `signal` aborts and what is under way has ended. What was put off is due later:
   * `Outbox.nextDueAt` says when. Rejects when the store is out of order. One process at a time: the limits are kept here.
   */
  deliverDue(signal: AbortSignal): Promise<void>;
}

/** What one call has begun. A failure of the store is kept until the rest has ended. */
interface Round {
  readonly works: Set<Promise<void>>;
  failure: { readonly error: unknown } | undefined;
}

export function createDelivery(deps: DeliveryDependencies): OutboxDelivery {
  const { outbox, clock, wait } = deps;
  const limit = createRateLimit(clock.now());
  const itemDeps: ItemDependencies = { ...deps, limit, gone: new Set() };
  const busy = new Set<string>();

  function run(round: Round, conversationId: string, deliver: () => Promise<void>): void {
    busy.add(conversationId);
    const work = deliver()
      .catch((error: unknown) => {
        // Expected: the store is out of order. Whoever asked for the delivery is told when the rest has ended.
        round.failure ??= { error };
      })
      .finally(() => {
        busy.delete(conversationId);
        round.works.delete(work);
      });
    round.works.add(work);
  }

  /** Begins to deliver one message. `held`: none could be taken, but one may be due that a limit or another call holds. */
  async function takeNext(round: Round): Promise<'taken' | 'held' | 'none'> {
    const now = clock.now();
    if (busy.size >= MAX_PARALLEL || limit.readyAt(now) > now) return 'held';
    const leaseUntil = now + LEASE_MS;
    const untouchable = [...busy, ...limit.held(now).keys()];
    const item = await outbox.claim(new Date(now).toISOString(), new Date(leaseUntil).toISOString(), untouchable);
    if (item === undefined) return untouchable.length > 0 ? 'held' : 'none';
    limit.take(item.conversationId, now);
    run(round, item.conversationId, () => deliverItem(itemDeps, item, leaseUntil));
    return 'taken';
  }

  async function isSomethingDue(): Promise<boolean> {
    const dueAt = await outbox.nextDueAt();
    return dueAt !== undefined && Date.parse(dueAt) <= clock.now();
  }

  async function untilSomethingChanges(round: Round, signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const ready = [...limit.held(now).values(), limit.readyAt(now)].filter((at) => at > now);
    const enough = new AbortController();
    const delay = Math.min(...ready.map((at) => at - now), LOOK_AGAIN_MS);
    await Promise.race([...round.works, wait(delay, AbortSignal.any([signal, enough.signal]))]);
    enough.abort();
  }

  async function work(round: Round, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && round.failure === undefined) {
      const next = await takeNext(round);
      if (next === 'taken') continue;
      if (round.works.size === 0 && (next === 'none' || !(await isSomethingDue()))) return;
      await untilSomethingChanges(round, signal);
    }
  }

  return {
    async deliverDue(signal) {
      const round: Round = { works: new Set(), failure: undefined };
      try {
        await work(round, signal);
      } finally {
        await Promise.all(round.works);
      }
      if (round.failure) throw round.failure.error;
    },
  };
}
