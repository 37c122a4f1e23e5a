import type { ControlGuide } from '../control.js';

/** How people keep automatic clean-up away from emergency accounts. */
export const cleanUpAutomationGuide: ControlGuide = {
  baseline: 'Recommended',
  minutesToFix: 60,
  roles: ['Lifecycle Workflows Administrator'],
  expected: 'Nothing that disables, deletes or strips accounts by itself can choose an emergency account.',
  review: [
    'Under Identity Governance, Lifecycle workflows, open each enabled workflow for leavers and read its rule under Execution conditions.',
    'List what else cleans up: scripts for inactive users, the connector of the personnel system, synchronization jobs, management products of a service provider.',
  ],
  plan: [
    'Give each of them a condition that leaves the emergency accounts out by object ID or by an attribute that only they have.',
    'Agree with the owner of each script or product on who tells whom before the condition is changed.',
  ],
  implement: [
    'Change the rule of the workflow, and look at "Users in scope" before you save it.',
    'Change the scripts and products, run each in its test mode, and look for the accounts in what it would have done.',
  ],
  verify: [
    'Scan again: the workflow is not named any more, or its rule plainly leaves the accounts out.',
    'Send "attest" to the bot and sign for BG-GOV-02, with a link to what was checked.',
  ],
};
