import { isSameId } from '../../approval/principal.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { isDesignated, isRollback, type Rule } from './passage.js';

/** Who may be taken out of a group that policies exclude: a person that nobody designated, and nothing else. */

function isExclusionGroup({ policies }: TenantSnapshot, groupId: string): boolean {
  // Unread policies may exclude any group.
  if (!policies.known) return true;
  return policies.value.policies.some(({ users }) => users?.excludeGroups.some((id) => isSameId(id, groupId)) === true);
}

export const refuseLeavingGroup: Rule = (passage) => {
  const { change, before } = passage;
  if (isRollback(passage) || change.kind !== 'removeGroupMember') return null;
  if (!isDesignated(before, change.accountId) || !isExclusionGroup(before, change.groupId)) return null;
  return {
    code: 'PLAN_WOULD_LEAVE_EXCLUSION_GROUP',
    message:
      'The plan would take an emergency account out of a group that policies exclude. Leave the account in the group.',
  };
};

/** Emergency accounts may be in the group through a nested group, so only a member known to be a user may go. */
export const refuseUnknownMember: Rule = (passage) => {
  const { change, before } = passage;
  if (isRollback(passage) || change.kind !== 'removeGroupMember' || !isExclusionGroup(before, change.groupId)) {
    return null;
  }
  const members = before.exclusionGroups.find(({ id }) => isSameId(id, change.groupId))?.members;
  if (members?.known === true) {
    const listed = members.value.filter(({ id }) => isSameId(id, change.accountId));
    if (listed.every(({ kind }) => kind === 'user')) return null;
  }
  return {
    code: 'PLAN_MEMBER_NOT_A_USER',
    message: `It is not proven that ${change.accountId} is a user: emergency accounts may be in the group through it. Look at it in the Microsoft Entra admin center.`,
  };
};
