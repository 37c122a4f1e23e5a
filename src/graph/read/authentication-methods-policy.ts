import { z } from 'zod';
import type { AuthenticationMethodsPolicy } from '../../domain/tenant/snapshot.js';
import { canonicalId } from './graph-schema.js';
import { parseWith, type ObjectRead } from './observe.js';
import { RESOURCES } from './resources.js';

/**
 * Whom the registration campaign asks to register a method. Graph always spells the campaign out, so a missing one, or a
 * missing list in it, is not understood rather than taken for "nobody is asked" or "nobody is left out".
 */

const targetIds = z
  .array(z.object({ id: z.string().min(1) }))
  .transform((targets) => targets.map(({ id }) => canonicalId(id)));

const campaign = z
  .object({ state: z.string().min(1), includeTargets: targetIds, excludeTargets: targetIds })
  .transform(({ state, includeTargets, excludeTargets }) => ({
    state,
    includeTargetIds: includeTargets,
    excludeTargetIds: excludeTargets,
  }));

const policy = z
  .object({
    registrationEnforcement: z.object({ authenticationMethodsRegistrationCampaign: campaign.nullable() }).nullable(),
  })
  .transform(({ registrationEnforcement }) => ({
    registrationCampaign: registrationEnforcement?.authenticationMethodsRegistrationCampaign ?? null,
    configurations: [],
  }));

export const readAuthenticationMethodsPolicy: ObjectRead<AuthenticationMethodsPolicy> = {
  shape: 'object',
  resource: RESOURCES.authenticationMethodsPolicy,
  permission: 'Policy.Read.All',
  version: 'v1.0',
  path: '/policies/authenticationMethodsPolicy',
  parse: parseWith(policy),
};
