import type { DriftCase } from '../../domain/drift/drift.js';
import type { ProposeResult } from '../../workflows/remediation.js';
import type { DriftAnswer, Watching } from '../../workflows/watching.js';
import type { CardMessage, WayBack } from '../card-renderer.js';
import { answerProposal, personOf, type Presser } from './proposal-answers.js';
import { NOT_CONFIGURED } from './remediation-problems.js';
import type { TurnDependencies } from './turn.js';
import type { WatchAction } from './watch-action.js';
import { nothingToFix, refusalProblem, UNKNOWN_CASE } from './watch-problems.js';

/** The buttons of drift. The shared card follows the store; the answer is for the one who pressed. */

/** More are not tried: each refusal is an audit record. */
const MOST_TRIED = 3;

/** What fails because of the drift, each once, worst first. */
function failuresOf({ drifts }: DriftCase): readonly string[] {
  const failing = drifts.flatMap(({ findings }) => findings).filter(({ after }) => after === 'fail');
  return [...new Set(failing.flatMap(({ fingerprint }) => fingerprint ?? []))];
}

/** Plans a fix for the worst failure that a plan can be made for. */
async function fix(
  deps: TurnDependencies,
  drift: Watching['drift'],
  presser: Presser,
  id: string,
): Promise<CardMessage> {
  const { cards, remediation } = deps;
  const drifted = await drift.findCase(id);
  if (!drifted) return cards.problem(UNKNOWN_CASE);
  if (remediation === null) return cards.problem({ ...NOT_CONFIGURED, leadsTo: { verb: 'drift.show', id } });
  const person = personOf(presser.actor);
  let first: ProposeResult | undefined;
  for (const fingerprint of failuresOf(drifted).slice(0, MOST_TRIED)) {
    const result = await remediation.propose({ scanId: drifted.scanId, fingerprint, person });
    first ??= result;
    if (result.kind === 'proposed' || result.kind === 'alreadyOpen') return answerProposal(deps, presser, result);
  }
  if (first === undefined) return cards.problem(nothingToFix(id));
  const next = 'Correct it in the Microsoft Entra admin center, or have an approver accept it.';
  return answerProposal(deps, presser, first, { next, leadsTo: { verb: 'drift.show', id } });
}

function answer({ cards }: TurnDependencies, result: DriftAnswer, back: WayBack): CardMessage {
  return result.kind === 'done' ? cards.driftCase(result.case) : cards.problem(refusalProblem(result, back));
}

export async function answerDrift(
  deps: TurnDependencies,
  { drift }: Watching,
  presser: Presser,
  action: Extract<WatchAction, { verb: 'drift.fix' | 'drift.accept' | 'drift.snooze' }>,
): Promise<CardMessage> {
  const { id } = action.data;
  const back: WayBack = { verb: 'drift.show', id };
  const person = personOf(presser.actor);
  switch (action.verb) {
    case 'drift.fix':
      return fix(deps, drift, presser, id);
    case 'drift.accept': {
      const { reason, days } = action.data;
      return answer(deps, await drift.accept({ caseId: id, reason, days, person }), back);
    }
    case 'drift.snooze':
      return answer(deps, await drift.snooze({ caseId: id, hours: action.data.hours, person }), back);
  }
}
