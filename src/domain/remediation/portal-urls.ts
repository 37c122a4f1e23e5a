/** Pages of the Microsoft Entra admin center to which a plan sends people. The page of a policy is policyPortalUrl. */

const PORTAL = 'https://entra.microsoft.com/#view';

export const ALL_USERS_URL = `${PORTAL}/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers`;
export const ALL_GROUPS_URL = `${PORTAL}/Microsoft_AAD_IAM/GroupsManagementMenuBlade/~/AllGroups`;

/** A page of one user: the overview, the registered methods, or the roles. */
export function userPortalUrl(id: string, page: 'overview' | 'UserAuthMethods' | 'AdministrativeRole'): string {
  return `${PORTAL}/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/${page}/userId/${encodeURIComponent(id)}`;
}

/** The members of one group. */
export function groupMembersPortalUrl(id: string): string {
  return `${PORTAL}/Microsoft_AAD_IAM/GroupDetailsMenuBlade/~/Members/groupId/${encodeURIComponent(id)}`;
}
