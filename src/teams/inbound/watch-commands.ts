import type { CardMessage } from '../card-renderer.js';
import type { Command } from './commands.js';
import type { Presser } from './proposal-answers.js';
import { endSubscription, startSubscription } from './subscription-answers.js';
import type { TurnDependencies } from './turn.js';
import { WATCHING_OFF } from './watch-problems.js';
import { placeOf, showAttestations, showDrills, showSchedule } from './watch-shows.js';

/** The commands of watching. Only the two about the subscription change something; the rest starts from their cards. */

export type WatchCommand = Extract<Command['kind'], 'subscribe' | 'unsubscribe' | 'schedule' | 'drill' | 'attest'>;

export async function answerWatchCommand(
  deps: TurnDependencies,
  presser: Presser,
  command: WatchCommand,
): Promise<CardMessage> {
  const { watching, cards } = deps;
  if (!watching) return cards.problem(WATCHING_OFF);
  switch (command) {
    case 'subscribe':
      return startSubscription(deps, watching, presser);
    case 'unsubscribe':
      return endSubscription(deps, watching, presser);
    case 'schedule':
      return showSchedule(deps, watching, placeOf(presser.reference));
    case 'drill':
      return showDrills(deps, watching);
    case 'attest':
      return showAttestations(deps, watching);
  }
}
