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
  evaluate: (snapshot, _settings, records = NO_RECORDS) => [
    judgeAttested(snapshot, records, { controlId: 'BG-GOV-03', subject: tenantSubject(snapshot) }),
  ],
};
