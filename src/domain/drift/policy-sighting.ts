import type { PolicyState } from '../tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { Policy } from './policy-reach.js';

/**
 * How a snapshot knows a policy. Only one that two complete lists leave out is absent: Graph v1.0 hides policies with
 * preview features, and an entry that was not understood may be any policy when it has no ID.
 */

export type Sighting =
  | { readonly kind: 'read'; readonly policy: Policy }
  | { readonly kind: 'notUnderstood'; readonly displayName: string | null; readonly problem: string }
  | { readonly kind: 'betaOnly'; readonly displayName: string | null; readonly state: PolicyState | null }
  | { readonly kind: 'absent' }
  /** On no list, and the lists are not complete. */
  | { readonly kind: 'cannotTell' };

/** The IDs of every policy that `snapshot` knows in some way. */
export function policyIdsIn({ policies, betaPolicies }: TenantSnapshot): readonly string[] {
  if (!policies.known) return [];
  const { policies: read, malformed } = policies.value;
  const beta = betaPolicies.known ? betaPolicies.value.map(({ id }) => id) : [];
  return [...read.map(({ id }) => id), ...malformed.flatMap(({ id }) => (id === null ? [] : [id])), ...beta];
}

/** Whether `snapshot` could look at every policy there is. */
export function isEveryPolicySeen(snapshot: TenantSnapshot): boolean {
  const { policies, betaPolicies } = snapshot;
  if (!policies.known || !betaPolicies.known || policies.value.malformed.length > 0) return false;
  return policyIdsIn(snapshot).every((id) => sightingOf(snapshot, id).kind === 'read');
}

/** How `snapshot` knows the policy with this ID. */
export function sightingOf({ policies, betaPolicies }: TenantSnapshot, policyId: string): Sighting {
  if (!policies.known) return { kind: 'cannotTell' };
  const policy = policies.value.policies.find(({ id }) => id === policyId);
  if (policy !== undefined) return { kind: 'read', policy };
  const malformed = policies.value.malformed.find(({ id }) => id === policyId);
  if (malformed !== undefined) return { kind: 'notUnderstood', ...malformed };
  if (!betaPolicies.known) return { kind: 'cannotTell' };
  const beta = betaPolicies.value.find(({ id }) => id === policyId);
  if (beta !== undefined) return { kind: 'betaOnly', ...beta };
  return policies.value.malformed.some(({ id }) => id === null) ? { kind: 'cannotTell' } : { kind: 'absent' };
}

/** Whether the policy could not be looked at. */
export function isUnseen({ kind }: Sighting): boolean {
  return kind === 'notUnderstood' || kind === 'betaOnly' || kind === 'cannotTell';
}

/** Why a policy could not be looked at, as the rest of a sentence about it, and what to do. */
export function whyUnseen(sighting: Sighting): string {
  const check = 'check by hand whom it reaches';
  switch (sighting.kind) {
    case 'notUnderstood':
      return `cannot be understood (${sighting.problem}): ${check}`;
    case 'betaOnly':
      return `is visible on the beta endpoint only: ${check}`;
    case 'cannotTell':
      return `is no longer listed, and it cannot be told whether it is deleted or hidden: look for it in the admin center`;
    case 'read':
    case 'absent':
      return 'can be told';
  }
}
