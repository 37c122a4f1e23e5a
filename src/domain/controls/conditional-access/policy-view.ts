import type { BetaPolicy, ConditionalAccessPolicy, PolicyState } from '../../tenant/conditional-access-policy.js';
import type { Known } from '../../tenant/observed.js';
import type { PolicyList } from '../../tenant/conditional-access-policy.js';
import { targetsUsers } from '../../tenant/policy-applicability.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence, Subject } from '../control.js';
import { missingEvidence } from '../per-account.js';
import { listNames } from '../words.js';

/**
 * The policies in some states, together with every reason why there may be more of them than were read. v1.0 leaves out
 * policies that use preview features without a word, so a list counts as whole only beside the beta list.
 */

export const POLICIES_SOURCE = 'GET /identity/conditionalAccess/policies';
export const BETA_POLICIES_SOURCE = 'GET /beta/identity/conditionalAccess/policies';

export interface PolicyView {
  /** Those that were read and target users. An empty list means "none" only when `gaps` is empty too. */
  readonly policies: readonly ConditionalAccessPolicy[];
  /** Why the list may be incomplete. */
  readonly gaps: readonly Evidence[];
  readonly readAt: string | null;
}

/** The policy as a finding's subject or as the object of a piece of evidence. */
export function policySubject({ id, displayName }: { readonly id: string; readonly displayName: string }): Subject {
  return { type: 'policy', id, name: displayName };
}

/** The policy's page in the Microsoft Entra admin center. */
export function policyPortalUrl(id: string): string {
  return `https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/PolicyBlade/policyId/${encodeURIComponent(id)}`;
}

/** The policies of the beta list that v1.0 did not return, understood or not. */
export function betaOnlyPolicies(list: PolicyList, beta: readonly BetaPolicy[]): readonly BetaPolicy[] {
  const onV1 = new Set([...list.policies, ...list.malformed].map(({ id }) => id));
  return beta.filter(({ id }) => !onV1.has(id));
}

function malformedGaps(list: Known<PolicyList>, beta: readonly BetaPolicy[], state: PolicyState): readonly Evidence[] {
  const stateOf = (id: string | null) => beta.find((policy) => policy.id === id)?.state ?? null;
  const relevant = list.value.malformed.filter(({ id }) => [null, state].includes(stateOf(id)));
  if (relevant.length === 0) return [];
  const names = listNames(relevant.map(({ id, displayName }) => displayName ?? id ?? 'a policy without a name'));
  const isOne = relevant.length === 1;
  return [
    {
      source: POLICIES_SOURCE,
      readAt: list.readAt,
      expected: 'every policy is understood',
      actual: `${isOne ? 'a policy was' : `${relevant.length} policies were`} not understood: ${names}; check by hand whom ${isOne ? 'it reaches' : 'they reach'}`,
    },
  ];
}

function betaOnlyGaps(
  list: Known<PolicyList>,
  beta: Known<readonly BetaPolicy[]>,
  state: PolicyState,
): readonly Evidence[] {
  const relevant = betaOnlyPolicies(list.value, beta.value).filter((policy) => [null, state].includes(policy.state));
  if (relevant.length === 0) return [];
  const names = listNames(relevant.map(({ id, displayName }) => displayName ?? id));
  return [
    {
      source: BETA_POLICIES_SOURCE,
      readAt: beta.readAt,
      expected: 'v1.0 returns every policy',
      actual: `visible on beta only: ${names}; check by hand whom ${relevant.length === 1 ? 'it reaches' : 'they reach'}`,
    },
  ];
}

function gapsIn({ policies, betaPolicies }: TenantSnapshot, state: PolicyState): readonly Evidence[] {
  const missing = [
    ...(policies.known ? [] : [missingEvidence(POLICIES_SOURCE, 'the policies', policies)]),
    ...(betaPolicies.known ? [] : [missingEvidence(BETA_POLICIES_SOURCE, 'the beta list of policies', betaPolicies)]),
  ];
  if (!policies.known) return missing;
  if (!betaPolicies.known) return [...missing, ...malformedGaps(policies, [], state)];
  return [...malformedGaps(policies, betaPolicies.value, state), ...betaOnlyGaps(policies, betaPolicies, state)];
}

/** A read that failed is missing for each state, and is said once. */
function onceEach(gaps: readonly Evidence[]): readonly Evidence[] {
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
}

/** The user-targeting policies of `snapshot` in any of `states`, and what stands in the way of calling them all. */
export function viewPolicies(snapshot: TenantSnapshot, ...states: readonly PolicyState[]): PolicyView {
  const { policies } = snapshot;
  return {
    policies: policies.known
      ? policies.value.policies.filter((policy) => states.includes(policy.state) && targetsUsers(policy))
      : [],
    gaps: onceEach(states.flatMap((state) => gapsIn(snapshot, state))),
    readAt: policies.known ? policies.readAt : null,
  };
}

const STATES: readonly PolicyState[] = ['enabled', 'enabledForReportingButNotEnforced', 'disabled'];

/** What stands in the way of calling the policies of `snapshot` all there are, whatever their state; each said once. */
export function policyGaps(snapshot: TenantSnapshot): readonly Evidence[] {
  return onceEach(STATES.flatMap((state) => gapsIn(snapshot, state)));
}
