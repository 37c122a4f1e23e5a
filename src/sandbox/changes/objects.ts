import { entriesOf, findUser, sameId } from '../directory.js';
import type { SandboxAuthenticationMethod, SandboxPolicy, SandboxState, SandboxUser } from '../state.js';

/** Objects by ID for callers inside this process. An unknown ID is a mistake of theirs and rejected. */

function found<T>(object: T | undefined, kind: string, id: string): T {
  if (object === undefined) throw new Error(`SANDBOX_NO_SUCH_OBJECT: the simulated tenant has no ${kind} '${id}'.`);
  return object;
}

export function policyIn({ policies }: SandboxState, id: string): SandboxPolicy {
  const entry = policies.find(({ policy }) => sameId(policy.id, id));
  return found(entry, 'policy', id);
}

export function groupIn({ groups }: SandboxState, id: string): SandboxState['groups'][number] {
  const group = groups.find((candidate) => sameId(candidate.id, id));
  return found(group, 'group', id);
}

export function unitIn({ administrativeUnits }: SandboxState, id: string): SandboxState['administrativeUnits'][number] {
  const unit = administrativeUnits.find((candidate) => sameId(candidate.id, id));
  return found(unit, 'administrative unit', id);
}

export function methodIn(state: SandboxState, userId: string, id: string): SandboxAuthenticationMethod {
  const method = entriesOf(state.authenticationMethods, userId).find((candidate) => candidate.id === id);
  return found(method, 'authentication method', id);
}

export function deletedUserIn({ deletedUsers }: SandboxState, id: string): SandboxUser {
  const user = deletedUsers.find((candidate) => sameId(candidate.id, id));
  return found(user, 'deleted user', id);
}

export function userIn(state: SandboxState, id: string): SandboxUser {
  return found(findUser(state, id), 'user', id);
}
