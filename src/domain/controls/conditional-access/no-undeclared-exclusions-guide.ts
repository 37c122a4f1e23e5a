import type { ControlGuide } from '../control.js';

/** How people deal with exclusions that nobody declared. */
export const noUndeclaredExclusionsGuide: ControlGuide = {
  baseline: 'Recommended',
  minutesToFix: 45,
  roles: ['Conditional Access Administrator'],
  expected:
    'Policies that block or demand multifactor authentication exclude the emergency accounts, and otherwise only what was declared.',
  review: [
    'Open each named policy and look at Users, Exclude: users and groups, guests, and directory roles.',
    'Ask the owner of each excluded account or group why it is there and since when; the audit log shows who added it.',
  ],
  plan: [
    'Sort the exclusions into three: an emergency account to designate, a technical need to cover with another policy, and leftovers to remove.',
    'For what has to stay, such as the synchronization account, write down owner, reason and end, and list its object ID in the setting declaredExclusions.',
  ],
  implement: [
    'Create the covering policy in report-only, look at its effect for some days, and enable it before anything else changes.',
    'Remove the leftovers from Users, Exclude, one policy at a time. Leave the emergency accounts and their group in the list.',
  ],
  verify: [
    'Scan again: BG-CA-12 passes, and BG-CA-01 still passes for every emergency account.',
    'Ask What If for an account that was removed from an exclusion: the policy applies to it.',
  ],
};
