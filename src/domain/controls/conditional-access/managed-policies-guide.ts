import type { ControlGuide } from '../control.js';

/** How people keep emergency accounts out of policies that Microsoft makes. */
export const managedPoliciesGuide: ControlGuide = {
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
};
