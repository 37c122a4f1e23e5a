import { z } from 'zod';
import type { AuthenticationMethodsPolicy } from '../../domain/tenant/snapshot.js';
import { canonicalId } from './graph-schema.js';
import { methodConfiguration } from './method-configurations.js';
import { parseWith, type ObjectRead } from './observe.js';
import { RESOURCES } from './resources.js';

/**
 * Which methods the tenant allows, and whom the registration campaign asks to register one. Graph always spells the campaign
 * out, so a missing one, or a missing list in it, is not understood rather than taken for "nobody is asked" or "nobody is
 * left out"; the methods are parsed in method-configurations.ts.
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
    authenticationMethodConfigurations: z.array(methodConfiguration),
  })
  .transform(({ registrationEnforcement, authenticationMethodConfigurations }) => ({
    registrationCampaign: registrationEnforcement?.authenticationMethodsRegistrationCampaign ?? null,
    configurations: authenticationMethodConfigurations,
  }));

export const readAuthenticationMethodsPolicy: ObjectRead<AuthenticationMethodsPolicy> = {
  shape: 'object',
  resource: RESOURCES.authenticationMethodsPolicy,
  permission: 'Policy.Read.All',
  isMissingIn21Vianet: true,
  version: 'v1.0',
  path: '/policies/authenticationMethodsPolicy',
  parse: parseWith(policy),
};
