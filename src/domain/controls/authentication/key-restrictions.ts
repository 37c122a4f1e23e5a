import type { KeyRestrictions, MethodConfiguration, MethodTarget } from '../../tenant/authentication-policy.js';
import type { AuthenticationMethod } from '../../tenant/snapshot.js';
import { ACCEPTED, anyOf, everyOf, notKnown, refusedBy, type Acceptance } from './acceptance.js';

/**
 * Whether what the FIDO2 configuration says of models and kinds accepts a key. Attestation is no part of it: it is asked for
 * when a key is registered, and not again.
 */

/** What `restrictions` of `where` say of a key of this model. Without a model nobody can say whether it is on a list. */
function byModel(restrictions: KeyRestrictions | null, aaGuid: string | null, where: string): Acceptance {
  if (restrictions?.isEnforced !== true) return ACCEPTED;
  const { enforcementType, aaGuids } = restrictions;
  const isAllowList = enforcementType === 'allow';
  if (aaGuids.length === 0) return isAllowList ? refusedBy(`the allow list of ${where} is empty`) : ACCEPTED;
  if (aaGuid === null) return notKnown(`Graph does not say which model the key is, and ${where} restricts models`);
  const isListed = aaGuids.some((listed) => listed.toLowerCase() === aaGuid.toLowerCase());
  if (isListed === isAllowList) return ACCEPTED;
  return refusedBy(
    isAllowList ? `the allow list of ${where} does not name model ${aaGuid}` : `${where} blocks model ${aaGuid}`,
  );
}

function byType(types: readonly string[], passkeyType: string | null, where: string): Acceptance {
  if (types.length === 0) return notKnown(`Graph does not say which kinds of passkey ${where} is for`);
  if (passkeyType === null) {
    const isForAll = types.includes('deviceBound') && types.includes('synced');
    return isForAll ? ACCEPTED : notKnown(`Graph does not say whether the passkey is synced, and ${where} asks`);
  }
  return types.includes(passkeyType) ? ACCEPTED : refusedBy(`${where} is not for ${passkeyType} passkeys`);
}

function byProfile(configuration: MethodConfiguration, profileId: string, key: AuthenticationMethod): Acceptance {
  const profile = configuration.passkeyProfiles.find(({ id }) => id.toLowerCase() === profileId.toLowerCase());
  if (profile === undefined) return notKnown(`Graph does not show passkey profile ${profileId}`);
  const where = `passkey profile "${profile.name ?? profile.id}"`;
  return everyOf([
    byType(profile.passkeyTypes, key.passkeyType, where),
    byModel(profile.keyRestrictions, key.aaGuid, where),
  ]);
}

/**
 * What holds for a key of somebody whom `target` names. A tenant with passkey profiles goes by them: one of those named for
 * the target must accept the key, and the restrictions of the whole configuration no longer count.
 */
export function acceptsKeyFor(
  target: MethodTarget,
  configuration: MethodConfiguration,
  key: AuthenticationMethod,
): Acceptance {
  const { passkeyProfiles, defaultPasskeyProfile, keyRestrictions } = configuration;
  const named = target.allowedPasskeyProfiles;
  if (passkeyProfiles.length === 0 && named.length === 0 && defaultPasskeyProfile === null) {
    return byModel(keyRestrictions, key.aaGuid, 'the FIDO2 configuration');
  }
  const fallback = defaultPasskeyProfile === null ? [] : [defaultPasskeyProfile];
  const profiles = named.length > 0 ? named : fallback;
  if (profiles.length === 0) return notKnown(`Graph names no passkey profile for target ${target.id}`);
  return anyOf(
    profiles.map((id) => byProfile(configuration, id, key)),
    'no passkey profile',
  );
}
