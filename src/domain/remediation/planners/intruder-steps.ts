import { groupSubject } from '../../controls/conditional-access/exclusion-groups.js';
import type { DirectoryGroup, ExclusionGroupReading, GroupMember } from '../../tenant/snapshot.js';
import type { RemediationStep, TenantChange } from '../plan.js';
import { RESTRICTED_INSTRUCTION } from '../planner.js';
import { groupMembersPortalUrl } from '../portal-urls.js';

/** The steps of F18: one person out of the group, or a look at what is no person. */

const UNDO =
  'A person adds the member again in the Microsoft Entra admin center. This program lets nobody but emergency accounts past Conditional Access.';

/** Why neither the bot nor an approver's token can change who is in the group; null when they can. */
function obstacleIn({ isManagementRestricted, groupTypes, onPremisesSyncEnabled }: DirectoryGroup): string | null {
  if (isManagementRestricted === true) return RESTRICTED_INSTRUCTION;
  if (groupTypes.includes('DynamicMembership')) {
    return 'A rule decides who is in the group: correct the rule so that it matches emergency accounts only, or use a group with assigned members.';
  }
  if (onPremisesSyncEnabled === true) {
    return 'The group comes from an on-premises directory: change it there, and move the exclusion to a group in the cloud.';
  }
  return null;
}

export function isForPeople(group: DirectoryGroup): boolean {
  return obstacleIn(group) !== null;
}

function nameOf({ id, name }: GroupMember): string {
  return name ?? id;
}

function stepOf(
  reading: ExclusionGroupReading,
  member: GroupMember,
  own: Pick<RemediationStep, 'executor' | 'change' | 'title' | 'instructions'>,
): RemediationStep {
  const group = reading.group.known ? reading.group.value : null;
  const isPrivileged = group?.isAssignableToRole === true;
  const byApp = own.executor === 'bot';
  return {
    fixId: 'F18',
    object: groupSubject(reading),
    field: 'members',
    before: `${member.kind} ${nameOf(member)} is a member`,
    after: 'no longer a member; the next scan shows it',
    undo: UNDO,
    permission: isPrivileged ? 'RoleManagement.ReadWrite.Directory' : 'GroupMember.ReadWrite.All',
    role: byApp ? null : isPrivileged ? 'Privileged Role Administrator' : 'Groups Administrator',
    portalUrl: groupMembersPortalUrl(reading.id),
    ...own,
  };
}

function executorFor(group: DirectoryGroup | null): RemediationStep['executor'] {
  if (group === null || isForPeople(group)) return 'human';
  return group.isAssignableToRole === true ? 'approver' : 'bot';
}

function expelInstructions(reading: ExclusionGroupReading, member: GroupMember): readonly string[] {
  const group = reading.group.known ? reading.group.value : null;
  const obstacle = group === null ? null : obstacleIn(group);
  return [
    'Find out in the audit log who added the member, and why. If nobody meant to, treat it as an incident.',
    ...(obstacle === null ? [] : [obstacle]),
    ...(group?.isAssignableToRole === true
      ? ['Activate Privileged Role Administrator: the group is role-assignable.']
      : []),
    `Open the group "${groupSubject(reading).name}" (${reading.id}) and remove "${nameOf(member)}" (${member.id}). Remove no emergency account.`,
    'Scan again: BG-CA-10 no longer names the member.',
  ];
}

/** Takes a direct member, a user, out of the group: by the bot where its standing rights reach. */
export function expelStep(reading: ExclusionGroupReading, member: GroupMember, change: TenantChange): RemediationStep {
  const executor = executorFor(reading.group.known ? reading.group.value : null);
  return stepOf(reading, member, {
    executor,
    change: executor === 'human' ? null : change,
    title: `Remove "${nameOf(member)}" from the group "${groupSubject(reading).name}"`,
    instructions: executor === 'bot' ? [] : expelInstructions(reading, member),
  });
}

/** Something that is no user, or that is in the group through another one: emergency accounts may be in there as well. */
export function sortOutStep(reading: ExclusionGroupReading, member: GroupMember): RemediationStep {
  const group = groupSubject(reading).name;
  return stepOf(reading, member, {
    executor: 'human',
    change: null,
    title: `Look at ${member.kind} "${nameOf(member)}" in the group "${group}", and take it out`,
    instructions: [
      'Find out in the audit log who added it, and why. If nobody meant to, treat it as an incident.',
      `Put every emergency account that is in "${group}" only through another group into it directly, and scan.`,
      `Then remove "${nameOf(member)}" (${member.id}), or the nested group that holds it, from "${group}" (${reading.id}).`,
      'Scan again: BG-CA-10 no longer names it, and BG-CA-01 still passes for every account.',
    ],
  });
}
