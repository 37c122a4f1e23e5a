import type { ConversationReference, TurnContext } from 'botbuilder';
import type { Clock } from '../../workflows/ports.js';
import type { BotAdapter } from '../bot-adapter.js';
import type { Wait } from '../bot-options.js';
import { describeError } from '../describe-error.js';
import { withDeadline } from '../wait.js';
import { activityOf, type OutgoingCard } from './activity-of.js';
import { readConnectorError } from './delivery.js';
import { follow } from './sending.js';

/**
 * Makes exactly one request to the connector and says what is known of it afterwards. Repeats nothing: whoever keeps count
 * of the attempts decides. Never rejects, because an attempt whose end is not recorded would be made too often.
 */

type Cause = ReturnType<typeof describeError>;

export type SingleAttempt =
  /** `activityId` is null where the channel gave the message none. */
  | { readonly kind: 'accepted'; readonly activityId: string | null }
  /** An answer that says no. `retryAfterMs` is what it asked for, where it did. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly retryAfterMs: number | undefined;
      readonly cause: Cause;
    }
  /** It may have arrived: there was no answer, or one that cannot be read. */
  | { readonly kind: 'lost'; readonly cause: Cause }
  /** It has certainly not arrived. */
  | { readonly kind: 'notSent'; readonly cause: Cause };

export interface SingleAttempts {
  post(reference: ConversationReference, message: OutgoingCard): Promise<SingleAttempt>;
  edit(reference: ConversationReference, activityId: string, message: OutgoingCard): Promise<SingleAttempt>;
}

export interface SingleAttemptDependencies {
  readonly adapter: BotAdapter;
  /** Empty when authentication is off. */
  readonly botAppId: string;
  readonly clock: Clock;
  readonly wait: Wait;
}

/** The request itself ends within ten seconds; the rest is for the bot's own token. */
const ATTEMPT_MS = 30_000;

const TIME_IS_OVER = Symbol('time is over');

/** What the failure means. A status counts only from the connector: the token service answers with some as well. */
function readFailure(error: unknown, mayHaveArrived: boolean, now: number): SingleAttempt {
  const cause = describeError(error);
  if (!mayHaveArrived) return { kind: 'notSent', cause };
  const answer = readConnectorError(error, now);
  if (answer === undefined || answer.status < 300) return { kind: 'lost', cause };
  return { kind: 'refused', ...answer, cause };
}

export function createSingleAttempts(deps: SingleAttemptDependencies): SingleAttempts {
  const { adapter, botAppId, clock, wait } = deps;

  async function attempt(
    reference: ConversationReference,
    act: (context: TurnContext) => Promise<string | undefined>,
  ): Promise<SingleAttempt> {
    let id: string | undefined;
    const sending = follow(() =>
      adapter.continueConversationAsync(botAppId, reference, async (context) => {
        id = await act(context);
      }),
    );
    try {
      const late = await withDeadline(sending.result, ATTEMPT_MS, wait, TIME_IS_OVER);
      if (late === TIME_IS_OVER) throw new Error('CONNECTOR_LATE: the attempt took too long');
      return { kind: 'accepted', activityId: id === undefined || id === '' ? null : id };
    } catch (error) {
      // Expected: refusals and network failures. A mistake of ours ends here too: it is told and tried again.
      return readFailure(error, sending.mayHaveArrived(), clock.now());
    } finally {
      sending.giveUp();
    }
  }

  return {
    post: (reference, message) =>
      attempt(reference, async (context) => (await context.sendActivity(activityOf(message)))?.id),
    edit: (reference, activityId, message) =>
      attempt(reference, async (context) => {
        await context.updateActivity({ ...activityOf(message), id: activityId });
        return activityId;
      }),
  };
}
