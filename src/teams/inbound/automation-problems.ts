import type { ProblemView } from '../card-renderer.js';
import { NOT_CONFIGURED } from './remediation-problems.js';

/** What people are told when a mode was not proposed, or writing not stopped or resumed. */

export const UNKNOWN_OPTION: ProblemView = {
  code: 'AUTOMATION_OPTION_UNKNOWN',
  what: 'The control has another mode since this card was shown, or there is no such mode.',
  next: 'Look at the modes as they are now, and choose again.',
  leadsTo: 'automation',
};

export const NOTHING_CHOSEN: ProblemView = {
  code: 'AUTOMATION_NOTHING_CHOSEN',
  what: 'No control and mode were chosen, so nothing is proposed.',
  next: 'Choose one in the list, then press Propose.',
  leadsTo: 'automation',
};

/** Where nobody may approve, there is no writing either. */
export const NOTHING_TO_STOP: ProblemView = {
  ...NOT_CONFIGURED,
  what: 'There is nothing to stop: nobody may approve a fix here yet, so Glasswatch writes nothing to the tenant.',
};

/** For the buttons of automation; a stop that nobody has confirmed must not look like one. */
export const AUTOMATION_LATE: ProblemView = {
  code: 'BOT_ANSWER_LATE',
  what: 'This takes longer than Teams waits for an answer. Nobody can tell yet whether it took effect.',
  next: 'Look again in a moment, or send "automation".',
  leadsTo: 'automation',
};

/** `incident` is what the log has under the same ID. */
export function stopFailed(incident: string): ProblemView {
  return {
    code: 'AUTOMATION_STOP_FAILED',
    what: 'The stop could not be stored, so Glasswatch may still write to the tenant.',
    next: `Send "stop" again. If it fails again, the operator ends the program; the log has the cause under ${incident}.`,
    leadsTo: 'automation',
  };
}
