import type { ConditionalAccessPolicy, PolicyGrantControls } from '../../tenant/conditional-access-policy.js';
import type { Observed } from '../../tenant/observed.js';
import type { AuthenticationMethod } from '../../tenant/snapshot.js';

/**
 * What a policy asks of the accounts it reaches, and whether an account's registered methods can answer. Only demands that
 * a dedicated policy may make are told apart: everything else is unfit for an emergency account. Source: BG-CA-05.
 */

export type Demand =
  /** Session controls only; nothing to satisfy at sign-in. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'mfa' }
  | { readonly kind: 'strength'; readonly allowedCombinations: readonly string[] }
  /** `isLockout`: there is no other way past the unfit demand. */
  | { readonly kind: 'unfit'; readonly what: string; readonly isLockout: boolean }
  | { readonly kind: 'unknown'; readonly why: string };

/** The built-in strength "Phishing-resistant MFA", which Graph names without its combinations. */
const PHISHING_RESISTANT_STRENGTH = '00000000-0000-0000-0000-000000000004';
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

/** Which registered kinds answer one combination of an authentication strength. */
const STRENGTH_METHODS: readonly { readonly combination: string; readonly kinds: readonly string[] }[] = [
  { combination: 'fido2', kinds: ['fido2'] },
  { combination: 'x509CertificateMultiFactor', kinds: ['x509Certificate'] },
  { combination: 'windowsHelloForBusiness', kinds: ['windowsHelloForBusiness', 'platformCredential'] },
];

const PHISHING_RESISTANT: readonly string[] = STRENGTH_METHODS.map(({ combination }) => combination);

function strengthDemand(strength: NonNullable<PolicyGrantControls['authenticationStrength']>): Demand {
  const combinations = strength.id === PHISHING_RESISTANT_STRENGTH ? PHISHING_RESISTANT : strength.allowedCombinations;
  const name = strength.displayName ?? strength.id;
  if (combinations === null) {
    return { kind: 'unknown', why: `the combinations of authentication strength "${name}" were not read` };
  }
  const weak = combinations.filter((combination) => !PHISHING_RESISTANT.includes(combination));
  return weak.length === 0
    ? { kind: 'strength', allowedCombinations: combinations }
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

/**
 * Whether an account with `methods` can answer `demand`. Certificates are not among the methods of v1.0, so an account that
 * has only a certificate counts as unable.
 */
export function canSatisfy(demand: Demand, methods: Observed<readonly AuthenticationMethod[]>): boolean | 'unknown' {
  switch (demand.kind) {
    case 'nothing':
      return true;
    case 'unfit':
      return false;
    case 'unknown':
      return 'unknown';
    case 'mfa':
      return methods.known ? methods.value.some(({ kind }) => MFA_METHODS.includes(kind)) : 'unknown';
    case 'strength': {
      if (!methods.known) return 'unknown';
      const accepted = STRENGTH_METHODS.filter(({ combination }) => demand.allowedCombinations.includes(combination));
      return methods.value.some(({ kind }) => accepted.some(({ kinds }) => kinds.includes(kind)));
    }
  }
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
