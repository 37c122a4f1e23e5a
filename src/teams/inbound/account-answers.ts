import type { DesignationAnswer, Designations, FormAnswer } from '../../workflows/designations.js';
import type { CardMessage, ProblemView, WayBack } from '../card-renderer.js';
import type { AccountAction } from './account-action.js';
import { designationProblem, DESIGNATING_OFF, UNKNOWN_DESIGNATION } from './account-problems.js';
import { personOf, type Presser } from './proposal-answers.js';
import type { TurnDependencies } from './turn.js';
import { placeOf } from './watch-shows.js';

/**
 * The command and the buttons about designated accounts. Whatever comes back is for the one who pressed; everybody else
 * learns of it through the posted card of the designation. Who pressed comes from the gate, and nothing here decides.
 */

const LIST: WayBack = { verb: 'account.list', id: '' };

export async function showAccounts({ cards, designations }: TurnDependencies, page: number): Promise<CardMessage> {
  if (!designations) return cards.problem(DESIGNATING_OFF);
  return cards.accounts({ inventory: await designations.inventory(), page });
}

/** What shows again what the pressed card was about. */
export function accountWayBack({ data }: AccountAction): WayBack {
  return 'id' in data ? { verb: 'account.show', id: data.id } : LIST;
}

/** For an answer that did not come in time. A form that is opened changes nothing, and the next press gets it. */
export function accountLate(action: AccountAction): ProblemView {
  const opens = action.verb === 'account.form' || action.verb === 'account.review' || action.verb === 'account.removal';
  return {
    code: 'BOT_ANSWER_LATE',
    what: opens
      ? 'Reading the directory takes longer than Teams waits for an answer. Nothing is changed by it.'
      : 'This takes longer than Teams waits for an answer. Nobody can tell yet whether it took effect.',
    next: opens
      ? 'Go back and press the same button again in a moment: what was read is waiting for you.'
      : 'Look again in a moment before you press it once more.',
    leadsTo: accountWayBack(action),
  };
}

function answerForm({ cards }: TurnDependencies, answer: FormAnswer, back: WayBack): CardMessage {
  return answer.kind === 'opened'
    ? cards.designationForm(answer.form)
    : cards.problem(designationProblem(answer, back));
}

function answerChange({ cards }: TurnDependencies, answer: DesignationAnswer, back: WayBack): CardMessage {
  return answer.kind === 'done'
    ? cards.designation(answer.designation)
    : cards.problem(designationProblem(answer, back));
}

async function show({ cards }: TurnDependencies, designations: Designations, id: string): Promise<CardMessage> {
  const found = await designations.findDesignation(id);
  return found ? cards.designation(found) : cards.problem(UNKNOWN_DESIGNATION);
}

/** Does what the button asks for, and answers the one who pressed. Rejects when the store is out of order. */
export async function answerAccount(
  deps: TurnDependencies,
  { actor, reference }: Presser,
  action: AccountAction,
): Promise<CardMessage> {
  const { designations } = deps;
  if (!designations) return deps.cards.problem(DESIGNATING_OFF);
  const person = personOf(actor);
  const place = placeOf(reference);
  const back = accountWayBack(action);
  switch (action.verb) {
    case 'account.list':
      return showAccounts(deps, action.data.page);
    case 'account.show':
      return show(deps, designations, action.data.id);
    case 'account.form': {
      const objectId = (action.data.objectId || action.data.typedId).trim();
      return answerForm(deps, await designations.openDesignation({ objectId, person }), back);
    }
    case 'account.designate':
      return answerChange(deps, await designations.designate({ ...action.data, person, place }), back);
    case 'account.review':
      return answerForm(deps, await designations.openConfirmation({ ...action.data, person }), back);
    case 'account.confirm':
      return answerChange(deps, await designations.confirm({ ...action.data, person }), back);
    case 'account.withdraw':
      return answerChange(deps, await designations.withdraw({ ...action.data, person }), back);
    case 'account.removal':
      return answerForm(deps, await designations.openRemoval({ ...action.data, person }), back);
    case 'account.remove':
      return answerChange(deps, await designations.remove({ ...action.data, person, place }), back);
    case 'account.dismiss': {
      const answer = await designations.dismiss({ ...action.data, person });
      return answer.kind === 'done' ? showAccounts(deps, 0) : deps.cards.problem(designationProblem(answer, back));
    }
  }
}
