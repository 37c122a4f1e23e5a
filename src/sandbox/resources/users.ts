import { directGroupIds, entriesOf, findUser, transitiveGroupIds } from '../directory.js';
import type { Exchange, ReadRoute, Route, RouteRequest } from '../http/exchange.js';
import {
  accessDenied,
  badRequest,
  collection,
  entity,
  problem,
  resourceNotFound,
  type Item,
  type Reply,
} from '../http/reply.js';
import {
  AUTHENTICATION_METHOD,
  DIRECTORY_OBJECT,
  DIRECTORY_ROLE,
  GROUP,
  USER,
  type ResourceType,
} from '../resource-types.js';
import type { SandboxState, SandboxUser } from '../state.js';
import { stringsIn } from './action-body.js';
import { membershipItems, userItem } from './directory-items.js';
import { NOT_PREMIUM } from './premium.js';

/** Users, what they are members of, and how they authenticate. */

/** What shows a user whole. */
const WHOLE_USER_PERMISSIONS = ['User.Read.All', 'Directory.Read.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'];
/** The first shows basic properties only. */
const USER_PERMISSIONS = ['User.ReadBasic.All', ...WHOLE_USER_PERMISSIONS];
/** Source: Microsoft Graph permissions reference, User.ReadBasic.All. */
const BASIC_PROPERTIES: readonly string[] = ['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'];
const GROUP_PERMISSIONS = [
  'GroupMember.ReadBasic.All',
  'Group.ReadBasic.All',
  'GroupMember.Read.All',
  'Group.Read.All',
];
const MEMBER_OF_PERMISSIONS = [
  'GroupMember.ReadBasic.All',
  'Group.ReadBasic.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const TRANSITIVE_PERMISSIONS = [...GROUP_PERMISSIONS, 'User.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

const MOST_CHECKED_GROUPS = 20;

/** Answers about the user named in the path, by object ID or user principal name. */
function aboutUser(reply: (user: SandboxUser, request: RouteRequest) => Reply): ReadRoute['reply'] {
  return (request) => {
    const user = findUser(request.state, request.param('id'));
    return user ? reply(user, request) : resourceNotFound(request.param('id'));
  };
}

/** The user as far as the caller's permissions show it: what they do not cover is missing, as if it were not set. */
function shownUser(user: SandboxUser, { state, holds }: RouteRequest): Item {
  const { type, value } = userItem(state, user);
  if (holds(...WHOLE_USER_PERMISSIONS)) return { type, value };
  const basic = (Object.entries(value) as [string, unknown][]).filter(([name]) => BASIC_PROPERTIES.includes(name));
  return { type, value: Object.fromEntries(basic) };
}

type GroupsOf = (state: SandboxState, id: string) => readonly string[];

function memberships(groupsOf: GroupsOf): ReadRoute['reply'] {
  return aboutUser((user, { state }) =>
    collection('directoryObjects', DIRECTORY_OBJECT, membershipItems(state, user.id, groupsOf(state, user.id))),
  );
}

function isAdvancedQuery({ headers, query }: Exchange): boolean {
  return headers['consistencylevel']?.toLowerCase() === 'eventual' && query.get('$count') === 'true';
}

/** A list cast to one type. Graph answers it from an index, and only to a request that says it knows. */
function castMemberships(type: ResourceType, context: string): ReadRoute['reply'] {
  return aboutUser((user, { state, exchange }) => {
    if (!isAdvancedQuery(exchange)) {
      return problem(
        400,
        'Request_UnsupportedQuery',
        "This query works only with the header 'ConsistencyLevel: eventual' and $count=true.",
      );
    }
    const items = membershipItems(state, user.id, transitiveGroupIds(state, user.id));
    return collection(
      context,
      type,
      items.filter((item) => item.type === type),
    );
  });
}

function authenticationMethods(user: SandboxUser, { state }: RouteRequest): Reply {
  const methods: Item[] = entriesOf(state.authenticationMethods, user.id).map((value) => ({
    type: AUTHENTICATION_METHOD,
    value,
  }));
  return collection(`users('${user.id}')/authentication/methods`, AUTHENTICATION_METHOD, methods);
}

function readOneUser(user: SandboxUser, request: RouteRequest): Reply {
  const { state, exchange, param, holds } = request;
  const asksActivity = exchange.query.get('$select')?.includes('signInActivity') === true;
  if (asksActivity && user.id !== param('id').toLowerCase()) {
    return problem(400, 'BadRequest', 'Get By Key only supports UserId and the key has to be a valid Guid');
  }
  if (asksActivity && !(holds('AuditLog.Read.All') && holds(...WHOLE_USER_PERMISSIONS))) return accessDenied();
  if (asksActivity && !state.hasPremiumP1) return NOT_PREMIUM;
  return entity('users', shownUser(user, request));
}

/** Alone, not in a list, the manager names its type itself. Without one, Graph finds no such object. */
function readManager(user: SandboxUser, { state, param }: RouteRequest): Reply {
  const managerId = state.managers[user.id];
  const manager = managerId === undefined ? undefined : findUser(state, managerId);
  if (manager === undefined) return resourceNotFound(`${param('id')}/manager`);
  const { type, value } = userItem(state, manager);
  return entity('directoryObjects', { type, value: { '@odata.type': `#${type.name}`, ...value } });
}

function checkMemberGroups(user: SandboxUser, { state, exchange }: RouteRequest): Reply {
  const groupIds = stringsIn(exchange.body, 'groupIds');
  if (groupIds === null) return badRequest('groupIds must be a collection of strings.');
  if (groupIds.length > MOST_CHECKED_GROUPS) {
    return badRequest(`Too many group IDs: at most ${MOST_CHECKED_GROUPS} can be checked at once.`);
  }
  const memberOf = new Set(transitiveGroupIds(state, user.id));
  return { kind: 'values', context: 'Collection(Edm.String)', values: groupIds.filter((id) => memberOf.has(id)) };
}

export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users',
    permissions: USER_PERMISSIONS,
    reply: (request) =>
      collection(
        'users',
        USER,
        request.state.users.map((user) => shownUser(user, request)),
        { filterable: ['id', 'userPrincipalName', 'mail', 'displayName', 'givenName', 'surname'] },
      ),
  },
  { method: 'GET', path: '/users/{id}', permissions: USER_PERMISSIONS, reply: aboutUser(readOneUser) },
  { method: 'GET', path: '/users/{id}/manager', permissions: WHOLE_USER_PERMISSIONS, reply: aboutUser(readManager) },
  {
    method: 'GET',
    path: '/users/{id}/memberOf',
    permissions: MEMBER_OF_PERMISSIONS,
    reply: memberships(directGroupIds),
  },
  {
    method: 'GET',
    path: '/users/{id}/transitiveMemberOf',
    permissions: TRANSITIVE_PERMISSIONS,
    reply: memberships(transitiveGroupIds),
  },
  {
    method: 'GET',
    path: '/users/{id}/transitiveMemberOf/microsoft.graph.group',
    permissions: TRANSITIVE_PERMISSIONS,
    reply: castMemberships(GROUP, 'groups'),
  },
  {
    method: 'GET',
    path: '/users/{id}/transitiveMemberOf/microsoft.graph.directoryRole',
    permissions: TRANSITIVE_PERMISSIONS,
    reply: castMemberships(DIRECTORY_ROLE, 'directoryRoles'),
  },
  {
    method: 'POST',
    path: '/users/{id}/checkMemberGroups',
    permissions: [...GROUP_PERMISSIONS, 'User.Read.All', 'Directory.Read.All'],
    reply: aboutUser(checkMemberGroups),
  },
  {
    method: 'GET',
    path: '/users/{id}/authentication/methods',
    permissions: ['UserAuthenticationMethod.Read.All', 'UserAuthenticationMethod.ReadWrite.All'],
    reply: aboutUser(authenticationMethods),
  },
];
