import { z } from 'zod';
import { replaceCampaign, setAdministratorsSspr } from '../changes/settings-changes.js';
import type { Route, WriteRequest } from '../http/exchange.js';
import { peopleWith } from '../http/permissions.js';
import { badRequest, done, type Reply } from '../http/reply.js';

/**
 * The settings that exist exactly once: the registration campaign of the authentication methods policy, and whether
 * administrators reset their own passwords. For people only. Of both policies nothing else can be changed here.
 */

const targetParts = { id: z.string().min(1), targetType: z.enum(['user', 'group']) };
const excludeTarget = z.object(targetParts).strict();
const includeTarget = z.object({ ...targetParts, targetedAuthenticationMethod: z.string() }).strict();

const campaign = z
  .object({
    state: z.enum(['default', 'enabled', 'disabled']),
    snoozeDurationInDays: z.number().int().min(0).max(14),
    includeTargets: z.array(includeTarget),
    excludeTargets: z.array(excludeTarget),
  })
  .partial()
  .strict();

const methodsPolicyBody = z
  .object({
    registrationEnforcement: z.object({ authenticationMethodsRegistrationCampaign: campaign }).strict(),
  })
  .strict();

const authorizationPolicyBody = z.object({ allowedToUseSSPR: z.boolean() }).strict();

/** Only what was sent: an absent member must not take the place of one that is there. */
function present<T extends object>(sent: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function updateMethodsPolicy({ state, exchange, occasion }: WriteRequest): Reply {
  const read = methodsPolicyBody.safeParse(exchange.body);
  if (!read.success)
    return badRequest('The simulated tenant changes the registration campaign only, by valid members.');
  const { authenticationMethodsRegistrationCampaign: sent } = read.data.registrationEnforcement;
  const before = state.authenticationMethodsPolicy.registrationEnforcement?.authenticationMethodsRegistrationCampaign;
  replaceCampaign(state, { ...before, ...present(sent) }, occasion);
  return done;
}

function updateAuthorizationPolicy({ state, exchange, occasion }: WriteRequest): Reply {
  const read = authorizationPolicyBody.safeParse(exchange.body);
  if (!read.success) return badRequest('The simulated tenant changes allowedToUseSSPR only, to true or false.');
  setAdministratorsSspr(state, read.data.allowedToUseSSPR, occasion);
  return done;
}

export const policySettingsWrites: readonly Route[] = [
  {
    method: 'PATCH',
    path: '/policies/authenticationMethodsPolicy',
    mayWrite: peopleWith('globalAdministrator', 'authenticationPolicyAdministrator'),
    write: updateMethodsPolicy,
  },
  {
    method: 'PATCH',
    path: '/policies/authorizationPolicy',
    mayWrite: peopleWith('globalAdministrator', 'privilegedRoleAdministrator'),
    write: updateAuthorizationPolicy,
  },
];
