import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { Control } from '../control.js';
import { judgeExclusions } from './judge-exclusion.js';
import { enforcedFrom, isMicrosoftManaged } from './microsoft-managed.js';
import { CA_PERMISSIONS } from './permissions.js';

/** When Microsoft may switch on those that are still report-only, the earliest first. */
function datesOf(reached: readonly ConditionalAccessPolicy[]): string {
  const waiting = reached.filter(({ state }) => state === 'enabledForReportingButNotEnforced');
  if (waiting.length === 0) return '';
  const dates = waiting.flatMap((policy) => enforcedFrom(policy) ?? []).sort();
  const [first] = dates;
  return first === undefined
    ? ' Microsoft switches those in report-only on by itself, on a day that nobody can tell from here.'
    : ` Microsoft may switch on those in report-only by itself, the first from ${first} on.`;
}

/** BG-CA-06: nobody in the tenant wrote these policies, so nobody thought of the emergency accounts. */
export const managedPolicies: Control = {
  id: 'BG-CA-06',
  title: 'Microsoft-managed policies exclude the accounts',
  severity: 'high',
  rationale:
    'Microsoft adds such policies and switches them on by itself after 45 days; they know nothing of emergency accounts.',
  references: ['Microsoft: Microsoft-managed Conditional Access policies'],
  permissions: CA_PERMISSIONS,
  licence: 'P1',
  kind: 'auto',
  fix: 'F13',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 10,
    roles: ['Conditional Access Administrator'],
    expected: 'Every Microsoft-managed policy that is on or report-only excludes each emergency account.',
    review: [
      'Under Conditional Access, Policies, look for the names that begin with "Microsoft-managed:" and note state and creation date.',
      'Open each one and look at Users, Exclude: the emergency accounts or their protected group should be listed.',
    ],
    plan: [
      'Decide for each policy whether it is to be switched on, or off because policies of your own do the same.',
      'A policy left in report-only is switched on by Microsoft 45 days or more after its creation: act before that day.',
    ],
    implement: [
      'Under Users, Exclude, add the protected exclusion group or the accounts, and save. Nothing else of such a policy can be edited.',
    ],
    verify: [
      'Scan again: BG-CA-06 passes for each account.',
      'Ask What If in the admin center for an emergency account: the policy does not apply.',
    ],
  },
  evaluate: (snapshot, settings) =>
    judgeExclusions(snapshot, settings, {
      states: ['enabled', 'enabledForReportingButNotEnforced'],
      concerns: isMicrosoftManaged,
      adjective: 'Microsoft-managed',
      reached: 'fail',
      advice: (reached) => `Exclude the account: exclusions and state are all that can be edited.${datesOf(reached)}`,
    }),
};
