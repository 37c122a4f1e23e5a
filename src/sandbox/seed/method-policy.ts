import type {
  ExcludeTarget,
  Fido2AuthenticationMethodConfiguration,
  Fido2KeyRestrictions,
} from '@microsoft/microsoft-graph-types';
import type { SandboxMethodConfiguration, SandboxMethodsPolicy } from '../state.js';
import { guidFor } from './ids.js';

/** The authentication methods policy in the full shape of Graph's answer: which methods are allowed, and to whom. */

/** The published types do not know passkey profiles yet. */
interface Fido2Configuration extends SandboxMethodConfiguration, Omit<Fido2AuthenticationMethodConfiguration, 'id'> {
  defaultPasskeyProfile: string | null;
  passkeyProfiles: object[];
}

const EVERYBODY = { targetType: 'group', id: 'all_users', isRegistrationRequired: false } as const;
const EVERY_KEY: Fido2KeyRestrictions = { isEnforced: false, enforcementType: 'block', aaGuids: [] };

/** A method for everybody. `own` is what only this method has. */
function method(
  id: string,
  state: 'enabled' | 'disabled',
  own: { readonly ofTarget?: object; readonly excludeTargets?: ExcludeTarget[] } & Readonly<
    Record<string, unknown>
  > = {},
): SandboxMethodConfiguration {
  const { ofTarget, excludeTargets, ...rest } = own;
  const configuration = {
    id,
    state,
    excludeTargets: excludeTargets === undefined ? [] : excludeTargets,
    ...rest,
    includeTargets: [{ ...EVERYBODY, ...ofTarget }],
  };
  const type = `${id.charAt(0).toLowerCase()}${id.slice(1)}`;
  return { '@odata.type': `#microsoft.graph.${type}AuthenticationMethodConfiguration`, ...configuration };
}

/** Security keys of every model for everybody, attested, and no passkey profiles. */
function securityKeys(): Fido2Configuration {
  return {
    '@odata.type': '#microsoft.graph.fido2AuthenticationMethodConfiguration',
    id: 'Fido2',
    state: 'enabled',
    excludeTargets: [],
    isSelfServiceRegistrationAllowed: true,
    isAttestationEnforced: true,
    keyRestrictions: { ...EVERY_KEY, aaGuids: [] },
    defaultPasskeyProfile: null,
    passkeyProfiles: [],
    includeTargets: [{ ...EVERYBODY }],
  };
}

/** As Microsoft delivers it, with the methods that most tenants use: nobody is left out, and whether people are asked to register is left to Microsoft. */
export function methodsPolicy(): SandboxMethodsPolicy {
  return {
    id: 'authenticationMethodsPolicy',
    displayName: 'Authentication Methods Policy',
    description: 'Which authentication methods the tenant allows, and who is asked to register them.',
    lastModifiedDateTime: '2026-01-26T10:47:26Z',
    policyMigrationState: 'migrationComplete',
    policyVersion: '1.5',
    registrationEnforcement: {
      authenticationMethodsRegistrationCampaign: {
        snoozeDurationInDays: 1,
        state: 'default',
        excludeTargets: [],
        includeTargets: [
          { id: 'all_users', targetType: 'group', targetedAuthenticationMethod: 'microsoftAuthenticator' },
        ],
      },
    },
    authenticationMethodConfigurations: [
      securityKeys(),
      method('MicrosoftAuthenticator', 'enabled', { ofTarget: { authenticationMode: 'any' } }),
      method('Sms', 'enabled'),
      method('TemporaryAccessPass', 'enabled', {
        defaultLifetimeInMinutes: 60,
        defaultLength: 8,
        minimumLifetimeInMinutes: 60,
        maximumLifetimeInMinutes: 480,
        isUsableOnce: true,
      }),
      method('SoftwareOath', 'enabled'),
      method('Voice', 'disabled', { isOfficePhoneAllowed: false }),
      method('Email', 'enabled', { allowExternalIdToUseEmailOtp: 'default' }),
      method('X509Certificate', 'disabled'),
    ],
  };
}

function passkeyProfile(
  key: string,
  name: string,
  passkeyTypes: string,
  keyRestrictions: Fido2KeyRestrictions,
): object {
  return {
    id: guidFor(`passkeyProfile:${key}`),
    name,
    attestationEnforcement: passkeyTypes === 'deviceBound' ? 'registrationOnly' : 'disabled',
    passkeyTypes,
    keyRestrictions,
  };
}

/** Puts passkey profiles in the place of one rule for all: hardware keys of the `vaultModels` for the group, any passkey for the others. */
export function usePasskeyProfiles(
  policy: SandboxMethodsPolicy,
  groupId: string,
  vaultModels: readonly string[],
): void {
  const hardware = passkeyProfile('hardware', 'Hardware keys for emergency access', 'deviceBound', {
    isEnforced: true,
    enforcementType: 'allow',
    aaGuids: [...vaultModels],
  });
  const everyday = passkeyProfile('everyday', 'Default passkey profile', 'deviceBound,synced', {
    ...EVERY_KEY,
    aaGuids: [],
  });
  const fido2: Fido2Configuration = {
    ...securityKeys(),
    defaultPasskeyProfile: guidFor('passkeyProfile:everyday'),
    passkeyProfiles: [everyday, hardware],
    includeTargets: [EVERYBODY, { ...EVERYBODY, id: groupId }].map((target, index) => ({
      ...target,
      allowedPasskeyProfiles: [index === 0 ? guidFor('passkeyProfile:everyday') : guidFor('passkeyProfile:hardware')],
    })),
  };
  policy.authenticationMethodConfigurations = policy.authenticationMethodConfigurations.map((configuration) =>
    configuration.id === 'Fido2' ? fido2 : configuration,
  );
}
