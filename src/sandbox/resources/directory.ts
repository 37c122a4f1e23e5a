import { entriesOf, sameId, scopedRoleMembershipsOf } from '../directory.js';
import type { Route, RouteRequest } from '../http/exchange.js';
import { accessDenied, badRequest, collection, entity, resourceNotFound, type Reply } from '../http/reply.js';
import { ADMINISTRATIVE_UNIT, DIRECTORY_OBJECT, GROUP, SCOPED_ROLE_MEMBERSHIP } from '../resource-types.js';
import { stringsIn } from './action-body.js';
import { deletedItem, directoryItems } from './directory-items.js';

/** Administrative units, and looking up directory objects of any kind by ID, deleted ones apart. */

const UNIT_PERMISSIONS = [
  'AdministrativeUnit.Read.All',
  'AdministrativeUnit.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

const MOST_IDS = 1000;

function getByIds({ state, exchange }: RouteRequest): Reply {
  const ids = stringsIn(exchange.body, 'ids');
  if (ids === null || ids.length === 0 || ids.length > MOST_IDS) return badRequest('ids must hold 1 to 1000 strings.');
  const types = stringsIn(exchange.body, 'types');
  const items = directoryItems(state, ids).filter(
    (item) =>
      types === null || types.includes('directoryObject') || types.includes(item.type.name.split('.').at(-1) ?? ''),
  );
  return collection('directoryObjects', DIRECTORY_OBJECT, items, { pageSize: MOST_IDS });
}

export const directoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/directory/administrativeUnits',
    permissions: UNIT_PERMISSIONS,
    reply: ({ state }) =>
      collection(
        'administrativeUnits',
        ADMINISTRATIVE_UNIT,
        state.administrativeUnits.map((value) => ({ type: ADMINISTRATIVE_UNIT, value })),
      ),
  },
  {
    method: 'GET',
    path: '/directory/administrativeUnits/{id}',
    permissions: UNIT_PERMISSIONS,
    reply: ({ state, param }) => {
      const value = state.administrativeUnits.find((unit) => sameId(unit.id, param('id')));
      return value
        ? entity('administrativeUnits', { type: ADMINISTRATIVE_UNIT, value })
        : resourceNotFound(param('id'));
    },
  },
  {
    method: 'GET',
    path: '/directory/administrativeUnits/{id}/members',
    permissions: UNIT_PERMISSIONS,
    reply: ({ state, param }) =>
      state.administrativeUnits.some((unit) => sameId(unit.id, param('id')))
        ? collection(
            'directoryObjects',
            DIRECTORY_OBJECT,
            directoryItems(state, entriesOf(state.administrativeUnitMembers, param('id'))),
          )
        : resourceNotFound(param('id')),
  },
  {
    method: 'GET',
    path: '/directory/administrativeUnits/{id}/scopedRoleMembers',
    permissions: ['RoleManagement.Read.Directory', 'Directory.Read.All', 'RoleManagement.ReadWrite.Directory'],
    reply: ({ state, param }) =>
      state.administrativeUnits.some((unit) => sameId(unit.id, param('id')))
        ? collection(
            'scopedRoleMemberships',
            SCOPED_ROLE_MEMBERSHIP,
            scopedRoleMembershipsOf(state, param('id')).map((value) => ({ type: SCOPED_ROLE_MEMBERSHIP, value })),
          )
        : resourceNotFound(param('id')),
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/{id}',
    permissions: ['User.Read.All', 'Group.Read.All', 'Directory.Read.All'],
    reply: ({ state, param, holds }) => {
      const item = deletedItem(state, param('id'));
      if (item?.type === GROUP && !holds('Group.Read.All', 'Directory.Read.All')) return accessDenied();
      return item ? entity('directoryObjects', item) : resourceNotFound(param('id'));
    },
  },
  { method: 'POST', path: '/directoryObjects/getByIds', permissions: ['Directory.Read.All'], reply: getByIds },
];
