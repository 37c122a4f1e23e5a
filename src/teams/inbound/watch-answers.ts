import type { CardMessage, ProblemView, WayBack } from '../card-renderer.js';
import { acknowledge } from './alert-answers.js';
import { answerAttestation } from './attestation-answers.js';
import { answerDrift } from './drift-answers.js';
import { answerDrill } from './drill-answers.js';
import type { FindPerson } from './members.js';
import type { Presser } from './proposal-answers.js';
import { endSubscription, setSchedule, setSubscription, startSubscription } from './subscription-answers.js';
import type { TurnDependencies } from './turn.js';
import type { WatchAction } from './watch-action.js';
import { WATCHING_OFF } from './watch-problems.js';
import {
  placeOf,
  showAlert,
  showAttestationForm,
  showAttestations,
  showCase,
  showDrill,
  showDrills,
  showSchedule,
  showStatus,
  showSubscription,
} from './watch-shows.js';

/**
 * The buttons of watching. Whatever comes back is for the one who pressed; shared cards are edited from the store, by
 * whoever delivers. Who pressed comes from the gate, and nothing here decides.
 */

/** What shows again what the pressed card was about. */
export function wayBackOf(action: WatchAction): WayBack {
  const [room] = action.verb.split('.', 1);
  const id = action.data !== undefined && 'id' in action.data ? action.data.id : '';
  switch (room) {
    case 'subscription':
      return { verb: 'subscription.show', id: '' };
    case 'schedule':
      return { verb: 'schedule.show', id: '' };
    case 'drift':
      return { verb: 'drift.show', id };
    case 'alert':
      return { verb: 'alert.show', id };
    case 'drill':
      return id === '' ? { verb: 'drill.list', id } : { verb: 'drill.show', id };
    case 'attestation':
      return id === '' ? { verb: 'attestation.list', id } : { verb: 'attestation.form', id };
    default:
      return { verb: 'watch.show', id: '' };
  }
}

/** For an answer that did not come in time: nobody may take it for done. */
export function watchLate(action: WatchAction): ProblemView {
  return {
    code: 'BOT_ANSWER_LATE',
    what: 'This takes longer than Teams waits for an answer. Nobody can tell yet whether it took effect.',
    next: 'Look again in a moment before you press it once more.',
    leadsTo: wayBackOf(action),
  };
}

/** Does what the button asks for, and answers the one who pressed. Rejects when the store is out of order. */
export async function answerWatch(
  deps: TurnDependencies,
  presser: Presser & { readonly findPerson: FindPerson },
  action: WatchAction,
): Promise<CardMessage> {
  const { watching } = deps;
  if (!watching) return deps.cards.problem(WATCHING_OFF);
  const place = placeOf(presser.reference);
  switch (action.verb) {
    case 'watch.show':
      return showStatus(deps, watching);
    case 'subscription.show':
      return showSubscription(deps, watching, place);
    case 'subscription.start':
      return startSubscription(deps, watching, presser);
    case 'subscription.set':
      return setSubscription(deps, watching, presser, action);
    case 'subscription.end':
      return endSubscription(deps, watching, presser);
    case 'schedule.show':
      return showSchedule(deps, watching, place);
    case 'schedule.set':
      return setSchedule(deps, watching, presser, action);
    case 'drift.show':
      return showCase(deps, watching, action.data.id);
    case 'drift.fix':
    case 'drift.accept':
    case 'drift.snooze':
      return answerDrift(deps, watching, presser, action);
    case 'alert.show':
      return showAlert(deps, watching, action.data.id);
    case 'alert.acknowledge':
      return acknowledge(deps, watching, presser, action);
    case 'drill.list':
      return showDrills(deps, watching);
    case 'drill.show':
      return showDrill(deps, watching, action.data.id);
    case 'drill.start':
    case 'drill.cancel':
    case 'drill.claim':
    case 'drill.followUp':
      return answerDrill(deps, watching, presser, action);
    case 'attestation.list':
      return showAttestations(deps, watching);
    case 'attestation.form':
      return showAttestationForm(deps, watching, action.data.id);
    case 'attestation.sign':
    case 'attestation.renew':
      return answerAttestation(deps, watching, presser, action);
  }
}
