import type { RemediationRequest, RequestState } from '../../domain/approval/request.js';
import type { RollbackResult, WithdrawResult } from '../../workflows/remediation.js';
import type { ProblemView } from '../card-renderer.js';

/** What people are told when a plan was not made, withdrawn or taken back: one sentence for each reason, and what to do. */

type Sentences = Pick<ProblemView, 'what' | 'next'>;

export const NOT_CONFIGURED: ProblemView = {
  code: 'REMEDIATION_NOT_CONFIGURED',
  what: 'Nobody may approve a fix here yet, so Glasswatch only reads and judges.',
  next: 'The operator sets APPROVERS_GROUP_ID or APPROVERS; docs/configuration.md says how.',
  leadsTo: 'nowhere',
};

export const CLIENT_TOO_OLD: ProblemView = {
  code: 'BOT_CLIENT_TOO_OLD',
  what: 'This Teams client cannot show an answer to you alone.',
  next: 'Use a current client, or send "approvals" in a personal chat with Glasswatch.',
  leadsTo: 'nowhere',
};

export const UNKNOWN_FINDING: ProblemView = {
  code: 'REMEDIATION_FINDING_UNKNOWN',
  what: 'The scan of this card is not stored any more, or has no such finding.',
  next: 'Scan again, then send "fix" for what can be planned.',
};

export const UNKNOWN_REQUEST: ProblemView = {
  code: 'REMEDIATION_REQUEST_UNKNOWN',
  what: 'The plan of this card is not stored any more.',
  next: 'Send "approvals" for the plans that are open.',
  leadsTo: 'nowhere',
};

/** Why a plan that should be made anew has nothing to answer. */
export const NO_SUCH_FAILURE: ProblemView = {
  code: 'REMEDIATION_NOTHING_TO_FIX',
  what: 'The latest scan does not find this failure.',
  next: 'Send "scan" to look again, then "fix" for what can be planned.',
};

/** How far a request is, as the end of a sentence. */
export const WHERE: Readonly<Record<RequestState, string>> = {
  proposed: 'it still waits',
  approved: 'it is approved and about to be carried out',
  executing: 'it is being carried out',
  succeeded: 'it is done and verified',
  failed: 'it was carried out and failed',
  uncertain: 'it was carried out, and a person must look at the result',
  denied: 'it was denied',
  expired: 'it has expired',
  withdrawn: 'it was withdrawn',
  stale: 'the tenant has changed since it was made',
  awaitingPeople: 'it is approved, and people carry it out',
};

/** The people who have answered, for the one who came too late. */
export function answeredBy({ reviews }: RemediationRequest): string {
  const names = reviews.map(({ reviewerName }) => reviewerName);
  return names.length === 0 ? '' : ` Answered by ${names.join(', ')}.`;
}

export const BACK = 'Go back to the plan to see where it is now.';

/** Why a request that has moved on cannot be answered. */
export function tooLate(request: RemediationRequest): Sentences {
  const what = `This plan does not wait for an answer any more: ${WHERE[request.state]}.${answeredBy(request)}`;
  return { what, next: BACK };
}

/** Why `request` was not withdrawn. */
export function withdrawProblem(
  reason: Extract<WithdrawResult, { kind: 'refused' }>['reason'],
  request: RemediationRequest,
): ProblemView {
  const leadsTo = { requestId: request.id };
  if (reason === 'notPending') return { code: 'WITHDRAW_NOT_PENDING', ...tooLate(request), leadsTo };
  return {
    code: 'WITHDRAW_NOT_REQUESTER',
    what: `Only ${request.requesterName}, who asked for this plan, can withdraw it.`,
    next: 'An approver can deny it.',
    leadsTo,
  };
}

/** Why nothing of `request` is taken back. */
export function rollbackProblem(
  reason: Exclude<Extract<RollbackResult, { kind: 'refused' }>['reason'], 'alreadyOpen'>,
  request: RemediationRequest,
): ProblemView {
  const leadsTo = { requestId: request.id };
  if (reason === 'notFinished') {
    return {
      code: 'UNDO_NOT_FINISHED',
      what: `This plan cannot be undone yet: ${WHERE[request.state]}.`,
      next: BACK,
      leadsTo,
    };
  }
  return {
    code: 'UNDO_NOTHING_WRITTEN',
    what: 'Glasswatch has written nothing for this plan that it could take back.',
    next: 'What people have changed by hand, people take back by hand; the plan says how.',
    leadsTo,
  };
}
