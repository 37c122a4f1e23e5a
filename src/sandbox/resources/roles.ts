import { sameId } from '../directory.js';
import type { Route, RouteRequest } from '../http/exchange.js';
import { collection, entity, resourceNotFound, type Item, type Reply } from '../http/reply.js';
import { present } from '../http/odata.js';
import {
  DIRECTORY_OBJECT,
  ROLE_ASSIGNMENT,
  ROLE_ASSIGNMENT_SCHEDULE_INSTANCE,
  ROLE_DEFINITION,
  ROLE_ELIGIBILITY_SCHEDULE_INSTANCE,
} from '../resource-types.js';
import type { SandboxState } from '../state.js';
import { directoryItem } from './directory-items.js';
import { needsPremium } from './licences.js';

/**
 * Directory roles: definitions, active assignments, and the schedule instances that say whether an assignment is permanent.
 * The schedules exist in tenants with Microsoft Entra ID P2 only.
 */

const FILTERABLE = ['roleDefinitionId', 'principalId', 'directoryScopeId'];

const ROLE_READERS = [
  'RoleManagement.Read.Directory',
  'RoleManagement.Read.All',
  'Directory.Read.All',
  'RoleManagement.ReadWrite.Directory',
  'Directory.ReadWrite.All',
];

/** What reads the schedules of `kind`. `Directory.Read.All` does not. */
function scheduleReaders(kind: 'RoleAssignmentSchedule' | 'RoleEligibilitySchedule'): readonly string[] {
  return [
    `${kind}.Read.Directory`,
    'RoleManagement.Read.Directory',
    'RoleManagement.Read.All',
    `${kind}.ReadWrite.Directory`,
    'RoleManagement.ReadWrite.Directory',
  ];
}

function principalOf(state: SandboxState, id: string | null | undefined): object | null {
  const item = id ? directoryItem(state, id) : undefined;
  return item ? present(item, undefined, DIRECTORY_OBJECT) : null;
}

/** An active assignment without what only its schedule tells. */
function assignmentItem(
  state: SandboxState,
  instance: SandboxState['roleAssignmentScheduleInstances'][number],
  expand: boolean,
): Item {
  const { id, principalId, roleDefinitionId, directoryScopeId, appScopeId } = instance;
  const principal = expand ? { principal: principalOf(state, principalId) } : {};
  return {
    type: ROLE_ASSIGNMENT,
    value: { id, principalId, roleDefinitionId, directoryScopeId, appScopeId, ...principal },
  };
}

function roleAssignments({ state, exchange }: RouteRequest): Reply {
  const expand = exchange.query.get('$expand') === 'principal';
  const items = state.roleAssignmentScheduleInstances.map((instance) => assignmentItem(state, instance, expand));
  return collection('roleManagement/directory/roleAssignments', ROLE_ASSIGNMENT, items, {
    filterable: FILTERABLE,
    expanded: expand ? 'principal' : null,
  });
}

function roleEligibilities({ state, exchange }: RouteRequest): Reply {
  const expand = exchange.query.get('$expand') === 'principal';
  const items = state.roleEligibilityScheduleInstances.map((instance) => ({
    type: ROLE_ELIGIBILITY_SCHEDULE_INSTANCE,
    value: { ...instance, ...(expand && { principal: principalOf(state, instance.principalId) }) },
  }));
  return collection(
    'roleManagement/directory/roleEligibilityScheduleInstances',
    ROLE_ELIGIBILITY_SCHEDULE_INSTANCE,
    items,
    { filterable: [...FILTERABLE, 'memberType'], expanded: expand ? 'principal' : null },
  );
}

export const roleRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments',
    permissions: ROLE_READERS,
    reply: roleAssignments,
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignmentScheduleInstances',
    permissions: scheduleReaders('RoleAssignmentSchedule'),
    reply: needsPremium(({ state }) =>
      collection(
        'roleManagement/directory/roleAssignmentScheduleInstances',
        ROLE_ASSIGNMENT_SCHEDULE_INSTANCE,
        state.roleAssignmentScheduleInstances.map((value) => ({ type: ROLE_ASSIGNMENT_SCHEDULE_INSTANCE, value })),
        { filterable: [...FILTERABLE, 'assignmentType', 'memberType'] },
      ),
    ),
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleEligibilityScheduleInstances',
    permissions: scheduleReaders('RoleEligibilitySchedule'),
    reply: needsPremium(roleEligibilities),
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleDefinitions',
    permissions: ROLE_READERS,
    reply: ({ state }) =>
      collection(
        'roleManagement/directory/roleDefinitions',
        ROLE_DEFINITION,
        state.roleDefinitions.map((value) => ({ type: ROLE_DEFINITION, value })),
        { filterable: ['templateId', 'displayName'] },
      ),
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleDefinitions/{id}',
    permissions: ROLE_READERS,
    reply: ({ state, param }) => {
      const value = state.roleDefinitions.find((role) => sameId(role.id, param('id')));
      return value
        ? entity('roleManagement/directory/roleDefinitions', { type: ROLE_DEFINITION, value })
        : resourceNotFound(param('id'));
    },
  },
];
