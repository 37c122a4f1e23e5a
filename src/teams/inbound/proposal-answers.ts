import type { ConversationReference } from 'botbuilder';
import type { RemediationRequest } from '../../domain/approval/request.js';
import type { ModeProposal } from '../../workflows/automation.js';
import type { Person, RollbackResult } from '../../workflows/remediation.js';
import type { CardMessage, ProblemView } from '../card-renderer.js';
import { isPersonal } from '../outbound/conversation.js';
import type { Actor } from './activity-gate.js';
import { UNKNOWN_OPTION } from './automation-problems.js';
import { rollbackProblem, UNKNOWN_FINDING, UNKNOWN_REQUEST } from './remediation-problems.js';
import type { TurnDependencies } from './turn.js';

/** What became of a proposal, for the one who made it; the plan itself is posted for everybody, behind the answer. */

/** Who asked, and where. */
export interface Presser {
  readonly actor: Actor;
  readonly reference: ConversationReference;
}

/** What to do after a refusal, and where its button leads. */
export type WayOn = Pick<ProblemView, 'next' | 'leadsTo'>;

export function personOf({ tenantId, objectId, name }: Actor): Person {
  return { principal: { tenantId, objectId }, name };
}

/** A plan that only its requester can see would wait for ever: from a personal chat it goes to the others, too. */
export async function showOthers(
  deps: TurnDependencies,
  reference: ConversationReference,
  request: RemediationRequest,
): Promise<void> {
  if (isPersonal(reference)) await deps.planCards.postShared(request);
}

function post(deps: TurnDependencies, { reference }: Presser, request: RemediationRequest): CardMessage {
  void deps.background.run('plan posted', async () => {
    await deps.planCards.post(reference, request);
    await showOthers(deps, reference, request);
  });
  return deps.cards.notice({
    heading: '✓ The plan is made',
    text: 'It is posted in this conversation. Nothing is changed before it is approved.',
    next: 'Approvers review it there, or find it with "approvals".',
    requestId: request.id,
  });
}

const BACK_TO_FIXES: WayOn = { next: 'Send "fix" for what can be planned now.' };

export function answerProposal(
  deps: TurnDependencies,
  presser: Presser,
  result: ModeProposal | RollbackResult,
  wayOn = BACK_TO_FIXES,
): CardMessage {
  switch (result.kind) {
    case 'proposed':
      return post(deps, presser, result.request);
    case 'alreadyOpen':
      return deps.cards.request(result.request);
    case 'unknownFinding':
      return deps.cards.problem(UNKNOWN_FINDING);
    case 'unknownRequest':
      return deps.cards.problem(UNKNOWN_REQUEST);
    case 'unknownOption':
      return deps.cards.problem(UNKNOWN_OPTION);
    case 'refused':
      if ('refusal' in result) {
        const { code, message } = result.refusal;
        return deps.cards.problem({ code, what: message, ...wayOn });
      }
      return result.reason === 'alreadyOpen'
        ? deps.cards.request(result.request)
        : deps.cards.problem(rollbackProblem(result.reason, result.request));
  }
}
