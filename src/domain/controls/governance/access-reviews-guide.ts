import type { ControlGuide } from '../control.js';

/** How people keep access reviews from removing emergency accounts. */
export const accessReviewsGuide: ControlGuide = {
  baseline: 'Recommended',
  minutesToFix: 15,
  roles: ['Identity Governance Administrator', 'Privileged Role Administrator'],
  expected:
    'Reviews about Global Administrator, or about a group with an emergency account, change nothing when reviewers do not respond.',
  review: [
    'Under Identity Governance, Access reviews, and in Privileged Identity Management under Access reviews, open each review of Global Administrator or of a group that holds an emergency account.',
    'Look at "If reviewers don\'t respond" and at "Auto apply results to resource".',
  ],
  plan: [
    'Decide for each review between leaving the accounts out of its scope and the setting "No change".',
    'Tell the reviewers which accounts are for emergencies, that they are inactive on purpose, and that they are to be approved.',
  ],
  implement: [
    'Edit the series: set "If reviewers don\'t respond" to "No change", or turn off applying results automatically, and save.',
    'For an instance that is running, look at the decisions on the accounts before it ends.',
  ],
  verify: [
    'Scan again: BG-GOV-01 passes.',
    'After the next instance has ended, scan once more: BG-ROLE-01 and BG-CA-01 still pass.',
  ],
};
