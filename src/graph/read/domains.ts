import { z } from 'zod';
import type { Domain } from '../../domain/tenant/snapshot.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES } from './resources.js';

/** The tenant's domains: which are federated, which is the initial one, and for how long a password is valid on each. */

const domains = z.array(
  z.object({
    id: z.string().min(1),
    authenticationType: z.enum(['Managed', 'Federated']),
    isInitial: z.boolean(),
    isRoot: z.boolean(),
    isVerified: z.boolean(),
    passwordValidityPeriodInDays: z.number().int().nullable(),
  }),
);

export const readDomains: CollectionRead<readonly Domain[]> = {
  shape: 'collection',
  resource: RESOURCES.domains,
  permission: 'Domain.Read.All',
  version: 'v1.0',
  path: '/domains?$select=id,authenticationType,isInitial,isRoot,isVerified,passwordValidityPeriodInDays',
  parse: parseWith(domains),
};
