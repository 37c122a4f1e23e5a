/**
 * What each write takes: the least permission of the app, and what a person needs whose token is used. Said in refusals, so
 * that it is clear what is missing. Source: Microsoft Graph, permissions and "Who can perform sensitive actions".
 */
export const NEEDS = {
  conditionalAccess:
    'Policy.Read.All and Policy.ReadWrite.ConditionalAccess, and of a person Conditional Access Administrator',
  groupMembers: 'GroupMember.ReadWrite.All, and of a person a role that manages groups',
  roleAssignableGroupMembers:
    'RoleManagement.ReadWrite.Directory, and of a person Privileged Role Administrator or Global Administrator',
  users: 'User.ReadWrite.All, and for a privileged account Privileged Authentication Administrator',
  restoreUsers: 'User.DeleteRestore.All, and for a privileged account Privileged Authentication Administrator',
  methodsPolicy: 'Policy.ReadWrite.AuthenticationMethod, and of a person Authentication Policy Administrator',
  authorizationPolicy: 'Policy.ReadWrite.Authorization, and of a person Privileged Role Administrator',
} as const;

/** Deleting a method takes a permission of its own for each kind. */
export function needsToDeleteMethod(permission: string): string {
  return `${permission}, and for a privileged account Privileged Authentication Administrator`;
}
