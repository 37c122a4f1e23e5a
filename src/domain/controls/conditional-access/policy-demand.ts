import type { ConditionalAccessPolicy, PolicyGrantControls } from '../../tenant/conditional-access-policy.js';
import type { AccountReading, AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import { certificateOf } from '../authentication/certificate.js';
import { acceptsCertificate, acceptsKey } from '../authentication/method-policy.js';
import { combinationsOf, PHISHING_RESISTANT, strengthAccepts, type StrengthReference } from './strength-acceptance.js';

/**
 * What a policy asks of the accounts it reaches, and whether an account's registered methods can answer. Only demands that
 * a dedicated policy may make are told apart: everything else is unfit for an emergency account. Source: BG-CA-05.
 */

export type Demand =
  /** Session controls only; nothing to satisfy at sign-in. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'mfa' }
  | { readonly kind: 'strength'; readonly strength: StrengthReference }
  /** `isLockout`: there is no other way past the unfit demand. */
  | { readonly kind: 'unfit'; readonly what: string; readonly isLockout: boolean }
  | { readonly kind: 'unknown'; readonly why: string };

const HARMLESS_SESSION_CONTROLS: readonly string[] = ['signInFrequency', 'persistentBrowser'];

/** Method kinds that answer "require multifactor authentication" for as long as they are registered. */
const MFA_METHODS: readonly string[] = [
  'fido2',
  'x509Certificate',
  'windowsHelloForBusiness',
  'platformCredential',
  'microsoftAuthenticator',
  'softwareOath',
  'hardwareOath',
  'phone',
  'external',
];

function strengthDemand(strength: NonNullable<PolicyGrantControls['authenticationStrength']>): Demand {
  const combinations = combinationsOf(strength);
  const name = strength.displayName ?? strength.id;
  if (combinations === null) {
    return { kind: 'unknown', why: `the combinations of authentication strength "${name}" were not read` };
  }
  const weak = combinations.filter((combination) => !PHISHING_RESISTANT.includes(combination));
  return weak.length === 0
    ? { kind: 'strength', strength }
    : { kind: 'unfit', what: `also accepts ${weak.join(' or ')}`, isLockout: false };
}

function unfitControls(grant: PolicyGrantControls): readonly string[] {
  return [
    ...grant.builtInControls.filter((control) => control !== 'mfa'),
    ...grant.customAuthenticationFactors.map(() => 'a custom control'),
    ...grant.termsOfUse.map(() => 'termsOfUse'),
  ];
}

function grantDemand(grant: PolicyGrantControls): Demand {
  const unfit = unfitControls(grant);
  const hasMfa = grant.builtInControls.includes('mfa');
  if (unfit.length > 0) {
    const isAlternative = grant.operator === 'OR' && (hasMfa || grant.authenticationStrength !== null);
    return { kind: 'unfit', what: `demands ${[...new Set(unfit)].join(', ')}`, isLockout: !isAlternative };
  }
  // An alternative to a strength makes the strength optional; together with it, multifactor authentication adds nothing.
  if (hasMfa && (grant.operator === 'OR' || grant.authenticationStrength === null)) return { kind: 'mfa' };
  return grant.authenticationStrength === null ? { kind: 'nothing' } : strengthDemand(grant.authenticationStrength);
}

/** What `policy` asks of those it reaches. */
export function demandOf({ grantControls, sessionControls }: ConditionalAccessPolicy): Demand {
  const demand: Demand = grantControls === null ? { kind: 'nothing' } : grantDemand(grantControls);
  if (demand.kind === 'unfit') return demand;
  const unfit = sessionControls.filter((control) => !HARMLESS_SESSION_CONTROLS.includes(control));
  return unfit.length === 0
    ? demand
    : { kind: 'unfit', what: `depends on session control ${unfit.join(', ')}`, isLockout: false };
}

/** Whether a registered method of this kind answers "require multifactor authentication". */
export function isMfaMethod(kind: string): boolean {
  return MFA_METHODS.includes(kind);
}

type Truth = boolean | 'unknown';

function answers(
  demand: Demand,
  method: Pick<AuthenticationMethod, 'kind' | 'aaGuid'>,
  snapshot: TenantSnapshot,
): Truth {
  switch (demand.kind) {
    case 'nothing':
      return true;
    case 'unfit':
      return false;
    case 'unknown':
      return 'unknown';
    case 'mfa':
      return isMfaMethod(method.kind);
    case 'strength': {
      const { answer } = strengthAccepts(demand.strength, method, snapshot);
      return answer === 'unknown' ? answer : answer === 'accepted';
    }
  }
}

function anyTrue(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes('unknown') ? 'unknown' : false;
}

/** Whether the account can answer `demand` with a certificate, which Graph v1.0 does not list among its methods. */
function answersByCertificate(demand: Demand, snapshot: TenantSnapshot, reading: AccountReading): Truth {
  const isAnswer = answers(demand, { kind: 'x509Certificate', aaGuid: null }, snapshot);
  if (isAnswer === false) return false;
  const { answer } = certificateOf(snapshot, reading);
  if (answer === 'no') return false;
  return answer === 'yes' ? isAnswer : 'unknown';
}

/** Whether the authentication methods policy lets the account use the method; only of keys and certificates is that asked. */
export function mayUse(method: AuthenticationMethod, snapshot: TenantSnapshot, reading: AccountReading): Truth {
  if (method.kind !== 'fido2' && method.kind !== 'x509Certificate') return true;
  const { authenticationMethodsPolicy: policy } = snapshot;
  if (!policy.known) return 'unknown';
  const { answer } =
    method.kind === 'fido2' ? acceptsKey(policy.value, reading, method) : acceptsCertificate(policy.value, reading);
  return answer === 'unknown' ? answer : answer === 'accepted';
}

function everyTrue(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes('unknown') ? 'unknown' : true;
}

/** Whether the account of `reading` can answer `demand` with one of its methods that it may use. */
export function canSatisfy(demand: Demand, snapshot: TenantSnapshot, reading: AccountReading): Truth {
  if (demand.kind === 'nothing') return true;
  if (demand.kind === 'unfit') return false;
  const { authenticationMethods: methods } = reading;
  if (demand.kind === 'unknown' || !methods.known) return 'unknown';
  const listed = methods.value.filter(({ kind }) => kind !== 'x509Certificate');
  return anyTrue([
    ...listed.map((method) => everyTrue([answers(demand, method, snapshot), mayUse(method, snapshot, reading)])),
    answersByCertificate(demand, snapshot, reading),
  ]);
}

/** The policy's controls in Graph's words, for people. */
export function describeControls({ grantControls, sessionControls }: ConditionalAccessPolicy): string {
  const grants = grantControls === null ? [] : [...grantControls.builtInControls, ...unfitControls(grantControls)];
  const strength = grantControls?.authenticationStrength ?? null;
  const words = [
    ...new Set(grants),
    ...(strength === null ? [] : [`authentication strength "${strength.displayName ?? strength.id}"`]),
  ];
  const joined = words.join(grantControls?.operator === 'OR' ? ' or ' : ' and ');
  const session = sessionControls.length === 0 ? '' : `session: ${sessionControls.join(', ')}`;
  return [joined, session].filter((part) => part !== '').join('; ') || 'no controls';
}
