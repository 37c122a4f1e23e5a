import { z } from 'zod';
import { objectId, optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * A group as the object of a change: what decides whether its members may be changed, and its direct members. Both are
 * plain reads: anything with `$count` or `$search` would come from an index that lags behind.
 */

const PERMISSION = 'GroupMember.Read.All';

const group = z.object({
  id: objectId,
  displayName: optionalText,
  isAssignableToRole: z.boolean().nullable(),
  isManagementRestricted: z.boolean().nullable(),
  groupTypes: z.array(z.string()),
  securityEnabled: z.boolean().nullable(),
});
export type GroupObject = Readonly<z.infer<typeof group>>;

const SELECT = Object.keys(group.shape).join(',');

/** The group with this ID; known and null when the directory has none. */
export function readGroup(id: string): ObjectRead<GroupObject | null> {
  const isTheSame = (answer: GroupObject) => answer.id === id.toLowerCase();
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.group, id),
    permission: PERMISSION,
    version: 'v1.0',
    path: `/groups/${encodeURIComponent(id)}?$select=${SELECT}`,
    parse: parseWith(group.refine(isTheSame, { message: 'it is another group' })),
    whenNotFound: null,
  };
}

/** Object IDs of the direct members, of whatever kind. */
export function readDirectMembers(id: string): CollectionRead<readonly string[]> {
  return {
    shape: 'collection',
    resource: resourceOf(RESOURCES.directGroupMembers, id),
    permission: PERMISSION,
    version: 'v1.0',
    path: `/groups/${encodeURIComponent(id)}/members?$select=id&$top=999`,
    parse: parseWith(z.array(z.object({ id: objectId })).transform((members) => members.map((member) => member.id))),
  };
}
