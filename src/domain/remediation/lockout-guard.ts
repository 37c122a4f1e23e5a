import { isSameId } from '../approval/principal.js';
import { resolvedAccounts } from '../controls/per-account.js';
import { listNames } from '../controls/words.js';
import { applicabilityAccountOf } from '../tenant/applicability-account.js';
import { applicabilityOf } from '../tenant/policy-applicability.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import { applyChange } from './apply-change.js';
import type { PlanRefusal } from './plan-for.js';
import type { Change, RemediationPlan } from './plan.js';
import { usabilityOf, type Usability } from './usable-accounts.js';

/**
 * Refuses plans that would weaken emergency access, or would let anybody else past Conditional Access. Asked when a plan is
 * made and again, on a fresh snapshot, before it is carried out. Every step counts for itself: a plan may stop after any.
 */

export type GuardResult = { readonly ok: true } | ({ readonly ok: false } & PlanRefusal);

/** A snapshot before and after one step. */
interface Passage {
  readonly plan: RemediationPlan;
  readonly change: Change;
  readonly before: TenantSnapshot;
  readonly after: TenantSnapshot;
}

function isDesignated({ emergencyAccounts }: TenantSnapshot, id: string): boolean {
  return emergencyAccounts.some(({ objectId }) => isSameId(objectId, id));
}

/** The accounts that a change frees from policies or makes a policy for. Taking such a thing away gives nobody anything. */
function beneficiariesOf(change: Change): readonly string[] {
  switch (change.kind) {
    case 'addPolicyExclusion':
    case 'addGroupMember':
      return [change.accountId];
    case 'createDedicatedPolicy':
      return change.accountIds;
    case 'removePolicyExclusion':
    case 'removeGroupMember':
    case 'deleteDedicatedPolicy':
      return [];
  }
}

function changesOf({ steps }: RemediationPlan): readonly Change[] {
  return steps.flatMap(({ change }) => (change === null ? [] : [change]));
}

function refuseStrangers(plan: RemediationPlan, snapshot: TenantSnapshot): PlanRefusal | null {
  const targets = plan.purpose === 'fix' ? plan.targetAccountIds : [];
  const reached = [...targets, ...changesOf(plan).flatMap(beneficiariesOf)];
  const strangers = [...new Set(reached.filter((id) => !isDesignated(snapshot, id)))];
  if (strangers.length === 0) return null;
  return {
    code: 'PLAN_NOT_DESIGNATED',
    message: `The plan reaches ${listNames(strangers)}, which nobody designated as an emergency account: it would be a bypass of Conditional Access. Designate the account first, or plan again.`,
  };
}

/** The pairs of a designated account and an enforced or report-only policy that excludes it, by ID. */
function exclusionsIn(snapshot: TenantSnapshot): ReadonlySet<string> {
  const policies = snapshot.policies.known ? snapshot.policies.value.policies : [];
  const watched = policies.filter(({ state }) => state !== 'disabled');
  return new Set(
    resolvedAccounts(snapshot).flatMap(({ reading, user }) => {
      const account = applicabilityAccountOf(snapshot, reading, user);
      return watched
        .filter((policy) => applicabilityOf(policy, account).result === 'excluded')
        .map((policy) => `${reading.id} ${policy.id}`);
    }),
  );
}

function removesExclusion({ change, before, after }: Passage): boolean {
  // By name as well: an account that was not read has no applicability, and its exclusion counts all the same.
  if (change.kind === 'removePolicyExclusion' && isDesignated(before, change.accountId)) {
    const policy = before.policies.known
      ? before.policies.value.policies.find(({ id }) => isSameId(id, change.policyId))
      : undefined;
    if (policy === undefined || policy.state !== 'disabled') return true;
  }
  const left = exclusionsIn(after);
  return [...exclusionsIn(before)].some((pair) => !left.has(pair));
}

function refuseLostExclusion(passage: Passage): PlanRefusal | null {
  if (passage.plan.purpose === 'rollback' || !removesExclusion(passage)) return null;
  return {
    code: 'PLAN_WOULD_REMOVE_EXCLUSION',
    message:
      'The plan would take an exclusion of an emergency account out of a policy that is enabled or report-only. Leave the exclusion in place.',
  };
}

function isExclusionGroup({ policies }: TenantSnapshot, groupId: string): boolean {
  // Unread policies may exclude any group.
  if (!policies.known) return true;
  return policies.value.policies.some(({ users }) => users?.excludeGroups.some((id) => isSameId(id, groupId)) === true);
}

function refuseLeavingGroup({ plan, change, before }: Passage): PlanRefusal | null {
  if (plan.purpose === 'rollback' || change.kind !== 'removeGroupMember') return null;
  if (!isDesignated(before, change.accountId) || !isExclusionGroup(before, change.groupId)) return null;
  return {
    code: 'PLAN_WOULD_LEAVE_EXCLUSION_GROUP',
    message:
      'The plan would take an emergency account out of a group that policies exclude. Leave the account in the group.',
  };
}

function countUsability(snapshot: TenantSnapshot, ...wanted: readonly Usability[]): number {
  return snapshot.accounts.filter((reading) => wanted.includes(usabilityOf(snapshot, reading))).length;
}

function refuseReducedAccess({ plan, before, after }: Passage): PlanRefusal | null {
  const isReduced =
    countUsability(after, 'usable') < countUsability(before, 'usable') ||
    countUsability(after, 'usable', 'unknown') < countUsability(before, 'usable', 'unknown');
  if (plan.purpose === 'rollback' || !isReduced) return null;
  return {
    code: 'PLAN_WOULD_REDUCE_ACCESS',
    message:
      'Fewer emergency accounts would be usable after the plan than before. Look at what else reaches them first.',
  };
}

/** Taking back an exclusion may cost one account its way in, never the last one. An account that was not read counts as one. */
function refuseLastWayIn({ plan, before, after }: Passage): PlanRefusal | null {
  if (plan.purpose === 'fix') return null;
  if (countUsability(after, 'usable') > 0 || countUsability(before, 'usable', 'unknown') === 0) return null;
  return {
    code: 'PLAN_WOULD_LOCK_OUT',
    message:
      'No emergency account would be proven usable after the rollback, and one is or may be now. Make another account usable and scan first.',
  };
}

const RULES = [refuseLostExclusion, refuseLeavingGroup, refuseReducedAccess, refuseLastWayIn] as const;

function refuseStep(passage: Passage): PlanRefusal | null {
  return RULES.map((rule) => rule(passage)).find((refusal) => refusal !== null) ?? null;
}

/**
 * Whether `plan` may be carried out in the tenant of `snapshot`, or the first reason against it. A fix may not cost any
 * exclusion or any account; a rollback may, as long as an account is left that works.
 */
export function guardPlan(plan: RemediationPlan, snapshot: TenantSnapshot): GuardResult {
  const strangers = refuseStrangers(plan, snapshot);
  if (strangers !== null) return { ok: false, ...strangers };
  let before = snapshot;
  for (const change of changesOf(plan)) {
    const after = applyChange(before, change);
    const refusal = refuseStep({ plan, change, before, after });
    if (refusal !== null) return { ok: false, ...refusal };
    before = after;
  }
  return { ok: true };
}
