import type { AuthenticationStrengthPolicy } from '@microsoft/microsoft-graph-types';
import { sameId } from '../directory.js';
import type { Route } from '../http/exchange.js';
import { collection, entity, resourceNotFound } from '../http/reply.js';
import { AUTHENTICATION_STRENGTH } from '../resource-types.js';
import type { SandboxState } from '../state.js';

/** The authentication strengths that a policy can name, built in and custom, each with its restrictions inline. */

const CONTEXT = 'policies/authenticationStrengthPolicies';
const PERMISSIONS = [
  'Policy.Read.AuthenticationMethod',
  'Policy.Read.All',
  'Policy.ReadWrite.AuthenticationMethod',
  'Policy.ReadWrite.ConditionalAccess',
];

/** The whole strength under `id`; undefined when there is none. */
export function strengthOf(state: SandboxState, id: string): AuthenticationStrengthPolicy | undefined {
  const found = state.authenticationStrengths.find((strength) => sameId(strength.id, id));
  return found && structuredClone(found);
}

export const authenticationStrengthRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/policies/authenticationStrengthPolicies',
    permissions: PERMISSIONS,
    reply: ({ state }) =>
      collection(
        CONTEXT,
        AUTHENTICATION_STRENGTH,
        state.authenticationStrengths.map((value) => ({ type: AUTHENTICATION_STRENGTH, value })),
        { filterable: ['policyType'] },
      ),
  },
  {
    method: 'GET',
    path: '/policies/authenticationStrengthPolicies/{id}',
    permissions: PERMISSIONS,
    reply: ({ state, param }) => {
      const value = strengthOf(state, param('id'));
      return value ? entity(CONTEXT, { type: AUTHENTICATION_STRENGTH, value }) : resourceNotFound(param('id'));
    },
  },
];
