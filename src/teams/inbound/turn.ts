import type { Activity, TurnContext } from 'botbuilder';
import type { Background } from '../background.js';
import type { BotOptions, Wait } from '../bot-options.js';
import type { CardSender } from '../outbound/card-sender.js';
import type { PlanCards } from '../outbound/plan-cards.js';
import { describeError } from '../describe-error.js';
import type { Actor } from './activity-gate.js';
import type { ScanLimit } from './scan-limit.js';

/** What every turn has at hand: the bot's dependencies, and the person whom the gate let in. */

export interface TurnDependencies extends Pick<
  BotOptions,
  | 'startScan'
  | 'findLatestReport'
  | 'findReport'
  | 'history'
  | 'remediation'
  | 'automation'
  | 'watching'
  | 'designations'
  | 'conversations'
  | 'audit'
  | 'clock'
  | 'ids'
  | 'logger'
  | 'cards'
> {
  readonly sender: CardSender;
  readonly background: Background;
  readonly wait: Wait;
  readonly scanLimit: ScanLimit;
  readonly planCards: PlanCards;
}

const ACTOR = Symbol('actor');

/** Hands the gate's decision to the turn; it is the only source of identity in there. */
export function setActor(context: TurnContext, actor: Actor): void {
  context.turnState.set(ACTOR, actor);
}

/** Throws when the turn did not come through the gate: no handler may run without an actor. */
export function actorOf(context: TurnContext): Actor {
  const actor = context.turnState.get<Actor | undefined>(ACTOR);
  if (actor === undefined) throw new Error('TURN_WITHOUT_ACTOR: a turn ran that the activity gate did not admit');
  return actor;
}

/** Whether the activity says that the bot, or someone, joined or left. */
export function isMembershipActivity(activity: Activity): boolean {
  return activity.type === 'installationUpdate' || activity.type === 'conversationUpdate';
}

/** Logs `error` and gives the ID under which people can ask for it. */
export function recordIncident(deps: Pick<TurnDependencies, 'ids' | 'logger'>, what: string, error: unknown): string {
  const incident = deps.ids.next();
  deps.logger.error(what, { incident, ...describeError(error) });
  return incident;
}
