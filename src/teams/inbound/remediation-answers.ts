import type { Remediation } from '../../workflows/remediation.js';
import type { CardMessage } from '../card-renderer.js';
import { replanSetting } from './automation-answers.js';
import type { RemediationAction } from './card-action.js';
import { answerProposal, personOf, type Presser } from './proposal-answers.js';
import { NO_SUCH_FAILURE, NOT_CONFIGURED, UNKNOWN_REQUEST } from './remediation-problems.js';
import { answerOpening, answerReview, answerWithdrawal } from './review-answers.js';
import type { TurnDependencies } from './turn.js';

/**
 * The buttons of remediation. Whatever comes back is for the person who pressed; everybody else learns of it through the
 * posted card, which is edited when the request has changed. Who pressed comes from the gate, and nothing here decides.
 */

async function show({ cards }: TurnDependencies, remediation: Remediation, requestId: string): Promise<CardMessage> {
  const request = await remediation.findRequest(requestId);
  return request ? cards.request(request) : cards.problem(UNKNOWN_REQUEST);
}

/** Plans again what an ended request was for, on the ground of the latest scan. */
async function replan(
  deps: TurnDependencies,
  remediation: Remediation,
  presser: Presser,
  requestId: string,
): Promise<CardMessage> {
  const leadsTo = { requestId };
  const request = await remediation.findRequest(requestId);
  if (!request) return deps.cards.problem(UNKNOWN_REQUEST);
  const person = personOf(presser.actor);
  if (request.rollbackOf !== null) {
    return answerProposal(deps, presser, await remediation.proposeRollback({ requestId: request.rollbackOf, person }));
  }
  const { controlId, purpose, subject } = request.plan;
  if (purpose === 'setting') return replanSetting(deps, presser, request);
  const report = await deps.findLatestReport();
  const failing = report?.findings.find(
    (finding) => finding.outcome !== 'pass' && finding.controlId === controlId && finding.subject.id === subject.id,
  );
  if (!report || !failing) return deps.cards.problem({ ...NO_SUCH_FAILURE, leadsTo });
  const { fingerprint } = failing;
  const result = await remediation.propose({ scanId: report.scan.id, fingerprint, person });
  return answerProposal(deps, presser, result, { next: 'Send "scan" to look again, then "fix".', leadsTo });
}

/** Does what the button asks for, and answers the one who pressed. Rejects when the store is out of order. */
export async function answerRemediation(
  deps: TurnDependencies,
  presser: Presser,
  action: RemediationAction,
): Promise<CardMessage> {
  const { remediation } = deps;
  if (remediation === null) return deps.cards.problem(NOT_CONFIGURED);
  const person = personOf(presser.actor);
  switch (action.verb) {
    case 'remediation.propose':
      return answerProposal(deps, presser, await remediation.propose({ ...action.data, person }));
    case 'remediation.show':
      return show(deps, remediation, action.data.requestId);
    case 'remediation.review':
      return answerOpening(deps.cards, await remediation.openReview({ ...action.data, person }));
    case 'remediation.confirm':
      return answerReview(deps.cards, await remediation.confirm({ ...action.data, person }), 'approve');
    case 'remediation.deny':
      return answerReview(deps.cards, await remediation.deny({ ...action.data, person }), 'deny');
    case 'remediation.withdraw':
      return answerWithdrawal(deps.cards, await remediation.withdraw({ ...action.data, person }));
    case 'remediation.rollback':
      return answerProposal(deps, presser, await remediation.proposeRollback({ ...action.data, person }));
    case 'remediation.replan':
      return replan(deps, remediation, presser, action.data.requestId);
  }
}
