import { judgeAttested } from '../attested.js';
import type { Control } from '../control.js';
import { tenantSubject } from '../per-account.js';
import { NO_RECORDS } from '../watch-records.js';

/** BG-GOV-04: a device to use the accounts on, which no scan of the tenant can see. */
export const workstationAttested: Control = {
  id: 'BG-GOV-04',
  title: 'Privileged access workstation confirmed',
  severity: 'medium',
  rationale:
    'On an ordinary computer the key to the tenant is typed next to mail and a browser, if the computer works at all.',
  references: ['Microsoft: Manage emergency access accounts'],
  permissions: ['User.Read.All'],
  licence: 'Free',
  kind: 'manual',
  fix: 'attest',
  guide: {
    baseline: 'Advanced',
    minutesToFix: 60,
    roles: [],
    expected:
      'Somebody signed that a privileged access workstation, or an equally safe computer, is ready for the emergency accounts.',
    review: [
      'Take the computer that is meant for an emergency: does it start, is it up to date, does it reach the internet without the company network?',
      'See that it accepts the security keys and is used for nothing else.',
    ],
    plan: ['Name who keeps the computer and where, and how a second network can be reached.'],
    implement: [
      'Set the computer up, update it, and note in the procedure where it is.',
      'Send "attest" to the bot and sign, with a link to the evidence.',
    ],
    verify: ['Scan again: the statement counts.', 'Use this computer in the next drill.'],
  },
  evaluate: (snapshot, _settings, records = NO_RECORDS) => [
    judgeAttested(snapshot, records, { controlId: 'BG-GOV-04', subject: tenantSubject(snapshot) }),
  ],
};
