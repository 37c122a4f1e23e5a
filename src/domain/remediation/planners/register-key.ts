import { drafted, refuseUnknownAccount, subjectAccount, type Planner } from '../planner.js';
import { userPortalUrl } from '../portal-urls.js';
import type { RemediationStep } from '../plan.js';
import type { Subject } from '../../controls/control.js';

/** The part of F1 that only a person with the key in hand can do, for BG-AUTH-01 and inside the sequence for a new account. */

/** Registers a security key for `account`, whose page is `portalUrl`. */
export function registerKeyStep(account: Subject, portalUrl: string): RemediationStep {
  return {
    fixId: 'F1',
    executor: 'human',
    change: null,
    title: `Register a FIDO2 security key for "${account.name}"`,
    object: account,
    field: 'authentication/fido2Methods',
    before: 'no phishing-resistant method',
    after: 'a FIDO2 security key; the next scan shows it',
    undo: 'Remove the key from the authentication methods of the account, once another one is registered.',
    permission: 'UserAuthenticationMethod.ReadWrite.All',
    role: 'Privileged Authentication Administrator',
    instructions: [
      'Take two new security keys of a model that the authentication methods policy admits.',
      'Issue a Temporary Access Pass for the account, valid once, and keep it out of any chat.',
      'Sign in as the account at https://mysignins.microsoft.com/security-info and add both keys, each with its own PIN.',
      'Seal keys and PINs, and put them into separate safes.',
      'Scan again: BG-AUTH-01 passes once a key is registered.',
    ],
    portalUrl,
  };
}

export const planKey: Planner = (finding, snapshot) => {
  const account = subjectAccount(finding, snapshot);
  if (account === undefined) return refuseUnknownAccount(finding);
  return drafted({
    risk: 'low',
    blastRadius: `Only "${account.subject.name}": it gains a way to sign in.`,
    steps: [registerKeyStep(account.subject, userPortalUrl(account.reading.id, 'UserAuthMethods'))],
    preconditions: [],
    targetAccountIds: [account.reading.id],
  });
};
