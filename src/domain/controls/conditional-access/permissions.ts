/** What it takes to read the policies and to tell whom they reach: the account, its groups and its roles. */
export const CA_PERMISSIONS: readonly string[] = [
  'Policy.Read.All',
  'User.Read.All',
  'GroupMember.Read.All',
  'RoleManagement.Read.Directory',
  'UserAuthenticationMethod.Read.All',
];
