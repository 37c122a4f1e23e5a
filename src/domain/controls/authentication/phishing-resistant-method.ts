import type { AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { judgeAccounts, reasonOf, whenKnown, type ResolvedAccount } from '../per-account.js';
import { listReasons } from '../words.js';
import { certificateOf, type Certificate } from './certificate.js';
import { phishingResistanceOf } from './phishing-resistance.js';

const EXPECTED = 'a FIDO2 key that is not synced, or a certificate';

function nameOf({ kind, passkeyType }: AuthenticationMethod): string {
  return passkeyType === null ? kind : `${kind} (${passkeyType})`;
}

function methodsEvidence(id: string, methods: readonly AuthenticationMethod[], readAt: string): Evidence {
  return {
    source: `GET /users/${id}/authentication/methods`,
    readAt,
    expected: EXPECTED,
    actual: methods.length === 0 ? 'no methods' : methods.map(nameOf).join(', '),
  };
}

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

/** What is to be said of an account without a hardware-bound key. */
function judgeWithoutKey(
  methods: readonly AuthenticationMethod[],
  { answer, isReported, evidence }: Certificate,
): Verdict {
  if (answer === 'yes') {
    const how = isReported ? 'as the report of registered methods says, which lags behind' : 'and it is switched on';
    return { outcome: 'pass', summary: `A certificate is registered, ${how}.` };
  }
  if (phishingResistanceOf(methods) === 'fragile') {
    const summary =
      'The only phishing-resistant method is a synced passkey or is bound to one computer; register a FIDO2 security key.';
    return { outcome: 'warn', summary };
  }
  if (answer === 'unknown') {
    const reasons = listReasons(evidence.map(reasonOf));
    const summary = `No security key is registered, and nobody can tell whether there is a certificate: ${reasons}. A FIDO2 security key would settle it.`;
    return { outcome: 'error', summary };
  }
  const summary =
    'No phishing-resistant method is registered, and no certificate-based authentication that is switched on is reported: register a FIDO2 security key.';
  return { outcome: 'fail', summary };
}

function judge(
  snapshot: TenantSnapshot,
  { subject, reading }: ResolvedAccount,
  methods: readonly AuthenticationMethod[],
  readAt: string,
): Judgement {
  const seen = methodsEvidence(reading.id, methods, readAt);
  // A certificate has to be looked up elsewhere, so it does not count among the methods here.
  const others = methods.filter(({ kind }) => kind !== 'x509Certificate');
  if (phishingResistanceOf(others) === 'strong') {
    return { subject, outcome: 'pass', summary: 'A phishing-resistant method is registered.', evidence: [seen] };
  }
  const certificate = certificateOf(snapshot, reading);
  return { subject, ...judgeWithoutKey(others, certificate), evidence: [seen, ...certificate.evidence] };
}

/** BG-AUTH-01's judgement of one account. */
export function judgeMethods(snapshot: TenantSnapshot, account: ResolvedAccount): readonly Judgement[] {
  const source = `GET /users/${account.reading.id}/authentication/methods`;
  return whenKnown(
    account.reading.authenticationMethods,
    { subject: account.subject, source, expected: EXPECTED },
    (methods, readAt) => [judge(snapshot, account, methods, readAt)],
  );
}

/** BG-AUTH-01: a report that lags behind may add a certificate; it never takes a key away. */
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
  permissions: ['User.Read.All', 'UserAuthenticationMethod.Read.All', 'AuditLog.Read.All', 'Policy.Read.All'],
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
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => judgeMethods(snapshot, account)),
};
