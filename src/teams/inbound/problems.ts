import type { ProblemView } from '../card-renderer.js';

/** What people are told when something was not done. Codes are stable; texts hold nothing from inside an error. */

export const OUTDATED_BUTTON: ProblemView = {
  code: 'BOT_BUTTON_OUTDATED',
  what: 'This button is from an older version.',
  next: 'Send "status" for the latest result, or "approvals" for the plans that are open.',
  // It may stand in the card of a plan.
  leadsTo: 'nowhere',
};

export const SCAN_NOT_FOUND: ProblemView = {
  code: 'BOT_SCAN_NOT_FOUND',
  what: 'The scan of this card is not stored any more.',
  next: 'Send "status" for the latest result, or scan again.',
};

export const PICK_TWO_SCANS: ProblemView = {
  code: 'BOT_PICK_TWO_SCANS',
  what: 'A comparison takes two different scans.',
  next: 'Go back to the list and choose an earlier and a later one.',
  leadsTo: { verb: 'history.show', id: '' },
};

export const FINDING_NOT_FOUND: ProblemView = {
  code: 'BOT_FINDING_NOT_FOUND',
  what: 'The scan of this card has no such finding.',
  next: 'Send "status" for the latest result.',
};

export const ANSWER_LATE: ProblemView = {
  code: 'BOT_ANSWER_LATE',
  what: 'This takes longer than Teams waits for an answer.',
  next: 'Work may still be going on: send "status" in a moment before you try again.',
};

/** `retryInMs` from now another scan may be started. */
export function scanLimitReached(retryInMs: number): ProblemView {
  const minutes = Math.max(1, Math.ceil(retryInMs / 60_000));
  return {
    code: 'BOT_SCAN_LIMIT',
    what: 'You have started ten scans within ten minutes.',
    next: `Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, or send "status" for the latest result.`,
  };
}

/** `incident` is what the log has under the same ID. */
export function scanFailed(incident: string): ProblemView {
  return {
    code: 'BOT_SCAN_FAILED',
    what: 'The scan ended without a result, and none was stored.',
    next: `Scan again. If it happens again, the operator finds the cause in the log under ${incident}.`,
  };
}

/** `incident` is what the log has under the same ID. */
export function unexpectedProblem(incident: string): ProblemView {
  return {
    code: 'BOT_UNEXPECTED',
    what: 'Something went wrong on our side.',
    next: `Try again. If it happens again, the operator finds the cause in the log under ${incident}.`,
  };
}
