/** What the adapter reads, by the words that progress and coverage use for it. */

export const RESOURCES = {
  organization: 'organization',
  domains: 'domains',
  securityDefaults: 'identitySecurityDefaultsEnforcementPolicy',
  policies: 'conditionalAccessPolicies (v1.0)',
  policy: 'conditionalAccessPolicies/{id}',
  betaPolicies: 'conditionalAccessPolicies (beta)',
  roleAssignments: 'roleAssignments',
  roleAssignmentScheduleInstances: 'roleAssignmentScheduleInstances',
  roleEligibilityScheduleInstances: 'roleEligibilityScheduleInstances',
  user: 'users/{id}',
  memberships: 'users/{id}/transitiveMemberOf',
  authenticationMethods: 'users/{id}/authentication/methods',
  group: 'groups/{id}',
  directGroupMembers: 'groups/{id}/members',
  groupMembers: 'groups/{id}/transitiveMembers',
  directoryAudits: 'auditLogs/directoryAudits',
} as const;

export type Resource = (typeof RESOURCES)[keyof typeof RESOURCES];

/** The resource of one object, for example `users/6e1c…/transitiveMemberOf`. */
export function resourceOf(resource: Resource, id: string): string {
  return resource.replace('{id}', id);
}
