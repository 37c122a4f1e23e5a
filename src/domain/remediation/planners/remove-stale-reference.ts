import { isSameId } from '../../approval/principal.js';
import { staleReferencesIn, type StaleReference } from '../../controls/conditional-access/stale-references.js';
import { policyPortalUrl, policySubject } from '../../controls/conditional-access/policy-view.js';
import type { Finding } from '../../controls/control.js';
import { countOf } from '../../controls/words.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { preconditionFor } from '../ground.js';
import type { PlanContext } from '../plan-for.js';
import type { RemediationStep, StaleReferenceChange } from '../plan.js';
import { drafted, refused, type DraftResult, type Planner } from '../planner.js';
import { isFrozen } from './policy-exclusion.js';
import { refuseUnseen } from './concerned-policies.js';

/**
 * F16, for BG-CA-08: an ID that nothing has any more, out of the exclusions of a policy. Only what two scans an hour apart
 * found gone is taken away. Whom a policy includes, and what can still be restored, are people's decisions.
 */

const CONTROL_ID = 'BG-CA-08';
/** An hour between two looks, and what a scan may take. */
const SECOND_LOOK_MS = 65 * 60_000;

/** More at once than a card can show and a person can judge. The rest follows with the next plan. */
const MOST_STEPS = 10;

type Removal = StaleReferenceChange<'removeStaleReference'>;

/** The change that takes `stale` away; null where only people may. */
function removalOf({ policyId, list, objectId, state }: StaleReference): Removal | null {
  if (state !== 'notFound' || (list !== 'excludeUsers' && list !== 'excludeGroups')) return null;
  return { kind: 'removeStaleReference', policyId, list, objectId };
}

/** Whether an earlier scan found the same ID gone for good. One that could still be restored then is looked at again. */
function wasGoneBefore({ objectId }: Removal, { earlierFindings }: PlanContext): boolean {
  return earlierFindings
    .filter(({ controlId, outcome }) => controlId === CONTROL_ID && (outcome === 'fail' || outcome === 'warn'))
    .flatMap(({ evidence }) => evidence)
    .some(({ object, actual }) => object !== undefined && isSameId(object.id, objectId) && /\bnotFound\b/.test(actual));
}

function refuseOnFirstLook({ takenAt }: TenantSnapshot): DraftResult {
  const then = new Date(Date.parse(takenAt) + SECOND_LOOK_MS).toISOString();
  return refused(
    'PLAN_NEEDS_SECOND_LOOK',
    `An ID is taken away only when two scans at least an hour apart find nothing that has it. Scan again after ${then}, and plan then.`,
  );
}

function refuseForAdvice(stale: readonly StaleReference[]): DraftResult {
  const isRestorable = stale.some(({ state }) => state === 'softDeleted' || state === 'missing');
  const advice = isRestorable
    ? 'Something that the policy names is deleted and may still be restorable. Restore it if it was deleted by mistake; otherwise take it out of the policy in the Microsoft Entra admin center.'
    : 'The policy includes something that no longer exists. Decide whom it should reach instead, and correct it in the Microsoft Entra admin center.';
  return refused('PLAN_NOT_AVAILABLE', advice);
}

function humanInstructions({ displayName }: ConditionalAccessPolicy, { objectId }: Removal): readonly string[] {
  return [
    `Open the policy "${displayName}".`,
    'Under Grant, replace "Require approved client app" with "Require app protection policy": the old grant is retired since 2026-06-30, and the policy cannot be saved with it.',
    `Under Users, Exclude, remove ${objectId}. Remove nobody else.`,
    'Save, and scan again: BG-CA-08 no longer names the ID.',
  ];
}

function removalStep(policy: ConditionalAccessPolicy, change: Removal): RemediationStep {
  const entries = policy.users === null ? 0 : policy.users[change.list].length;
  const isForHuman = isFrozen(policy);
  return {
    fixId: 'F16',
    executor: isForHuman ? 'human' : 'bot',
    change: isForHuman ? null : change,
    title: `Remove the stale ID ${change.objectId} from the exclusions of "${policy.displayName}"`,
    object: policySubject(policy),
    field: `conditions.users.${change.list}`,
    before: `${countOf(entries, 'entry', 'entries')}, among them ${change.objectId}, which nothing has`,
    after: 'the same entries without this one',
    undo: `Put ${change.objectId} back into the exclusions of the policy. It excludes nobody.`,
    permission: 'Policy.ReadWrite.ConditionalAccess',
    role: isForHuman ? 'Conditional Access Administrator' : null,
    instructions: isForHuman ? humanInstructions(policy, change) : [],
    portalUrl: policyPortalUrl(policy.id),
  };
}

function draftRemovals(
  policy: ConditionalAccessPolicy,
  removals: readonly Removal[],
  { snapshot, others }: { readonly snapshot: TenantSnapshot; readonly others: number },
): DraftResult {
  const [first] = removals;
  if (first === undefined) return refuseOnFirstLook(snapshot);
  const left =
    others === 0 ? '' : ` ${countOf(others, 'other stale entry', 'other stale entries')} of the policy stay for now.`;
  return drafted({
    risk: 'high',
    blastRadius: `"${policy.displayName}" reaches the same people as before: nothing in the directory has what is removed.${left}`,
    steps: removals.map((change) => removalStep(policy, change)),
    preconditions: preconditionFor(first, { kind: 'policy', id: policy.id, name: policy.displayName }, snapshot),
    targetAccountIds: [],
  });
}

export const planStaleReferences: Planner = (finding: Finding, snapshot, context) => {
  const unseen = refuseUnseen(finding, snapshot);
  if (unseen !== null) return { kind: 'refused', refusal: unseen };
  const policies = snapshot.policies.known ? snapshot.policies.value.policies : [];
  const policy = policies.find(({ id }) => isSameId(id, finding.subject.id));
  const stale = staleReferencesIn(snapshot).filter(({ policyId }) => isSameId(policyId, finding.subject.id));
  if (policy === undefined || stale.length === 0) {
    return refused('PLAN_NOTHING_TO_FIX', 'The scan shows no stale entry in the policy any more. Scan again.');
  }
  const removable = stale.flatMap((reference) => removalOf(reference) ?? []);
  if (removable.length === 0) return refuseForAdvice(stale);
  const removals = removable.filter((change) => wasGoneBefore(change, context)).slice(0, MOST_STEPS);
  return draftRemovals(policy, removals, { snapshot, others: stale.length - removals.length });
};
