import { isSameId } from '../../approval/principal.js';
import { mayHideMembers } from '../../controls/conditional-access/exclusion-groups.js';
import { intrudersOf } from '../../controls/conditional-access/intruders.js';
import { isProtectedGroup } from '../../controls/conditional-access/protected-group.js';
import { resolvedAccounts } from '../../controls/per-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { DirectoryGroup, GroupMembership, TenantSnapshot } from '../../tenant/snapshot.js';
import { applyChange } from '../apply-change.js';
import { RESTRICTED_INSTRUCTION } from '../planner.js';
import { groupMembersPortalUrl } from '../portal-urls.js';
import type { RemediationStep } from '../plan.js';
import { reachOf, type Concern } from './concerned-policies.js';

/**
 * F14: one more member in the protected group that the policies exclude already. Preferred to editing each policy, because
 * it adds to one object and replaces no list.
 */

function excludesGroup({ users }: ConditionalAccessPolicy, groupId: string): boolean {
  return users?.excludeGroups.some((id) => isSameId(id, groupId)) === true;
}

function groupsOfOthers(snapshot: TenantSnapshot, accountId: string): readonly GroupMembership[] {
  return snapshot.accounts
    .filter(({ id }) => !isSameId(id, accountId))
    .flatMap(({ memberships }) => (memberships.known ? memberships.value.groups : []));
}

function policiesIn({ policies }: TenantSnapshot): readonly ConditionalAccessPolicy[] {
  return policies.known ? policies.value.policies : [];
}

/** Membership may also be an include rule, or bring a role that is one: whether it frees the account and costs nothing. */
function helps(snapshot: TenantSnapshot, { account, policies }: Concern, groupId: string): boolean {
  const change = { kind: 'addGroupMember', groupId, accountId: account.reading.id } as const;
  const after = applyChange(snapshot, change);
  const member = resolvedAccounts(after).find(({ reading }) => isSameId(reading.id, account.reading.id));
  if (member === undefined) return false;
  const isNewlyReached = policiesIn(snapshot).some(
    (policy) => reachOf(snapshot, policy, account) !== 'applies' && reachOf(after, policy, member) === 'applies',
  );
  return !isNewlyReached && policies.every((policy) => reachOf(after, policy, member) === 'excluded');
}

/** Nobody can change the members of a role-assignable group in a restricted unit. Source: restricted management units. */
function isImmovable({ isAssignableToRole, isManagementRestricted }: DirectoryGroup): boolean {
  return isAssignableToRole === true && isManagementRestricted === true;
}

/** The group, once it was read that it is protected and that nobody but emergency accounts is in it. */
function trustedGroup(snapshot: TenantSnapshot, groupId: string): DirectoryGroup | undefined {
  const reading = snapshot.exclusionGroups.find(({ id }) => isSameId(id, groupId));
  if (reading?.group.known !== true || reading.group.value === null) return undefined;
  const group = reading.group.value;
  const isRead = reading.members.known && reading.transitiveMembers.known && !mayHideMembers(reading);
  const isSafe = group.securityEnabled === true && isProtectedGroup(group) && !isImmovable(group);
  return isRead && isSafe && intrudersOf(reading, snapshot).length === 0 ? group : undefined;
}

/**
 * The group that all policies of `concern` exclude, that is protected, and that holds another emergency account and nobody
 * else. Undefined where there is none, where that was not read, or where joining it would do more than exclude.
 */
export function findExclusionGroup(snapshot: TenantSnapshot, concern: Concern): DirectoryGroup | undefined {
  return groupsOfOthers(snapshot, concern.account.reading.id)
    .filter(({ id }) => concern.policies.every((policy) => excludesGroup(policy, id)) && helps(snapshot, concern, id))
    .flatMap(({ id }) => trustedGroup(snapshot, id) ?? [])[0];
}

/** The policies in any state that exclude the group: how far a membership reaches. */
export function policiesExcluding(snapshot: TenantSnapshot, groupId: string): readonly ConditionalAccessPolicy[] {
  return policiesIn(snapshot).filter((policy) => excludesGroup(policy, groupId));
}

/** Whether the group itself holds Global Administrator or may activate it, or nobody can tell. */
export function mayHoldRole(snapshot: TenantSnapshot, groupId: string): boolean {
  const { roleAssignments, roleEligibilityScheduleInstances: eligible } = snapshot;
  const isIn = (assignments: readonly { readonly principalId: string }[]) =>
    assignments.some(({ principalId }) => isSameId(principalId, groupId));
  const isEligible = eligible.known ? isIn(eligible.value) : eligible.reason !== 'notLicensed';
  return !roleAssignments.known || isIn(roleAssignments.value) || isEligible;
}

type Hands = Pick<RemediationStep, 'executor' | 'permission' | 'role'>;

/** Changing a protected group takes a right that must not stand: a person does it, or lends the bot their own right. */
const ROLE_ASSIGNABLE: Hands = {
  executor: 'approver',
  permission: 'RoleManagement.ReadWrite.Directory',
  role: 'Privileged Role Administrator',
};
/** A token for the whole directory does not reach into a restricted unit. */
const RESTRICTED: Hands = {
  executor: 'human',
  permission: 'GroupMember.ReadWrite.All',
  role: 'Groups Administrator for the unit of the group',
};

export function joinStep({ account }: Concern, group: DirectoryGroup): RemediationStep {
  const name = group.displayName ?? group.id;
  const hands = group.isManagementRestricted === true ? RESTRICTED : ROLE_ASSIGNABLE;
  return {
    fixId: 'F14',
    ...hands,
    change:
      hands.executor === 'human' ? null : { kind: 'addGroupMember', groupId: group.id, accountId: account.reading.id },
    title: `Add "${account.subject.name}" to the group "${name}"`,
    object: { type: 'group', id: group.id, name },
    field: 'members',
    before: `"${account.subject.name}" is not a member`,
    after: `"${account.subject.name}" is a member; the next scan shows it`,
    undo: `Remove "${account.subject.name}" from the group. Its other members stay.`,
    instructions: [
      hands.executor === 'human'
        ? RESTRICTED_INSTRUCTION
        : 'Activate Privileged Role Administrator: the group is role-assignable.',
      `Open the group "${name}" (${group.id}) and look through its members: all should be emergency accounts.`,
      `Add the member "${account.subject.name}" (${account.reading.id}).`,
      'Scan again: the policies that exclude the group no longer reach the account.',
    ],
    portalUrl: groupMembersPortalUrl(group.id),
  };
}
