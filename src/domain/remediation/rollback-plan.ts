import type { RemediationRequest, RequestState } from '../approval/request.js';
import { countOf, listReasons } from '../controls/words.js';
import type { PlanContext, PlanResult } from './plan-for.js';
import type { Change, RemediationPlan, RemediationStep } from './plan.js';
import { refused } from './planner.js';

/**
 * The plan that takes back what a request wrote: only its verified steps, last one first. It goes through the same approval,
 * and execution compares with what was written, so that nothing foreign is taken back.
 */

/** Requests that nobody carries out any more, and that may have written something. */
const FINISHED: readonly RequestState[] = ['succeeded', 'failed', 'uncertain', 'awaitingPeople'];

/** What takes `change` back; null where nothing does. */
function inverseOf(change: Change): Change | null {
  switch (change.kind) {
    case 'addPolicyExclusion':
      return { ...change, kind: 'removePolicyExclusion' };
    case 'removePolicyExclusion':
      return { ...change, kind: 'addPolicyExclusion' };
    case 'addGroupMember':
      return { ...change, kind: 'removeGroupMember' };
    case 'removeGroupMember':
      return { ...change, kind: 'addGroupMember' };
    case 'createDedicatedPolicy':
      return { ...change, kind: 'deleteDedicatedPolicy' };
    case 'deleteDedicatedPolicy':
      return { ...change, kind: 'createDedicatedPolicy' };
    case 'removeStaleReference':
      return { ...change, kind: 'putBackStaleReference' };
    case 'putBackStaleReference':
      return { ...change, kind: 'removeStaleReference' };
    case 'setPasswordNeverExpires':
      return { ...change, kind: 'clearPasswordNeverExpires' };
    case 'clearPasswordNeverExpires':
      return { ...change, kind: 'setPasswordNeverExpires' };
    case 'excludeFromCampaign':
      return { ...change, kind: 'includeInCampaign' };
    case 'includeInCampaign':
      return { ...change, kind: 'excludeFromCampaign' };
    case 'setAdministratorsSspr':
      return { ...change, allowed: !change.allowed };
    case 'restoreUser':
    case 'deleteAuthenticationMethod':
    case 'setControlMode':
    case 'resumeWriting':
      return null;
  }
}

/** Why a step that was carried out cannot be taken back, or null when it can. */
function obstacleTo({ fixId, change, object }: RemediationStep): string | null {
  if (change?.kind === 'restoreUser') {
    return `Taking the restoring of "${object.name}" back would delete an emergency account`;
  }
  if (change?.kind === 'deleteAuthenticationMethod') {
    return `A deleted sign-in method of "${object.name}" has to be registered again by a person`;
  }
  if (fixId === 'F18') {
    return `Nobody but emergency accounts is put into "${object.name}" by this program; a person can do it in the Microsoft Entra admin center`;
  }
  return null;
}

function instructionsFor({ executor, undo }: RemediationStep): readonly string[] {
  if (executor === 'bot') return [];
  return ['Open the page of the object in the Microsoft Entra admin center.', undo, 'Scan again to see the new state.'];
}

function inverseStep(step: RemediationStep): readonly RemediationStep[] {
  const change = step.change === null || obstacleTo(step) !== null ? null : inverseOf(step.change);
  if (change === null) return [];
  return [
    {
      ...step,
      change,
      title: `Take back: ${step.title}`,
      before: step.after,
      after: step.before,
      undo: `Make the change again: ${step.title}`,
      instructions: instructionsFor(step),
    },
  ];
}

function verifiedSteps({ plan, steps }: RemediationRequest): readonly RemediationStep[] {
  return plan.steps.filter((_, place) => steps.some(({ index, state }) => index === place && state === 'verified'));
}

function obstaclesIn(steps: readonly RemediationStep[]): readonly string[] {
  return steps.flatMap((step) => obstacleTo(step) ?? []);
}

function toPlan(
  { plan }: RemediationRequest,
  { id, now, lifetimeMs }: PlanContext,
  { steps, obstacles }: { readonly steps: readonly RemediationStep[]; readonly obstacles: readonly string[] },
): RemediationPlan {
  const left = obstacles.length === 0 ? '' : ` Left as it is: ${listReasons(obstacles)}.`;
  return {
    ...plan,
    id,
    purpose: 'rollback',
    risk: 'high',
    blastRadius: `Takes back ${countOf(steps.length, 'change', 'changes')} of an earlier plan: what it fixed is as before again. Nothing else is affected.${left}`,
    steps,
    preconditions: [],
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + lifetimeMs).toISOString(),
  };
}

/**
 * The plan that takes back what `request` wrote. Refused while the request may still write (`PLAN_NOT_FINISHED`), for a
 * setting (`PLAN_NOT_AVAILABLE`), and when no step that can be taken back is known to be in place (`PLAN_NOTHING_WRITTEN`,
 * which says why). Its current state and snapshot digest are those of the request's own plan; the guard is asked on a fresh
 * snapshot when it is carried out.
 */
export function rollbackPlanFor(request: RemediationRequest, context: PlanContext): PlanResult {
  if (request.plan.purpose === 'setting') {
    return refused('PLAN_NOT_AVAILABLE', 'A setting is not taken back: propose the setting that should hold instead.');
  }
  if (!FINISHED.includes(request.state)) {
    return refused('PLAN_NOT_FINISHED', `The request is ${request.state}: only a finished one can be taken back.`);
  }
  const verified = verifiedSteps(request);
  const obstacles = obstaclesIn(verified);
  const steps = verified.flatMap(inverseStep).reverse();
  if (steps.length === 0) {
    const reason = obstacles.length === 0 ? 'No step of the request is known to be in place' : listReasons(obstacles);
    return refused('PLAN_NOTHING_WRITTEN', `${reason}: there is nothing to undo.`);
  }
  return { kind: 'planned', plan: toPlan(request, context, { steps, obstacles }) };
}
