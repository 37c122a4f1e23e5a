import type { ConversationReference, TurnContext } from 'botbuilder';
import type { Clock } from '../../workflows/ports.js';
import type { BotAdapter } from '../bot-adapter.js';
import type { Wait } from '../bot-options.js';
import { activityOf, type OutgoingCard } from './activity-of.js';
import { failedAttempt, type Delivery } from './delivery.js';
import { retry, type RetryPolicy } from './retry.js';

/**
 * Sends and edits cards, inside a turn and after it. What the connector answers comes back as a value. Knows no
 * conversation by heart: the caller says where.
 */

export type { OutgoingCard } from './activity-of.js';

export interface CardSender {
  /** Answers inside the turn: short patience, because the channel waits for the turn to end. */
  reply(context: TurnContext, message: OutgoingCard): Promise<Delivery>;
  /** Sends a new message after the turn. A lost answer is not repeated: the message may have arrived. */
  send(reference: ConversationReference, message: OutgoingCard): Promise<Delivery>;
  /** Replaces a message for everyone. `once` gives up at the first refusal, for edits that a later one overtakes. */
  update(
    reference: ConversationReference,
    activityId: string,
    message: OutgoingCard,
    patience?: 'once' | 'patient',
  ): Promise<Delivery>;
}

export interface CardSenderDependencies {
  readonly adapter: BotAdapter;
  /** Empty when authentication is off. */
  readonly botAppId: string;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly random: () => number;
}

const PATIENCE = {
  inTurn: { maxAttempts: 3, budgetMs: 4_000 },
  once: { maxAttempts: 1, budgetMs: 0 },
  patient: { maxAttempts: 6, budgetMs: 60_000 },
} as const satisfies Record<string, RetryPolicy>;

export function createCardSender({ adapter, botAppId, clock, wait, random }: CardSenderDependencies): CardSender {
  function deliver(
    attempt: () => Promise<string | undefined>,
    policy: RetryPolicy,
    repeatable: boolean,
  ): Promise<Delivery> {
    async function attemptOnce() {
      try {
        const id = await attempt();
        const delivery: Delivery = { ok: true, activityId: id === '' ? undefined : id };
        return { done: true, value: delivery } as const;
      } catch (error) {
        // Expected: the connector's refusals and network failures. Anything else is thrown on.
        return failedAttempt(error, repeatable, clock.now());
      }
    }
    return retry(attemptOnce, policy, wait, random);
  }

  async function afterTurn(
    reference: ConversationReference,
    act: (context: TurnContext) => Promise<string | undefined>,
  ): Promise<string | undefined> {
    let id: string | undefined;
    await adapter.continueConversationAsync(botAppId, reference, async (context) => {
      id = await act(context);
    });
    return id;
  }

  return {
    reply(context, message) {
      return deliver(async () => (await context.sendActivity(activityOf(message)))?.id, PATIENCE.inTurn, false);
    },
    send(reference, message) {
      const act = async (context: TurnContext) => (await context.sendActivity(activityOf(message)))?.id;
      return deliver(() => afterTurn(reference, act), PATIENCE.patient, false);
    },
    update(reference, activityId, message, patience = 'patient') {
      const act = async (context: TurnContext) => {
        await context.updateActivity({ ...activityOf(message), id: activityId });
        return activityId;
      };
      return deliver(() => afterTurn(reference, act), PATIENCE[patience], true);
    },
  };
}
