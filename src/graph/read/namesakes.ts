import { z } from 'zod';
import { known, type Observed } from '../../domain/tenant/observed.js';
import type { DirectoryUser } from '../../domain/tenant/snapshot.js';
import { malformed } from './failure.js';
import { objectId } from './graph-schema.js';
import { parseWith, type BatchOfReads, type CollectionRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * Other users with an account's given name and surname: such an account is somebody's. The only read that searches users,
 * by two names that must both be there; nobody is listed without them.
 */

interface Names {
  readonly givenName: string;
  readonly surname: string;
}

const PER_PAGE = 5;

/** A text inside an OData filter. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The users besides `id` (lower case) who have the names. */
export function readNamesakes(id: string, { givenName, surname }: Names): CollectionRead<readonly string[]> {
  const filter = `givenName eq ${quoted(givenName)} and surname eq ${quoted(surname)}`;
  return {
    shape: 'collection',
    resource: resourceOf(RESOURCES.namesakes, id),
    permission: 'User.Read.All',
    version: 'v1.0',
    path: `/users?$filter=${encodeURIComponent(filter)}&$select=id&$top=${PER_PAGE}`,
    parse: parseWith(
      z
        .array(z.object({ id: objectId }))
        .transform((users) => users.map((user) => user.id).filter((other) => other !== id)),
    ),
  };
}

function namesOf({ givenName, surname }: DirectoryUser): Names | null {
  return givenName && surname ? { givenName, surname } : null;
}

/** Asks for the namesakes where `user` has both names. Without them, or without the user, there are none to ask for. */
export function observeNamesakes(
  batch: BatchOfReads,
  id: string,
  user: Observed<DirectoryUser | null>,
): Promise<Observed<readonly string[]>> {
  if (!user.known) return Promise.resolve(user);
  const missing = user.value?.missingProperties.find((name) => name === 'givenName' || name === 'surname');
  if (missing !== undefined) {
    const read = { resource: resourceOf(RESOURCES.user, id), permission: 'User.Read.All' };
    return Promise.resolve(malformed(read, `${missing} is missing`));
  }
  const names = user.value && namesOf(user.value);
  return names ? batch.observe(readNamesakes(id, names)) : Promise.resolve(known([], user.readAt));
}
