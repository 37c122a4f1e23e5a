import { z } from 'zod';
import type { Memberships } from '../../domain/tenant/snapshot.js';
import { objectId, optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * What an account belongs to, directly or through nesting. Graph answers objects of types that the app may not read with
 * type and ID only, so a role can be there without saying which one it is.
 */

const directoryObject = z.object({
  '@odata.type': z.string(),
  id: objectId,
  displayName: optionalText,
  isAssignableToRole: z
    .boolean()
    .nullish()
    .transform((flag) => flag ?? null),
  roleTemplateId: optionalText,
});
type DirectoryObject = z.infer<typeof directoryObject>;

function ofType(objects: readonly DirectoryObject[], type: string): readonly DirectoryObject[] {
  return objects.filter((object) => object['@odata.type'] === `#microsoft.graph.${type}`);
}

function sortByKind(objects: readonly DirectoryObject[]): Memberships {
  const roles = ofType(objects, 'directoryRole').map(({ roleTemplateId }) => roleTemplateId);
  return {
    groups: ofType(objects, 'group').map(({ id, displayName, isAssignableToRole }) => ({
      id,
      displayName,
      isAssignableToRole,
    })),
    roleTemplateIds: roles.filter((role) => role !== null).map((role) => role.toLowerCase()),
    hasUnresolvedRoles: roles.includes(null),
    administrativeUnitIds: ofType(objects, 'administrativeUnit').map(({ id }) => id),
  };
}

/** Transitive memberships of the user with object ID `id`. */
export function readMemberships(id: string): CollectionRead<Memberships> {
  return {
    shape: 'collection',
    resource: resourceOf(RESOURCES.memberships, id),
    permission: 'User.Read.All',
    version: 'v1.0',
    path: `/users/${encodeURIComponent(id)}/transitiveMemberOf?$select=id,displayName,isAssignableToRole,roleTemplateId`,
    parse: parseWith(z.array(directoryObject).transform(sortByKind)),
  };
}
