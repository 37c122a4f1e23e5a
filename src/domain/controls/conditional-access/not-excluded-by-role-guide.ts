import type { ControlGuide } from '../control.js';

/** How people replace the exclusion of a role by one of the accounts. */
export const notExcludedByRoleGuide: ControlGuide = {
  baseline: 'Foundation',
  minutesToFix: 15,
  roles: ['Conditional Access Administrator'],
  expected:
    'Policies exclude the emergency accounts or their protected group, and no policy relies on an excluded role.',
  review: ['Open each named policy and look at Users, Exclude, Directory roles: note the roles and who holds them.'],
  plan: [
    'The account or its group is excluded first; only then does the role leave the list, so that no emergency account is ever reached.',
    'Find out which administrators got past the policy because of the role, and whether they can meet it.',
  ],
  implement: [
    'Under Users, Exclude, add the protected exclusion group or the account, and save.',
    'Scan again, and once BG-CA-11 passes remove the directory role from the exclusions.',
  ],
  verify: [
    'Scan again: BG-CA-01 and BG-CA-11 pass for the account.',
    'Ask What If for an ordinary Global Administrator: the policy applies.',
  ],
};
