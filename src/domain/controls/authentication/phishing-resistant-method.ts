import type { AuthenticationMethod } from '../../tenant/snapshot.js';
import type { Control, Judgement } from '../control.js';
import { judgeAccounts, whenKnown, type ResolvedAccount } from '../per-account.js';
import { phishingResistanceOf } from './phishing-resistance.js';

const EXPECTED = 'a FIDO2 key that is not synced, or a certificate';

function nameOf({ kind, passkeyType }: AuthenticationMethod): string {
  return passkeyType === null ? kind : `${kind} (${passkeyType})`;
}

function judge(
  { subject, reading }: ResolvedAccount,
  methods: readonly AuthenticationMethod[],
  readAt: string,
): Judgement {
  const evidence = [
    {
      source: `GET /users/${reading.id}/authentication/methods`,
      readAt,
      expected: EXPECTED,
      actual: methods.length === 0 ? 'no methods' : methods.map(nameOf).join(', '),
    },
  ];
  switch (phishingResistanceOf(methods)) {
    case 'strong':
      return { subject, outcome: 'pass', summary: 'A phishing-resistant method is registered.', evidence };
    case 'fragile':
      return {
        subject,
        outcome: 'warn',
        summary:
          'The only phishing-resistant method is a synced passkey or is bound to one computer; register a FIDO2 security key.',
        evidence,
      };
    case 'none':
      return {
        subject,
        outcome: 'fail',
        summary:
          'No phishing-resistant method is registered: register a FIDO2 security key. Graph v1.0 does not show certificate-based credentials.',
        evidence,
      };
  }
}

/** BG-AUTH-01's judgement of one account. */
export function judgeMethods(account: ResolvedAccount): readonly Judgement[] {
  const source = `GET /users/${account.reading.id}/authentication/methods`;
  return whenKnown(
    account.reading.authenticationMethods,
    { subject: account.subject, source, expected: EXPECTED },
    (methods, readAt) => [judge(account, methods, readAt)],
  );
}

export const phishingResistantMethod: Control = {
  id: 'BG-AUTH-01',
  title: 'Phishing-resistant method registered',
  severity: 'critical',
  rationale:
    'The most powerful accounts need the strongest proof, and Microsoft demands multifactor authentication of them.',
  references: [
    'Microsoft: Manage emergency access accounts',
    'CIS M365 1.1.2',
    'Prowler entra_break_glass_account_fido2_security_key_registered',
    'Zero Trust Assessment 21835',
    'MCSB PA-5',
    'TrueConfig PA-05',
    'TrueConfig PA-06',
  ],
  permissions: ['User.Read.All', 'UserAuthenticationMethod.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'human (key)',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 45,
    roles: ['Privileged Authentication Administrator'],
    expected: 'The account has a FIDO2 security key that is not synced, or a certificate.',
    review: [
      'Open Authentication methods of the account in the Microsoft Entra admin center.',
      'Look in the authentication methods policy which security keys it admits, and whether it reaches the account.',
    ],
    plan: [
      'Order two keys per account, of a model that the policy admits, and name who keeps each.',
      'A passkey that syncs, or one that is bound to a computer, is not enough: the computer may be what is gone.',
    ],
    implement: [
      'Issue a Temporary Access Pass that can be used once, and keep it out of any chat.',
      'Sign in as the account at https://mysignins.microsoft.com/security-info and add the keys, each with its own PIN.',
      'Seal keys and PINs, and put them into separate safes.',
    ],
    verify: [
      'Scan again: the control names a security key.',
      'Sign in with each key once before it is sealed, and look whether the pass is used up.',
    ],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, judgeMethods),
};
