import type { RemediationRequest, RequestState, StepRecord } from '../domain/approval/request.js';
import { hasEnoughApprovals } from '../domain/approval/review-rules.js';
import { guardPlan } from '../domain/remediation/lockout-guard.js';
import { objectionToAutomaticFix } from './automatic-permission.js';
import type { ExecutionLease } from './ports.js';
import { requestEvent, SYSTEM, type RemediationDependencies } from './remediation-dependencies.js';
import { groundLost, isDone, runStep, type Execution } from './run-step.js';
import { ownStepsOf, touchesTenant, type OwnStep } from './step-writers.js';
import { verifyByScan } from './verify-by-scan.js';

/**
 * Carries out an approved plan: claim, look again, write once, read back, settle. Nothing is written on other ground than
 * the plan's, nothing is written twice, and every end is stored together with its audit event. What a crash leaves behind
 * is settled in recover-remediations.ts.
 */

/** For each step: the write, the patience of reading back, and room. Longer than anything a living execution can take. */
const LEASE_MS_PER_STEP = 4 * 60_000;

type End = { readonly state: RequestState; readonly outcome: string };

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Ends a request that nobody has claimed. */
async function settleUnclaimed(deps: RemediationDependencies, request: RemediationRequest, end: End): Promise<void> {
  const result = end.state === 'awaitingPeople' ? 'succeeded' : 'refused';
  const event = requestEvent(deps, `remediation.${end.state}`, SYSTEM, request, result);
  if (!(await deps.requests.settle(request.id, request.version, end.state, end.outcome, event))) return;
  await announce(deps, request.id);
}

export async function announce(deps: RemediationDependencies, requestId: string): Promise<void> {
  const request = await deps.requests.findRequest(requestId);
  if (request) await deps.requestChanged(request);
}

/** Ends a claimed request with its audit event. False when the lease was lost: then the newer holder settles. */
export async function finish(
  deps: RemediationDependencies,
  request: RemediationRequest,
  lease: ExecutionLease,
  { state, outcome }: End,
): Promise<boolean> {
  const result = state === 'succeeded' || state === 'awaitingPeople' ? 'succeeded' : 'failed';
  const event = requestEvent(deps, `remediation.${state}`, SYSTEM, request, result, { outcome });
  const done = await deps.requests.finishExecution(lease, state, outcome, event);
  if (done) await announce(deps, request.id);
  return done;
}

/** Who allowed this plan must still allow it: the approvers, or the mode of the control. */
async function objectionOfPeople(
  deps: RemediationDependencies,
  request: RemediationRequest,
): Promise<End | 'later' | null> {
  if (request.authorizedBy === 'automaticMode') {
    const reason = await objectionToAutomaticFix(deps, request);
    return reason === null ? null : { state: 'stale', outcome: `${reason} Nothing was written.` };
  }
  const approvers = await deps.approvers.readApprovers();
  if (!approvers.known) return 'later';
  return hasEnoughApprovals(request, approvers.value)
    ? null
    : { state: 'stale', outcome: 'An approver has lost the right to approve since. Plan again.' };
}

/** Why an approved plan may not be carried out any more, or not yet; null when nothing is in the way. */
async function objection(deps: RemediationDependencies, request: RemediationRequest): Promise<End | 'later' | null> {
  if (deps.clock.now() >= Date.parse(request.plan.expiresAt)) {
    return { state: 'expired', outcome: 'The plan expired before it was carried out. Plan again.' };
  }
  if (touchesTenant(request) && (await deps.automation.findStop(deps.tenantId)) !== undefined) return 'later';
  return objectionOfPeople(deps, request);
}

/** Reads the tenant once more, as far as the guard looks, and asks it again. Null when the guard still agrees. */
async function askGuardAgain({ deps, request }: Execution): Promise<End | null> {
  if (!touchesTenant(request)) return null;
  const { snapshot } = await deps.reader.readTenant({ ...(await deps.accounts()), priority: 'high', isForGuard: true });
  const guarded = guardPlan(request.plan, snapshot);
  return guarded.ok ? null : { state: 'stale', outcome: `${guarded.message} Nothing was written.` };
}

