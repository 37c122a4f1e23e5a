import type { ProblemView, WayBack } from '../card-renderer.js';

/** What people are told when something about watching was not done. What a workflow refuses, it words itself. */

export const WATCHING_OFF: ProblemView = {
  code: 'WATCHING_NOT_CONFIGURED',
  what: 'Glasswatch does not watch this tenant between scans, so there is nothing to set or to show here.',
  next: 'Send "scan" to look now. The operator switches watching on; see docs/configuration.md.',
  leadsTo: 'nowhere',
};

/** What to do next, by the code of a refusal. A code that is not here leads back to what the card was about. */
const NEXT: Readonly<Record<string, string>> = {
  DRIFT_UNKNOWN: 'Send "status" for what differs now.',
  DRIFT_NOT_OPEN: 'Look at it again to see where it is now.',
  DRIFT_NOT_APPROVER: 'Ask an approver. Who may approve is set by the operator.',
  DRIFT_REASON_MISSING: 'Say in a sentence why this is right, then press Accept.',
  DRIFT_DAYS_INVALID: 'Choose how long, then press the button again.',
  ALERT_UNKNOWN: 'Send "status" for the alerts that are open.',
  ALERT_ACKNOWLEDGED: 'Look at it again to see who did, and how.',
  ALERT_OWN_ACCOUNT: 'Ask a colleague to acknowledge it.',
  ALERT_TEXT_MISSING: 'Say in a sentence what happened, then press Acknowledge.',
  ALERT_CLASS_INVALID: 'Choose what it was, then press Acknowledge.',
  SCHEDULE_INVALID: 'Correct it in the card of the schedule, then press Save.',
  SCHEDULE_TOO_OFTEN: 'Choose fewer times in the card of the schedule, then press Save.',
  DRILL_UNKNOWN: 'Send "drill" for the drills there are.',
  DRILL_ACCOUNT_UNKNOWN: 'Choose one of the designated accounts.',
  DRILL_WINDOW_INVALID: 'A drill starts in the future, takes at most four hours, and can be claimed once it has begun.',
  DRILL_PEOPLE_INVALID: 'Choose a colleague: two different people carry out a drill.',
  DRILL_FOLLOW_UP_INCOMPLETE: 'Do what is left, then record it in the card of the drill.',
  ATTESTATION_CONTROL_UNKNOWN: 'Send "attest" for what can be signed.',
  ATTESTATION_CUSTODIANS_INVALID: 'Choose two different people in the form.',
  ATTESTATION_LINK_INVALID: 'Enter an address that begins with https://, or none.',
  OVERTAKEN: 'Look at it again, and press the button once more if it is still right.',
};

const LOOK_AGAIN = 'Look at it again, correct it, and press the button once more.';

export function refusalProblem(
  refusal: { readonly code: string; readonly message: string },
  back: WayBack,
): ProblemView {
  const { code, message } = refusal;
  return { code, what: message, next: NEXT[code] ?? LOOK_AGAIN, leadsTo: back };
}

function problem(code: string, what: string, next: string, verb: WayBack['verb'], id = ''): ProblemView {
  return { code, what, next, leadsTo: { verb, id } };
}

export const UNKNOWN_CASE = problem(
  'DRIFT_UNKNOWN',
  'This difference is not stored any more.',
  'Send "status" for what differs now.',
  'watch.show',
);

export const UNKNOWN_ALERT = problem(
  'ALERT_UNKNOWN',
  'This alert is not stored any more.',
  'Send "status" for the alerts that are open.',
  'watch.show',
);

export const UNKNOWN_DRILL = problem(
  'DRILL_UNKNOWN',
  'This drill is not stored any more.',
  'Send "drill" for the drills there are.',
  'drill.list',
);

export const UNKNOWN_CONTROL = problem(
  'ATTESTATION_CONTROL_UNKNOWN',
  'There is no such statement to sign.',
  'Send "attest" for what can be signed.',
  'attestation.list',
);

export const NO_KINDS = problem(
  'SUBSCRIPTION_KINDS_MISSING',
  'Nothing was chosen, so nothing is changed.',
  'Choose at least one thing to be told about, or press Unsubscribe.',
  'subscription.show',
);

export const NO_START = problem(
  'DRILL_START_MISSING',
  'The date or the time of the start is missing, so no drill is planned.',
  'Enter both, in UTC, then press Plan.',
  'drill.list',
);

export const NO_SECOND_PERSON = problem(
  'DRILL_SECOND_PERSON_UNKNOWN',
  'No second person was found, so no drill is planned.',
  'Choose one colleague of this tenant in the list, or type the object ID that Microsoft Entra shows.',
  'drill.list',
);

export function nothingToFix(caseId: string): ProblemView {
  return problem(
    'DRIFT_NOTHING_TO_FIX',
    'No failing finding belongs to this difference, so there is no fix to plan.',
    'Correct it in the Microsoft Entra admin center, or have an approver accept it.',
    'drift.show',
    caseId,
  );
}

export function noClassification(alertId: string): ProblemView {
  return problem(
    'ALERT_CLASS_INVALID',
    'Nobody can tell yet what this was, so it is not acknowledged.',
    'Choose drill, emergency or misuse, then press Acknowledge.',
    'alert.show',
    alertId,
  );
}

export function noPasswordAnswer(drillId: string): ProblemView {
  return problem(
    'DRILL_FOLLOW_UP_INCOMPLETE',
    'The question about the password has no answer, so nothing is recorded.',
    'Choose an answer, then press Record.',
    'drill.show',
    drillId,
  );
}

export function custodianUnknown(controlId: string): ProblemView {
  return problem(
    'ATTESTATION_CUSTODIAN_UNKNOWN',
    'One of the custodians was not found, so nothing is signed.',
    'Choose people of this tenant in the list, or type the object IDs that Microsoft Entra shows.',
    'attestation.form',
    controlId,
  );
}
