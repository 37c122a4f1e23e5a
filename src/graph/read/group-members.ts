import { z } from 'zod';
import { objectId } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * Who is in a group, directly or through nesting. Nested groups themselves are left out, for their members are listed;
 * every other member counts, so that a group with anything foreign in it never looks like ours alone.
 */

const members = z
  .array(z.object({ '@odata.type': z.string().optional(), id: objectId }))
  .transform((objects) =>
    objects.filter((object) => object['@odata.type'] !== '#microsoft.graph.group').map(({ id }) => id),
  );

/** Transitive members of the group with object ID `id`, without nested groups. */
export function readGroupMembers(id: string): CollectionRead<readonly string[]> {
  return {
    shape: 'collection',
    resource: resourceOf(RESOURCES.groupMembers, id),
    permission: 'GroupMember.Read.All',
    version: 'v1.0',
    path: `/groups/${encodeURIComponent(id)}/transitiveMembers?$select=id&$top=999`,
    parse: parseWith(members),
  };
}
