import { isSameId } from '../approval/principal.js';
import { sealSnapshot } from '../tenant/canonical.js';
import type { BetaPolicy, ConditionalAccessPolicy, PolicyUsers } from '../tenant/conditional-access-policy.js';
import type { Observed } from '../tenant/observed.js';
import type { AccountReading, GroupMembership, GroupReading, TenantSnapshot } from '../tenant/snapshot.js';
import { dedicatedPolicy, isDedicatedPolicyOf, type DedicatedPolicyChange } from './dedicated-policy-shape.js';
import type { Change } from './plan.js';

/**
 * What a tenant would look like after a change, as far as a snapshot can show it. Only for deciding beforehand: nothing
 * here writes, and what was not read stays unknown.
 */

function mapKnown<T>(observed: Observed<T>, change: (value: T) => T): Observed<T> {
  return observed.known ? { ...observed, value: change(observed.value) } : observed;
}

function withId(ids: readonly string[], id: string): readonly string[] {
  return ids.some((other) => isSameId(other, id)) ? ids : [...ids, id];
}

function withoutId(ids: readonly string[], id: string): readonly string[] {
  return ids.filter((other) => !isSameId(other, id));
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

function withExclusions(
  snapshot: TenantSnapshot,
  policyId: string,
  change: (excludeUsers: readonly string[]) => readonly string[],
): TenantSnapshot {
  const edit = (users: PolicyUsers): PolicyUsers => ({ ...users, excludeUsers: change(users.excludeUsers) });
  return withPolicies(snapshot, (policies) =>
    policies.map((policy) =>
      isSameId(policy.id, policyId) && policy.users !== null ? { ...policy, users: edit(policy.users) } : policy,
    ),
  );
}

/** What any account's memberships say of the group; without one, nothing is known beyond its ID. */
function describeGroup({ accounts }: TenantSnapshot, groupId: string): GroupMembership {
  const known = accounts
    .flatMap(({ memberships }) => (memberships.known ? memberships.value.groups : []))
    .find(({ id }) => isSameId(id, groupId));
  return known ?? { id: groupId, displayName: null, isAssignableToRole: null };
}

function withMembership(
  snapshot: TenantSnapshot,
  { groupId, accountId }: { readonly groupId: string; readonly accountId: string },
  isMember: boolean,
): TenantSnapshot {
  const group = describeGroup(snapshot, groupId);
  const editAccount = (account: AccountReading): AccountReading => ({
    ...account,
    memberships: mapKnown(account.memberships, (memberships) => {
      const others = memberships.groups.filter(({ id }) => !isSameId(id, groupId));
      return { ...memberships, groups: isMember ? [...others, group] : others };
    }),
  });
  const editGroup = (reading: GroupReading): GroupReading => ({
    ...reading,
    transitiveMemberIds: mapKnown(reading.transitiveMemberIds, (ids) =>
      isMember ? withId(ids, accountId) : withoutId(ids, accountId),
    ),
  });
  return {
    ...snapshot,
    accounts: snapshot.accounts.map((account) => (isSameId(account.id, accountId) ? editAccount(account) : account)),
    groups: snapshot.groups.map((reading) => (isSameId(reading.id, groupId) ? editGroup(reading) : reading)),
  };
}

function withBetaPolicies(
  snapshot: TenantSnapshot,
  change: (policies: readonly BetaPolicy[]) => readonly BetaPolicy[],
): TenantSnapshot {
  return { ...snapshot, betaPolicies: mapKnown(snapshot.betaPolicies, change) };
}

function withDedicatedPolicy(snapshot: TenantSnapshot, change: DedicatedPolicyChange): TenantSnapshot {
  const policy = dedicatedPolicy(change);
  const { id, displayName, state } = policy;
  const onV1 = withPolicies(snapshot, (policies) => [...policies, policy]);
  return withBetaPolicies(onV1, (policies) => [...policies, { id, displayName, state }]);
}

function withoutDedicatedPolicy(snapshot: TenantSnapshot, change: DedicatedPolicyChange): TenantSnapshot {
  const gone = snapshot.policies.known
    ? snapshot.policies.value.policies.filter((policy) => isDedicatedPolicyOf(change, policy)).map(({ id }) => id)
    : [];
  const onV1 = withPolicies(snapshot, (policies) => policies.filter(({ id }) => !gone.includes(id)));
  return withBetaPolicies(onV1, (policies) => policies.filter(({ id }) => !gone.includes(id)));
}

function apply(snapshot: TenantSnapshot, change: Change): TenantSnapshot {
  switch (change.kind) {
    case 'addPolicyExclusion':
      return withExclusions(snapshot, change.policyId, (ids) => withId(ids, change.accountId));
    case 'removePolicyExclusion':
      return withExclusions(snapshot, change.policyId, (ids) => withoutId(ids, change.accountId));
    case 'addGroupMember':
      return withMembership(snapshot, change, true);
    case 'removeGroupMember':
      return withMembership(snapshot, change, false);
    case 'createDedicatedPolicy':
      return withDedicatedPolicy(snapshot, change);
    case 'deleteDedicatedPolicy':
      return withoutDedicatedPolicy(snapshot, change);
  }
}

/**
 * `snapshot` as it would be after `change`, sealed. Group memberships are taken for direct ones, and a change of something
 * that the snapshot does not hold changes nothing.
 */
export function applyChange(snapshot: TenantSnapshot, change: Change): TenantSnapshot {
  return sealSnapshot(apply(snapshot, change));
}
