import { z } from 'zod';
import { parseWith, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/** The legacy MFA state of one account, which prompts outside Conditional Access. Beta only. */

const requirements = z
  .object({ perUserMfaState: z.string().min(1) })
  .transform(({ perUserMfaState }) => perUserMfaState);

/** `disabled`, `enabled` or `enforced` for the user with object ID `id`; known and null when the directory has none. */
export function readPerUserMfaState(id: string): ObjectRead<string | null> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.perUserMfaState, id),
    permission: 'Policy.Read.All',
    version: 'beta',
    path: `/users/${encodeURIComponent(id)}/authentication/requirements`,
    parse: parseWith(requirements),
    whenNotFound: null,
  };
}
