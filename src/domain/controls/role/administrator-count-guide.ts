import type { ControlGuide } from '../control.js';

/** How people bring the number of Global Administrators into bounds. */
export const administratorCountGuide: ControlGuide = {
  baseline: 'Foundation',
  minutesToFix: 30,
  roles: ['Privileged Role Administrator'],
  expected: 'Two to four users, the emergency accounts among them, hold Global Administrator, active or eligible.',
  review: [
    'Under Roles & admins, open Global Administrator and list its active and eligible assignments, and the members of every group among them.',
    'Ask each person what they last needed the role for; the audit log shows their activities.',
  ],
  plan: [
    'Choose for everybody but the emergency accounts the lesser role that covers their work, for example Exchange Administrator or User Administrator.',
    'Where there are fewer than two, decide which second emergency account is to be created first.',
  ],
  implement: [
    'Assign the lesser role, let the person work with it for some days, then remove their Global Administrator assignment.',
    'Never remove the assignment of an emergency account to reach the number.',
  ],
  verify: ['Scan again: BG-ROLE-03 passes and BG-ROLE-01 still passes for each emergency account.'],
};
