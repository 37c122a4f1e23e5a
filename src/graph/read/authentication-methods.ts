import { z } from 'zod';
import type { AuthenticationMethod } from '../../domain/tenant/snapshot.js';
import { optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/** The registered authentication methods of one account. Types that are new to us keep Graph's name for them. */

/** `#microsoft.graph.fido2AuthenticationMethod` → `fido2`. */
function kindOf(type: string): string {
  return type.replace(/^#microsoft\.graph\./, '').replace(/AuthenticationMethod$/, '');
}

const methods = z.array(
  z
    .object({
      '@odata.type': z.string().min(1),
      id: z.string().min(1),
      displayName: optionalText,
      passkeyType: optionalText,
      aaGuid: optionalText,
      phoneNumber: optionalText,
      createdDateTime: optionalText,
    })
    .transform(({ '@odata.type': type, ...rest }) => ({ kind: kindOf(type), ...rest })),
);

/** Methods of the user with object ID `id`. The path takes no OData parameters. */
export function readAuthenticationMethods(id: string): CollectionRead<readonly AuthenticationMethod[]> {
  return {
    shape: 'collection',
    resource: resourceOf(RESOURCES.authenticationMethods, id),
    permission: 'UserAuthenticationMethod.Read.All',
    version: 'v1.0',
    path: `/users/${encodeURIComponent(id)}/authentication/methods`,
    parse: parseWith(methods),
  };
}
