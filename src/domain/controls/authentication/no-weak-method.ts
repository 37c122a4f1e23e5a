import type { AuthenticationMethod } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { judgeAccounts, whenKnown, type ResolvedAccount } from '../per-account.js';
import { weakMethodsOf, type WeakMethod } from './weak-methods.js';

const EXPECTED = 'nothing but a password, hardware-bound keys, certificates and device credentials';

function sourceOf({ reading }: ResolvedAccount): string {
  return `GET /users/${reading.id}/authentication/methods`;
}

function kindsOf(weak: readonly WeakMethod[], outcome: WeakMethod['outcome']): string {
  const kinds = weak.filter((found) => found.outcome === outcome).map(({ method }) => nameOf(method));
  return [...new Set(kinds)].join(', ');
}

function nameOf({ kind, passkeyType }: AuthenticationMethod): string {
  return passkeyType === 'synced' ? `${kind} (synced)` : kind;
}

function evidenceOf(account: ResolvedAccount, methods: readonly AuthenticationMethod[], readAt: string): Evidence {
  const weak = weakMethodsOf(methods).map(({ method, outcome }) => `${outcome}: ${nameOf(method)} ${method.id}`);
  const actual = weak.length === 0 ? 'no other method' : weak.join(', ');
  return { source: sourceOf(account), readAt, expected: EXPECTED, actual };
}

function judge(account: ResolvedAccount, methods: readonly AuthenticationMethod[], readAt: string): Judgement {
  const weak = weakMethodsOf(methods);
  const base = { subject: account.subject, evidence: [evidenceOf(account, methods, readAt)] };
  if (weak.some(({ outcome }) => outcome === 'fail')) {
    const summary = `Weak or personal methods are registered: ${kindsOf(weak, 'fail')}. Whoever has the phone or mailbox has the account; remove them once a security key is registered.`;
    return { ...base, outcome: 'fail', summary };
  }
  if (weak.length > 0) {
    const summary = `Methods that more than the holder may use are registered: ${kindsOf(weak, 'warn')}. Remove what is not needed.`;
    return { ...base, outcome: 'warn', summary };
  }
  return { ...base, outcome: 'pass', summary: 'No weak or personal method is registered.' };
}

/**
 * BG-AUTH-02: what is registered beside the strong methods is a way in as well. Whether somebody registered for resetting
 * the password, and how long a temporary access pass still lasts, is not read here.
 */
export const noWeakMethod: Control = {
  id: 'BG-AUTH-02',
  title: 'No weak or personal method',
  severity: 'high',
  rationale:
    'A personal phone leaves with its owner, and text messages and mailboxes are ways to take an account over.',
  references: [
    'Microsoft: Manage emergency access accounts',
    'Prowler entra_break_glass_account_fido2_security_key_registered',
  ],
  permissions: ['User.Read.All', 'UserAuthenticationMethod.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'F10',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 15,
    roles: ['Privileged Authentication Administrator'],
    expected: 'Beside the password the account has only hardware-bound keys, certificates and credentials of devices.',
    review: [
      'Open Authentication methods of the account in the Microsoft Entra admin center, and find out to whom each phone or mailbox belongs.',
      'Password reset may be registered without showing among the methods: look at the registration details of the user.',
    ],
    plan: [
      'What is deleted cannot be had back: first prove that a sealed security key works (BG-AUTH-01).',
      'If a method is accepted in this organization, say so in ALLOWED_METHODS instead of deleting it.',
    ],
    implement: [
      'Delete phone, Microsoft Authenticator, email, software token and QR code methods, and passes that are not needed.',
      'If the default method cannot be deleted, delete the others first or change the default.',
    ],
    verify: ['Scan again: the control names no method.', 'Sign in with the security key.'],
  },
  evaluate: (snapshot) =>
    judgeAccounts(snapshot, (account) =>
      whenKnown(
        account.reading.authenticationMethods,
        { subject: account.subject, source: sourceOf(account), expected: EXPECTED },
        (methods, readAt) => [judge(account, methods, readAt)],
      ),
    ),
};
