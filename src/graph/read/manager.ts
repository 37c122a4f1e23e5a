import { z } from 'zod';
import type { AccountReading } from '../../domain/tenant/snapshot.js';
import type { Observed } from '../../domain/tenant/observed.js';
import { objectId, optionalText } from './graph-schema.js';
import { parseWith, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/** Who is entered as an account's manager. Graph says "no such object" for an account that has none. */

type Manager = AccountReading['manager'] extends Observed<infer T> ? T : never;

const manager = z.object({ id: objectId, displayName: optionalText });

/** The manager of the user with object ID `id`; known and null without one. */
export function readManager(id: string): ObjectRead<Manager> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.manager, id),
    permission: 'User.Read.All',
    version: 'v1.0',
    path: `/users/${encodeURIComponent(id)}/manager?$select=id,displayName`,
    parse: parseWith(manager),
    whenNotFound: null,
  };
}
