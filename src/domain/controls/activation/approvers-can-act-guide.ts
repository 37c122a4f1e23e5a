import type { ControlGuide } from '../control.js';

/** How people set up approval of role activations that works on a bad day. */
export const approversCanActGuide: ControlGuide = {
  baseline: 'Advanced',
  minutesToFix: 20,
  roles: ['Privileged Role Administrator'],
  expected:
    'Activating Global Administrator or Privileged Role Administrator takes the approval of one of at least two people who can approve without activating anything.',
  review: [
    'In Privileged Identity Management, open Microsoft Entra roles, Settings, Global Administrator, and look at "Require approval to activate" and the approvers.',
    'Do the same for Privileged Role Administrator, and look at the members of every group among the approvers.',
  ],
  plan: [
    'Choose at least two people who work at different times and do not depend on each other; approving takes no role, so they need not be administrators.',
    'Decide who tells them, and by which way, when mail and Teams do not work.',
  ],
  implement: [
    'Under Edit, Activation, select "Require approval to activate", name the approvers, and update. Do it for both roles.',
  ],
  verify: [
    'Scan again: BG-PIM-01 passes.',
    'Let somebody activate the role, and see that each approver gets the request and can approve it.',
  ],
};
