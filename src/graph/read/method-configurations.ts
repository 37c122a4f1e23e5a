import { z } from 'zod';
import type {
  KeyRestrictions,
  MethodConfiguration,
  PasskeyProfile,
} from '../../domain/tenant/authentication-policy.js';
import { canonicalId, optionalText } from './graph-schema.js';

/**
 * Which methods the tenant allows, to whom, and which security keys. On a method that an emergency account relies on and
 * that is enabled, whatever could take the method away must be spelled out: an absent list of exclusions or key
 * restrictions is not understood rather than taken for "nothing restricted".
 */

const RELIED_ON: readonly string[] = ['fido2', 'x509certificate'];

const targetId = z.string().min(1).transform(canonicalId);
const excludeTargets = z.array(z.object({ id: targetId })).transform((targets) => targets.map(({ id }) => id));

const includeTarget = z
  .object({ id: targetId, allowedPasskeyProfiles: z.array(z.string().min(1).transform(canonicalId)).nullish() })
  .transform(({ id, allowedPasskeyProfiles: profiles }) => ({
    id,
    allowedPasskeyProfiles: profiles === null || profiles === undefined ? [] : profiles,
  }));

const keyRestrictions = z
  .object({
    isEnforced: z.boolean(),
    enforcementType: z.enum(['allow', 'block']),
    aaGuids: z.array(
      z
        .string()
        .min(1)
        .transform((id) => id.toLowerCase()),
    ),
  })
  .transform((restrictions): KeyRestrictions => restrictions);

/** Flags of an enum, joined by commas. */
const passkeyTypes = z
  .string()
  .min(1)
  .transform((flags) => flags.split(',').map((flag) => flag.trim()));

const passkeyProfile = z
  .object({
    id: z.string().min(1).transform(canonicalId),
    name: optionalText,
    attestationEnforcement: z.string().min(1).nullable(),
    passkeyTypes,
    keyRestrictions: keyRestrictions.nullable(),
  })
  .transform((profile): PasskeyProfile => profile);

/** Clouds and tenants without passkey profiles have no such members. */
const profileId = z
  .string()
  .nullish()
  .transform((id) => (id ? canonicalId(id) : null));
const passkeyProfiles = z
  .array(passkeyProfile)
  .nullish()
  .transform((profiles) => (profiles === null || profiles === undefined ? [] : profiles));

const answered = z.object({
  id: z.string().min(1),
  state: z.enum(['enabled', 'disabled']),
  includeTargets: z.array(includeTarget),
  excludeTargets: excludeTargets.optional(),
  keyRestrictions: keyRestrictions.nullish(),
  isAttestationEnforced: z.boolean().nullish(),
  passkeyProfiles,
  defaultPasskeyProfile: profileId,
});
type Answered = z.infer<typeof answered>;

/** What an enabled method must say of itself and does not. */
function unsaid(configuration: Answered): string | undefined {
  const id = configuration.id.toLowerCase();
  if (configuration.state === 'disabled' || !RELIED_ON.includes(id)) return undefined;
  const members = ['excludeTargets', ...(id === 'fido2' ? ['keyRestrictions', 'isAttestationEnforced'] : [])] as const;
  return members.find((name) => configuration[name as keyof Answered] === undefined);
}

/** A passkey profile that is named and not there: nobody could tell what it allows. */
function unknownProfile({ includeTargets, passkeyProfiles: profiles, defaultPasskeyProfile }: Answered): boolean {
  const named = includeTargets.flatMap(({ allowedPasskeyProfiles }) => allowedPasskeyProfiles);
  return [...named, ...(defaultPasskeyProfile === null ? [] : [defaultPasskeyProfile])].some(
    (id) => !profiles.some((profile) => profile.id === id),
  );
}

/** One `authenticationMethodConfiguration`, of whatever method. */
export const methodConfiguration = answered
  .superRefine((configuration, context) => {
    const missing = unsaid(configuration);
    if (missing !== undefined) {
      context.addIssue({ code: 'custom', path: [missing], message: 'it is missing', fatal: true });
    }
    if (unknownProfile(configuration)) {
      context.addIssue({ code: 'custom', path: ['passkeyProfiles'], message: 'a profile is missing', fatal: true });
    }
  })
  .transform(
    ({ excludeTargets: excluded, keyRestrictions: keys, isAttestationEnforced, ...rest }): MethodConfiguration => ({
      ...rest,
      // Absent only where `unsaid` allows it: for a method that it is no good news to be allowed.
      excludeTargetIds: excluded === undefined ? [] : excluded,
      keyRestrictions: keys ?? null,
      isAttestationEnforced: isAttestationEnforced ?? null,
    }),
  );
