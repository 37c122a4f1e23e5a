import type { RemediationRequest } from '../../domain/approval/request.js';
import type { OpenReviewResult, ReviewResult, WithdrawResult } from '../../workflows/remediation.js';
import type { CardMessage, CardRenderer, NoticeView } from '../card-renderer.js';
import { UNKNOWN_REQUEST, withdrawProblem } from './remediation-problems.js';
import { reviewProblem } from './review-problems.js';

/** What became of a review, as a card for the one person who gave it. */

export function answerOpening(cards: CardRenderer, result: OpenReviewResult): CardMessage {
  switch (result.kind) {
    case 'opened':
      return cards.confirmation(result.request, result.token);
    case 'refused':
      return cards.problem(reviewProblem(result.reason, result.request));
    case 'unknownRequest':
      return cards.problem(UNKNOWN_REQUEST);
  }
}

function recordedNotice({ id, state }: RemediationRequest, decision: 'approve' | 'deny'): NoticeView {
  if (decision === 'deny') {
    const text = 'The plan is denied, and nothing is changed.';
    return {
      heading: '✓ Your answer is recorded',
      text,
      next: 'Everybody sees it in the card of the plan.',
      requestId: id,
    };
  }
  const text = state === 'proposed' ? 'The plan needs one more approval, by somebody else.' : 'The plan is approved.';
  const next = 'Everybody sees in the card of the plan what becomes of it.';
  return { heading: '✓ Your approval is recorded', text, next, requestId: id };
}

export function answerReview(cards: CardRenderer, result: ReviewResult, decision: 'approve' | 'deny'): CardMessage {
  switch (result.kind) {
    case 'recorded':
      return cards.notice(recordedNotice(result.request, decision));
    case 'refused':
      return cards.problem(reviewProblem(result.reason, result.request));
    case 'unknownRequest':
      return cards.problem(UNKNOWN_REQUEST);
  }
}

export function answerWithdrawal(cards: CardRenderer, result: WithdrawResult): CardMessage {
  switch (result.kind) {
    case 'withdrawn':
      return cards.notice({
        heading: '✓ The plan is withdrawn',
        text: 'Nobody can approve it any more, and nothing is changed.',
        next: 'Everybody sees it in the card of the plan.',
        requestId: result.request.id,
      });
    case 'refused':
      return cards.problem(withdrawProblem(result.reason, result.request));
    case 'unknownRequest':
      return cards.problem(UNKNOWN_REQUEST);
  }
}
