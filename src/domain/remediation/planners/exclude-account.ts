import { isMicrosoftManaged } from '../../controls/conditional-access/microsoft-managed.js';
import { countOf, listNames } from '../../controls/words.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { DirectoryGroup, TenantSnapshot } from '../../tenant/snapshot.js';
import { groundFrom, preconditionFor } from '../ground.js';
import type { Precondition, Risk } from '../plan.js';
import { drafted, refused, refuseUnknownAccount, type Planner, type PlanDraft } from '../planner.js';
import { findConcern, refuseUnseen, type Concern } from './concerned-policies.js';
import { findExclusionGroup, joinStep, mayHoldRole, policiesExcluding } from './exclusion-group.js';
import { exclusionStep, isFrozen } from './policy-exclusion.js';

/**
 * For the controls about policies that reach an account, and for BG-CA-11, where only a role keeps them away: exclude the
 * account itself, through the protected group where there is one (F14), otherwise in each policy (F13).
 */

/** More policies than these at once are looked at by two people. */
const FEW_POLICIES = 3;

function riskOf(policies: readonly ConditionalAccessPolicy[]): Risk {
  return policies.length > FEW_POLICIES ? 'high' : 'low';
}

function preconditionOf(policy: ConditionalAccessPolicy): Precondition {
  return { object: { kind: 'policy', id: policy.id, name: policy.displayName }, ...groundFrom(policy) };
}

function namesOf(policies: readonly ConditionalAccessPolicy[]): string {
  return listNames(policies.map(({ displayName }) => displayName));
}

function countPolicies(policies: readonly ConditionalAccessPolicy[]): string {
  return countOf(policies.length, 'policy', 'policies');
}

function draftMembership(snapshot: TenantSnapshot, concern: Concern, group: DirectoryGroup): PlanDraft {
  const { account, policies } = concern;
  const reached = policiesExcluding(snapshot, group.id);
  const givesRole = mayHoldRole(snapshot, group.id);
  const role = givesRole ? ' The group holds a privileged role, or nobody could tell: the account may get it too.' : '';
  return {
    risk: givesRole ? 'high' : riskOf(reached),
    blastRadius: `Frees "${account.subject.name}" from ${countPolicies(reached)} that ${reached.length === 1 ? 'excludes' : 'exclude'} the group: ${namesOf(reached)}. Nobody else is affected.${role}`,
    steps: [joinStep(concern, group)],
    preconditions: [
      ...preconditionFor(
        { kind: 'addGroupMember', groupId: group.id, accountId: account.reading.id },
        { kind: 'group', id: group.id, name: group.displayName ?? group.id },
        snapshot,
      ),
      ...policies.map(preconditionOf),
    ],
    targetAccountIds: [account.reading.id],
  };
}

function notesOn(policies: readonly ConditionalAccessPolicy[]): string {
  const managed = policies.filter(isMicrosoftManaged);
  const frozen = policies.filter(isFrozen);
  return [
    ...(managed.length > 0 ? [` Managed by Microsoft, with editable exclusions: ${namesOf(managed)}.`] : []),
    ...(frozen.length > 0 ? [` For people to edit, because a grant in it is retired: ${namesOf(frozen)}.`] : []),
  ].join('');
}

function draftExclusions(snapshot: TenantSnapshot, { account, policies }: Concern): PlanDraft {
  return {
    risk: riskOf(policies),
    blastRadius: `Frees "${account.subject.name}" from ${countPolicies(policies)}: ${namesOf(policies)}. Nobody else is affected.${notesOn(policies)}`,
    steps: policies.map((policy) => exclusionStep(snapshot, policy, account)),
    preconditions: policies.map(preconditionOf),
    targetAccountIds: [account.reading.id],
  };
}

export const planExclusions: Planner = (finding, snapshot) => {
  const unseen = refuseUnseen(finding, snapshot);
  if (unseen !== null) return { kind: 'refused', refusal: unseen };
  const concern = findConcern(finding, snapshot);
  if (concern === undefined) return refuseUnknownAccount(finding);
  if (concern.policies.length === 0) {
    return refused(
      'PLAN_NOTHING_TO_FIX',
      'No policy that the finding names is proven to reach the account in this scan. Scan again.',
    );
  }
  const group = findExclusionGroup(snapshot, concern);
  return drafted(group === undefined ? draftExclusions(snapshot, concern) : draftMembership(snapshot, concern, group));
};
