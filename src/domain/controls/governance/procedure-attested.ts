import { judgeAttested } from '../attested.js';
import type { Control } from '../control.js';
import { tenantSubject } from '../per-account.js';
import { NO_RECORDS } from '../watch-records.js';

/** BG-GOV-03: what lies in safes and heads. Two custodians, for one alone can neither be on leave nor be watched. */
export const procedureAttested: Control = {
  id: 'BG-GOV-03',
  title: 'Procedure, custodians and storage confirmed',
  severity: 'high',
  rationale:
    'An account is worth as much as the sealed key, the people who may take it, and a procedure they have read.',
  references: ['Microsoft: Manage emergency access accounts', 'CIS M365 1.1.2'],
  permissions: ['User.Read.All'],
  licence: 'Free',
  kind: 'manual',
  fix: 'attest',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 90,
    roles: [],
    expected:
      'A signed statement says that procedure, custodians and storage are in order, and still counts: for 90 days, or as long as it says.',
    review: [
      'Go to the safes: are keys and PINs there, sealed, apart from each other, and can the custodians open them?',
      'Read the procedure as somebody would who has never seen it. Are the people in it still here?',
    ],
    plan: [
      'Name at least two custodians and at least two separate, fireproof places.',
      'Review after 90 days, when staff or subscriptions change, and after every use.',
    ],
    implement: [
      'Correct the list of people, the procedure and the places; change combinations that somebody knows who has left.',
      'Tell the people who watch security alerts what a drill looks like, and train those who may use the accounts.',
      'Send "attest" to the bot and sign, with the custodians and a link to the evidence.',
    ],
    verify: ['Scan again: the statement counts, and the finding says until when.'],
  },
  evaluate: (snapshot, _settings, records = NO_RECORDS) => [
    judgeAttested(snapshot, records, { controlId: 'BG-GOV-03', subject: tenantSubject(snapshot) }),
  ],
};
