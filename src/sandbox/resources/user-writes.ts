import { z } from 'zod';
import { deleteMethod, deleteUser, restoreUser, updateUser, type UserChanges } from '../changes/user-changes.js';
import { entriesOf, findUser, isManagementRestricted, sameId } from '../directory.js';
import type { Route, WriteRequest, WriteRoute } from '../http/exchange.js';
import { peopleByObject } from '../http/permissions.js';
import { accessDenied, badRequest, done, entity, problem, resourceNotFound, type Reply } from '../http/reply.js';
import { mayChangeUser } from '../personal-rights.js';
import type { RoleKey } from '../seed/roles.js';
import type { SandboxUser } from '../state.js';
import { userItem } from './directory-items.js';

/**
 * Changing, deleting and restoring users, and deleting their authentication methods: for people with the right roles only,
 * because an app that may do this to emergency accounts could take the tenant over.
 */

const USER_ROLES: readonly RoleKey[] = [
  'globalAdministrator',
  'privilegedAuthenticationAdministrator',
  'userAdministrator',
];
const METHOD_ROLES: readonly RoleKey[] = ['globalAdministrator', 'privilegedAuthenticationAdministrator'];

const FLAGS = ['none', 'disablestrongpassword', 'disablepasswordexpiration'];

/** What v1.0 takes, of what the simulated tenant changes. */
const userBody = z
  .object({
    accountEnabled: z.boolean(),
    displayName: z.string().min(1),
    passwordPolicies: z
      .string()
      .refine((text) => text.split(',').every((flag) => FLAGS.includes(flag.trim().toLowerCase())))
      .nullable(),
  })
  .partial()
  .strict();

type UserWrite = (user: SandboxUser, request: WriteRequest) => Reply;

/** Writes to `user` if the person may; `roles` suffice where the user has no privileges. */
function ifPermitted(
  user: SandboxUser | undefined,
  roles: readonly RoleKey[],
  request: WriteRequest,
  write: UserWrite,
): Reply {
  if (user === undefined) return resourceNotFound(request.param('id'));
  const { caller } = request.exchange;
  const isPermitted = typeof caller === 'object' && mayChangeUser(request.state, caller.objectId, user.id, roles);
  if (isPermitted) return write(user, request);
  if (!isManagementRestricted(request.state, user.id)) return accessDenied();
  return problem(
    403,
    'Authorization_RequestDenied',
    'This user is a member of a restricted management administrative unit. Management rights are limited to administrators scoped on that administrative unit.',
  );
}

function aboutUser(roles: readonly RoleKey[], write: UserWrite): WriteRoute['write'] {
  return (request) => ifPermitted(findUser(request.state, request.param('id')), roles, request, write);
}

function aboutDeletedUser(write: UserWrite): WriteRoute['write'] {
  return (request) => {
    const user = request.state.deletedUsers.find(({ id }) => sameId(id, request.param('id')));
    return ifPermitted(user, USER_ROLES, request, write);
  };
}

/** The changes that were sent, without what was not. */
function readChanges(body: unknown): UserChanges | null {
  const read = userBody.safeParse(body);
  if (!read.success) return null;
  const { accountEnabled, displayName, passwordPolicies } = read.data;
  return {
    ...(accountEnabled !== undefined && { accountEnabled }),
    ...(displayName !== undefined && { displayName }),
    ...(passwordPolicies !== undefined && { passwordPolicies }),
  };
}

function update(user: SandboxUser, { state, exchange, occasion }: WriteRequest): Reply {
  const changes = readChanges(exchange.body);
  if (changes === null) {
    return badRequest(
      'The simulated tenant changes accountEnabled, displayName and passwordPolicies of a user, and one of them is invalid or something else was sent.',
    );
  }
  updateUser(state, user, changes, occasion);
  return done;
}

function remove(user: SandboxUser, { state, occasion }: WriteRequest): Reply {
  deleteUser(state, user, occasion);
  return done;
}

function restore(deleted: SandboxUser, { state, occasion }: WriteRequest): Reply {
  const user = restoreUser(state, deleted, occasion);
  const { type, value } = userItem(state, user);
  return entity('directoryObjects', { type, value: { '@odata.type': `#${type.name}`, ...value } });
}

/** `phoneMethods` holds what Graph calls `#microsoft.graph.phoneAuthenticationMethod`. */
function removeMethodOf(kind: string): UserWrite {
  return (user, { state, param, occasion }) => {
    const method = entriesOf(state.authenticationMethods, user.id).find(
      (candidate) =>
        candidate['@odata.type'] === `#microsoft.graph.${kind}AuthenticationMethod` &&
        candidate.id === param('methodId'),
    );
    if (method === undefined) return resourceNotFound(param('methodId'));
    deleteMethod(state, user, method, occasion);
    return done;
  };
}

const DELETABLE_METHODS = ['phone', 'microsoftAuthenticator', 'softwareOath', 'email', 'temporaryAccessPass', 'fido2'];

const methodDeletions = DELETABLE_METHODS.map((kind): WriteRoute => ({
  method: 'DELETE',
  path: `/users/{id}/authentication/${kind}Methods/{methodId}`,
  mayWrite: peopleByObject,
  write: aboutUser(METHOD_ROLES, removeMethodOf(kind)),
}));

export const userWrites: readonly Route[] = [
  { method: 'PATCH', path: '/users/{id}', mayWrite: peopleByObject, write: aboutUser(USER_ROLES, update) },
  { method: 'DELETE', path: '/users/{id}', mayWrite: peopleByObject, write: aboutUser(USER_ROLES, remove) },
  {
    method: 'POST',
    path: '/directory/deletedItems/{id}/restore',
    mayWrite: peopleByObject,
    write: aboutDeletedUser(restore),
  },
  ...methodDeletions,
];
