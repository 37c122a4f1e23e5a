/** What it takes to tell who holds the role, and who is in the groups that hold it. */
const HOLDER_PERMISSIONS: readonly string[] = ['RoleManagement.Read.Directory', 'GroupMember.Read.All'];

/** What it takes to tell who could hold the role after an activation. */
export const ELIGIBLE_HOLDER_PERMISSIONS: readonly string[] = [
  ...HOLDER_PERMISSIONS,
  'PrivilegedEligibilitySchedule.Read.AzureADGroup',
];

/** What it takes to tell who holds the role without an end. */
export const STANDING_HOLDER_PERMISSIONS: readonly string[] = [
  ...HOLDER_PERMISSIONS,
  'PrivilegedAssignmentSchedule.Read.AzureADGroup',
];

/** What it takes to tell through which path and for how long an account holds a role. */
export const ROLE_PATH_PERMISSIONS: readonly string[] = [
  'User.Read.All',
  ...HOLDER_PERMISSIONS,
  'PrivilegedAssignmentSchedule.Read.AzureADGroup',
  'PrivilegedEligibilitySchedule.Read.AzureADGroup',
];
