import { isSameId } from '../approval/principal.js';
import type { BetaPolicy, ConditionalAccessPolicy, PolicyUsers } from '../tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import { dedicatedPolicy, isDedicatedPolicyOf, type DedicatedPolicyChange } from './dedicated-policy-shape.js';
import { mapKnown } from './map-known.js';

/** Changes of Conditional Access policies, as a snapshot would show them. */

export interface ExclusionList {
  readonly policyId: string;
  readonly list: 'excludeUsers' | 'excludeGroups';
}

function withPolicies(
  snapshot: TenantSnapshot,
  change: (policies: readonly ConditionalAccessPolicy[]) => readonly ConditionalAccessPolicy[],
): TenantSnapshot {
  return {
    ...snapshot,
    policies: mapKnown(snapshot.policies, (list) => ({ ...list, policies: change(list.policies) })),
  };
}

/** `snapshot` with one exclusion list of one policy changed. */
export function withExclusions(
  snapshot: TenantSnapshot,
  { policyId, list }: ExclusionList,
  change: (ids: readonly string[]) => readonly string[],
): TenantSnapshot {
  const edit = (users: PolicyUsers): PolicyUsers => ({ ...users, [list]: change(users[list]) });
  return withPolicies(snapshot, (policies) =>
    policies.map((policy) =>
      isSameId(policy.id, policyId) && policy.users !== null ? { ...policy, users: edit(policy.users) } : policy,
    ),
  );
}

function withBetaPolicies(
  snapshot: TenantSnapshot,
  change: (policies: readonly BetaPolicy[]) => readonly BetaPolicy[],
): TenantSnapshot {
  return { ...snapshot, betaPolicies: mapKnown(snapshot.betaPolicies, change) };
}

export function withDedicatedPolicy(snapshot: TenantSnapshot, change: DedicatedPolicyChange): TenantSnapshot {
  const policy = dedicatedPolicy(change);
  const { id, displayName, state } = policy;
  const onV1 = withPolicies(snapshot, (policies) => [...policies, policy]);
  return withBetaPolicies(onV1, (policies) => [...policies, { id, displayName, state }]);
}

export function withoutDedicatedPolicy(snapshot: TenantSnapshot, change: DedicatedPolicyChange): TenantSnapshot {
  const gone = snapshot.policies.known
    ? snapshot.policies.value.policies.filter((policy) => isDedicatedPolicyOf(change, policy)).map(({ id }) => id)
    : [];
  const onV1 = withPolicies(snapshot, (policies) => policies.filter(({ id }) => !gone.includes(id)));
  return withBetaPolicies(onV1, (policies) => policies.filter(({ id }) => !gone.includes(id)));
}
