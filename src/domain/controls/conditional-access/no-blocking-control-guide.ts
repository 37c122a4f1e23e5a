import type { ControlGuide } from '../control.js';

/** How people free an emergency account from what keeps it out. */
export const noBlockingControlGuide: ControlGuide = {
  baseline: 'Foundation',
  minutesToFix: 15,
  roles: ['Conditional Access Administrator'],
  expected:
    'No enabled policy reaches an emergency account with a block or with a demand that its registered methods cannot answer.',
  review: [
    'Under Conditional Access, open What If, choose the emergency account, and look at "Policies that will apply" for a browser and for a legacy client.',
    'Open each policy of the list and note whether it blocks, or demands a device, an app, terms of use or a method.',
  ],
  plan: [
    'Exclude the account from each of these policies, by the protected exclusion group where there is one.',
    'Keep a second emergency account at hand that gets in, or a signed-in session, until the change is verified.',
  ],
  implement: [
    'Under Users, Exclude, add the exclusion group or the account, and save. Leave the grant controls as they are for everybody else.',
  ],
  verify: [
    'Scan again: BG-CA-03 and BG-CA-01 pass for the account.',
    'Ask What If once more for the same sign-ins: the policy is under "Policies that will not apply".',
    'Sign in with the account in the next drill.',
  ],
};
