import { z } from 'zod';
import { objectId } from '../read/graph-schema.js';
import { parseWith, type ObjectRead } from '../read/observe.js';
import { RESOURCES, resourceOf } from '../read/resources.js';

/**
 * A user as the object of a change: what is changed, and beside it what a change must leave alone. What was asked for and
 * is missing makes the answer malformed: an absent property must not pass for an unset one.
 */

const user = z.object({
  id: objectId,
  userPrincipalName: z.string().min(1),
  displayName: z.string().nullable(),
  userType: z.string().nullable(),
  accountEnabled: z.boolean().nullable(),
  onPremisesSyncEnabled: z.boolean().nullable(),
  passwordPolicies: z.string().nullable(),
});
export type UserObject = Readonly<z.infer<typeof user>>;

const SELECT = Object.keys(user.shape).join(',');

/** The user with this object ID; known and null when the directory has none. */
export function readUserObject(id: string): ObjectRead<UserObject | null> {
  const isTheSame = (answer: UserObject) => answer.id === id.toLowerCase();
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.user, id),
    permission: 'User.Read.All',
    version: 'v1.0',
    path: `/users/${encodeURIComponent(id)}?$select=${SELECT}`,
    parse: parseWith(user.refine(isTheSame, { message: 'it is another user' })),
    whenNotFound: null,
  };
}
