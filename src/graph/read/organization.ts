import { z } from 'zod';
import type { Organization } from '../../domain/tenant/snapshot.js';
import { objectId } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES } from './resources.js';

/** Who the tenant is. Graph answers with a collection of exactly one. */

const organization = z.tuple([z.object({ id: objectId, displayName: z.string() })]).transform(([only]) => only);

export const readOrganization: CollectionRead<Organization> = {
  shape: 'collection',
  resource: RESOURCES.organization,
  permission: 'Organization.Read.All',
  version: 'v1.0',
  path: '/organization?$select=id,displayName',
  parse: parseWith(organization),
};
