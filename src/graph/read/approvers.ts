import { z } from 'zod';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * Who may approve: the people in a group, directly or through nesting. Graph could pick the users out itself, but only
 * from an index that lags behind, and somebody who was taken out of the group must not approve any more. A member whose
 * type is not named makes the whole list unreadable.
 */

const users = z
  .array(z.object({ '@odata.type': z.string(), id: z.string().min(1) }))
  .transform((members) =>
    members.filter((member) => member['@odata.type'] === '#microsoft.graph.user').map(({ id }) => id.toLowerCase()),
  );

/** Object IDs, lower case, of the users in the group with ID `groupId`. */
export function readApproverIds(groupId: string): CollectionRead<readonly string[]> {
  return {
    shape: 'collection',
    resource: resourceOf(RESOURCES.groupMembers, groupId),
    permission: 'GroupMember.Read.All',
    version: 'v1.0',
    path: `/groups/${encodeURIComponent(groupId)}/transitiveMembers?$select=id&$top=999`,
    parse: parseWith(users),
  };
}
