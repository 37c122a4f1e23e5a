import { sameId } from '../directory.js';
import { activeRole, ROLE, type RoleKey } from '../seed/roles.js';
import type { SandboxState, SandboxUser } from '../state.js';
import { recordAudit, target, type Occasion } from './audit-trail.js';

/** Changes of who holds a directory role permanently. Reads show them at once. Rights are judged elsewhere. */

function recordRole(
  state: SandboxState,
  user: SandboxUser,
  key: RoleKey,
  change: 'added' | 'removed',
  occasion: Occasion,
): void {
  const role = state.directoryRoles.find(({ roleTemplateId }) => roleTemplateId === ROLE[key]);
  const values = { 'Role.ObjectID': role?.id ?? ROLE[key], 'Role.DisplayName': role?.displayName ?? key };
  // Entra logs these values as JSON text, quotes included.
  const modifiedProperties = Object.entries(values).map(([displayName, value]) => ({
    displayName,
    oldValue: change === 'removed' ? JSON.stringify(value) : null,
    newValue: change === 'added' ? JSON.stringify(value) : null,
  }));
  const { id, displayName, userPrincipalName } = user;
  recordAudit(state, occasion, {
    name: change === 'added' ? 'Add member to role' : 'Remove member from role',
    category: 'RoleManagement',
    service: 'Core Directory',
    operation: change === 'added' ? 'Assign' : 'Unassign',
    targets: [
      target('User', { id, displayName: displayName ?? null, userPrincipalName, modifiedProperties }),
      target('Role', { id: values['Role.ObjectID'], displayName: values['Role.DisplayName'], modifiedProperties: [] }),
    ],
  });
}

export function addRole(state: SandboxState, user: SandboxUser, key: RoleKey, occasion: Occasion): void {
  state.roleAssignmentScheduleInstances = [...state.roleAssignmentScheduleInstances, activeRole(user.id, key)];
  recordRole(state, user, key, 'added', occasion);
}

/** Takes the role away, whether it was assigned for the whole tenant or for a part of it. */
export function removeRole(state: SandboxState, user: SandboxUser, key: RoleKey, occasion: Occasion): void {
  state.roleAssignmentScheduleInstances = state.roleAssignmentScheduleInstances.filter(
    ({ principalId, roleDefinitionId }) => !sameId(principalId, user.id) || roleDefinitionId !== ROLE[key],
  );
  recordRole(state, user, key, 'removed', occasion);
}
