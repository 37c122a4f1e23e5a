import type { Route, RouteRequest } from '../http/exchange.js';
import { collection, entity, resourceNotFound } from '../http/reply.js';
import {
  AUTHENTICATION_METHODS_POLICY,
  AUTHORIZATION_POLICY,
  DOMAIN,
  ORGANIZATION,
  SECURITY_DEFAULTS,
} from '../resource-types.js';
import { sameId } from '../directory.js';

/** The tenant itself, its domains, and the policies that exist exactly once. */

/** Whoever may only read users learns who the tenant is, and nothing more. Source: Microsoft Graph, "Get organization". */
function shownOrganization({ state, holds }: RouteRequest): object {
  const { organization } = state;
  if (holds('Organization.Read.All', 'Directory.Read.All')) return organization;
  return { id: organization.id, displayName: organization.displayName, verifiedDomains: organization.verifiedDomains };
}

export const organizationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/organization',
    reply: (request) =>
      collection('organization', ORGANIZATION, [{ type: ORGANIZATION, value: shownOrganization(request) }]),
  },
  {
    method: 'GET',
    path: '/organization/{id}',
    reply: ({ state, param }) =>
      sameId(state.organization.id, param('id'))
        ? entity('organization', { type: ORGANIZATION, value: state.organization })
        : resourceNotFound(param('id')),
  },
  {
    method: 'GET',
    path: '/domains',
    reply: ({ state }) =>
      collection(
        'domains',
        DOMAIN,
        state.domains.map((value) => ({ type: DOMAIN, value })),
      ),
  },
  {
    method: 'GET',
    path: '/domains/{id}',
    reply: ({ state, param }) => {
      const value = state.domains.find((domain) => sameId(domain.id, param('id')));
      return value ? entity('domains', { type: DOMAIN, value }) : resourceNotFound(param('id'));
    },
  },
  {
    method: 'GET',
    path: '/policies/identitySecurityDefaultsEnforcementPolicy',
    reply: ({ state }) =>
      entity('policies/identitySecurityDefaultsEnforcementPolicy', {
        type: SECURITY_DEFAULTS,
        value: state.securityDefaults,
      }),
  },
  {
    method: 'GET',
    path: '/policies/authorizationPolicy',
    reply: ({ state }) =>
      entity('policies/authorizationPolicy', { type: AUTHORIZATION_POLICY, value: state.authorizationPolicy }),
  },
  {
    method: 'GET',
    path: '/policies/authenticationMethodsPolicy',
    reply: ({ state }) =>
      entity('authenticationMethodsPolicy', {
        type: AUTHENTICATION_METHODS_POLICY,
        value: state.authenticationMethodsPolicy,
      }),
  },
];
