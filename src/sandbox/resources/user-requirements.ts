import { findUser } from '../directory.js';
import type { ReadRoute, Route } from '../http/exchange.js';
import { entity, problem, resourceNotFound } from '../http/reply.js';
import { AUTHENTICATION_REQUIREMENTS } from '../resource-types.js';

/** The legacy MFA state of one user. v1.0 does not know the path. */

const readRequirements: ReadRoute['reply'] = ({ state, exchange, param }) => {
  if (exchange.version !== 'beta') {
    return problem(400, 'BadRequest', "Resource not found for the segment 'requirements'.");
  }
  const user = findUser(state, param('id'));
  if (user === undefined) return resourceNotFound(param('id'));
  const perUserMfaState = state.perUserMfaStates[user.id] ?? 'disabled';
  const context = `users('${user.id}')/authentication/requirements`;
  return entity(context, { type: AUTHENTICATION_REQUIREMENTS, value: { perUserMfaState } });
};

export const userRequirementsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users/{id}/authentication/requirements',
    permissions: ['Policy.Read.All', 'Policy.ReadWrite.AuthenticationMethod'],
    reply: readRequirements,
  },
];
