import type { Finding } from '../../controls/control.js';
import { refused, type DraftResult } from '../planner.js';

/** What people do about findings for which no plan is made. */

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['BG-INV-03', 'Give each account its own phone, mailbox and key, and designate each once.'],
  ['BG-ACC-02', 'Use an account that was created in the cloud, and designate it in place of this one.'],
  ['BG-ACC-03', 'Change the sign-in name to the initial onmicrosoft.com domain, and reissue the sealed credentials.'],
  [
    'BG-ACC-07',
    'Check in the Microsoft Entra admin center which domain the sign-in name belongs to, and when the password expires.',
  ],
  [
    'BG-ACC-08',
    'Look under Deleted users in the Microsoft Entra admin center, and restore the account if it is there.',
  ],
  ['BG-AUTH-02', 'Remove the methods that hang on one person in the Microsoft Entra admin center.'],
  ['BG-CA-01', 'Exclude the account in these policies in the Microsoft Entra admin center.'],
  ['BG-CA-03', 'Exclude the account in these policies in the Microsoft Entra admin center.'],
  ['BG-CA-04', 'Exclude one account in these policies in the Microsoft Entra admin center.'],
  ['BG-CA-08', 'Correct the users and groups of these policies in the Microsoft Entra admin center.'],
  [
    'BG-CA-09',
    'Move to a protected group step by step: create a role-assignable security group, add the emergency accounts, exclude it from every policy beside the old group, scan until BG-CA-01 and BG-CA-02 pass, and only then take the old group out of the policies.',
  ],
  ['BG-CA-10', 'Look through the members of the group in the Microsoft Entra admin center.'],
  [
    'BG-CA-11',
    'Exclude the account or its group in these policies first, and take the role out of the exclusions afterwards.',
  ],
  ['BG-CA-12', 'Find out who added each exclusion and why: designate, cover by another policy, declare, or remove it.'],
  ['BG-CA-13', 'Look at the named policies in the Microsoft Entra admin center, and exclude the accounts there.'],
  [
    'BG-TEN-01',
    'Register a security key for each account, or put Conditional Access in the place of security defaults.',
  ],
  ['BG-TEN-02', 'Look at password reset and the registration campaign in the Microsoft Entra admin center.'],
  ['BG-PROT-01', 'Look at the administrative units of the account in the Microsoft Entra admin center.'],
  ['BG-ROLE-01', 'Check in the Microsoft Entra admin center how the account holds Global Administrator.'],
  ['BG-ROLE-02', 'Assign the role to the account itself first, and take it out of the group afterwards.'],
  ['BG-ROLE-03', 'Go through who holds the role, and give those a lesser one who can work with it.'],
  ['BG-ROLE-04', 'Make the assignment eligible or give it an end, unless this is an emergency account to designate.'],
  [
    'BG-GOV-01',
    'Set "If reviewers don\'t respond" of the access review to "No change", or do not apply its results automatically.',
  ],
  ['BG-GOV-02', 'Leave the emergency accounts out of whatever cleans up, then send "attest" to the bot.'],
  ['BG-PIM-01', 'Require approval in the settings of the role, and name two people who can approve at any hour.'],
  ['BG-SELF-01', 'Correct the permissions of the bot in the Microsoft Entra admin center.'],
  ['BG-AUTH-01', 'Register a FIDO2 security key for the account.'],
]);

/** No plan for this finding: `PLAN_NOT_AVAILABLE` with what is the case and what a person does about it. */
export function refuseForPeople({ controlId, summary }: Finding): DraftResult {
  const advice = ADVICE.get(controlId) ?? 'A person has to decide and act, then scan again.';
  return refused('PLAN_NOT_AVAILABLE', `${summary} ${advice}`);
}
