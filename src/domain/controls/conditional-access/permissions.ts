/** What it takes to read the policies, and which of the groups that they exclude carry an account. */
export const EXCLUSION_PERMISSIONS: readonly string[] = ['Policy.Read.All', 'User.Read.All', 'GroupMember.Read.All'];

/** What it takes to read the policies and to tell whom they reach: the account, its groups and its roles. */
export const REACH_PERMISSIONS: readonly string[] = [
  'Policy.Read.All',
  'User.Read.All',
  'RoleManagement.Read.Directory',
];

/** The same, with what tells a dedicated policy from others: whom it includes, and what the accounts can answer. */
export const CA_PERMISSIONS: readonly string[] = [
  ...REACH_PERMISSIONS,
  'GroupMember.Read.All',
  'UserAuthenticationMethod.Read.All',
];
