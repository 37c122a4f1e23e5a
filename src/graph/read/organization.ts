import { z } from 'zod';
import type { Organization } from '../../domain/tenant/snapshot.js';
import { objectId } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES } from './resources.js';

/** Who the tenant is, and what it is licensed for. Graph answers with a collection of exactly one. */

const organization = z
  .object({
    id: objectId,
    displayName: z.string(),
    assignedPlans: z.array(z.object({ servicePlanId: objectId, capabilityStatus: z.string() })),
  })
  .transform(({ assignedPlans, ...rest }) => ({
    ...rest,
    servicePlanIds: assignedPlans
      .filter(({ capabilityStatus }) => capabilityStatus === 'Enabled')
      .map(({ servicePlanId }) => servicePlanId),
  }));

const only = z.tuple([organization]).transform(([first]) => first);

export const readOrganization: CollectionRead<Organization> = {
  shape: 'collection',
  resource: RESOURCES.organization,
  permission: 'Organization.Read.All',
  version: 'v1.0',
  path: '/organization?$select=id,displayName,assignedPlans',
  parse: parseWith(only),
};
