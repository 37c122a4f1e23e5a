import type { AuthenticationStrength } from '../../tenant/authentication-policy.js';
import type {
  ConditionalAccessPolicy,
  PolicyAuthenticationStrength,
  PolicyGrantControls,
} from '../../tenant/conditional-access-policy.js';
import { known, type Observed, type Unknown } from '../../tenant/observed.js';
import type { AccountReading, AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import { certificateOf } from '../authentication/certificate.js';
import { reasonOf } from '../per-account.js';
import { listReasons } from '../words.js';
import { isMfaMethod } from './policy-demand.js';

/**
 * Whether an account gets past the grant controls of a policy that reaches it. Unlike policy-demand.ts, which asks what a
 * policy for emergency accounts may demand, this takes any demand as it is: every combination of every strength counts.
 */

export type GrantAnswer =
  | { readonly kind: 'able' }
  /** `what` keeps the account out, in Graph's words. */
  | { readonly kind: 'unable'; readonly what: string }
  /** `why` says what is missing to tell. */
  | { readonly kind: 'unknown'; readonly why: string };

interface AccountMeans {
  readonly methods: Observed<readonly AuthenticationMethod[]>;
  readonly strengths: Observed<readonly AuthenticationStrength[]>;
}

/** Graph v1.0 does not list certificates: a report does. */
const CERTIFICATE: AuthenticationMethod = {
  kind: 'x509Certificate',
  id: 'x509Certificate',
  displayName: null,
  passkeyType: null,
  aaGuid: null,
  phoneNumber: null,
  createdDateTime: null,
};

function meansOf(snapshot: TenantSnapshot, { authenticationMethods }: AccountReading, hasCertificate: boolean) {
  const methods = authenticationMethods.known
    ? known(
        [
          ...authenticationMethods.value.filter(({ kind }) => kind !== CERTIFICATE.kind),
          ...(hasCertificate ? [CERTIFICATE] : []),
        ],
        authenticationMethods.readAt,
      )
    : authenticationMethods;
  return { methods, strengths: snapshot.authenticationStrengths };
}

const ABLE: GrantAnswer = { kind: 'able' };

/** Which registered kinds answer one part of a combination. A federated account is no emergency account: nothing answers. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  password: ['password'],
  fido2: ['fido2'],
  windowsHelloForBusiness: ['windowsHelloForBusiness', 'platformCredential'],
  x509CertificateMultiFactor: ['x509Certificate'],
  x509CertificateSingleFactor: ['x509Certificate'],
  deviceBasedPush: ['microsoftAuthenticator'],
  microsoftAuthenticatorPush: ['microsoftAuthenticator'],
  softwareOath: ['softwareOath'],
  hardwareOath: ['hardwareOath'],
  sms: ['phone'],
  voice: ['phone'],
  temporaryAccessPassOneTime: ['temporaryAccessPass'],
  temporaryAccessPassMultiUse: ['temporaryAccessPass'],
  qrCodePin: ['qrCodePin'],
};

/** The three strengths that every tenant has and nobody can edit: multifactor, passwordless, phishing-resistant. */
const BUILT_IN = /^00000000-0000-0000-0000-00000000000[234]$/;
const PHISHING_RESISTANT = '00000000-0000-0000-0000-000000000004';
const PHISHING_RESISTANT_COMBINATIONS = ['fido2', 'x509CertificateMultiFactor', 'windowsHelloForBusiness'];

function unknownBecause(missing: Unknown): GrantAnswer {
  return { kind: 'unknown', why: missing.detail };
}

type Truth = boolean | 'unknown';

/** The keys that count for the combination; null: every key does. */
function allowedKeys(combination: string, strength: AuthenticationStrength | undefined): readonly string[] | null {
  const rules = (strength?.fido2Restrictions ?? []).filter(({ appliesToCombinations }) =>
    appliesToCombinations.includes(combination),
  );
  return rules.length === 0 ? null : rules.flatMap(({ allowedAAGUIDs }) => allowedAAGUIDs);
}

function isAccepted({ kind, aaGuid }: AuthenticationMethod, keys: readonly string[] | null): Truth {
  if (kind !== 'fido2' || keys === null) return true;
  return aaGuid === null ? 'unknown' : keys.includes(aaGuid.toLowerCase());
}

function answersPart(part: string, methods: readonly AuthenticationMethod[], keys: readonly string[] | null): Truth {
  const answers = methods
    .filter(({ kind }) => KINDS[part]?.includes(kind) === true)
    .map((method) => isAccepted(method, keys));
  if (answers.includes(true)) return true;
  return answers.includes('unknown') ? 'unknown' : false;
}

function answersCombination(
  combination: string,
  methods: readonly AuthenticationMethod[],
  strength: AuthenticationStrength | undefined,
): Truth {
  const keys = allowedKeys(combination, strength);
  const parts = combination.split(',').map((part) => answersPart(part.trim(), methods, keys));
  if (parts.includes(false)) return false;
  return parts.includes('unknown') ? 'unknown' : true;
}

function answerStrength(demanded: PolicyAuthenticationStrength, { methods, strengths }: AccountMeans): GrantAnswer {
  const name = `authentication strength "${demanded.displayName ?? demanded.id}"`;
  if (!strengths.known && !BUILT_IN.test(demanded.id)) return unknownBecause(strengths);
  const strength = strengths.known ? strengths.value.find(({ id }) => id === demanded.id) : undefined;
  const fallback = demanded.id === PHISHING_RESISTANT ? PHISHING_RESISTANT_COMBINATIONS : null;
  const combinations = demanded.allowedCombinations ?? strength?.allowedCombinations ?? fallback;
  if (combinations === null) return { kind: 'unknown', why: `the combinations of ${name} were not read` };
  if (!methods.known) return unknownBecause(methods);
  const answers = combinations.map((combination) => answersCombination(combination, methods.value, strength));
  if (answers.includes(true)) return ABLE;
  return answers.includes('unknown')
    ? { kind: 'unknown', why: `${name} accepts certain keys only, and Graph does not say which key the account has` }
    : { kind: 'unable', what: name };
}

function answerBuiltIn(control: string, { methods }: AccountMeans): GrantAnswer {
  if (control !== 'mfa') return { kind: 'unable', what: control };
  if (!methods.known) return unknownBecause(methods);
  return methods.value.some(({ kind }) => isMfaMethod(kind)) ? ABLE : { kind: 'unable', what: 'mfa' };
}

function answersTo(grant: PolicyGrantControls, means: AccountMeans): readonly GrantAnswer[] {
  const unable = (what: string): GrantAnswer => ({ kind: 'unable', what });
  return [
    ...grant.builtInControls.map((control) => answerBuiltIn(control, means)),
    ...grant.customAuthenticationFactors.map(() => unable('a custom control')),
    ...grant.termsOfUse.map(() => unable('termsOfUse')),
    ...(grant.authenticationStrength === null ? [] : [answerStrength(grant.authenticationStrength, means)]),
  ];
}

function unableBecauseOf(answers: readonly GrantAnswer[]): GrantAnswer {
  const what = answers.flatMap((answer) => (answer.kind === 'unable' ? [answer.what] : []));
  return { kind: 'unable', what: [...new Set(what)].join(', ') };
}

function answerWith({ grantControls: grant }: ConditionalAccessPolicy, means: AccountMeans): GrantAnswer {
  const answers = grant === null ? [] : answersTo(grant, means);
  if (grant === null || answers.length === 0) return ABLE;
  if (grant.builtInControls.includes('block')) return { kind: 'unable', what: 'block' };
  const open = answers.find(({ kind }) => kind === 'unknown');
  if (grant.operator === 'OR') {
    if (answers.some(({ kind }) => kind === 'able')) return ABLE;
    return open ?? unableBecauseOf(answers);
  }
  if (answers.some(({ kind }) => kind === 'unable')) return unableBecauseOf(answers);
  return open ?? ABLE;
}

/**
 * Whether the account of `reading` gets past `policy`. Devices, terms of use and the like are out of reach in an emergency. A
 * certificate that nobody could look for leaves open what only it would answer.
 */
export function answerGrant(
  policy: ConditionalAccessPolicy,
  snapshot: TenantSnapshot,
  reading: AccountReading,
): GrantAnswer {
  const { answer: certificate, evidence } = certificateOf(snapshot, reading);
  const answer = answerWith(policy, meansOf(snapshot, reading, certificate === 'yes'));
  if (answer.kind !== 'unable' || certificate !== 'unknown') return answer;
  const withCertificate = answerWith(policy, meansOf(snapshot, reading, true));
  return withCertificate.kind === 'able' ? { kind: 'unknown', why: listReasons(evidence.map(reasonOf)) } : answer;
}
