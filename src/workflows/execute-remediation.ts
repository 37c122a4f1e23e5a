import type { RemediationRequest, RequestState, StepRecord } from '../domain/approval/request.js';
import { hasEnoughApprovals } from '../domain/approval/review-rules.js';
import { guardPlan } from '../domain/remediation/lockout-guard.js';
import type { Change, RemediationStep } from '../domain/remediation/plan.js';
import type { ChangeReading, ExecutionLease, TenantWriter, VerifyResult } from './ports.js';
import { requestEvent, SYSTEM, type RemediationDependencies } from './remediation-dependencies.js';
import { verifyByScan } from './verify-by-scan.js';

/**
 * Carries out an approved plan: claim, look again, write once, read back, settle. Nothing is written on other ground than
 * the plan's, nothing is written twice, and every end is stored together with its audit event. What a crash leaves behind
 * is settled in recover-remediations.ts.
 */

/** For each step: the write, the patience of reading back, and room. Longer than anything a living execution can take. */
const LEASE_MS_PER_STEP = 4 * 60_000;

interface Execution {
  readonly deps: RemediationDependencies;
  readonly writer: TenantWriter;
  readonly request: RemediationRequest;
  readonly lease: ExecutionLease;
}

interface BotStep {
  readonly index: number;
  readonly step: RemediationStep;
  readonly change: Change;
}

type End = { readonly state: RequestState; readonly outcome: string };

