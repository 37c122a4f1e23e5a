/** Pages of the Microsoft Entra admin center to which a plan sends people. The page of a policy is policyPortalUrl. */

const PORTAL = 'https://entra.microsoft.com/#view';

export const ALL_USERS_URL = `${PORTAL}/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers`;
export const ALL_GROUPS_URL = `${PORTAL}/Microsoft_AAD_IAM/GroupsManagementMenuBlade/~/AllGroups`;

export const DELETED_USERS_URL = `${PORTAL}/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/DeletedUsers`;
/** Roles and administrators; the administrative units are in the same menu. */
export const ROLES_URL = `${PORTAL}/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles`;
export const REGISTRATION_CAMPAIGN_URL = `${PORTAL}/Microsoft_AAD_IAM/AuthenticationMethodsMenuBlade/~/RegistrationCampaign`;
export const PASSWORD_RESET_URL = `${PORTAL}/Microsoft_AAD_IAM/PasswordResetMenuBlade/~/Properties`;

/** A page of one user: the overview, the registered methods, or the roles. */
export function userPortalUrl(id: string, page: 'overview' | 'UserAuthMethods' | 'AdministrativeRole'): string {
  return `${PORTAL}/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/${page}/userId/${encodeURIComponent(id)}`;
}

/** The members of one group. */
export function groupMembersPortalUrl(id: string): string {
  return `${PORTAL}/Microsoft_AAD_IAM/GroupDetailsMenuBlade/~/Members/groupId/${encodeURIComponent(id)}`;
}
