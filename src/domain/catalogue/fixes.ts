/** The fixes of the catalogue in words. A control names them as in `F13/F14`, or says that only people can mend it. */

export const FIXES: ReadonlyMap<string, string> = new Map([
  ['F1', 'Create an emergency account that is missing, or register its key: a sequence for people, the role last'],
  ['F2', 'Enable the account again, once it is known why it was disabled'],
  ['F3', 'Clear the anchor that the on-premises directory left on an account that is not synced any more'],
  ['F4', 'Move the sign-in name to the initial domain, and reissue the sealed credentials'],
  ['F5', 'Remove the manager, phone numbers and addresses that tie the account to one person'],
  ['F6', 'Remove licences that the account does not need'],
  ['F7', 'Let the password of the account never expire; the setting of the domain stays'],
  ['F8', 'Restore the deleted account while that is possible'],
  ['F9', 'Assign Global Administrator, active and without an end, after two people agreed'],
  ['F10', 'Delete weak and personal methods, once a phishing-resistant one is proven to work'],
  ['F11', 'Let the authentication methods policy admit the registered keys'],
  ['F12', 'Turn off per-user multifactor authentication, once a phishing-resistant method is registered'],
  ['F13', 'Exclude the account in the policy; nobody else is added or removed'],
  ['F14', 'Add the account to the protected group that the policies exclude already; preferred to F13'],
  ['F15', 'Create the dedicated policy, report-only; switching it on is a decision of its own'],
  ['F16', 'Remove an ID that nothing has any more, after two looks an hour apart'],
  ['F17', 'Move the exclusion to a protected group, the new one before the old one goes'],
  ['F18', 'Remove whoever is no emergency account from the exclusion group'],
  ['F19', 'Exclude the account from the registration campaign; turn off self-service password reset of administrators'],
  ['F20', 'Put the accounts into a restricted management administrative unit with a custodian, as the last fix of all'],
  ['F21', 'Dismiss the risk, once a person has investigated it and written down what it was'],
]);

const WAYS: readonly (readonly [RegExp, string])[] = [
  [/\bhuman\b/, 'People mend it in the admin center: follow the four steps.'],
  [/\bconfig\b/, 'A change of the configuration of the bot mends it.'],
  [/\battest\b/, 'Somebody looks and signs for it: send "attest" to the bot, or explain the alert.'],
  [/\bself\b/, 'The bot does it by itself as soon as it may read and knows where to speak.'],
  [/\bnone\b/, 'No change to the tenant is offered.'],
];

/** What `fix` means, one sentence each: the numbered fixes first, then the ways without a number. */
export function fixSentences(fix: string): readonly string[] {
  const numbered = [...fix.matchAll(/F\d+/g)].map(([id]) => `${id}: ${FIXES.get(id) ?? 'not described'}.`);
  return [...numbered, ...WAYS.flatMap(([word, sentence]) => (word.test(fix) ? [sentence] : []))];
}
