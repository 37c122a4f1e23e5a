import { z } from 'zod';
import type { DirectoryUser } from '../../domain/tenant/snapshot.js';
import { objectId } from './graph-schema.js';
import { parseWith, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * One user by object ID. Every property that is asked for must be in the answer: a missing `onPremisesSyncEnabled` would
 * read as "cloud only". Users are never listed.
 */

const user = z.object({
  id: objectId,
  userPrincipalName: z.string().min(1),
  displayName: z.string().nullable(),
  userType: z.string().nullable(),
  accountEnabled: z.boolean().nullable(),
  onPremisesSyncEnabled: z.boolean().nullable(),
  onPremisesImmutableId: z.string().nullable(),
  mail: z.string().nullable(),
  otherMails: z.array(z.string()),
  proxyAddresses: z.array(z.string()),
  mobilePhone: z.string().nullable(),
});

const SELECT = Object.keys(user.shape).join(',');

/** The user with object ID `id` (lower case); known and null when the directory has none. */
export function readUser(id: string): ObjectRead<DirectoryUser | null> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.user, id),
    permission: 'User.Read.All',
    version: 'v1.0',
    path: `/users/${encodeURIComponent(id)}?$select=${SELECT}`,
    parse: parseWith(user.refine((answer) => answer.id === id, { message: 'it is another user' })),
    whenNotFound: null,
  };
}
