import type { AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { judgeAccounts, undecided, whenKnown, type ResolvedAccount } from '../per-account.js';
import { countOf } from '../words.js';
import { certificateGaps, certificateOf } from './certificate.js';
import { judgeCommonMode } from './common-mode.js';

const EXPECTED = 'two security keys, or a security key and a certificate';
const NEEDED = 2;

function isKey({ kind, passkeyType }: AuthenticationMethod): boolean {
  return kind === 'fido2' && passkeyType !== 'synced';
}

function keysEvidence(account: ResolvedAccount, keys: readonly AuthenticationMethod[], readAt: string): Evidence {
  const named = keys.map(({ displayName, id, aaGuid }) => `"${displayName ?? id}" (model ${aaGuid ?? 'not stated'})`);
  return {
    source: `GET /users/${account.reading.id}/authentication/methods`,
    readAt,
    expected: EXPECTED,
    actual: named.join(', ') || 'no security key',
  };
}

function describeModels(keys: readonly AuthenticationMethod[]): string {
  const models = new Set(keys.map(({ aaGuid }) => aaGuid?.toLowerCase() ?? null));
  return models.size === 1 && keys.length > 1 && !models.has(null)
    ? ' They are of one model, so a recall would take all of them.'
    : '';
}

function judgeCount(
  snapshot: TenantSnapshot,
  account: ResolvedAccount,
  methods: readonly AuthenticationMethod[],
  readAt: string,
): Judgement {
  const { subject, reading } = account;
  const keys = methods.filter(isKey);
  const seen = keysEvidence(account, keys, readAt);
  if (keys.length >= NEEDED) {
    const summary = `${keys.length} security keys are registered.${describeModels(keys)}`;
    return { subject, outcome: 'pass', summary, evidence: [seen] };
  }
  const certificate = certificateOf(snapshot, reading);
  const evidence = [seen, ...certificate.evidence];
  if (keys.length === 1 && certificate.answer === 'yes') {
    const how = certificate.isReported ? 'a certificate is reported, which lags behind' : 'a certificate';
    return { subject, outcome: 'pass', summary: `A security key is registered, and ${how}.`, evidence };
  }
  const gaps = certificateGaps(certificate);
  const { registrationDetails: report } = snapshot;
  const isUnlicensed = !report.known && report.reason === 'notLicensed';
  // A certificate makes a second credential of one key only.
  if (keys.length === 1 && gaps.length > 0 && !isUnlicensed) return undecided(subject, gaps, [seen]);
  const count = keys.length + (certificate.answer === 'yes' ? 1 : 0);
  const summary = `${countOf(count, 'strong credential is', 'strong credentials are')} registered: what is lost or breaks cannot be replaced in an emergency. Register a second security key, and keep it in another place.`;
  return { subject, outcome: 'warn', summary, evidence };
}

/** BG-AUTH-03: each account has a spare, and not all of them share what can fail at once. Whether two keys lie in one safe, no API tells. */
export const twoCredentials: Control = {
  id: 'BG-AUTH-03',
  title: 'Two strong credentials per account, not the same as everybody else’s',
  severity: 'medium',
  rationale: 'One key can be lost or broken, and one recalled model can keep out all who have it, on the same day.',
  references: ['Microsoft: Manage emergency access accounts'],
  permissions: ['User.Read.All', 'UserAuthenticationMethod.Read.All', 'AuditLog.Read.All', 'Policy.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 30,
    roles: ['Privileged Authentication Administrator'],
    expected: 'Each emergency account has two FIDO2 security keys, at best of two models, that lie in two places.',
    review: [
      'Open Entra ID > Users > the account > Authentication methods in the Microsoft Entra admin center, and note each passkey with its model.',
      'Open Authentication methods > User registration details, and look at what the other administrators registered.',
    ],
    plan: [
      'Choose a second key of another model than the first, and of another model than your administrators use.',
      'Check under Authentication methods > Policies > Passkey (FIDO2) that key restrictions and passkey profiles allow its AAGUID.',
    ],
    implement: [
      'Sign in as the account at https://aka.ms/mysecurityinfo with the first key, add the second one as a security key, and give it a name that says where it will lie.',
      'Seal both keys, and put them into two safes that no single person opens.',
    ],
    verify: [
      'Sign in once with each key from the safe and record it as a drill.',
      'Scan again: BG-AUTH-03 passes for the account and for the tenant.',
    ],
  },
  evaluate: (snapshot) => [
    ...(snapshot.accounts.length === 0 ? [] : [judgeCommonMode(snapshot)]),
    ...judgeAccounts(snapshot, (account) =>
      whenKnown(
        account.reading.authenticationMethods,
        {
          subject: account.subject,
          source: `GET /users/${account.reading.id}/authentication/methods`,
          expected: EXPECTED,
        },
        (methods, readAt) => [judgeCount(snapshot, account, methods, readAt)],
      ),
    ),
  ],
};
