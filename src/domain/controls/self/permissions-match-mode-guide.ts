import type { ControlGuide } from '../control.js';

/** How people bring the bot's own permissions into line. */
export const permissionsMatchModeGuide: ControlGuide = {
  baseline: 'Foundation',
  minutesToFix: 15,
  roles: ['Privileged Role Administrator', 'Cloud Application Administrator'],
  expected:
    'The identity that scans holds read permissions only; a second one that writes exists only where plans are carried out by the bot.',
  review: [
    'Under Enterprise applications, open the application of the bot and look at Permissions, Admin consent.',
    'Compare the list with docs/permissions.md, for the reader and for the remediator.',
  ],
  plan: [
    'Decide whether the bot is to write at all; without a remediator every plan ends as instructions for people.',
    'For other applications with such permissions, ask their owners what they use them for.',
  ],
  implement: [
    'Revoke what is too much under Permissions, and remove it from the app registration so that the next consent does not bring it back.',
    'Grant the remediator what it lacks, and give admin consent.',
  ],
  verify: [
    'Scan again: BG-SELF-01 passes, and no other control answers "error" because of a permission that was revoked.',
  ],
};
