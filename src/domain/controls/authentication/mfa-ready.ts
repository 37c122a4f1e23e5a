import { isMfaMethod } from '../conditional-access/policy-demand.js';
import type { AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Judgement } from '../control.js';
import { judgeAccounts, undecided, whenKnown, type ResolvedAccount } from '../per-account.js';
import { certificateOf } from './certificate.js';

const EXPECTED = 'a method that answers multifactor authentication';

function judge(
  snapshot: TenantSnapshot,
  { subject, reading }: ResolvedAccount,
  methods: readonly AuthenticationMethod[],
  readAt: string,
): Judgement {
  const kinds = [...new Set(methods.map(({ kind }) => kind))];
  const actual = kinds.join(', ') || 'no methods';
  const seen = { source: `GET /users/${reading.id}/authentication/methods`, readAt, expected: EXPECTED, actual };
  // Whether a certificate is of any use is decided below.
  if (kinds.some((kind) => kind !== 'x509Certificate' && isMfaMethod(kind))) {
    const summary = 'The account can answer multifactor authentication.';
    return { subject, outcome: 'pass', summary, evidence: [seen] };
  }
  const certificate = certificateOf(snapshot, reading);
  const evidence = [seen, ...certificate.evidence];
  switch (certificate.answer) {
    case 'yes': {
      const how = certificate.isReported ? ', as the report of registered methods says, which lags behind' : '';
      const summary = `The account can answer multifactor authentication with a certificate${how}.`;
      return { subject, outcome: 'pass', summary, evidence };
    }
    case 'unknown':
      return undecided(subject, certificate.evidence, [seen]);
    case 'no': {
      const summary =
        'The account cannot answer multifactor authentication, and Microsoft demands it at its portals of every account, whatever Conditional Access excludes. Register a FIDO2 security key.';
      return { subject, outcome: 'fail', summary, evidence };
    }
  }
}

/** BG-AUTH-05: the advice to leave one emergency account without multifactor authentication is out of date. */
export const mfaReady: Control = {
  id: 'BG-AUTH-05',
  title: 'Ready for mandatory multifactor authentication',
  severity: 'critical',
  rationale:
    'Microsoft demands multifactor authentication at its portals and tools of everybody; no exclusion of a tenant changes that.',
  references: ['Microsoft: Plan for mandatory Microsoft Entra multifactor authentication'],
  permissions: ['User.Read.All', 'UserAuthenticationMethod.Read.All', 'AuditLog.Read.All', 'Policy.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 30,
    roles: ['Privileged Authentication Administrator'],
    expected:
      'Each emergency account has a method that answers multifactor authentication, at best a FIDO2 security key.',
    review: [
      'Open Entra ID > Users > the account > Authentication methods, and see what is registered beside the password.',
    ],
    plan: [
      'Choose a FIDO2 security key whose model the Passkey (FIDO2) settings accept, and decide in which safe it will lie.',
      'To register it without another method, the account needs a temporary access pass; see that the policy for it is enabled.',
    ],
    implement: [
      'Issue a temporary access pass on the Authentication methods page of the account, and sign in with it at https://aka.ms/mysecurityinfo.',
      'Add the security key, set its PIN, and seal both where the procedure says. Delete the temporary access pass.',
    ],
    verify: [
      'Sign in as the account at https://entra.microsoft.com with the key in a private browser window.',
      'Scan again: BG-AUTH-05 and BG-AUTH-01 pass.',
    ],
  },
  evaluate: (snapshot) =>
    judgeAccounts(snapshot, (account) =>
      whenKnown(
        account.reading.authenticationMethods,
        {
          subject: account.subject,
          source: `GET /users/${account.reading.id}/authentication/methods`,
          expected: EXPECTED,
        },
        (methods, readAt) => [judge(snapshot, account, methods, readAt)],
      ),
    ),
};
