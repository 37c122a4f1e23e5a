import type { DrillPerson } from '../../domain/drills/drill.js';
import type { AttestationAnswer, Watching } from '../../workflows/watching.js';
import type { CardMessage } from '../card-renderer.js';
import type { FindPerson } from './members.js';
import { personOf, type Presser } from './proposal-answers.js';
import type { TurnDependencies } from './turn.js';
import type { WatchAction } from './watch-action.js';
import { custodianUnknown, refusalProblem } from './watch-problems.js';
import { showAttestations } from './watch-shows.js';

/** Signing what no API can read. The signed statement is shown in the list, with the day until which it counts. */

/** Custodians beyond the two that a control may need are a mistake that the workflow words. */
const MOST_NAMED = 5;

/** Undefined when one of them is not known. */
async function findAll(findPerson: FindPerson, named: readonly string[]): Promise<readonly DrillPerson[] | undefined> {
  const found = await Promise.all(named.slice(0, MOST_NAMED).map((one) => findPerson(one)));
  const people = found.flatMap((person) => person ?? []);
  return people.length === found.length ? people : undefined;
}

async function answer(
  deps: TurnDependencies,
  watching: Watching,
  result: AttestationAnswer,
  controlId: string,
): Promise<CardMessage> {
  return result.kind === 'done'
    ? showAttestations(deps, watching)
    : deps.cards.problem(refusalProblem(result, { verb: 'attestation.form', id: controlId }));
}

export async function answerAttestation(
  deps: TurnDependencies,
  watching: Watching,
  presser: Presser & { readonly findPerson: FindPerson },
  action: Extract<WatchAction, { verb: 'attestation.sign' | 'attestation.renew' }>,
): Promise<CardMessage> {
  const person = personOf(presser.actor);
  const { id: controlId } = action.data;
  if (action.verb === 'attestation.renew') {
    return answer(deps, watching, await watching.attestations.renew({ controlId, person }), controlId);
  }
  const { statement, picked, typedPeople, link, days } = action.data;
  const custodians = await findAll(presser.findPerson, [...picked, ...typedPeople]);
  if (!custodians) return deps.cards.problem(custodianUnknown(controlId));
  const evidenceLink = link.trim() === '' ? null : link.trim();
  const signed = { controlId, statement, custodians, evidenceLink, days, person };
  return answer(deps, watching, await watching.attestations.sign(signed), controlId);
}