/** Whether the plan still stands, before the first step is taken. Null when it does. */
async function checkGround(execution: Execution): Promise<End | null> {
  const objected = await askGuardAgain(execution);
  if (objected !== null) return objected;
  for (const { step, writer } of execution.steps) {
    const reading = await writer.read();
    if (!reading.known)
      return {
        state: 'stale',
        outcome: `"${step.object.name}" could not be read: ${reading.detail}. Nothing was written.`,
      };
    const lost = groundLost(execution, step, reading.value);
    if (lost !== null) return { state: 'stale', outcome: `${lost} Nothing was written; plan again.` };
  }
  return null;
}

/** The end that the steps of a request amount to. `own` are the steps that this program took upon itself. */
export function endOf(request: RemediationRequest, steps: readonly StepRecord[], own: readonly number[]): End {
  const taken = steps.filter(({ index, state }) => own.includes(index) || state !== 'pending');
  const details = taken.map(({ detail }) => detail).filter((detail) => detail !== '');
  if (taken.some(({ state }) => state === 'uncertain' || state === 'writing')) {
    return { state: 'uncertain', outcome: [...details, 'A person must look at it.'].join(' ') };
  }
  if (taken.every(isDone)) {
    const forPeople = request.plan.steps.length > taken.length;
    return { state: forPeople ? 'awaitingPeople' : 'succeeded', outcome: details.join(' ') };
  }
  const done = taken.filter(isDone).length;
  const part = done === 0 ? 'Nothing was written.' : `${done} of ${taken.length} steps were carried out.`;
  return { state: 'failed', outcome: [...details, part].join(' ') };
}

async function run(execution: Execution): Promise<void> {
  const { deps, request, lease, steps } = execution;
  const stale = await checkGround(execution);
  if (stale) return void (await finish(deps, request, lease, stale));
  for (const own of steps) {
    const settled = await runStep(execution, own);
    if (settled === 'leaseLost') return;
    if (!isDone(settled)) break;
  }
  const now = (await deps.requests.findRequest(request.id)) ?? request;
  const end = endOf(
    request,
    now.steps,
    steps.map(({ index }) => index),
  );
  const scanned = end.state === 'succeeded' && touchesTenant(request) ? ` ${await verifyByScan(deps, request)}` : '';
  await finish(deps, request, lease, { ...end, outcome: `${end.outcome}${scanned}` });
}

const FOR_PEOPLE: End = {
  state: 'awaitingPeople',
  outcome: 'The bot has no rights for these steps, so a person carries them out; the next scan shows the result.',
};

async function claim(
  deps: RemediationDependencies,
  request: RemediationRequest,
  steps: readonly OwnStep[],
): Promise<ExecutionLease | undefined> {
  const now = deps.clock.now();
  const intent = requestEvent(deps, 'remediation.executing', SYSTEM, request, 'succeeded');
  return deps.requests.claimExecution(request.id, iso(now), iso(now + LEASE_MS_PER_STEP * steps.length), intent);
}

/** Carries out the approved request `id` once. Does nothing when it is not approved or somebody else has claimed it. */
export async function executeRemediation(deps: RemediationDependencies, id: string): Promise<void> {
  const request = await deps.requests.findRequest(id);
  if (request?.state !== 'approved') return;
  const objected = await objection(deps, request);
  if (objected === 'later') return;
  if (objected) return settleUnclaimed(deps, request, objected);
  const steps = await ownStepsOf(deps, request);
  if (steps.length === 0) return settleUnclaimed(deps, request, FOR_PEOPLE);
  const lease = await claim(deps, request, steps);
  if (!lease) return;
  await announce(deps, id);
  await run({ deps, request, lease, steps, movedGround: new Map() });
}
