import type { Route, RouteRequest } from '../http/exchange.js';
import { collection, entity, resourceNotFound, type Item } from '../http/reply.js';
import {
  AUTHENTICATION_METHODS_POLICY,
  AUTHORIZATION_POLICY,
  DOMAIN,
  ORGANIZATION,
  SECURITY_DEFAULTS,
} from '../resource-types.js';
import { sameId } from '../directory.js';
import type { SandboxState } from '../state.js';

/** The tenant itself, its domains, and the policies that exist exactly once. */

const ORGANIZATION_PERMISSIONS = [
  'Organization.Read.All',
  'User.Read.All',
  'Directory.Read.All',
  'Organization.ReadWrite.All',
  'Directory.ReadWrite.All',
];
const DOMAIN_PERMISSIONS = ['Domain.Read.All', 'Domain.ReadWrite.All', 'Directory.Read.All'];

/** `servicePlanId` of AAD_PREMIUM and AAD_PREMIUM_P2. */
const PREMIUM_PLANS = {
  hasPremiumP1: '41781fb2-bc02-4b7c-bd55-b576c07bb09d',
  hasPremiumP2: 'eec0eb4f-6444-4f95-aba0-50c24d67f998',
} as const;

/** The organization with the premium plans that the tenant behaves as if it had. They are stored nowhere else. */
function organizationOf(state: SandboxState): SandboxState['organization'] {
  const flags = ['hasPremiumP1', 'hasPremiumP2'] as const;
  const premium = flags
    .filter((flag) => state[flag])
    .map((flag) => ({
      assignedDateTime: '2024-01-08T00:00:00Z',
      capabilityStatus: 'Enabled',
      service: 'AADPremiumService',
      servicePlanId: PREMIUM_PLANS[flag],
    }));
  const { assignedPlans = [] } = state.organization;
  return { ...state.organization, assignedPlans: [...premium, ...assignedPlans] };
}

const LIMITED: readonly string[] = ['id', 'displayName', 'verifiedDomains'];

/** Whoever may only read users learns who the tenant is; everything else is null. Source: Microsoft Graph, "Get organization". */
function organizationItem({ state, holds }: RouteRequest): Item {
  const whole = organizationOf(state);
  if (holds('Organization.Read.All', 'Directory.Read.All')) return { type: ORGANIZATION, value: whole };
  const shown = Object.entries(whole).map(([name, value]) => [name, LIMITED.includes(name) ? value : null] as const);
  return { type: ORGANIZATION, value: Object.fromEntries(shown) };
}

export const organizationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/organization',
    permissions: ORGANIZATION_PERMISSIONS,
    reply: (request) => collection('organization', ORGANIZATION, [organizationItem(request)]),
  },
  {
    method: 'GET',
    path: '/organization/{id}',
    permissions: ORGANIZATION_PERMISSIONS,
    reply: (request) =>
      sameId(request.state.organization.id, request.param('id'))
        ? entity('organization', organizationItem(request))
        : resourceNotFound(request.param('id')),
  },
  {
    method: 'GET',
    path: '/domains',
    permissions: DOMAIN_PERMISSIONS,
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
    permissions: DOMAIN_PERMISSIONS,
    reply: ({ state, param }) => {
      const value = state.domains.find((domain) => sameId(domain.id, param('id')));
      return value ? entity('domains', { type: DOMAIN, value }) : resourceNotFound(param('id'));
    },
  },
  {
    method: 'GET',
    path: '/policies/identitySecurityDefaultsEnforcementPolicy',
    permissions: ['Policy.Read.All', 'Policy.ReadWrite.SecurityDefaults'],
    reply: ({ state }) =>
      entity('policies/identitySecurityDefaultsEnforcementPolicy', {
        type: SECURITY_DEFAULTS,
        value: state.securityDefaults,
      }),
  },
  {
    method: 'GET',
    path: '/policies/authorizationPolicy',
    permissions: ['Policy.Read.All', 'Policy.ReadWrite.Authorization'],
    reply: ({ state }) =>
      entity('policies/authorizationPolicy', { type: AUTHORIZATION_POLICY, value: state.authorizationPolicy }),
  },
  {
    method: 'GET',
    path: '/policies/authenticationMethodsPolicy',
    permissions: ['Policy.Read.AuthenticationMethod', 'Policy.Read.All', 'Policy.ReadWrite.AuthenticationMethod'],
    reply: ({ state }) =>
      entity('authenticationMethodsPolicy', {
        type: AUTHENTICATION_METHODS_POLICY,
        value: state.authenticationMethodsPolicy,
      }),
  },
];
