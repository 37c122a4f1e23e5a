import type { ReadRoute, Route, RouteRequest } from '../http/exchange.js';
import { collection, problem, type Item, type Reply } from '../http/reply.js';
import {
  ACCESS_REVIEW_DEFINITION,
  GROUP_ASSIGNMENT_SCHEDULE_INSTANCE,
  GROUP_ELIGIBILITY_SCHEDULE_INSTANCE,
  LIFECYCLE_WORKFLOW,
  ROLE_MANAGEMENT_POLICY_ASSIGNMENT,
  type ResourceType,
} from '../resource-types.js';
import { needsGovernance, needsPremium } from './licences.js';
import { activationRules } from './role-activation-rules.js';

/**
 * What governs privileged access: access reviews, lifecycle workflows, the rules by which roles are activated, and the
 * memberships of groups that Privileged Identity Management governs.
 */

const EXPANDED_RULES = 'policy($expand=rules)';

/** The policy of each role; its rules only for those who expand them. */
function roleManagementPolicyAssignments({ state, exchange }: RouteRequest): Reply {
  const expand = exchange.query.get('$expand') === EXPANDED_RULES;
  const items = state.roleDefinitions.map(({ id: roleDefinitionId }): Item => {
    const policyId = `DirectoryRole_${state.tenantId}_${roleDefinitionId}`;
    const own = { id: `${policyId}_${roleDefinitionId}`, policyId, scopeId: '/', scopeType: 'DirectoryRole' };
    const policy = {
      id: policyId,
      displayName: 'DirectoryRole',
      description: 'DirectoryRole',
      isOrganizationDefault: false,
      scopeId: '/',
      scopeType: 'DirectoryRole',
      lastModifiedDateTime: null,
      lastModifiedBy: { displayName: null, id: null },
      rules: activationRules(state.roleApprovals[roleDefinitionId]),
    };
    return {
      type: ROLE_MANAGEMENT_POLICY_ASSIGNMENT,
      value: { ...own, roleDefinitionId, ...(expand && { policy }) },
    };
  });
  return collection('policies/roleManagementPolicyAssignments', ROLE_MANAGEMENT_POLICY_ASSIGNMENT, items, {
    filterable: ['scopeId', 'scopeType', 'roleDefinitionId'],
    expanded: expand ? EXPANDED_RULES : null,
  });
}

/** Memberships of one kind. Graph does not list those of the whole tenant. */
function groupInstances(
  name: string,
  type: ResourceType,
  instancesOf: (state: RouteRequest['state']) => readonly object[],
): ReadRoute['reply'] {
  return needsPremium(({ state, exchange }) =>
    exchange.query.has('$filter')
      ? collection(
          `identityGovernance/privilegedAccess/group/${name}`,
          type,
          instancesOf(state).map((value) => ({ type, value })),
          { filterable: ['groupId', 'principalId', 'accessId'] },
        )
      : problem(400, 'InvalidFilter', 'A filter on groupId or principalId is required.'),
  );
}

function groupScheduleReaders(kind: 'PrivilegedAssignmentSchedule' | 'PrivilegedEligibilitySchedule') {
  return [`${kind}.Read.AzureADGroup`, `${kind}.ReadWrite.AzureADGroup`];
}

export const governanceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/policies/roleManagementPolicyAssignments',
    permissions: ['RoleManagement.Read.Directory', 'RoleManagement.Read.All', 'RoleManagement.ReadWrite.Directory'],
    reply: needsPremium(roleManagementPolicyAssignments),
  },
  {
    method: 'GET',
    path: '/identityGovernance/accessReviews/definitions',
    permissions: ['AccessReview.Read.All', 'AccessReview.ReadWrite.All'],
    reply: needsPremium(({ state }) =>
      collection(
        'identityGovernance/accessReviews/definitions',
        ACCESS_REVIEW_DEFINITION,
        state.accessReviews.map((value) => ({ type: ACCESS_REVIEW_DEFINITION, value })),
      ),
    ),
  },
  {
    method: 'GET',
    path: '/identityGovernance/lifecycleWorkflows/workflows',
    permissions: ['LifecycleWorkflows.Read.All', 'LifecycleWorkflows.ReadWrite.All'],
    reply: needsGovernance(({ state }) =>
      collection(
        'identityGovernance/lifecycleWorkflows/workflows',
        LIFECYCLE_WORKFLOW,
        state.lifecycleWorkflows.map((value) => ({ type: LIFECYCLE_WORKFLOW, value })),
        { filterable: ['id', 'category', 'displayName'] },
      ),
    ),
  },
  {
    method: 'GET',
    path: '/identityGovernance/privilegedAccess/group/assignmentScheduleInstances',
    permissions: groupScheduleReaders('PrivilegedAssignmentSchedule'),
    reply: groupInstances(
      'assignmentScheduleInstances',
      GROUP_ASSIGNMENT_SCHEDULE_INSTANCE,
      (state) => state.groupAssignmentScheduleInstances,
    ),
  },
  {
    method: 'GET',
    path: '/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances',
    permissions: groupScheduleReaders('PrivilegedEligibilitySchedule'),
    reply: groupInstances(
      'eligibilityScheduleInstances',
      GROUP_ELIGIBILITY_SCHEDULE_INSTANCE,
      (state) => state.groupEligibilityScheduleInstances,
    ),
  },
];
