import { entriesOf, sameId } from '../directory.js';
import type { SandboxState, SandboxUser } from '../state.js';
import { recordAudit, target, type Occasion } from './audit-trail.js';

/** Changes of who is in an administrative unit. Reads show them at once. Rights are judged elsewhere. */

type Unit = SandboxState['administrativeUnits'][number];

function setMembers(state: SandboxState, unit: Unit, members: readonly string[]): void {
  state.administrativeUnitMembers = { ...state.administrativeUnitMembers, [unit.id]: [...members] };
}

function recordMembership(
  state: SandboxState,
  unit: Unit,
  user: SandboxUser,
  change: 'added' | 'removed',
  occasion: Occasion,
): void {
  const kind = `${unit.isMemberManagementRestricted === true ? 'restricted management ' : ''}administrative unit`;
  const { id, displayName, userPrincipalName } = user;
  recordAudit(state, occasion, {
    name: change === 'added' ? `Add member to ${kind}` : `Remove member from ${kind}`,
    category: 'AdministrativeUnit',
    service: 'Core Directory',
    operation: change === 'added' ? 'Assign' : 'Unassign',
    targets: [
      target('User', { id, displayName: displayName ?? null, userPrincipalName, modifiedProperties: [] }),
      target('AdministrativeUnit', { id: unit.id, displayName: unit.displayName ?? null, modifiedProperties: [] }),
    ],
  });
}

export function addToUnit(state: SandboxState, unit: Unit, user: SandboxUser, occasion: Occasion): void {
  setMembers(state, unit, [...entriesOf(state.administrativeUnitMembers, unit.id), user.id]);
  recordMembership(state, unit, user, 'added', occasion);
}

export function removeFromUnit(state: SandboxState, unit: Unit, user: SandboxUser, occasion: Occasion): void {
  const left = entriesOf(state.administrativeUnitMembers, unit.id).filter((id) => !sameId(id, user.id));
  setMembers(state, unit, left);
  recordMembership(state, unit, user, 'removed', occasion);
}
