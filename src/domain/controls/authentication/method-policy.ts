import type {
  AuthenticationMethodsPolicy,
  MethodConfiguration,
  MethodTarget,
} from '../../tenant/authentication-policy.js';
import type { AccountReading, AuthenticationMethod } from '../../tenant/snapshot.js';
import { ACCEPTED, anyOf, everyOf, notKnown, refusedBy, type Acceptance } from './acceptance.js';
import { acceptsKeyFor } from './key-restrictions.js';
import { isNamed } from './method-targets.js';

/** Whether the authentication methods policy lets an account sign in with a key or a certificate that it has. */

export const METHODS_POLICY_SOURCE = 'GET /policies/authenticationMethodsPolicy';

export type MethodConfigurationId = 'Fido2' | 'X509Certificate';

const NAMES: Readonly<Record<MethodConfigurationId, string>> = {
  Fido2: 'Passkey (FIDO2)',
  X509Certificate: 'Certificate-based authentication',
};

/** The configuration of a method; undefined where Graph did not show it. */
export function configurationOf(
  { configurations }: AuthenticationMethodsPolicy,
  id: MethodConfigurationId,
): MethodConfiguration | undefined {
  return configurations.find((configuration) => configuration.id.toLowerCase() === id.toLowerCase());
}

/** Exclusion wins. */
function byExclusion({ excludeTargetIds }: MethodConfiguration, reading: AccountReading, name: string): Acceptance {
  switch (isNamed(reading, excludeTargetIds)) {
    case true:
      return refusedBy(`${name} excludes the account`);
    case 'unknown':
      return notKnown(`whether ${name} excludes the account depends on its groups, which were not read`);
    case false:
      return ACCEPTED;
  }
}

/** It is enough that one of the targets names the account and is content with what it has. */
function byInclusion(
  { includeTargets }: MethodConfiguration,
  reading: AccountReading,
  name: string,
  accepts: (target: MethodTarget) => Acceptance,
): Acceptance {
  const answers = includeTargets.flatMap((target): readonly Acceptance[] => {
    const isTarget = isNamed(reading, [target.id]);
    if (isTarget === false) return [];
    const answer = accepts(target);
    if (isTarget === true || answer.answer === 'refused') return [answer];
    return [notKnown(`whether ${name} includes the account depends on its groups, which were not read`)];
  });
  return anyOf(answers, `${name} does not include the account`);
}

function acceptsMethod(
  policy: AuthenticationMethodsPolicy,
  id: MethodConfigurationId,
  reading: AccountReading,
  accepts: (target: MethodTarget, configuration: MethodConfiguration) => Acceptance,
): Acceptance {
  const configuration = configurationOf(policy, id);
  const name = NAMES[id];
  if (configuration === undefined) return notKnown(`Graph does not show how ${name} is configured`);
  if (configuration.state === 'disabled') return refusedBy(`${name} is disabled`);
  return everyOf([
    byExclusion(configuration, reading, name),
    byInclusion(configuration, reading, name, (target) => accepts(target, configuration)),
  ]);
}

/** Whether `policy` accepts the FIDO2 key of the account. */
export function acceptsKey(
  policy: AuthenticationMethodsPolicy,
  reading: AccountReading,
  key: AuthenticationMethod,
): Acceptance {
  return acceptsMethod(policy, 'Fido2', reading, (target, configuration) => acceptsKeyFor(target, configuration, key));
}

/** Whether `policy` accepts certificates of the account. Which authorities are trusted is not read. */
export function acceptsCertificate(policy: AuthenticationMethodsPolicy, reading: AccountReading): Acceptance {
  return acceptsMethod(policy, 'X509Certificate', reading, () => ACCEPTED);
}
