import { z } from 'zod';
import type { DirectoryGroup, GroupMember } from '../../domain/tenant/snapshot.js';
import { directoryKind, objectId, optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf, type Resource } from './resources.js';

/**
 * A group that policies exclude: what protects it, who is in it and who may change that. A property of the group that
 * Graph left out is not understood: absent protection must not look like protection, nor the other way round.
 */

const PERMISSION = 'GroupMember.Read.All';

const group = z.object({
  id: objectId,
  displayName: z.string().nullable(),
  securityEnabled: z.boolean().nullable(),
  mailEnabled: z.boolean().nullable(),
  visibility: z.string().nullable(),
  groupTypes: z.array(z.string()),
  membershipRule: z.string().nullable(),
  isAssignableToRole: z.boolean().nullable(),
  onPremisesSyncEnabled: z.boolean().nullable(),
  isManagementRestricted: z.boolean().nullable(),
});

/** The group with this object ID; known and null when the directory has none. */
export function readExclusionGroup(id: string): ObjectRead<DirectoryGroup | null> {
  const isTheSame = (answer: DirectoryGroup) => answer.id === id.toLowerCase();
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.group, id),
    permission: PERMISSION,
    version: 'v1.0',
    path: `/groups/${encodeURIComponent(id)}?$select=${Object.keys(group.shape).join(',')}`,
    parse: parseWith(group.refine(isTheSame, { message: 'it is another group' })),
    whenNotFound: null,
  };
}

/** What the app may not read comes as type and ID alone, and stays in the list. */
const members = z.array(
  z
    .object({
      '@odata.type': directoryKind,
      id: objectId,
      displayName: optionalText,
      userPrincipalName: optionalText,
    })
    .transform(({ '@odata.type': kind, id, displayName, userPrincipalName }) => ({
      id,
      kind,
      name: userPrincipalName ?? displayName,
    })),
);

function readPeople(
  id: string,
  relation: 'members' | 'transitiveMembers' | 'owners',
  resource: Resource,
): CollectionRead<readonly GroupMember[]> {
  return {
    shape: 'collection',
    resource: resourceOf(resource, id),
    permission: PERMISSION,
    version: 'v1.0',
    path: `/groups/${encodeURIComponent(id)}/${relation}?$select=id,displayName,userPrincipalName&$top=999`,
    parse: parseWith(members),
  };
}

/** Direct members, nested groups among them. */
export function readMembers(id: string): CollectionRead<readonly GroupMember[]> {
  return readPeople(id, 'members', RESOURCES.directGroupMembers);
}

/** Everybody in the group through any number of groups, and those groups. */
export function readTransitiveMembers(id: string): CollectionRead<readonly GroupMember[]> {
  return readPeople(id, 'transitiveMembers', RESOURCES.groupMembers);
}

/** Who may change the members of a group that nothing protects. */
export function readOwners(id: string): CollectionRead<readonly GroupMember[]> {
  return readPeople(id, 'owners', RESOURCES.groupOwners);
}
