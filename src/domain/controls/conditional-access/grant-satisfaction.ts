import type {
  ConditionalAccessPolicy,
  PolicyAuthenticationStrength,
  PolicyGrantControls,
} from '../../tenant/conditional-access-policy.js';
import type { Unknown } from '../../tenant/observed.js';
import type { AccountReading, AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import { ACCEPTED, anyOf, everyOf, notKnown, refusedBy, type Acceptance } from '../authentication/acceptance.js';
import { certificateOf } from '../authentication/certificate.js';
import { reasonOf } from '../per-account.js';
import { listReasons } from '../words.js';
import { isMfaMethod, mayUse } from './policy-demand.js';
import { combinationsOf, strengthAcceptsModel, type StrengthReference } from './strength-acceptance.js';

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
  readonly snapshot: TenantSnapshot;
  readonly reading: AccountReading;
  /** Whether a certificate is taken to be among the methods: Graph v1.0 does not list it, a report does. */
  readonly hasCertificate: boolean;
}

const CERTIFICATE: AuthenticationMethod = {
  kind: 'x509Certificate',
  id: 'x509Certificate',
  displayName: null,
  passkeyType: null,
  aaGuid: null,
  phoneNumber: null,
  createdDateTime: null,
};

function methodsOf({ reading, hasCertificate }: AccountMeans): readonly AuthenticationMethod[] | Unknown {
  const { authenticationMethods: methods } = reading;
  if (!methods.known) return methods;
  const listed = methods.value.filter(({ kind }) => kind !== CERTIFICATE.kind);
  return hasCertificate ? [...listed, CERTIFICATE] : listed;
}

function isUnknown(methods: readonly AuthenticationMethod[] | Unknown): methods is Unknown {
  return 'known' in methods;
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

function unknownBecause(missing: Unknown): GrantAnswer {
  return { kind: 'unknown', why: missing.detail };
}

const NOT_KNOWN_WHETHER_USABLE = notKnown('the authentication methods policy was not read, or does not say enough');

/** Whether the method may be used at all, and for a key whether `strength` takes its model. */
function takes(
  method: AuthenticationMethod,
  strength: StrengthReference | null,
  { snapshot, reading }: AccountMeans,
): Acceptance {
  const isUsable = mayUse(method, snapshot, reading);
  const usable = isUsable === 'unknown' ? NOT_KNOWN_WHETHER_USABLE : isUsable ? ACCEPTED : refusedBy('method policy');
  const isModelAsked = method.kind === 'fido2' && strength !== null;
  return isModelAsked ? everyOf([usable, strengthAcceptsModel(strength, method.aaGuid, snapshot)]) : usable;
}

function answersCombination(
  combination: string,
  methods: readonly AuthenticationMethod[],
  strength: StrengthReference,
  means: AccountMeans,
): Acceptance {
  const parts = combination.split(',').map((part) => part.trim());
  return everyOf(
    parts.map((part) =>
      anyOf(
        methods.filter(({ kind }) => KINDS[part]?.includes(kind) === true).map((it) => takes(it, strength, means)),
        part,
      ),
    ),
  );
}

/** The combinations that the policy names with the strength, or that the list of strengths has. */
function combinationsIn(strength: StrengthReference, { authenticationStrengths }: TenantSnapshot) {
  const listed = authenticationStrengths.known
    ? authenticationStrengths.value.find(({ id }) => id.toLowerCase() === strength.id.toLowerCase())
    : undefined;
  return combinationsOf(strength) ?? listed?.allowedCombinations ?? null;
}

function toAnswer(acceptance: Acceptance, what: string): GrantAnswer {
  switch (acceptance.answer) {
    case 'accepted':
      return ABLE;
    case 'refused':
      return { kind: 'unable', what };
    case 'unknown':
      return { kind: 'unknown', why: acceptance.why };
  }
}

function answerStrength(strength: PolicyAuthenticationStrength, means: AccountMeans): GrantAnswer {
  const name = `authentication strength "${strength.displayName ?? strength.id}"`;
  const combinations = combinationsIn(strength, means.snapshot);
  if (combinations === null) return { kind: 'unknown', why: `the combinations of ${name} were not read` };
  const methods = methodsOf(means);
  if (isUnknown(methods)) return unknownBecause(methods);
  const answers = combinations.map((combination) => answersCombination(combination, methods, strength, means));
  return toAnswer(anyOf(answers, name), name);
}

function answerBuiltIn(control: string, means: AccountMeans): GrantAnswer {
  if (control !== 'mfa') return { kind: 'unable', what: control };
  const methods = methodsOf(means);
  if (isUnknown(methods)) return unknownBecause(methods);
  const answers = methods.filter(({ kind }) => isMfaMethod(kind)).map((method) => takes(method, null, means));
  return toAnswer(anyOf(answers, control), control);
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
  const answer = answerWith(policy, { snapshot, reading, hasCertificate: certificate === 'yes' });
  if (answer.kind !== 'unable' || certificate !== 'unknown') return answer;
  const withCertificate = answerWith(policy, { snapshot, reading, hasCertificate: true });
  return withCertificate.kind === 'able' ? { kind: 'unknown', why: listReasons(evidence.map(reasonOf)) } : answer;
}
