import type { ConditionalAccessPolicy, PolicyUsers } from '../../tenant/conditional-access-policy.js';
import type { AccountReading, GroupReading, TenantSnapshot } from '../../tenant/snapshot.js';
import { canSatisfy, demandOf } from './policy-demand.js';

/**
 * The proof that a policy is meant for the emergency accounts: it includes nobody else, and asks only what such an account
 * should be asked. A policy is exempt from the exclusion controls only with this proof and only for accounts that can
 * answer its demand; anything less would exempt a lock-out.
 */

/** `unknown` says what would have to be read to tell. */
export type Proof = { readonly answer: 'yes' | 'no' } | { readonly answer: 'unknown'; readonly why: string };

const YES: Proof = { answer: 'yes' };
const NO: Proof = { answer: 'no' };

/** `no` when any part says so, else the first `unknown`, else `yes`. */
function allOf(proofs: readonly Proof[]): Proof {
  return proofs.find((proof) => proof.answer === 'no') ?? proofs.find((proof) => proof.answer === 'unknown') ?? YES;
}

function membersOf(snapshot: TenantSnapshot, groupId: string): GroupReading['transitiveMemberIds'] | undefined {
  return snapshot.groups.find(({ id }) => id.toLowerCase() === groupId.toLowerCase())?.transitiveMemberIds;
}

function groupProof(snapshot: TenantSnapshot, groupId: string, designated: ReadonlySet<string>): Proof {
  const members = membersOf(snapshot, groupId);
  // The reader asks for the members of every group that could be an emergency group. One it did not ask for is not.
  if (members === undefined) return NO;
  if (!members.known) return { answer: 'unknown', why: `the members of group ${groupId} were not read` };
  return members.value.every((id) => designated.has(id)) ? YES : NO;
}

function includesWholeKinds(users: PolicyUsers): boolean {
  return (
    users.includeUsers.some((reference) => ['All', 'GuestsOrExternalUsers'].includes(reference)) ||
    users.includeRoles.length > 0 ||
    users.includeGuestsOrExternalUsers !== null
  );
}

function hasMembers(snapshot: TenantSnapshot, groupId: string): boolean {
  const members = membersOf(snapshot, groupId);
  return members?.known !== true || members.value.length > 0;
}

/** Whether everybody `policy` includes is a designated account, and somebody is included. */
export function targetsOnlyEmergencyAccounts(policy: ConditionalAccessPolicy, snapshot: TenantSnapshot): Proof {
  const { users } = policy;
  if (users === null || policy.targetsWorkloadIdentities || includesWholeKinds(users)) return NO;
  const designated = new Set(snapshot.emergencyAccounts.map(({ objectId }) => objectId.toLowerCase()));
  const ids = users.includeUsers.filter((reference) => reference !== 'None');
  if (ids.length === 0 && !users.includeGroups.some((groupId) => hasMembers(snapshot, groupId))) return NO;
  return allOf([
    ...ids.map((id) => (designated.has(id.toLowerCase()) ? YES : NO)),
    ...users.includeGroups.map((groupId) => groupProof(snapshot, groupId, designated)),
  ]);
}

/** Whether `policy` is dedicated: for emergency accounts only, with nothing in it that they should not depend on. */
export function isDedicated(policy: ConditionalAccessPolicy, snapshot: TenantSnapshot): Proof {
  const demand = demandOf(policy);
  if (demand.kind === 'unfit') return NO;
  return allOf([
    targetsOnlyEmergencyAccounts(policy, snapshot),
    demand.kind === 'unknown' ? { answer: 'unknown', why: demand.why } : YES,
  ]);
}

/** Whether a policy that reaches `account` may do so: it is dedicated, and the account can answer what it demands. */
export function isExempt(policy: ConditionalAccessPolicy, snapshot: TenantSnapshot, account: AccountReading): Proof {
  const dedicated = isDedicated(policy, snapshot);
  if (dedicated.answer === 'no') return NO;
  const satisfied = canSatisfy(demandOf(policy), snapshot, account);
  if (satisfied === false) return NO;
  if (dedicated.answer === 'unknown') return dedicated;
  return satisfied === true
    ? YES
    : { answer: 'unknown', why: 'it was not read whether a method of the account satisfies it' };
}
