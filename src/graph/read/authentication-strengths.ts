import { z } from 'zod';
import type { AuthenticationStrength } from '../../domain/tenant/authentication-policy.js';
import { objectId } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES } from './resources.js';

/**
 * The combinations of methods that satisfy an authentication strength, and for which keys. Graph returns the restrictions
 * inline; a strength without that list would look as if it accepted every key.
 */

const FIDO2_RESTRICTION = '#microsoft.graph.fido2CombinationConfiguration';

/** Flags of an enum: Graph joins them with and without a space. */
const combination = z
  .string()
  .min(1)
  .transform((flags) =>
    flags
      .split(',')
      .map((flag) => flag.trim())
      .join(', '),
  );

const fido2Restriction = z
  .object({ appliesToCombinations: z.array(combination), allowedAAGUIDs: z.array(z.string().min(1)) })
  .transform(({ appliesToCombinations, allowedAAGUIDs }) => ({
    appliesToCombinations,
    allowedAAGUIDs: allowedAAGUIDs.map((id) => id.toLowerCase()),
  }));

/** A restriction of another method, say of certificates, is left out. */
const restrictions = z.array(z.object({ '@odata.type': z.string() }).passthrough()).transform((list, context) =>
  list
    .filter((restriction) => restriction['@odata.type'] === FIDO2_RESTRICTION)
    .flatMap((restriction) => {
      const parsed = fido2Restriction.safeParse(restriction);
      if (parsed.success) return [parsed.data];
      for (const issue of parsed.error.issues) context.addIssue(issue);
      return [];
    }),
);

const strength = z
  .object({
    id: objectId,
    displayName: z.string(),
    allowedCombinations: z.array(combination),
    combinationConfigurations: restrictions,
  })
  .transform(({ combinationConfigurations, ...rest }): AuthenticationStrength => ({
    ...rest,
    fido2Restrictions: combinationConfigurations,
  }));

export const readAuthenticationStrengths: CollectionRead<readonly AuthenticationStrength[]> = {
  shape: 'collection',
  resource: RESOURCES.authenticationStrengths,
  permission: 'Policy.Read.All',
  version: 'v1.0',
  path: '/policies/authenticationStrengthPolicies',
  parse: parseWith(z.array(strength)),
};
