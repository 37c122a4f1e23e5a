import { z } from 'zod';
import type { AssignedPlan, DirectoryUser } from '../../domain/tenant/snapshot.js';
import { objectId, optionalText } from './graph-schema.js';
import { parseWith, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * One user by object ID. A property that was asked for and is missing from the answer is named as missing: an absent
 * `onPremisesSyncEnabled` must not read as "cloud only". Users are never listed.
 */

const listOfText = z
  .array(z.string())
  .nullish()
  .transform((list): readonly string[] => (list === null || list === undefined ? [] : list));
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

const plan = z.object({ service: z.string(), servicePlanId: objectId, capabilityStatus: z.string() });

const properties = z.object({
  id: objectId,
  userPrincipalName: z.string().min(1),
  displayName: optionalText,
  userType: optionalText,
  accountEnabled: flag,
  onPremisesSyncEnabled: flag,
  onPremisesImmutableId: optionalText,
  mail: optionalText,
  otherMails: listOfText,
  proxyAddresses: listOfText,
  mobilePhone: optionalText,
  businessPhones: listOfText,
  givenName: optionalText,
  surname: optionalText,
  jobTitle: optionalText,
  department: optionalText,
  employeeId: optionalText,
  isResourceAccount: flag,
  assignedPlans: z
    .array(plan)
    .nullish()
    .transform((plans): readonly AssignedPlan[] => (plans === null || plans === undefined ? [] : plans)),
  passwordPolicies: optionalText,
  lastPasswordChangeDateTime: optionalText,
  isManagementRestricted: flag,
});
const NAMES = Object.keys(properties.shape);
const LISTS: readonly string[] = ['otherMails', 'proxyAddresses', 'businessPhones', 'assignedPlans'];

/** Graph spells out null for what is not set, so a key that is not there was not answered; a list is never null. */
function missingIn(raw: Record<string, unknown>): readonly string[] {
  return NAMES.filter((name) => !(name in raw) || (LISTS.includes(name) && raw[name] === null));
}

const user = z.record(z.unknown()).transform((raw, context) => {
  const parsed = properties.safeParse(raw);
  if (parsed.success) return { ...parsed.data, missingProperties: missingIn(raw) };
  for (const issue of parsed.error.issues) context.addIssue(issue);
  return z.NEVER;
});

/** The user with object ID `id` (lower case); known and null when the directory has none. */
export function readUser(id: string): ObjectRead<DirectoryUser | null> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.user, id),
    permission: 'User.Read.All',
    version: 'v1.0',
    path: `/users/${encodeURIComponent(id)}?$select=${NAMES.join(',')}`,
    parse: parseWith(user.refine((answer) => answer.id === id, { message: 'it is another user' })),
    whenNotFound: null,
  };
}
