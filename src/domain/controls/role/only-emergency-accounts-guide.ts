import type { ControlGuide } from '../control.js';

/** How people turn standing Global Administrators into eligible ones. */
export const onlyEmergencyAccountsGuide: ControlGuide = {
  baseline: 'Recommended',
  minutesToFix: 20,
  roles: ['Privileged Role Administrator'],
  expected:
    'No active assignment of Global Administrator without an end exists beside those of the emergency accounts.',
  review: [
    'In Privileged Identity Management, open Microsoft Entra roles, Global Administrator, Active assignments, and look at the column for the end.',
    'For each group in the list, look at its members; for each service principal, ask its owner which Graph permissions it needs.',
  ],
  plan: [
    'Confirm first that BG-ROLE-01 passes for two emergency accounts: they stay as they are.',
    'Agree with each person on an eligible assignment, and on the day when the standing one ends.',
  ],
  implement: [
    'Add an eligible assignment for the person, let them activate it once, then remove the active one.',
    'Grant an application the few Graph permissions that it uses, test it, and remove its role.',
  ],
  verify: [
    'Scan again: BG-ROLE-04 names nobody any more, and BG-ROLE-01 still passes.',
    'Ask one person to activate the role, and see that the approval works as BG-PIM-01 expects.',
  ],
};
