import { sameId } from '../directory.js';
import type { Route, RouteRequest } from '../http/exchange.js';
import { collection, resourceNotFound, type Reply } from '../http/reply.js';
import { INTERNAL_DOMAIN_FEDERATION } from '../resource-types.js';

/** How federated domains sign people in. Graph takes no query options here, and answers 404 where there are no settings. */

function configurationOf({ state, param }: RouteRequest): Reply {
  const domain = state.domains.find(({ id }) => sameId(id, param('id')));
  const value = domain && state.federationConfigurations[domain.id];
  if (domain === undefined || value === undefined) return resourceNotFound(param('id'));
  return collection(`domains('${domain.id}')/federationConfiguration`, INTERNAL_DOMAIN_FEDERATION, [
    {
      type: INTERNAL_DOMAIN_FEDERATION,
      value: { '@odata.type': `#${INTERNAL_DOMAIN_FEDERATION.name}`, ...value },
    },
  ]);
}

export const federationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/domains/{id}/federationConfiguration',
    permissions: [
      'Domain-InternalFederation.Read.All',
      'Domain.Read.All',
      'Domain-InternalFederation.ReadWrite.All',
      'Domain.ReadWrite.All',
    ],
    reply: configurationOf,
  },
];
