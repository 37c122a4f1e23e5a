import type { RemediationRequest } from '../../domain/approval/request.js';
import type { ConfirmRefusal } from '../../workflows/remediation.js';
import type { ProblemView } from '../card-renderer.js';
import { answeredBy, BACK, tooLate, WHERE } from './remediation-problems.js';

/** What people are told when their answer to a plan was not taken: one sentence for each reason, and what to do. */

type Problem = Pick<ProblemView, 'code' | 'what' | 'next'>;

const REVIEW_PROBLEMS: Readonly<Record<Exclude<ConfirmRefusal, 'notPending' | 'overtaken'>, Problem>> = {
  expired: {
    code: 'REVIEW_EXPIRED',
    what: 'This plan has expired, so it cannot be answered any more.',
    next: 'Send "fix" and plan again, on what the tenant is like now.',
  },
  otherPlan: {
    code: 'REVIEW_OTHER_PLAN',
    what: 'The card showed another plan than the one that is stored, so your answer does not count.',
    next: 'Go back to the plan as it is stored, and review that.',
  },
  isRequester: {
    code: 'REVIEW_IS_REQUESTER',
    what: 'You asked for this plan, so somebody else has to answer it.',
    next: 'Ask another approver to review it. If you have changed your mind, withdraw it.',
  },
  isTarget: {
    code: 'REVIEW_IS_TARGET',
    what: 'Your own account gains by this plan, so somebody else has to answer it.',
    next: 'Ask another approver to review it.',
  },
  alreadyReviewed: {
    code: 'REVIEW_ALREADY_GIVEN',
    what: 'You have answered this plan already.',
    next: 'If it needs one more approval, that has to come from another approver.',
  },
  notApprover: {
    code: 'REVIEW_NOT_APPROVER',
    what: 'You are not one of the people who may approve.',
    next: 'Ask an approver to review it. Who may approve is set by the operator.',
  },
  approversUnknown: {
    code: 'REVIEW_APPROVERS_UNKNOWN',
    what: 'Who may approve could not be read, so nobody may approve now.',
    next: 'Try again in a few minutes. If it stays, the operator checks the group of approvers and the right to read it.',
  },
  notConfirmed: {
    code: 'REVIEW_NOT_CONFIRMED',
    what: 'This confirmation was used before, or somebody else opened it.',
    next: 'Go back to the plan and press Review for one of your own.',
  },
  reasonMissing: {
    code: 'REVIEW_REASON_MISSING',
    what: 'Your answer has no reason, so it was not recorded.',
    next: 'Go back to the plan, press Review, and say why in a sentence.',
  },
  nameMismatch: {
    code: 'REVIEW_NAME_MISMATCH',
    what: 'The name you typed is not the name of what changes, so your answer was not recorded.',
    next: 'Go back to the plan, press Review, and type the name exactly as it is shown.',
  },
};

/** For a review that does not open in time. What the press led to is shown by the next one. */
export const REVIEW_LATE: ProblemView = {
  code: 'BOT_ANSWER_LATE',
  what: 'Who may approve is still being read, and that takes longer than Teams waits for an answer.',
  next: 'Go back to the plan and press Review again in a moment. Nothing is approved yet.',
};

/** Why an answer to `request` was not taken. */
export function reviewProblem(reason: ConfirmRefusal, request: RemediationRequest): ProblemView {
  const leadsTo = { requestId: request.id };
  switch (reason) {
    case 'notPending':
      return { code: 'REVIEW_NOT_PENDING', ...tooLate(request), leadsTo };
    case 'overtaken':
      return {
        code: 'REVIEW_OVERTAKEN',
        what: `Somebody else was faster, so your answer was not recorded: ${WHERE[request.state]}.${answeredBy(request)}`,
        next: BACK,
        leadsTo,
      };
    default:
      return { ...REVIEW_PROBLEMS[reason], leadsTo };
  }
}
