import { applicabilityAccountOf, type ApplicabilityAccount } from '../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../tenant/conditional-access-policy.js';
import { applicabilityOf } from '../tenant/policy-applicability.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import { normalId } from './facts.js';
import type { Comparison } from './object-change.js';

/**
 * Which designated accounts a changed policy reaches now and did not before. A policy answers only for what it did itself:
 * an account that left an excluded group is reached without any change of the policy.
 */

export type Policy = ConditionalAccessPolicy;

/** The designated accounts of the present view, each as it was accepted and as it is; null: nobody can say. */
interface AccountPair {
  readonly id: string;
  readonly was: ApplicabilityAccount | null;
  readonly is: ApplicabilityAccount | null;
}

function accountIn(snapshot: TenantSnapshot, accountId: string): ApplicabilityAccount | null {
  const reading = snapshot.accounts.find(({ id }) => normalId(id) === accountId);
  if (reading?.user.known !== true || reading.user.value === null) return null;
  return applicabilityAccountOf(snapshot, reading, reading.user.value);
}

function pairsOf({ accepted, present }: Comparison): readonly AccountPair[] {
  const ids = new Set(present.snapshot.emergencyAccounts.map(({ objectId }) => normalId(objectId)));
  return [...ids].map((id) => ({ id, was: accountIn(accepted.snapshot, id), is: accountIn(present.snapshot, id) }));
}

function excludes(policy: Policy, account: ApplicabilityAccount): boolean {
  return applicabilityOf(policy, account).result === 'excluded';
}

function listsDirectly({ users }: Policy, id: string): boolean {
  return users !== null && users.excludeUsers.some((reference) => normalId(reference) === id);
}

function hasLostExclusion(before: Policy, after: Policy, { id, was, is }: AccountPair): boolean {
  if (is !== null && excludes(after, is)) return false;
  if (was === null) return listsDirectly(before, id) && !listsDirectly(after, id);
  return excludes(before, was) && !excludes(after, was);
}

/** Accounts that `before` excluded for certain and `after` does not. */
export function lostExclusions(before: Policy, after: Policy, comparison: Comparison): readonly string[] {
  return pairsOf(comparison)
    .filter((pair) => hasLostExclusion(before, after, pair))
    .map(({ id }) => id);
}

export interface MovedExclusion {
  readonly accountId: string;
  /** Groups through which the account is excluded now; empty: by its own entry. */
  readonly groupIds: readonly string[];
}

/** The excluded groups that the account is in. */
function excludingGroups({ users }: Policy, account: ApplicabilityAccount): readonly string[] {
  const own = new Set((account.groups ?? []).map(({ id }) => normalId(id)));
  return users === null ? [] : users.excludeGroups.map(normalId).filter((id) => own.has(id));
}

/** Accounts that stay excluded, by a group instead of their own entry or the other way round. */
export function movedExclusions(before: Policy, after: Policy, comparison: Comparison): readonly MovedExclusion[] {
  return pairsOf(comparison).flatMap(({ id, was, is }): readonly MovedExclusion[] => {
    if (is === null || !excludes(after, is)) return [];
    const groupIds = excludingGroups(after, is);
    const wasDirect = listsDirectly(before, id);
    const isDirect = listsDirectly(after, id);
    if (wasDirect && !isDirect && groupIds.length > 0) return [{ accountId: id, groupIds }];
    const lostGroup = was !== null && excludingGroups(before, was).some((group) => !groupIds.includes(group));
    return !wasDirect && isDirect && lostGroup ? [{ accountId: id, groupIds: [] }] : [];
  });
}

export interface NewReach {
  readonly accountId: string;
  /** False: it may apply; something that was not read decides. */
  readonly isCertain: boolean;
  /** The findings of the account leave the policy out: it is made for emergency accounts, and they can answer it. */
  readonly isAccepted: boolean;
}

/** Whether the account was judged against every enabled policy, and this one was none of those that reach it. */
function isJudgedClear({ present }: Comparison, policyId: string, accountId: string): boolean {
  const own = present.findings.filter(
    ({ controlId, subject }) => controlId === 'BG-CA-01' && normalId(subject.id) === accountId,
  );
  const isNamed = own.some(({ evidence }) => evidence.some(({ object }) => object?.id === policyId));
  return own.length > 0 && !isNamed && own.every(({ outcome }) => outcome !== 'error');
}

/** Accounts that `after`, enabled, reaches now, and that `before` would not reach; undefined: there was no such policy. */
export function newReach(before: Policy | undefined, after: Policy, comparison: Comparison): readonly NewReach[] {
  if (after.state !== 'enabled') return [];
  return pairsOf(comparison).flatMap(({ id, was, is }): readonly NewReach[] => {
    const account = is ?? was;
    if (account === null) return [];
    const { result } = applicabilityOf(after, account);
    const former = before?.state === 'enabled' ? applicabilityOf(before, account).result : 'notInScope';
    if (former === 'applies' || result === former || result === 'excluded' || result === 'notInScope') return [];
    const isAccepted = isJudgedClear(comparison, after.id, id);
    return [{ accountId: id, isCertain: result === 'applies', isAccepted }];
  });
}
