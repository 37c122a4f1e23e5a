import type { AuthenticationStrengthPolicy } from '@microsoft/microsoft-graph-types';
import type { Identified } from '../state.js';

/** The built-in authentication strengths as every tenant has them. Source: authenticationStrengthRoot, list policies. */

const PHISHING_RESISTANT = ['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor'] as const;

const SECOND_FACTORS = ['softwareOath', 'hardwareOath', 'sms', 'voice'] as const;

type Combinations = NonNullable<AuthenticationStrengthPolicy['allowedCombinations']>;

/** The published types know single flags only; Graph joins several with a comma. */
function combinations(...flags: readonly string[]): Combinations {
  return flags as Combinations;
}

function builtIn(
  number: number,
  displayName: string,
  description: string,
  allowedCombinations: Combinations,
): Identified<AuthenticationStrengthPolicy> {
  return {
    id: `00000000-0000-0000-0000-00000000000${number}`,
    createdDateTime: '2021-12-01T00:00:00Z',
    modifiedDateTime: '2021-12-01T00:00:00Z',
    displayName,
    description,
    policyType: 'builtIn',
    requirementsSatisfied: 'mfa',
    allowedCombinations,
    combinationConfigurations: [],
  };
}

/** The strength that only phishing-resistant methods satisfy. */
export function phishingResistantMfa(): Identified<AuthenticationStrengthPolicy> {
  return builtIn(
    4,
    'Phishing-resistant MFA',
    'Phishing-resistant, Passwordless methods for the strongest authentication, such as a FIDO2 security key',
    combinations(...PHISHING_RESISTANT),
  );
}

export function builtInStrengths(): Identified<AuthenticationStrengthPolicy>[] {
  return [
    builtIn(
      2,
      'Multifactor authentication',
      'Combinations of methods that satisfy strong authentication, such as a password + SMS',
      combinations(
        ...PHISHING_RESISTANT,
        'deviceBasedPush',
        'temporaryAccessPassOneTime',
        'temporaryAccessPassMultiUse',
        'password,microsoftAuthenticatorPush',
        ...SECOND_FACTORS.map((factor) => `password,${factor}`),
        'federatedMultiFactor',
        'microsoftAuthenticatorPush,federatedSingleFactor',
        ...SECOND_FACTORS.map((factor) => `${factor},federatedSingleFactor`),
      ),
    ),
    builtIn(
      3,
      'Passwordless MFA',
      'Passwordless methods that satisfy strong authentication, such as Passwordless sign-in with the Microsoft Authenticator',
      combinations(...PHISHING_RESISTANT, 'deviceBasedPush'),
    ),
    phishingResistantMfa(),
  ];
}
