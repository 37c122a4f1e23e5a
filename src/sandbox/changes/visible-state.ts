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

/** `state` as a read at `now` (milliseconds since the epoch) sees it. */
export function visibleState(state: SandboxState, lags: Lags, now: number): SandboxState {
  const audits = state.directoryAudits.filter(({ loggedAt }) => loggedAt + lags.auditLagMs <= now);
  return {
    ...state,
    groupMembers: visibleMembers(state, now - lags.replicationLagMs),
    policies: visiblePolicies(state, now - lags.policyLagMs),
    directoryAudits: audits,
  };
}
