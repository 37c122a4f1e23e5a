import { sameId } from '../directory.js';
import type { Route, RouteRequest } from '../http/exchange.js';
import { collection, entity, resourceNotFound, type Reply } from '../http/reply.js';
import { APP_ROLE_ASSIGNMENT, SERVICE_PRINCIPAL } from '../resource-types.js';
import type { SandboxState } from '../state.js';

/** Service principals, by object ID or by application ID, and the app roles that each has granted to others. */

const READERS = [
  'Application.Read.All',
  'Application.ReadWrite.OwnedBy',
  'Directory.Read.All',
  'Application.ReadWrite.All',
  'Directory.ReadWrite.All',
];

type Principal = SandboxState['servicePrincipals'][number];

function byId({ state, param }: RouteRequest): Principal | undefined {
  return state.servicePrincipals.find(({ id }) => sameId(id, param('id')));
}

function byAppId({ state, param }: RouteRequest): Principal | undefined {
  return state.servicePrincipals.find(({ appId }) => sameId(appId, param('appId')));
}

function one(value: Principal | undefined, named: string): Reply {
  return value ? entity('servicePrincipals', { type: SERVICE_PRINCIPAL, value }) : resourceNotFound(named);
}

function grantedBy(resource: Principal | undefined, { state, param }: RouteRequest): Reply {
  if (resource === undefined) return resourceNotFound(param('id'));
  const granted = state.appRoleAssignments.filter(({ resourceId }) => sameId(resourceId, resource.id));
  return collection(
    `servicePrincipals('${resource.id}')/appRoleAssignedTo`,
    APP_ROLE_ASSIGNMENT,
    granted.map((value) => ({ type: APP_ROLE_ASSIGNMENT, value })),
  );
}

export const applicationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/servicePrincipals',
    permissions: READERS,
    reply: ({ state }) =>
      collection(
        'servicePrincipals',
        SERVICE_PRINCIPAL,
        state.servicePrincipals.map((value) => ({ type: SERVICE_PRINCIPAL, value })),
        { filterable: ['id', 'appId', 'displayName'] },
      ),
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}',
    permissions: READERS,
    reply: (request) => one(byId(request), request.param('id')),
  },
  {
    method: 'GET',
    path: "/servicePrincipals(appId='{appId}')",
    permissions: READERS,
    reply: (request) => one(byAppId(request), request.param('appId')),
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/appRoleAssignedTo',
    permissions: READERS,
    reply: (request) => grantedBy(byId(request), request),
  },
];
