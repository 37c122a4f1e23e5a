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
  evaluate: (snapshot, _settings, records = NO_RECORDS) => [
    judgeAttested(snapshot, records, { controlId: 'BG-GOV-04', subject: tenantSubject(snapshot) }),
  ],
};
