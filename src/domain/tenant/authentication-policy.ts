/**
 * What the tenant says about ways to authenticate: which methods its policy allows to whom, and which combinations of them
 * satisfy an authentication strength. Microsoft Graph's own words; lists are always present.
 */

/** `registrationEnforcement.authenticationMethodsRegistrationCampaign` of the authentication methods policy. */
export interface RegistrationCampaign {
  /** `enabled`, `disabled`, or `default`: as Microsoft sees fit. */
  readonly state: string;
  /** Object IDs of users and groups, or `all_users`. */
  readonly includeTargetIds: readonly string[];
  readonly excludeTargetIds: readonly string[];
}

/** `fido2KeyRestrictions`. Not enforced: every key is accepted. */
export interface KeyRestrictions {
  readonly isEnforced: boolean;
  readonly enforcementType: 'allow' | 'block';
  /** Lower case. */
  readonly aaGuids: readonly string[];
}

/** `passkeyProfile`: what kind of passkey a target may use. */
export interface PasskeyProfile {
  readonly id: string;
  readonly name: string | null;
  /** `disabled` or `registrationOnly`. */
  readonly attestationEnforcement: string | null;
  /** `deviceBound`, `synced`. */
  readonly passkeyTypes: readonly string[];
  readonly keyRestrictions: KeyRestrictions | null;
}

/** Whom a method configuration is for: one of `includeTargets`. */
export interface MethodTarget {
  /** Object ID of a user or a group, or `all_users`. */
  readonly id: string;
  /** IDs of passkey profiles; empty where the configuration has none, or the target takes the default one. */
  readonly allowedPasskeyProfiles: readonly string[];
}

/** One `authenticationMethodConfiguration`. What only FIDO2 has is null or empty elsewhere. */
export interface MethodConfiguration {
  /** As Graph spells it, for example `Fido2`, `X509Certificate`, `Sms`. */
  readonly id: string;
  readonly state: 'enabled' | 'disabled';
  readonly includeTargets: readonly MethodTarget[];
  /** Object IDs of users and groups. */
  readonly excludeTargetIds: readonly string[];
  readonly keyRestrictions: KeyRestrictions | null;
  readonly isAttestationEnforced: boolean | null;
  readonly passkeyProfiles: readonly PasskeyProfile[];
  readonly defaultPasskeyProfile: string | null;
}

export interface AuthenticationMethodsPolicy {
  readonly registrationCampaign: RegistrationCampaign | null;
  readonly configurations: readonly MethodConfiguration[];
}

/** `authenticationStrengthPolicy`, built in or custom. */
export interface AuthenticationStrength {
  readonly id: string;
  readonly displayName: string;
  /** Each entry is one combination of methods joined by ", ", for example `fido2`. */
  readonly allowedCombinations: readonly string[];
  /** `fido2CombinationConfiguration`s: for these combinations only the named keys count. */
  readonly fido2Restrictions: readonly {
    readonly appliesToCombinations: readonly string[];
    /** Lower case. */
    readonly allowedAAGUIDs: readonly string[];
  }[];
}

/** `userRegistrationDetails` of an administrator: a report that lags behind by a day or more. */
export interface RegistrationDetails {
  /** Object ID of the user. */
  readonly id: string;
  readonly userPrincipalName: string;
  /** In the report's own words, for example `fido2SecurityKey`, `x509CertificateMultiFactor`. */
  readonly methodsRegistered: readonly string[];
  readonly isSsprRegistered: boolean;
  readonly isMfaCapable: boolean;
  /** ISO 8601 UTC; null where the report does not say. */
  readonly lastUpdatedDateTime: string | null;
}
