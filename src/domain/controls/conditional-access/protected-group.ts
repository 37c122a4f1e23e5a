import type { DirectoryGroup } from '../../tenant/snapshot.js';

/**
 * Whether a group is out of reach for those who administer groups every day. Who controls the members of an exclusion group
 * controls who gets past Conditional Access. Source: BG-CA-09.
 */

/** What stands against the group being protected, and what Graph would have to say to tell. */
export interface GroupProtection {
  readonly problems: readonly string[];
  readonly unknowns: readonly string[];
}

/**
 * The parts of the protection that the group object itself shows. Graph answers null for `isAssignableToRole`,
 * `isManagementRestricted` and `onPremisesSyncEnabled` of a group for which they were never set: null is "no" there.
 */
export function protectionOf(group: DirectoryGroup): GroupProtection {
  const isUnified = group.groupTypes.includes('Unified');
  return {
    problems: [
      ...(group.isAssignableToRole === true || group.isManagementRestricted === true
        ? []
        : ['it is neither role-assignable nor in a restricted management administrative unit']),
      ...(group.groupTypes.includes('DynamicMembership') ? ['a rule decides who is in it'] : []),
      ...(group.onPremisesSyncEnabled === true ? ['it comes from an on-premises directory'] : []),
      ...(isUnified && group.visibility === 'Public' ? ['anybody may join it'] : []),
    ],
    unknowns: isUnified && group.visibility === null ? ['whether anybody may join it'] : [],
  };
}

/** True when the group object shows that only privileged administrators or its owners can change who is in it. */
export function isProtectedGroup(group: DirectoryGroup): boolean {
  const { problems, unknowns } = protectionOf(group);
  return problems.length === 0 && unknowns.length === 0;
}
