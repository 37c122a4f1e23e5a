import { z } from 'zod';
import type { AuthorizationPolicy } from '../../domain/tenant/snapshot.js';
import { parseWith, type ObjectRead } from './observe.js';
import { RESOURCES } from './resources.js';

/** Whether administrators reset their own passwords. The ID must be there, so that an empty answer is not one. */

const policy = z
  .object({
    id: z.string().min(1),
    allowedToUseSSPR: z
      .boolean()
      .nullish()
      .transform((flag) => flag ?? null),
  })
  .transform(({ allowedToUseSSPR }) => ({ allowedToUseSSPR }));

export const readAuthorizationPolicy: ObjectRead<AuthorizationPolicy> = {
  shape: 'object',
  resource: RESOURCES.authorizationPolicy,
  permission: 'Policy.Read.All',
  version: 'v1.0',
  path: '/policies/authorizationPolicy',
  parse: parseWith(policy),
};
