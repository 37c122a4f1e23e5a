import type { TenantChange } from '../../domain/remediation/plan.js';
import { known, type Observed } from '../../domain/tenant/observed.js';
import type { ConditionalAccessPolicy, PolicyUsers } from '../../domain/tenant/conditional-access-policy.js';
import type { ChangeReading } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { observeAlone } from '../read/observe.js';
import { parsePolicy } from '../read/parse-policy.js';
import { readPoliciesNamed } from '../read/policy-object.js';
import { objectIn, toReading } from './change-steps.js';
import { sameMembers } from './difference.js';

/**
 * The policy that is made for the emergency accounts, and how it is found again: by its exact name and exactly its
 * accounts, for before it exists it has no ID. The before-image is the list of all policies of that name.
 */

type DedicatedChange = Extract<TenantChange, { kind: 'createDedicatedPolicy' | 'deleteDedicatedPolicy' }>;

/** What identifies the policy. */
export type DedicatedPolicy = Pick<DedicatedChange, 'displayName' | 'accountIds'>;

/** Phishing-resistant MFA. Source: Microsoft Entra built-in authentication strengths. */
const PHISHING_RESISTANT_STRENGTH = '00000000-0000-0000-0000-000000000004';

/** Never enforced from the start: it could lock out the accounts that it is for. */
export const REPORT_ONLY = 'enabledForReportingButNotEnforced';

/** The policy as it is created. */
export function dedicatedPolicyBody({ displayName, accountIds }: DedicatedPolicy) {
  return {
    displayName,
    state: REPORT_ONLY,
    conditions: {
      users: { includeUsers: accountIds },
      applications: { includeApplications: ['All'] },
      clientAppTypes: ['all'],
    },
    grantControls: { operator: 'OR', authenticationStrength: { id: PHISHING_RESISTANT_STRENGTH } },
  };
}

function namesNobodyElse({
  includeUsers: _,
  includeGuestsOrExternalUsers,
  excludeGuestsOrExternalUsers,
  ...lists
}: PolicyUsers) {
  const isEmpty = Object.values(lists).every((list) => list.length === 0);
  return isEmpty && includeGuestsOrExternalUsers === null && excludeGuestsOrExternalUsers === null;
}

/** Those of `policies` that include exactly the accounts, by ID, and nobody else. */
export function withSameTargets(policies: readonly ConditionalAccessPolicy[], { accountIds }: DedicatedPolicy) {
  return policies.filter(
    ({ users, targetsWorkloadIdentities }) =>
      users !== null &&
      !targetsWorkloadIdentities &&
      sameMembers(users.includeUsers, accountIds) &&
      namesNobodyElse(users),
  );
}

/** The policies of an image. They were understood when the image was taken. */
export function policiesIn({ image }: ChangeReading): readonly ConditionalAccessPolicy[] {
  return (objectIn(image) as readonly unknown[]).flatMap((raw) => {
    const parsed = parsePolicy(raw);
    return parsed.kind === 'policy' ? [parsed.policy] : [];
  });
}

/** Creating is in place when the policy exists; deleting when no policy has its name, so that one that was altered since does not pass for gone. */
export async function readDedicatedPolicy(
  client: GraphClient,
  change: DedicatedChange,
): Promise<Observed<ChangeReading>> {
  const observed = await observeAlone(client, readPoliciesNamed(change.displayName));
  if (!observed.known) return observed;
  const named = observed.value.map(({ policy }) => policy);
  const [policy] = withSameTargets(named, change);
  const inPlace = change.kind === 'createDedicatedPolicy' ? policy !== undefined : named.length === 0;
  const image = observed.value.map(({ raw }) => raw);
  return known(toReading({ ground: policy ?? null, inPlace, image }), observed.readAt);
}