export function botStepsOf({ plan }: RemediationRequest): readonly BotStep[] {
  return plan.steps.flatMap((step, index) =>
    step.executor === 'bot' && step.change !== null ? [{ index, step, change: step.change }] : [],
  );
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Ends a request that nobody has claimed. */
async function settleUnclaimed(deps: RemediationDependencies, request: RemediationRequest, end: End): Promise<void> {
  const event = requestEvent(deps, `remediation.${end.state}`, SYSTEM, request, 'refused');
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

/** Why an approved plan may not be carried out any more, or null. */
async function objection(deps: RemediationDependencies, request: RemediationRequest): Promise<End | 'later' | null> {
  if (deps.clock.now() >= Date.parse(request.plan.expiresAt)) {
    return { state: 'expired', outcome: 'The plan expired before it was carried out. Plan again.' };
  }
  const approvers = await deps.approvers.readApprovers();
  if (!approvers.known) return 'later';
  if (!hasEnoughApprovals(request, approvers.value)) {
    return { state: 'stale', outcome: 'An approver has lost the right to approve since. Plan again.' };
  }
  return null;
}

/** Reads the whole tenant once more and asks the guard again. Null when the plan still stands. */
async function checkGround({ deps, writer, request }: Execution): Promise<End | null> {
  const accounts = deps.accountIds.map((objectId) => ({ objectId }));
  const { snapshot } = await deps.reader.readTenant({ accounts, priority: 'high' });
  const guarded = guardPlan(request.plan, snapshot);
  if (!guarded.ok) return { state: 'stale', outcome: `${guarded.message} Nothing was written.` };
  for (const { step, change } of botStepsOf(request)) {
    const reading = await writer.read(change);
    if (!reading.known)
      return {
        state: 'stale',
        outcome: `"${step.object.name}" could not be read: ${reading.detail}. Nothing was written.`,
      };
    if (!isOnPlannedGround(request, step, reading.value)) {
      return {
        state: 'stale',
        outcome: `"${step.object.name}" has changed since the plan was made. Nothing was written; plan again.`,
      };
    }
  }
  return null;
}

/** The object is as the plan found it, or the change is already in place. A rollback compares with nothing older than itself. */
function isOnPlannedGround({ plan }: RemediationRequest, step: RemediationStep, reading: ChangeReading): boolean {
  if (reading.inPlace) return true;
  const precondition = plan.preconditions.find(({ object }) => object.id === step.object.id);
  return precondition === undefined
    ? reading.objectDigest !== null || plan.purpose === 'fix'
    : precondition.digest === reading.objectDigest;
}

export function describeVerification(step: RemediationStep, result: VerifyResult): Omit<StepRecord, 'index'> {
  switch (result.kind) {
    case 'verified':
      return {
        state: 'verified',
        detail: `Read back: ${step.field} of "${step.object.name}" is as planned, and nothing else changed.`,
      };
    case 'notVisible':
      return { state: 'uncertain', detail: `Written, not yet confirmed: ${result.detail}.` };
    case 'foreignChange':
      return {
        state: 'uncertain',
        detail: `Somebody else changed "${step.object.name}" at the same time: ${result.detail}.`,
      };
    case 'unreadable':
      return { state: 'uncertain', detail: `Written, and could not be read back: ${result.detail}.` };
  }
}

async function writeOnce({ deps, writer, lease }: Execution, { index, step, change }: BotStep, before: ChangeReading) {
  const record = (state: StepRecord['state'], detail: string, image: string | null) =>
    deps.requests.recordStep(lease, { index, state, detail }, image, iso(deps.clock.now()));
  // The last look at the lease: whoever lost it must not write any more.
  if (!(await record('writing', '', before.image))) return 'leaseLost';
  const result = await writer.write(change, before);
  const settled: Omit<StepRecord, 'index'> =
    result.kind === 'refused'
      ? { state: 'failed', detail: `Graph refused: ${result.detail} (${result.code}).` }
      : describeVerification(step, await writer.verify(change, before));
  return (await record(settled.state, settled.detail, null)) ? settled : 'leaseLost';
}

/** Carries out one step; a change that is already in place is not written. */
async function runStep(execution: Execution, botStep: BotStep): Promise<Omit<StepRecord, 'index'> | 'leaseLost'> {
  const { deps, writer, request, lease } = execution;
  const record = async (settled: Omit<StepRecord, 'index'>) => {
    const kept = await deps.requests.recordStep(
      lease,
      { index: botStep.index, ...settled },
      null,
      iso(deps.clock.now()),
    );
    return kept ? settled : 'leaseLost';
  };
  // Read again right before the write: Graph has no conditional update, so the window must be short.
  const reading = await writer.read(botStep.change);
  if (!reading.known)
    return record({ state: 'failed', detail: `Not written, because it could not be read: ${reading.detail}.` });
  if (reading.value.inPlace) return record({ state: 'inPlace', detail: 'Already the case; nothing was written.' });
  if (!isOnPlannedGround(request, botStep.step, reading.value)) {
    return record({
      state: 'failed',
      detail: `Not written: "${botStep.step.object.name}" has changed since the plan was made.`,
    });
  }
  return writeOnce(execution, botStep, reading.value);
}

function isDone({ state }: Pick<StepRecord, 'state'>): boolean {
  return state === 'verified' || state === 'inPlace';
}

/** The end that the steps of a request amount to. */
export function endOf(request: RemediationRequest, steps: readonly StepRecord[]): End {
  const bot = new Set(botStepsOf(request).map(({ index }) => index));
  const own = steps.filter(({ index }) => bot.has(index));
  const details = own.map(({ detail }) => detail).filter((detail) => detail !== '');
  if (own.some(({ state }) => state === 'uncertain' || state === 'writing')) {
    return { state: 'uncertain', outcome: [...details, 'A person must look at it.'].join(' ') };
  }
  if (own.every(isDone)) {
    const forPeople = request.plan.steps.length > own.length;
    return { state: forPeople ? 'awaitingPeople' : 'succeeded', outcome: details.join(' ') };
  }
  const done = own.filter(isDone).length;
  const part = done === 0 ? 'Nothing was written.' : `${done} of ${own.length} steps were carried out.`;
  return { state: 'failed', outcome: [...details, part].join(' ') };
}

async function run(execution: Execution): Promise<void> {
  const { deps, request, lease } = execution;
  const stale = await checkGround(execution);
  if (stale) return void (await finish(deps, request, lease, stale));
  for (const botStep of botStepsOf(request)) {
    const settled = await runStep(execution, botStep);
    if (settled === 'leaseLost') return;
    if (!isDone(settled)) break;
  }
  const now = (await deps.requests.findRequest(request.id)) ?? request;
  const end = endOf(request, now.steps);
  const scanned = end.state === 'succeeded' ? ` ${await verifyByScan(deps, request)}` : '';
  await finish(deps, request, lease, { ...end, outcome: `${end.outcome}${scanned}` });
}

/** Carries out the approved request `id` once. Does nothing when it is not approved or somebody else has claimed it. */
export async function executeRemediation(deps: RemediationDependencies, id: string): Promise<void> {
  const request = await deps.requests.findRequest(id);
  if (request?.state !== 'approved') return;
  const objected = await objection(deps, request);
  if (objected === 'later') return;
  if (objected) return settleUnclaimed(deps, request, objected);
  if (deps.writer === null) {
    const outcome =
      'There is no remediator identity, so a person carries the steps out; the next scan shows the result.';
    return settleUnclaimed(deps, request, { state: 'awaitingPeople', outcome });
  }
  const now = deps.clock.now();
  const leaseUntil = iso(now + LEASE_MS_PER_STEP * Math.max(1, botStepsOf(request).length));
  const intent = requestEvent(deps, 'remediation.executing', SYSTEM, request, 'succeeded');
  const lease = await deps.requests.claimExecution(id, iso(now), leaseUntil, intent);
  if (!lease) return;
  await announce(deps, id);
  await run({ deps, writer: deps.writer, request, lease });
}
