import { entriesOf } from '../directory.js';
import type { SandboxAuthenticationMethod, SandboxState, SandboxUser } from '../state.js';
import { recordAudit, target, type Activity, type Occasion } from './audit-trail.js';

/** Changes of users and their methods, by whomever: state, audit entry, and what was there before. Rights are judged elsewhere. */

/** What can be changed of a user. What is not there stays. */
export interface UserChanges {
  readonly accountEnabled?: boolean;
  readonly displayName?: string;
  readonly passwordPolicies?: string | null;
}

type Property = keyof UserChanges;

/** Entra logs these values as JSON lists: `[true]`, `["None"]`. */
function modifiedProperty(user: SandboxUser, changes: UserChanges, name: Property) {
  const displayName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return { displayName, oldValue: JSON.stringify([user[name]]), newValue: JSON.stringify([changes[name]]) };
}

function recordUser(
  state: SandboxState,
  user: SandboxUser,
  activity: Pick<Activity, 'name' | 'operation'> & Partial<Pick<Activity, 'service'>>,
  modifiedProperties: ReturnType<typeof modifiedProperty>[],
  occasion: Occasion,
): void {
  const { id, displayName, userPrincipalName } = user;
  recordAudit(state, occasion, {
    category: 'UserManagement',
    service: 'Core Directory',
    ...activity,
    targets: [target('User', { id, displayName: displayName ?? null, userPrincipalName, modifiedProperties })],
  });
}

function replaceUser(state: SandboxState, before: SandboxUser, after: SandboxUser, { at }: Occasion): void {
  const others = { users: state.users.filter((user) => user !== before), deleted: state.deletedUsers };
  state.replaced.push({ kind: 'user', userId: before.id, before, at });
  if (after.deletedDateTime) {
    state.users = others.users;
    state.deletedUsers = [...others.deleted, after];
  } else if (before.deletedDateTime) {
    state.deletedUsers = state.deletedUsers.filter((user) => user !== before);
    state.users = [...state.users, after];
  } else {
    state.users = state.users.map((user) => (user === before ? after : user));
  }
}

/** Sign-in has activities of its own; everything else is an update. What is as it was leaves no entry. */
export function updateUser(state: SandboxState, user: SandboxUser, changes: UserChanges, occasion: Occasion): void {
  const changed = (Object.keys(changes) as Property[]).filter((name) => changes[name] !== user[name]);
  if (changed.length === 0) return;
  replaceUser(state, user, { ...user, ...changes }, occasion);
  const others = changed.filter((name) => name !== 'accountEnabled');
  if (others.length < changed.length) {
    const name = changes.accountEnabled === true ? 'Enable account' : 'Disable account';
    const modified = [modifiedProperty(user, changes, 'accountEnabled')];
    recordUser(state, user, { name, operation: 'Update' }, modified, occasion);
  }
  if (others.length > 0) {
    const modified = others.map((name) => modifiedProperty(user, changes, name));
    recordUser(state, user, { name: 'Update user', operation: 'Update' }, modified, occasion);
  }
}

/** Gives the user another password, which nobody can read. */
export function resetPassword(state: SandboxState, user: SandboxUser, occasion: Occasion): void {
  const lastPasswordChangeDateTime = new Date(occasion.at).toISOString();
  replaceUser(state, user, { ...user, lastPasswordChangeDateTime }, occasion);
  recordUser(state, user, { name: 'Reset password', operation: 'Update' }, [], occasion);
}

/** In front of the name of a deleted user, so that another user can have the name meanwhile. */
function marked({ id }: SandboxUser): string {
  return id.replaceAll('-', '');
}

/** Moves the user to the deleted items. Memberships, roles and methods wait there for the user. */
export function deleteUser(state: SandboxState, user: SandboxUser, occasion: Occasion): void {
  const deletedDateTime = new Date(occasion.at).toISOString();
  const userPrincipalName = `${marked(user)}${user.userPrincipalName}`;
  replaceUser(state, user, { ...user, userPrincipalName, deletedDateTime }, occasion);
  recordUser(state, user, { name: 'Delete user', operation: 'Delete' }, [], occasion);
}

/** Takes the user out of the deleted items again. */
export function restoreUser(state: SandboxState, deleted: SandboxUser, occasion: Occasion): SandboxUser {
  const mark = marked(deleted);
  const { userPrincipalName: name } = deleted;
  const userPrincipalName = name.startsWith(mark) ? name.slice(mark.length) : name;
  const user = { ...deleted, userPrincipalName, deletedDateTime: null };
  replaceUser(state, deleted, user, occasion);
  recordUser(state, user, { name: 'Restore user', operation: 'Update' }, [], occasion);
  return user;
}

function setMethods(
  state: SandboxState,
  user: SandboxUser,
  methods: readonly SandboxAuthenticationMethod[],
  verb: 'registered' | 'deleted',
  occasion: Occasion,
): void {
  const before = entriesOf(state.authenticationMethods, user.id);
  state.replaced.push({ kind: 'methods', userId: user.id, before, at: occasion.at });
  state.authenticationMethods = { ...state.authenticationMethods, [user.id]: [...methods] };
  const isOwn = occasion.by !== 'remediator' && occasion.by.objectId === user.id;
  const name = `${isOwn ? 'User' : 'Admin'} ${verb} security info`;
  const operation = verb === 'registered' ? 'Add' : 'Delete';
  recordUser(state, user, { name, operation, service: 'Authentication Methods' }, [], occasion);
}

export function addMethod(
  state: SandboxState,
  user: SandboxUser,
  method: SandboxAuthenticationMethod,
  occasion: Occasion,
): void {
  setMethods(state, user, [...entriesOf(state.authenticationMethods, user.id), method], 'registered', occasion);
}

export function deleteMethod(
  state: SandboxState,
  user: SandboxUser,
  method: SandboxAuthenticationMethod,
  occasion: Occasion,
): void {
  const left = entriesOf(state.authenticationMethods, user.id).filter((other) => other !== method);
  setMethods(state, user, left, 'deleted', occasion);
}
