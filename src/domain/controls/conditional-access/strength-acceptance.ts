import type { PolicyAuthenticationStrength } from '../../tenant/conditional-access-policy.js';
import type { AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import { ACCEPTED, everyOf, notKnown, refusedBy, type Acceptance } from '../authentication/acceptance.js';

/**
 * Which registered methods answer an authentication strength. A custom strength may name the models of security keys that
 * count, which is easily forgotten when a key is replaced by one of another model. Source: BG-AUTH-04, BG-CA-05.
 */

/** What of a strength decides; a policy names both, unless Graph left the combinations out. */
export type StrengthReference = Pick<PolicyAuthenticationStrength, 'id' | 'displayName' | 'allowedCombinations'>;

/** The built-in strength "Phishing-resistant MFA", which Graph names without its combinations. */
const PHISHING_RESISTANT_STRENGTH = '00000000-0000-0000-0000-000000000004';
/** Multifactor authentication, Passwordless MFA, Phishing-resistant MFA: Microsoft's own, which nobody can restrict. */
const BUILT_IN = /^00000000-0000-0000-0000-00000000000[2-4]$/;

/** Which registered kinds answer one combination of an authentication strength. */
const STRENGTH_METHODS: readonly { readonly combination: string; readonly kinds: readonly string[] }[] = [
  { combination: 'fido2', kinds: ['fido2'] },
  { combination: 'x509CertificateMultiFactor', kinds: ['x509Certificate'] },
  { combination: 'windowsHelloForBusiness', kinds: ['windowsHelloForBusiness', 'platformCredential'] },
];

/** The combinations that resist phishing. */
export const PHISHING_RESISTANT: readonly string[] = STRENGTH_METHODS.map(({ combination }) => combination);

/** The combinations of the strength; null when they were not read. */
export function combinationsOf({ id, allowedCombinations }: StrengthReference): readonly string[] | null {
  return id === PHISHING_RESISTANT_STRENGTH ? PHISHING_RESISTANT : allowedCombinations;
}

function nameOf({ id, displayName }: StrengthReference): string {
  return `authentication strength "${displayName ?? id}"`;
}

/** Whether the strength takes a security key of this model for a combination with a key in it. */
export function strengthAcceptsModel(
  strength: StrengthReference,
  aaGuid: string | null,
  snapshot: TenantSnapshot,
): Acceptance {
  if (BUILT_IN.test(strength.id)) return ACCEPTED;
  const { authenticationStrengths: strengths } = snapshot;
  if (!strengths.known) return notKnown(`it was not read which key models ${nameOf(strength)} accepts`);
  const listed = strengths.value.find(({ id }) => id.toLowerCase() === strength.id.toLowerCase());
  if (listed === undefined) return notKnown(`Graph does not list ${nameOf(strength)}`);
  const restrictions = listed.fido2Restrictions.filter((it) => it.appliesToCombinations.includes('fido2'));
  return everyOf(
    restrictions.map(({ allowedAAGUIDs }) => {
      if (aaGuid === null) return notKnown(`Graph does not say which model the key is, and ${nameOf(strength)} asks`);
      const isNamed = allowedAAGUIDs.some((named) => named.toLowerCase() === aaGuid.toLowerCase());
      return isNamed ? ACCEPTED : refusedBy(`${nameOf(strength)} does not accept model ${aaGuid}`);
    }),
  );
}

/** Whether a method alone answers `strength`. Combinations of several weak methods are no answer here. */
export function strengthAccepts(
  strength: StrengthReference,
  { kind, aaGuid }: Pick<AuthenticationMethod, 'kind' | 'aaGuid'>,
  snapshot: TenantSnapshot,
): Acceptance {
  const combinations = combinationsOf(strength);
  if (combinations === null) return notKnown(`the combinations of ${nameOf(strength)} were not read`);
  const isAnswer = STRENGTH_METHODS.some(
    (method) => method.kinds.includes(kind) && combinations.includes(method.combination),
  );
  if (!isAnswer) return refusedBy(`${nameOf(strength)} does not accept ${kind}`);
  return kind === 'fido2' ? strengthAcceptsModel(strength, aaGuid, snapshot) : ACCEPTED;
}
