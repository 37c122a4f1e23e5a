import type { AuthenticationMethodsPolicy } from '../../tenant/authentication-policy.js';
import type { AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { judgeAccounts, whenKnown, type ResolvedAccount } from '../per-account.js';
import { listReasons } from '../words.js';
import { everyOf, type Acceptance } from './acceptance.js';
import { sightCertificate, type CertificateSighting } from './certificate.js';
import { acceptsCertificate, acceptsKey, METHODS_POLICY_SOURCE } from './method-policy.js';
import { strengthGaps, strengthsAccept } from './strengths-in-force.js';

const EXPECTED = 'one registered key or certificate that the tenant’s settings accept';

/** A registered credential, and whether it could be used today. */
interface Credential {
  readonly name: string;
  readonly acceptance: Acceptance;
}

function nameOf({ displayName, id, aaGuid }: AuthenticationMethod): string {
  return `security key "${displayName ?? id}" (model ${aaGuid ?? 'not stated'})`;
}

interface Case {
  readonly snapshot: TenantSnapshot;
  readonly account: ResolvedAccount;
  readonly policy: AuthenticationMethodsPolicy;
  readonly policyReadAt: string;
}

function keyOf({ snapshot, account, policy }: Case, key: AuthenticationMethod): Credential {
  const acceptance = everyOf([acceptsKey(policy, account.reading, key), strengthsAccept(snapshot, account, key)]);
  return { name: nameOf(key), acceptance };
}

function acceptanceOfCertificate({ snapshot, account, policy }: Case): Acceptance {
  const certificate = { kind: 'x509Certificate', aaGuid: null };
  return everyOf([acceptsCertificate(policy, account.reading), strengthsAccept(snapshot, account, certificate)]);
}

/** The certificate as a credential; none where there is none, or where it would be refused before anybody looks for it. */
function certificatesOf(situation: Case, sighting: CertificateSighting): readonly Credential[] {
  switch (sighting.kind) {
    case 'none':
      return [];
    case 'method':
      return [{ name: 'certificate', acceptance: acceptanceOfCertificate(situation) }];
    case 'reported':
      return [{ name: 'certificate (reported, lagging)', acceptance: acceptanceOfCertificate(situation) }];
    case 'unread': {
      if (acceptanceOfCertificate(situation).answer === 'refused') return [];
      const why = `the report of registered certificates was not read, ${sighting.evidence.detail ?? sighting.evidence.actual}`;
      return [{ name: 'certificate', acceptance: { answer: 'unknown', why } }];
    }
  }
}

function describe({ name, acceptance }: Credential): Pick<Evidence, 'actual' | 'detail'> {
  switch (acceptance.answer) {
    case 'accepted':
      return { actual: `${name}: accepted` };
    case 'refused':
      return { actual: `${name}: refused, ${acceptance.by}` };
    case 'unknown':
      return { actual: `${name}: not known`, detail: `${name}: ${acceptance.why}` };
  }
}

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

function judgeCredentials(credentials: readonly Credential[]): Verdict {
  const accepted = credentials.find(({ acceptance }) => acceptance.answer === 'accepted');
  if (accepted !== undefined) {
    return { outcome: 'pass', summary: `The tenant’s settings accept the ${accepted.name}.` };
  }
  const unknown = credentials.flatMap(({ acceptance }) => (acceptance.answer === 'unknown' ? [acceptance.why] : []));
  if (unknown.length > 0) {
    return {
      outcome: 'error',
      summary: `Cannot tell whether what is registered would be accepted: ${listReasons(unknown)}.`,
    };
  }
  const refusals = credentials.flatMap(({ acceptance }) => (acceptance.answer === 'refused' ? [acceptance.by] : []));
  if (refusals.length === 0) {
    return { outcome: 'notApplicable', summary: 'No security key and no certificate is registered; see BG-AUTH-01.' };
  }
  return {
    outcome: 'fail',
    summary: `The registered key would not be accepted: ${listReasons(refusals)}. Change the setting so that it lets the account in, or register a key that it accepts.`,
  };
}

function judge(situation: Case, methods: readonly AuthenticationMethod[]): Judgement {
  const { snapshot, account, policyReadAt } = situation;
  const sighting = sightCertificate(snapshot, account.reading);
  const credentials = [
    ...methods.filter(({ kind }) => kind === 'fido2').map((key) => keyOf(situation, key)),
    ...certificatesOf(situation, sighting),
  ];
  const verdict = judgeCredentials(credentials);
  const isPass = verdict.outcome === 'pass';
  const facts: readonly Evidence[] = credentials
    .filter(({ acceptance }) => !isPass || acceptance.answer === 'accepted')
    .map((credential) => ({
      source: METHODS_POLICY_SOURCE,
      readAt: policyReadAt,
      expected: EXPECTED,
      ...describe(credential),
    }));
  const gaps = verdict.outcome === 'error' ? strengthGaps(snapshot, account) : [];
  const report = isPass && sighting.kind !== 'reported' ? [] : [sighting.evidence];
  return { subject: account.subject, ...verdict, evidence: [...facts, ...report, ...gaps] };
}

function judgeAccount(snapshot: TenantSnapshot, account: ResolvedAccount): readonly Judgement[] {
  const { subject, reading } = account;
  const source = `GET /users/${reading.id}/authentication/methods`;
  return whenKnown(reading.authenticationMethods, { subject, source, expected: EXPECTED }, (methods) =>
    whenKnown(
      snapshot.authenticationMethodsPolicy,
      { subject, source: METHODS_POLICY_SOURCE, expected: EXPECTED },
      (policy, policyReadAt) => [judge({ snapshot, account, policy, policyReadAt }, methods)],
    ),
  );
}

/**
 * BG-AUTH-04: a key that is registered and that a setting refuses looks fine everywhere but at the sign-in page. One
 * credential that all settings accept is enough; a credential of which something is unknown is none.
 */
export const methodAccepted: Control = {
  id: 'BG-AUTH-04',
  title: 'Registered key or certificate is accepted',
  severity: 'critical',
  rationale:
    'Key restrictions, passkey profiles and authentication strengths change after the key went into the safe, and refuse it without a word.',
  references: [
    'Microsoft: Passkey (FIDO2) authentication method policy',
    'Microsoft: Authentication strength advanced options',
  ],
  permissions: [
    'User.Read.All',
    'UserAuthenticationMethod.Read.All',
    'Policy.Read.All',
    'RoleManagement.Read.Directory',
    'AuditLog.Read.All',
  ],
  licence: 'Free',
  kind: 'auto',
  fix: 'human/F11',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 20,
    roles: ['Authentication Policy Administrator', 'Conditional Access Administrator'],
    expected:
      'Passkey (FIDO2) is enabled for the emergency accounts, and key restrictions, passkey profiles and authentication strengths accept the model of a key that each of them has.',
    review: [
      'Open Entra ID > Authentication methods > Policies > Passkey (FIDO2), and note whether it is enabled, whom it includes and excludes, and which AAGUIDs its restrictions or profiles name.',
      'Open Entra ID > Users > the account > Authentication methods, and compare the AAGUID of each passkey.',
      'Open Conditional Access > Authentication strengths, and look at the advanced options of each strength that a policy demands of the account.',
    ],
    plan: [
      'Decide whether the setting is wrong or the key: a model that was blocked on purpose is replaced, one that was forgotten is added.',
      'The setting reaches every user of the tenant, so agree with those who own it, and keep an administrator signed in while you change it.',
    ],
    implement: [
      'Add the AAGUID of the key to the allow list of the configuration, the profile or the strength that refuses it, or include a group of the emergency accounts that the refusal names.',
      'If the key has to go, register one of an accepted model first, and delete the old one afterwards.',
    ],
    verify: [
      'Sign in as the account with the key from the safe in a private browser window, and record it as a drill.',
      'Scan again: BG-AUTH-04 names a key that the settings accept.',
    ],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => judgeAccount(snapshot, account)),
};
