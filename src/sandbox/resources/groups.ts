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

export const groupRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/groups',
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
    reply: aboutGroup((group, { state }) => entity('groups', groupItem(state, group))),
  },
  { method: 'GET', path: '/groups/{id}/members', reply: listed((state, id) => entriesOf(state.groupMembers, id)) },
  { method: 'GET', path: '/groups/{id}/transitiveMembers', reply: listed(transitiveMemberIds) },
  { method: 'GET', path: '/groups/{id}/owners', reply: listed((state, id) => entriesOf(state.groupOwners, id)) },
];
