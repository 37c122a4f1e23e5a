import { entriesOf, sameId, transitiveMemberIds } from '../directory.js';
import type { ReadRoute, Route, RouteRequest } from '../http/exchange.js';
import { collection, entity, resourceNotFound, type Reply } from '../http/reply.js';
import { DIRECTORY_OBJECT, GROUP } from '../resource-types.js';
import type { SandboxState } from '../state.js';
import { directoryItems, groupItem } from './directory-items.js';

/** Groups, who is in them, directly and through nesting, and who owns them. */

type SandboxGroup = SandboxState['groups'][number];

function aboutGroup(reply: (group: SandboxGroup, request: RouteRequest) => Reply): ReadRoute['reply'] {
  return (request) => {
    const group = request.state.groups.find((candidate) => sameId(candidate.id, request.param('id')));
    return group ? reply(group, request) : resourceNotFound(request.param('id'));
  };
}

function listed(idsOf: (state: SandboxState, groupId: string) => readonly string[]): ReadRoute['reply'] {
  return aboutGroup((group, { state }) =>
    collection('directoryObjects', DIRECTORY_OBJECT, directoryItems(state, idsOf(state, group.id))),
  );
}

const GROUP_READERS = [
  'Group.ReadBasic.All',
  'GroupMember.Read.All',
  'Group.Read.All',
  'Directory.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.ReadWrite.All',
  'Directory.ReadWrite.All',
];
const MEMBER_READERS = ['GroupMember.ReadBasic.All', ...GROUP_READERS];
const OWNER_READERS = GROUP_READERS.filter((permission) => permission !== 'Group.ReadBasic.All');

export const groupRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/groups',
    permissions: GROUP_READERS,
    reply: ({ state }) =>
      collection(
        'groups',
        GROUP,
        state.groups.map((group) => groupItem(state, group)),
        { filterable: ['id', 'displayName', 'mailNickname'] },
      ),
  },
  {
    method: 'GET',
    path: '/groups/{id}',
    permissions: GROUP_READERS,
    reply: aboutGroup((group, { state }) => entity('groups', groupItem(state, group))),
  },
  {
    method: 'GET',
    path: '/groups/{id}/members',
    permissions: MEMBER_READERS,
    reply: listed((state, id) => entriesOf(state.groupMembers, id)),
  },
  {
    method: 'GET',
    path: '/groups/{id}/transitiveMembers',
    permissions: MEMBER_READERS,
    reply: listed(transitiveMemberIds),
  },
  {
    method: 'GET',
    path: '/groups/{id}/owners',
    permissions: OWNER_READERS,
    reply: listed((state, id) => entriesOf(state.groupOwners, id)),
  },
];
