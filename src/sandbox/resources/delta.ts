import { createHash } from 'node:crypto';
import { entriesOf, sameId } from '../directory.js';
import type { Route, RouteRequest } from '../http/exchange.js';
import { present } from '../http/odata.js';
import { badRequest, problem, type Item, type Reply } from '../http/reply.js';
import { GROUP, USER, type ResourceType } from '../resource-types.js';
import type { SandboxState } from '../state.js';
import { groupItem, userItem } from './directory-items.js';

/**
 * Following users and groups: the token holds a digest of what is selected of each, so whatever changed them shows. Which
 * members of a group changed is not told, only that some did.
 */

const MOST_IDS = 50;
const ABSENT = '-';

interface Followable {
  readonly name: 'users' | 'groups';
  readonly type: ResourceType;
  /** What can be selected beside the properties. */
  readonly relations: readonly string[];
  readonly itemOf: (state: SandboxState, id: string) => Item | undefined;
  readonly deletedIds: (state: SandboxState) => readonly string[];
}

const USERS: Followable = {
  name: 'users',
  type: USER,
  relations: [],
  itemOf: (state, id) => {
    const user = state.users.find((candidate) => sameId(candidate.id, id));
    return user && userItem(state, user);
  },
  deletedIds: ({ deletedUsers }) => deletedUsers.map(({ id }) => id),
};

const GROUPS: Followable = {
  name: 'groups',
  type: GROUP,
  relations: ['members'],
  itemOf: (state, id) => {
    const group = state.groups.find((candidate) => sameId(candidate.id, id));
    return group && groupItem(state, group);
  },
  deletedIds: ({ deletedGroups }) => deletedGroups.map(({ id }) => id),
};

interface Following {
  readonly select: readonly string[];
  /** By object ID, as the client knows them. */
  readonly digests: ReadonlyMap<string, string>;
}

function digestOf(followable: Followable, state: SandboxState, id: string, select: readonly string[]): string {
  const item = followable.itemOf(state, id);
  if (item === undefined) return ABSENT;
  const shown: Readonly<Record<string, unknown>> = {
    ...item.value,
    members: [...entriesOf(state.groupMembers, id)].sort(),
  };
  const text = JSON.stringify(select.map((name) => shown[name]));
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function tokenOf({ name }: Followable, { select, digests }: Following): string {
  const lines = [name, select.join(','), ...[...digests].map(([id, digest]) => `${id} ${digest}`)];
  return Buffer.from(lines.join('\n')).toString('base64url');
}

/** Null for a token that this collection did not give out. */
function readToken({ name }: Followable, token: string): Following | null {
  const [collection, select, ...lines] = Buffer.from(token, 'base64url').toString().split('\n');
  if (collection !== name || select === undefined) return null;
  const digests = lines.map((line) => line.split(' ')).map(([id = '', digest = '']) => [id, digest] as const);
  return { select: select.split(','), digests: new Map(digests) };
}

/** The IDs of `id eq 'a' or id eq 'b'`; null for any other filter. */
function readIds(filter: string): readonly string[] | null {
  const ids = filter.split(/ or /i).map((clause) => /^\s*id eq '([^']+)'\s*$/i.exec(clause)?.[1]?.toLowerCase());
  return ids.every((id) => id !== undefined) ? ids : null;
}

/** What a request without a token of ours follows: nothing of it is known to the client yet. */
function readStart({ type, relations }: Followable, query: URLSearchParams): Following | Reply {
  const option = [...query.keys()].find((key) => !['$filter', '$select', '$deltatoken'].includes(key));
  if (option !== undefined) {
    return problem(400, 'Request_UnsupportedQuery', `Unsupported query option '${option}'.`);
  }
  const select = query.get('$select')?.split(',') ?? type.defaults;
  const strange = select.find((name) => !type.properties.includes(name) && !relations.includes(name));
  if (strange !== undefined) return badRequest(`Could not find a property named '${strange}' on type '${type.name}'.`);
  const ids = readIds(query.get('$filter') ?? '');
  if (ids === null || ids.length > MOST_IDS)
    return badRequest(`Filter by id, with 'or' between 1 to ${MOST_IDS} of them.`);
  return { select, digests: new Map(ids.map((id) => [id, ABSENT])) };
}

function valueOf(followable: Followable, state: SandboxState, id: string, select: readonly string[]): object {
  const item = followable.itemOf(state, id);
  if (item) return present(item, ['id', ...select], followable.type);
  const isRestorable = followable.deletedIds(state).some((deletedId) => sameId(deletedId, id));
  return { id, '@removed': { reason: isRestorable ? 'changed' : 'deleted' } };
}

function changesSince(followable: Followable, state: SandboxState, before: Following, isFromNow: boolean): Reply {
  const { name } = followable;
  const { select } = before;
  const digests = new Map([...before.digests.keys()].map((id) => [id, digestOf(followable, state, id, select)]));
  const changed = isFromNow ? [] : [...digests].filter(([id, digest]) => before.digests.get(id) !== digest);
  return {
    kind: 'delta',
    context: name,
    values: changed.map(([id]) => valueOf(followable, state, id, select)),
    token: tokenOf(followable, { select, digests }),
  };
}

function follow(followable: Followable): (request: RouteRequest) => Reply {
  return ({ state, exchange: { query } }) => {
    const token = query.get('$deltatoken');
    if (token === null || token === 'latest') {
      const start = readStart(followable, query);
      return 'kind' in start ? start : changesSince(followable, state, start, token === 'latest');
    }
    const before = query.size === 1 ? readToken(followable, token) : null;
    return before === null ? badRequest('Badly formed token.') : changesSince(followable, state, before, false);
  };
}

export const deltaRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users/delta',
    permissions: ['User.Read.All', 'Directory.Read.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
    reply: follow(USERS),
  },
  {
    method: 'GET',
    path: '/groups/delta',
    permissions: [
      'Group.ReadBasic.All',
      'GroupMember.Read.All',
      'Group.Read.All',
      'Directory.Read.All',
      'Group.ReadWrite.All',
      'Directory.ReadWrite.All',
    ],
    reply: follow(GROUPS),
  },
];
