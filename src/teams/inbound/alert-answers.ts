import type { Watching } from '../../workflows/watching.js';
import type { CardMessage } from '../card-renderer.js';
import { personOf, type Presser } from './proposal-answers.js';
import type { TurnDependencies } from './turn.js';
import type { WatchAction } from './watch-action.js';
import { noClassification, refusalProblem } from './watch-problems.js';

/** Acknowledging an alert: somebody says what it was. Who may is decided by the workflow. */

export async function acknowledge(
  { cards }: TurnDependencies,
  { alerts }: Watching,
  presser: Presser,
  { data }: Extract<WatchAction, { verb: 'alert.acknowledge' }>,
): Promise<CardMessage> {
  const { id, classification, text } = data;
  if (classification === '') return cards.problem(noClassification(id));
  const person = personOf(presser.actor);
  const answer = await alerts.acknowledge({ alertId: id, classification, text, person });
  return answer.kind === 'done'
    ? cards.alert(answer.alert)
    : cards.problem(refusalProblem(answer, { verb: 'alert.show', id }));
}
