/**
 * Application permissions of Microsoft Graph with which an application can lock the emergency accounts out, delete them,
 * take their role or their methods away, or give itself the right to. Source: the catalogue, BG-SELF-01, and Microsoft
 * Graph permissions reference (privilege level of the write permissions).
 */

export const DANGEROUS_PERMISSIONS: readonly string[] = [
  'Policy.ReadWrite.ConditionalAccess',
  'Policy.ReadWrite.AuthenticationMethod',
  'Policy.ReadWrite.Authorization',
  'RoleManagement.ReadWrite.Directory',
  'RoleAssignmentSchedule.ReadWrite.Directory',
  'RoleEligibilitySchedule.ReadWrite.Directory',
  'RoleManagementPolicy.ReadWrite.Directory',
  'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
  'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup',
  'User.ReadWrite.All',
  'User.EnableDisableAccount.All',
  'User.DeleteRestore.All',
  'User-PasswordProfile.ReadWrite.All',
  'User.RevokeSessions.All',
  'UserAuthenticationMethod.ReadWrite.All',
  'UserAuthMethod-Passkey.ReadWrite.All',
  'UserAuthMethod-TAP.ReadWrite.All',
  'Directory.ReadWrite.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'AdministrativeUnit.ReadWrite.All',
  'AccessReview.ReadWrite.All',
  'LifecycleWorkflows.ReadWrite.All',
  'Domain.ReadWrite.All',
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
];
