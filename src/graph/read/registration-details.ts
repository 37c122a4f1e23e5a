import { z } from 'zod';
import type { RegistrationDetails } from '../../domain/tenant/authentication-policy.js';
import { moment, objectId } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES } from './resources.js';

/**
 * What the tenant's administrators have registered, by a report that lags by a day or more. It alone knows of certificates;
 * for everything else the methods of an account are the better witness.
 */

const details = z.object({
  id: objectId,
  userPrincipalName: z.string().min(1),
  isAdmin: z.boolean(),
  methodsRegistered: z.array(z.string().min(1)),
  isSsprRegistered: z.boolean(),
  isMfaCapable: z.boolean(),
  lastUpdatedDateTime: moment.nullish().transform((at) => at ?? null),
});

const administrators = z
  .array(details)
  .transform((list) =>
    list.filter(({ isAdmin }) => isAdmin).map(({ isAdmin: _, ...rest }): RegistrationDetails => rest),
  );

export const readRegistrationDetails: CollectionRead<readonly RegistrationDetails[]> = {
  shape: 'collection',
  resource: RESOURCES.registrationDetails,
  permission: 'AuditLog.Read.All',
  version: 'v1.0',
  path: `/reports/authenticationMethods/userRegistrationDetails?$filter=${encodeURIComponent('isAdmin eq true')}`,
  parse: parseWith(administrators),
};
