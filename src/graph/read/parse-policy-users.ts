import { z } from 'zod';
import type { GuestsOrExternalUsers } from '../../domain/tenant/conditional-access-policy.js';
import { canonicalId } from './graph-schema.js';
import { graphObject, isBlank, isObject, references } from './policy-schema.js';

/** `conditions.users`: whom a policy includes and excludes. */

const externalTenants = graphObject({
  '@odata.type': z.string().nullish(),
  membershipKind: z.string().nullish(),
  members: z.array(z.string()).nullish(),
}).transform((scope, context): 'all' | readonly string[] => {
  const kind = (scope.membershipKind ?? scope['@odata.type'] ?? '').toLowerCase();
  if (kind === 'all' || kind === '#microsoft.graph.conditionalaccessallexternaltenants') return 'all';
  const isList = kind === 'enumerated' || kind === '#microsoft.graph.conditionalaccessenumeratedexternaltenants';
  if (isList && scope.members) return scope.members.map(canonicalId);
  context.addIssue({ code: 'custom', message: 'names neither all tenants nor a list' });
  return z.NEVER;
});

const guests = graphObject({
  guestOrExternalUserTypes: z.string(),
  // Without a scope the types are meant wherever they come from.
  externalTenants: externalTenants.nullish().transform((scope) => scope ?? 'all'),
}).transform((raw): GuestsOrExternalUsers | null => {
  const types = raw.guestOrExternalUserTypes.split(',').map((type) => type.trim());
  const named = types.filter((type) => type !== '' && type.toLowerCase() !== 'none');
  return named.length === 0 ? null : { guestOrExternalUserTypes: named, externalTenants: raw.externalTenants };
});

/** Some exports write an object without types where Graph has null; it names nobody. */
function namesNobody(value: unknown): boolean {
  if (!isObject(value)) return isBlank(value);
  return Object.entries(value).every(
    ([key, member]) => key.toLowerCase() !== 'guestorexternalusertypes' || isBlank(member),
  );
}

const optionalGuests = z
  .unknown()
  .transform((value) => (namesNobody(value) ? null : value))
  .pipe(guests.nullable());

const SHAPE = {
  includeUsers: references,
  excludeUsers: references,
  includeGroups: references,
  excludeGroups: references,
  includeRoles: references,
  excludeRoles: references,
  includeGuestsOrExternalUsers: optionalGuests,
  excludeGuestsOrExternalUsers: optionalGuests,
};

function hasAnyList(value: unknown): boolean {
  return !isObject(value) || Object.keys(SHAPE).some((key) => value[key] !== undefined && value[key] !== null);
}

/** `conditions.users` with every list present. An object with none of the eight properties is not understood. */
export const policyUsers = z
  .unknown()
  .superRefine((value, context) => {
    if (hasAnyList(value)) return;
    context.addIssue({ code: 'custom', message: 'it has none of the properties Graph documents', fatal: true });
  })
  .pipe(graphObject(SHAPE));
