import type { ControlGuide } from '../control.js';

/** How people move an emergency account from a group to a direct assignment. */
export const assignmentPathGuide: ControlGuide = {
  baseline: 'Recommended',
  minutesToFix: 10,
  roles: ['Privileged Role Administrator'],
  expected: 'Each emergency account holds Global Administrator by an active, permanent assignment of its own.',
  review: [
    'Under Roles & admins, open Global Administrator and its Assignments: look for the groups under Active assignments.',
    'Open each such group and note which emergency accounts are members, and whether Privileged Identity Management manages the membership.',
  ],
  plan: [
    'Decide that the direct assignment comes first and the group membership goes last, so that the account holds the role at every moment.',
  ],
  implement: [
    'Under Global Administrator, add an assignment of type Active for the account, with "Permanently assigned" and no end.',
    'Wait until the assignment is listed, then remove the account from the group, unless the group also excludes it from Conditional Access.',
  ],
  verify: [
    'Scan again: BG-ROLE-01 and BG-ROLE-02 pass for the account.',
    'Sign in with the account in the next drill and open a page that only a Global Administrator sees.',
  ],
};
