import type { RemediationRequest, RequestState } from '../approval/request.js';
import { countOf } from '../controls/words.js';
import type { PlanContext, PlanResult } from './plan-for.js';
import type { Change, RemediationPlan, RemediationStep } from './plan.js';
import { refused } from './planner.js';

/**
 * The plan that takes back what a request wrote: only its verified steps, last one first. It goes through the same approval,
 * and execution compares with what was written, so that nothing foreign is taken back.
 */

/** Requests that nobody carries out any more, and that may have written something. */
const FINISHED: readonly RequestState[] = ['succeeded', 'failed', 'uncertain', 'awaitingPeople'];

/** What takes `change` back. */
function inverseOf(change: Change): Change {
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
  }
}

function instructionsFor({ executor, undo }: RemediationStep): readonly string[] {
  if (executor === 'bot') return [];
  return ['Open the page of the object in the Microsoft Entra admin center.', undo, 'Scan again to see the new state.'];
}

function inverseStep(step: RemediationStep, change: Change): RemediationStep {
  return {
    ...step,
    change: inverseOf(change),
    title: `Take back: ${step.title}`,
    before: step.after,
    after: step.before,
    undo: `Make the change again: ${step.title}`,
    instructions: instructionsFor(step),
  };
}

function inverseSteps({ plan, steps }: RemediationRequest): readonly RemediationStep[] {
  const verified = plan.steps.filter((_, place) =>
    steps.some(({ index, state }) => index === place && state === 'verified'),
  );
  return verified.flatMap((step) => (step.change === null ? [] : [inverseStep(step, step.change)])).reverse();
}

function toPlan(
  { plan }: RemediationRequest,
  { id, now, lifetimeMs }: PlanContext,
  steps: readonly RemediationStep[],
): RemediationPlan {
  return {
    ...plan,
    id,
    purpose: 'rollback',
    risk: 'high',
    blastRadius: `Takes back ${countOf(steps.length, 'change', 'changes')} of an earlier plan: what it fixed is as before again. Nothing else is affected.`,
    steps,
    preconditions: [],
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + lifetimeMs).toISOString(),
  };
}

/**
 * The plan that takes back what `request` wrote. Refused while the request may still write (`PLAN_NOT_FINISHED`) and when no
 * step of it is known to be in place (`PLAN_NOTHING_WRITTEN`). Its current state and snapshot digest are those of the
 * request's own plan; the guard is asked on a fresh snapshot when it is carried out.
 */
export function rollbackPlanFor(request: RemediationRequest, context: PlanContext): PlanResult {
  if (!FINISHED.includes(request.state)) {
    return refused('PLAN_NOT_FINISHED', `The request is ${request.state}: only a finished one can be taken back.`);
  }
  const steps = inverseSteps(request);
  if (steps.length === 0) {
    return refused('PLAN_NOTHING_WRITTEN', 'No step of the request is known to be in place: there is nothing to undo.');
  }
  return { kind: 'planned', plan: toPlan(request, context, steps) };
}
