import { sameId } from '../directory.js';
import type { ReadRoute, Route, RouteRequest } from '../http/exchange.js';
import { collection, entity, problem, resourceNotFound, type Item, type Reply } from '../http/reply.js';
import { present } from '../http/odata.js';
import {
  DIRECTORY_OBJECT,
  GROUP_ASSIGNMENT_SCHEDULE_INSTANCE,
  ROLE_ASSIGNMENT,
  ROLE_ASSIGNMENT_SCHEDULE_INSTANCE,
  ROLE_DEFINITION,
  ROLE_ELIGIBILITY_SCHEDULE_INSTANCE,
} from '../resource-types.js';
import type { SandboxState } from '../state.js';
import { directoryItem } from './directory-items.js';

/**
 * Directory roles: definitions, active assignments, and the schedule instances that say whether an assignment is permanent.
 * The schedules exist in tenants with Microsoft Entra ID P2 only.
 */

const FILTERABLE = ['roleDefinitionId', 'principalId', 'directoryScopeId'];

function needsPremium(reply: (request: RouteRequest) => Reply): ReadRoute['reply'] {
  return (request) =>
    request.state.hasPremiumP2
      ? reply(request)
      : problem(
          400,
          'AadPremiumLicenseRequired',
          'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
        );
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

export const roleRoutes: readonly Route[] = [
  { method: 'GET', path: '/roleManagement/directory/roleAssignments', reply: roleAssignments },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignmentScheduleInstances',
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
    reply: needsPremium(({ state }) =>
      collection(
        'roleManagement/directory/roleEligibilityScheduleInstances',
        ROLE_ELIGIBILITY_SCHEDULE_INSTANCE,
        state.roleEligibilityScheduleInstances.map((value) => ({ type: ROLE_ELIGIBILITY_SCHEDULE_INSTANCE, value })),
        { filterable: [...FILTERABLE, 'memberType'] },
      ),
    ),
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleDefinitions',
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
    reply: ({ state, param }) => {
      const value = state.roleDefinitions.find((role) => sameId(role.id, param('id')));
      return value
        ? entity('roleManagement/directory/roleDefinitions', { type: ROLE_DEFINITION, value })
        : resourceNotFound(param('id'));
    },
  },
  {
    method: 'GET',
    path: '/identityGovernance/privilegedAccess/group/assignmentScheduleInstances',
    reply: needsPremium(({ state, exchange }) =>
      exchange.query.has('$filter')
        ? collection(
            'identityGovernance/privilegedAccess/group/assignmentScheduleInstances',
            GROUP_ASSIGNMENT_SCHEDULE_INSTANCE,
            state.groupAssignmentScheduleInstances.map((value) => ({
              type: GROUP_ASSIGNMENT_SCHEDULE_INSTANCE,
              value,
            })),
            { filterable: ['groupId', 'principalId'] },
          )
        : problem(400, 'InvalidFilter', 'A filter on groupId or principalId is required.'),
    ),
  },
];
