import type { DesignationRefusal } from '../../workflows/designations.js';
import type { ProblemView, WayBack } from '../card-renderer.js';

/** What people are told when a designation was not made, confirmed or removed, and what to do. */

export const DESIGNATING_OFF: ProblemView = {
  code: 'DESIGNATION_OFF',
  what: 'Glasswatch does not keep the designated accounts here.',
  next: 'The operator names them in EMERGENCY_ACCOUNTS; see docs/configuration.md.',
  leadsTo: 'nowhere',
};

export const UNKNOWN_DESIGNATION: ProblemView = {
  code: 'DESIGNATION_UNKNOWN',
  what: 'This designation is not stored any more.',
  next: 'Send "accounts" for those there are.',
  leadsTo: { verb: 'account.list', id: '' },
};

const NEXT: Readonly<Record<DesignationRefusal, string>> = {
  DESIGNATION_NOT_CONFIGURED: 'The operator sets APPROVERS_GROUP_ID or APPROVERS; docs/configuration.md says how.',
  DESIGNATION_UNKNOWN: 'Send "accounts" for the list.',
  DESIGNATION_ID_INVALID: 'Copy it from the admin center, and press Designate… again.',
  DESIGNATION_SUBJECT_MISSING: 'Check the object ID, or restore the account, and try again.',
  DESIGNATION_SUBJECT_UNREAD: 'Try again in a minute. If it stays, the operator grants what is missing.',
  DESIGNATION_ALREADY: 'Send "accounts" to see where it stands.',
  DESIGNATION_NOT_IN_FORCE: 'Send "accounts" to see where it stands.',
  DESIGNATION_REMOVAL_ALREADY: 'Another person confirms it, or declines.',
  DESIGNATION_NOT_PENDING: 'Look at it again to see who did, and how.',
  DESIGNATION_EXPIRED: 'Send "accounts", and propose it again.',
  DESIGNATION_OWN_PROPOSAL: 'Ask an approver. You can withdraw it yourself.',
  DESIGNATION_OWN_ACCOUNT: 'Ask a colleague.',
  DESIGNATION_APPROVERS_UNKNOWN: 'Try again in a minute.',
  DESIGNATION_NOT_APPROVER: 'Who may approve is set by the operator.',
  DESIGNATION_NOT_SHOWN: 'Look at it again to see where it stands.',
  DESIGNATION_CHANGED: 'Open it again and read what has changed before you sign.',
  CANDIDATE_DISMISSED: 'Send "accounts" for the list.',
  OVERTAKEN: 'Look at it again, and press the button once more if it is still right.',
};

export function designationProblem(
  { code, message }: { readonly code: DesignationRefusal; readonly message: string },
  leadsTo: WayBack,
): ProblemView {
  return { code, what: message, next: NEXT[code], leadsTo };
}
