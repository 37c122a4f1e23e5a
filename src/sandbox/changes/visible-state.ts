import type { SandboxBehaviour } from '../behaviour.js';
import type { Replaced, SandboxPolicy, SandboxState } from '../state.js';

/**
 * What reads show. Writes work on the state itself; reads may lag behind it, each kind of object by its own time, because
 * Graph's directory is consistent only in the end. A change that a test makes to the state directly is visible at once.
 */

type Lags = Pick<SandboxBehaviour, 'replicationLagMs' | 'policyLagMs' | 'auditLagMs'>;

/** What is not visible yet, newest first: putting it back in this order ends with what was the case before all of it. */
function newestFirst<K extends Replaced['kind']>(
  state: SandboxState,
  kind: K,
  since: number,
): Extract<Replaced, { kind: K }>[] {
  return state.replaced
    .filter((entry): entry is Extract<Replaced, { kind: K }> => entry.kind === kind && entry.at > since)
    .reverse();
}

function visibleMembers(state: SandboxState, since: number): SandboxState['groupMembers'] {
  const shown = { ...state.groupMembers };
  for (const { groupId, before } of newestFirst(state, 'members', since)) shown[groupId] = [...before];
  return shown;
}

function visiblePolicies(state: SandboxState, since: number): SandboxPolicy[] {
  const shown = new Map(state.policies.map((entry) => [entry.policy.id, entry]));
  for (const { policyId, before } of newestFirst(state, 'policy', since)) {
    if (before === null) shown.delete(policyId);
    else shown.set(policyId, before);
  }
  return [...shown.values()];
}

/** Users and deleted users as they were; a user that was moved between the two is shown once, where it was. */
function visibleUsers(state: SandboxState, since: number): Pick<SandboxState, 'users' | 'deletedUsers'> {
  const before = new Map(newestFirst(state, 'user', since).map((entry) => [entry.userId, entry.before]));
  const shown = [...state.users, ...state.deletedUsers].map((user) => before.get(user.id) ?? user);
  return {
    users: shown.filter(({ deletedDateTime }) => !deletedDateTime),
    deletedUsers: shown.filter(({ deletedDateTime }) => Boolean(deletedDateTime)),
  };
}

function visibleMethods(state: SandboxState, since: number): SandboxState['authenticationMethods'] {
  const shown = { ...state.authenticationMethods };
  for (const { userId, before } of newestFirst(state, 'methods', since)) shown[userId] = [...before];
  return shown;
}

function visibleSettings(
  state: SandboxState,
  since: number,
): Pick<SandboxState, 'authenticationMethodsPolicy' | 'authorizationPolicy'> {
  const methods = newestFirst(state, 'authenticationMethodsPolicy', since).at(-1);
  const authorization = newestFirst(state, 'authorizationPolicy', since).at(-1);
  return {
    authenticationMethodsPolicy: methods?.before ?? state.authenticationMethodsPolicy,
    authorizationPolicy: authorization?.before ?? state.authorizationPolicy,
  };
}

/** `state` as a read at `now` (milliseconds since the epoch) sees it. */
export function visibleState(state: SandboxState, lags: Lags, now: number): SandboxState {
  const audits = state.directoryAudits.filter(({ loggedAt }) => loggedAt + lags.auditLagMs <= now);
  const signIns = state.signIns.filter(({ loggedAt }) => loggedAt + lags.auditLagMs <= now);
  const replicated = now - lags.replicationLagMs;
  return {
    ...state,
    ...visibleUsers(state, replicated),
    ...visibleSettings(state, replicated),
    authenticationMethods: visibleMethods(state, replicated),
    groupMembers: visibleMembers(state, replicated),
    policies: visiblePolicies(state, now - lags.policyLagMs),
    directoryAudits: audits,
    signIns,
  };
}
