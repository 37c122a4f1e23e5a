import { z } from 'zod';
import type { DeletedItem, DirectoryReference } from '../../domain/tenant/snapshot.js';
import { directoryKind, objectId, optionalText } from './graph-schema.js';
import { parseWith, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * Soft-deleted objects by object ID. That there is none is an answer: the object was never deleted, or is gone for good.
 * `deletedDateTime` has to be asked for; without it nobody can say how long the object can still be restored.
 */

const deleted = z.object({
  '@odata.type': directoryKind,
  id: objectId,
  displayName: optionalText,
  deletedDateTime: optionalText,
});
type Deleted = z.infer<typeof deleted>;

function readDeleted<T>(id: string, permission: string, convert: (answer: Deleted) => T): ObjectRead<T | null> {
  const isTheSame = (answer: Deleted) => answer.id === id.toLowerCase();
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.deletedItem, id),
    permission,
    version: 'v1.0',
    path: `/directory/deletedItems/${encodeURIComponent(id)}?$select=id,displayName,deletedDateTime`,
    parse: parseWith(deleted.refine(isTheSame, { message: 'it is another object' }).transform(convert)),
    whenNotFound: null,
  };
}

/** The user with this object ID among the deleted items; known and null when it is not there. */
export function readDeletedUser(id: string): ObjectRead<DeletedItem | null> {
  return readDeleted(id, 'User.Read.All', ({ id: ownId, displayName, deletedDateTime }) => ({
    id: ownId,
    displayName,
    deletedDateTime,
  }));
}

/** What a policy names and the directory no longer has, of whatever kind; known and null when it is not there either. */
export function readDeletedReference(id: string): ObjectRead<DirectoryReference | null> {
  return readDeleted(id, 'Directory.Read.All', ({ '@odata.type': kind, id: ownId, displayName }) => ({
    id: ownId,
    state: 'softDeleted',
    kind,
    displayName,
  }));
}
