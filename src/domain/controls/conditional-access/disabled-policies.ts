import type { Control } from '../control.js';
import { judgeExclusions } from './judge-exclusion.js';
import { CA_PERMISSIONS } from './permissions.js';

/** BG-CA-07: the same test on policies that are switched off. Advice only: nothing here is ever a `fail`. */
export const disabledPolicies: Control = {
  id: 'BG-CA-07',
  title: 'Disabled policies exclude the accounts',
  severity: 'info',
  rationale: 'A disabled policy is often switched on in a hurry, when nobody checks its exclusions.',
  references: ['Maester MT.1005'],
  permissions: CA_PERMISSIONS,
  licence: 'P1',
  kind: 'auto',
  fix: 'F13',
  guide: {
    baseline: 'Advanced',
    minutesToFix: 15,
    roles: ['Conditional Access Administrator'],
    expected: 'Disabled policies that target users exclude the accounts as well.',
    review: ['Read in the finding which disabled policies would reach an account if they were switched on.'],
    plan: ['Delete policies that nobody needs, or exclude the accounts in the ones that stay. Nothing here is urgent.'],
    implement: ['Add the accounts, or the group they share, under Users, Exclude of each policy that stays.'],
    verify: ['Scan again: no disabled policy would reach an account.'],
  },
  evaluate: (snapshot, settings) =>
    judgeExclusions(snapshot, settings, {
      states: ['disabled'],
      adjective: 'disabled',
      reached: 'warn',
      advice: 'Exclude the account before anything is switched on.',
    }),
};
