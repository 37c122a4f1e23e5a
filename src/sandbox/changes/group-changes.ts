import type { ModifiedProperty, TargetResource } from '@microsoft/microsoft-graph-types';
import { entriesOf, sameId } from '../directory.js';
import type { SandboxState } from '../state.js';
import { recordAudit, target, type Occasion } from './audit-trail.js';

/** Changes of groups, by whomever: state, audit entry, and what was there before. Rights are judged elsewhere. */

type SandboxGroup = SandboxState['groups'][number];

function memberTarget(
  state: SandboxState,
  memberId: string,
  modifiedProperties: readonly ModifiedProperty[],
): TargetResource {
  const user = state.users.find(({ id }) => sameId(id, memberId));
  const group = state.groups.find(({ id }) => sameId(id, memberId));
  return target(group ? 'Group' : 'User', {
    id: memberId,
    displayName: user?.displayName ?? group?.displayName ?? null,
    userPrincipalName: user?.userPrincipalName ?? null,
    modifiedProperties: [...modifiedProperties],
  });
}

function setMembers(state: SandboxState, group: SandboxGroup, members: readonly string[], occasion: Occasion): void {
  const before = entriesOf(state.groupMembers, group.id);
  state.replaced.push({ kind: 'members', groupId: group.id, before, at: occasion.at });
  state.groupMembers = { ...state.groupMembers, [group.id]: [...members] };
}

function recordMembership(
  state: SandboxState,
  group: SandboxGroup,
  memberId: string,
  change: 'added' | 'removed',
  occasion: Occasion,
): void {
  // Entra logs these values as JSON text, quotes included.
  const values = { 'Group.ObjectID': group.id, 'Group.DisplayName': group.displayName ?? '' };
  const modified = Object.entries(values).map(([displayName, value]) => ({
    displayName,
    oldValue: change === 'removed' ? JSON.stringify(value) : null,
    newValue: change === 'added' ? JSON.stringify(value) : null,
  }));
  const { id, displayName, groupTypes } = group;
  const groupType = groupTypes?.includes('Unified') ? 'unifiedGroups' : 'azureAD';
  recordAudit(state, occasion, {
    name: change === 'added' ? 'Add member to group' : 'Remove member from group',
    category: 'GroupManagement',
    service: 'Core Directory',
    operation: change === 'added' ? 'Assign' : 'Unassign',
    targets: [
      memberTarget(state, memberId, modified),
      target('Group', { id, displayName: displayName ?? null, groupType, modifiedProperties: [] }),
    ],
  });
}

export function addMember(state: SandboxState, group: SandboxGroup, memberId: string, occasion: Occasion): void {
  setMembers(state, group, [...entriesOf(state.groupMembers, group.id), memberId], occasion);
  recordMembership(state, group, memberId, 'added', occasion);
}

export function removeMember(state: SandboxState, group: SandboxGroup, memberId: string, occasion: Occasion): void {
  const left = entriesOf(state.groupMembers, group.id).filter((id) => !sameId(id, memberId));
  setMembers(state, group, left, occasion);
  recordMembership(state, group, memberId, 'removed', occasion);
}
