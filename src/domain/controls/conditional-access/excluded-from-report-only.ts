import type { Control } from '../control.js';
import { judgeExclusions } from './judge-exclusion.js';
import { isMicrosoftManaged } from './microsoft-managed.js';
import { CA_PERMISSIONS } from './permissions.js';

/** BG-CA-02: a report-only policy that would reach an emergency account is a lock-out waiting to be switched on. */
export const excludedFromReportOnly: Control = {
  id: 'BG-CA-02',
  title: 'Report-only policies already exclude the accounts',
  severity: 'high',
  rationale: 'The day such a policy is switched on it locks the accounts out, and Microsoft switches on its own ones.',
  references: ['Microsoft: Microsoft-managed Conditional Access policies'],
  permissions: CA_PERMISSIONS,
  licence: 'P1',
  evaluate: (snapshot, settings) =>
    judgeExclusions(snapshot, settings, {
      states: ['enabledForReportingButNotEnforced'],
      adjective: 'report-only',
      reached: 'fail',
      advice: 'Exclude the account now: once enforced, this is a lock-out.',
      severityOf: (reached) => (reached.some(isMicrosoftManaged) ? 'critical' : 'high'),
    }),
};
