import type { Subscription } from '../../workflows/watch-ports.js';
import type { Watching } from '../../workflows/watching.js';
import type { CardMessage } from '../card-renderer.js';
import { personOf, type Presser } from './proposal-answers.js';
import type { TurnDependencies } from './turn.js';
import type { WatchAction } from './watch-action.js';
import { NO_KINDS, refusalProblem } from './watch-problems.js';
import { placeOf } from './watch-shows.js';

/** Who is told what, and when reports come. Both belong to the conversation at hand, and nobody names another one. */

/** Everything: whoever finds it too much can say so, whoever is never told cannot. */
const ALL: Pick<Subscription, 'minSeverity' | 'kinds' | 'role'> = {
  minSeverity: 'info',
  kinds: ['drift', 'alerts', 'approvals', 'reminders', 'records'],
  role: 'channel',
};

/** Subscribes the conversation to everything, unless it has a subscription: that one stays as it is. */
export async function startSubscription(
  { cards }: TurnDependencies,
  { subscriptions }: Watching,
  presser: Presser,
): Promise<CardMessage> {
  const conversationId = placeOf(presser.reference);
  const present = await subscriptions.findSubscription(conversationId);
  const person = personOf(presser.actor);
  return cards.subscription(present ?? (await subscriptions.subscribe({ ...ALL, conversationId, person })));
}

export async function endSubscription(
  { cards }: TurnDependencies,
  { subscriptions }: Watching,
  presser: Presser,
): Promise<CardMessage> {
  const conversationId = placeOf(presser.reference);
  await subscriptions.unsubscribe({ conversationId, person: personOf(presser.actor) });
  return cards.subscription(undefined);
}

export async function setSubscription(
  { cards }: TurnDependencies,
  { subscriptions }: Watching,
  presser: Presser,
  { data }: Extract<WatchAction, { verb: 'subscription.set' }>,
): Promise<CardMessage> {
  if (data.kinds.length === 0) return cards.problem(NO_KINDS);
  const conversationId = placeOf(presser.reference);
  return cards.subscription(
    await subscriptions.subscribe({ ...data, conversationId, person: personOf(presser.actor) }),
  );
}

/** A preset is a cron line itself, or one of the words below. */
function cronOf({ preset, cron }: { readonly preset: string; readonly cron: string }): string | null {
  if (preset === 'never') return null;
  return preset === 'own' ? cron.trim() : preset;
}

export async function setSchedule(
  { cards }: TurnDependencies,
  { schedules }: Watching,
  presser: Presser,
  { data }: Extract<WatchAction, { verb: 'schedule.set' }>,
): Promise<CardMessage> {
  const answer = await schedules.set({
    conversationId: placeOf(presser.reference),
    cron: cronOf(data),
    timeZone: data.timeZone.trim() || 'UTC',
    person: personOf(presser.actor),
  });
  return answer.kind === 'done'
    ? cards.schedule(answer.schedule)
    : cards.problem(refusalProblem(answer, { verb: 'schedule.show', id: '' }));
}
