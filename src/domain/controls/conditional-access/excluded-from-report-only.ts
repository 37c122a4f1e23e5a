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
  kind: 'auto',
  fix: 'F13/F14',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 15,
    roles: ['Conditional Access Administrator'],
    expected: 'Every report-only policy that targets users excludes the account already.',
    review: [
      'Read in the finding which report-only policies would reach the account.',
      'A policy that Microsoft manages switches itself on, at the earliest 45 days after it was created: look at its date first.',
    ],
    plan: [
      'Exclude the account before anybody switches the policy on.',
      'In policies that Microsoft manages only the state and the exclusions can be changed; exclusions are enough.',
    ],
    implement: [
      'Add the account to the group that the policies exclude, or under Users, Exclude of each policy.',
      'Leave the state of the policy as it is.',
    ],
    verify: ['Scan again: no report-only policy would reach the account.'],
  },
  evaluate: (snapshot, settings) =>
    judgeExclusions(snapshot, settings, {
      states: ['enabledForReportingButNotEnforced'],
      adjective: 'report-only',
      reached: 'fail',
      advice: 'Exclude the account now: once enforced, this is a lock-out.',
      severityOf: (reached) => (reached.some(isMicrosoftManaged) ? 'critical' : 'high'),
    }),
};
