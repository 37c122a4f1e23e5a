/** What the adapter reads, by the words that progress and coverage use for it. */

export const RESOURCES = {
  organization: 'organization',
  domains: 'domains',
  securityDefaults: 'identitySecurityDefaultsEnforcementPolicy',
  authorizationPolicy: 'authorizationPolicy',
  authenticationMethodsPolicy: 'authenticationMethodsPolicy',
  policies: 'conditionalAccessPolicies (v1.0)',
  policy: 'conditionalAccessPolicies/{id}',
  betaPolicies: 'conditionalAccessPolicies (beta)',
  roleAssignments: 'roleAssignments',
  roleAssignmentScheduleInstances: 'roleAssignmentScheduleInstances',
  roleEligibilityScheduleInstances: 'roleEligibilityScheduleInstances',
  roleDefinitions: 'roleDefinitions',
  everyRoleAssignment: 'roleAssignments (all roles)',
  everyRoleAssignmentScheduleInstance: 'roleAssignmentScheduleInstances (all roles)',
  everyRoleEligibilityScheduleInstance: 'roleEligibilityScheduleInstances (all roles)',
  user: 'users/{id}',
  deletedItem: 'directory/deletedItems/{id}',
  memberships: 'users/{id}/transitiveMemberOf',
  authenticationMethods: 'users/{id}/authentication/methods',
  signInActivity: 'users/{id}/signInActivity',
  group: 'groups/{id}',
  directGroupMembers: 'groups/{id}/members',
  groupMembers: 'groups/{id}/transitiveMembers',
  groupOwners: 'groups/{id}/owners',
  references: 'directoryObjects/getByIds',
  administrativeUnit: 'directory/administrativeUnits/{id}',
  scopedRoleMembers: 'directory/administrativeUnits/{id}/scopedRoleMembers',
  riskyUsers: 'identityProtection/riskyUsers',
  whatIf: 'identity/conditionalAccess/evaluate of users/{id}',
  roleHolders: 'principals of Global Administrator',
  roleGroup: 'groups/{id} (holds a role)',
  roleGroupMembers: 'groups/{id}/transitiveMembers (holds a role)',
  groupAssignmentScheduleInstances: 'privilegedAccess/group/assignmentScheduleInstances of groups/{id}',
  groupEligibilityScheduleInstances: 'privilegedAccess/group/eligibilityScheduleInstances of groups/{id}',
  roleActivationPolicies: 'policies/roleManagementPolicyAssignments',
  roleActivationPolicy: 'policies/roleManagementPolicyAssignments of {id}',
  accessReviews: 'accessReviews/definitions',
  lifecycleWorkflows: 'lifecycleWorkflows/workflows',
  federationConfiguration: 'domains/{id}/federationConfiguration',
  applicationPermissions: 'servicePrincipals/appRoleAssignedTo',
  servicePrincipal: 'servicePrincipals/{id}',
  directoryAudits: 'auditLogs/directoryAudits',
  signIns: 'auditLogs/signIns of users/{id}',
  nonInteractiveSignIns: 'auditLogs/signIns of users/{id} (beta, non-interactive)',
  changedUsers: 'users/delta',
  changedGroups: 'groups/delta',
} as const;

export type Resource = (typeof RESOURCES)[keyof typeof RESOURCES];

/** The resource of one object, for example `users/6e1c…/transitiveMemberOf`. */
export function resourceOf(resource: Resource, id: string): string {
  return resource.replace('{id}', id);
}
