import { randomUUID } from 'node:crypto';
import type { Occasion } from './changes/audit-trail.js';
import { addMember, removeMember } from './changes/group-changes.js';
import { deletedUserIn, groupIn, methodIn, policyIn, unitIn, userIn } from './changes/objects.js';
import { deletePolicy, replacePolicy } from './changes/policy-changes.js';
import { addRole, removeRole } from './changes/role-changes.js';
import { setSecurityDefaults } from './changes/settings-changes.js';
import { recordSignIn, type SignInDetails } from './changes/sign-ins.js';
import { addToUnit, removeFromUnit } from './changes/unit-changes.js';
import {
  addMethod,
  deleteMethod,
  deleteUser,
  resetPassword,
  restoreUser,
  updateUser,
  type UserChanges,
} from './changes/user-changes.js';
import type { Person } from './seed/people.js';
import type { RoleKey } from './seed/roles.js';
import type { GraphPolicy, SandboxAuthenticationMethod, SandboxState } from './state.js';

/**
 * The hand of an administrator in the portal: changes that come from a person and not from the bot, with their audit
 * entries, and sign-ins, by whomever. Nothing is checked as Graph would check it. Each rejects an object that does not exist: a mistake of the caller.
 */
export interface Administrator {
  /** `change` edits a copy of the policy, which then takes its place. */
  updatePolicy(id: string, change: (policy: GraphPolicy) => void, by: Person): void;
  deletePolicy(id: string, by: Person): void;
  addMember(groupId: string, memberId: string, by: Person): void;
  removeMember(groupId: string, memberId: string, by: Person): void;
  disableUser(id: string, by: Person): void;
  enableUser(id: string, by: Person): void;
  renameUser(id: string, displayName: string, by: Person): void;
  /** As Graph spells them: `DisablePasswordExpiration`, comma-joined; null for none. */
  setPasswordPolicies(id: string, passwordPolicies: string | null, by: Person): void;
  /** Moves the user to the deleted items. */
  deleteUser(id: string, by: Person): void;
  /** Takes the user out of the deleted items again. */
  restoreUser(id: string, by: Person): void;
  addAuthenticationMethod(userId: string, method: SandboxAuthenticationMethod, by: Person): void;
  deleteAuthenticationMethod(userId: string, methodId: string, by: Person): void;
  resetPassword(userId: string, by: Person): void;
  /** Permanently and for the whole tenant. */
  addRole(userId: string, role: RoleKey, by: Person): void;
  removeRole(userId: string, role: RoleKey, by: Person): void;
  addToAdministrativeUnit(unitId: string, userId: string, by: Person): void;
  removeFromAdministrativeUnit(unitId: string, userId: string, by: Person): void;
  setSecurityDefaults(isEnabled: boolean, by: Person): void;
  /** Somebody signs in as this user, or fails to. Returns the ID of the record in the sign-in log. */
  signIn(userId: string, details?: SignInDetails): string;
}

/** `stateNow` gives the tenant's state at the time of each call: tests replace it. */
export function administratorOf(stateNow: () => SandboxState, now: () => number): Administrator {
  const occasion = (by: Person): Occasion => ({ by, at: now(), correlationId: randomUUID() });
  const update = (id: string, changes: UserChanges, by: Person) =>
    updateUser(stateNow(), userIn(stateNow(), id), changes, occasion(by));
  return {
    updatePolicy: (id, change, by) => {
      const before = policyIn(stateNow(), id);
      const copy = structuredClone(before);
      change(copy.policy);
      replacePolicy(stateNow(), before, copy, occasion(by));
    },
    deletePolicy: (id, by) => deletePolicy(stateNow(), policyIn(stateNow(), id), occasion(by)),
    addMember: (groupId, memberId, by) => addMember(stateNow(), groupIn(stateNow(), groupId), memberId, occasion(by)),
    removeMember: (groupId, memberId, by) =>
      removeMember(stateNow(), groupIn(stateNow(), groupId), memberId, occasion(by)),
    disableUser: (id, by) => update(id, { accountEnabled: false }, by),
    enableUser: (id, by) => update(id, { accountEnabled: true }, by),
    renameUser: (id, displayName, by) => update(id, { displayName }, by),
    setPasswordPolicies: (id, passwordPolicies, by) => update(id, { passwordPolicies }, by),
    deleteUser: (id, by) => deleteUser(stateNow(), userIn(stateNow(), id), occasion(by)),
    restoreUser: (id, by) => void restoreUser(stateNow(), deletedUserIn(stateNow(), id), occasion(by)),
    addAuthenticationMethod: (userId, method, by) =>
      addMethod(stateNow(), userIn(stateNow(), userId), method, occasion(by)),
    deleteAuthenticationMethod: (userId, methodId, by) => {
      const user = userIn(stateNow(), userId);
      deleteMethod(stateNow(), user, methodIn(stateNow(), user.id, methodId), occasion(by));
    },
    resetPassword: (userId, by) => resetPassword(stateNow(), userIn(stateNow(), userId), occasion(by)),
    addRole: (userId, role, by) => addRole(stateNow(), userIn(stateNow(), userId), role, occasion(by)),
    removeRole: (userId, role, by) => removeRole(stateNow(), userIn(stateNow(), userId), role, occasion(by)),
    addToAdministrativeUnit: (unitId, userId, by) =>
      addToUnit(stateNow(), unitIn(stateNow(), unitId), userIn(stateNow(), userId), occasion(by)),
    removeFromAdministrativeUnit: (unitId, userId, by) =>
      removeFromUnit(stateNow(), unitIn(stateNow(), unitId), userIn(stateNow(), userId), occasion(by)),
    setSecurityDefaults: (isEnabled, by) => setSecurityDefaults(stateNow(), isEnabled, occasion(by)),
    signIn: (userId, details = {}) => recordSignIn(stateNow(), userIn(stateNow(), userId), details, now()),
  };
}
