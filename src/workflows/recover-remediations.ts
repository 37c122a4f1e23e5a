import type { RemediationRequest, StepRecord } from '../domain/approval/request.js';
import {
  announce,
  botStepsOf,
  describeVerification,
  endOf,
  executeRemediation,
  finish,
} from './execute-remediation.js';
import type { ExecutionLease, TenantWriter, VerifyResult } from './ports.js';
import { requestEvent, SYSTEM, type RemediationDependencies } from './remediation-dependencies.js';

/**
 * Settles what a crash, a lost lease or the passing of time left behind. Reads and never writes to the tenant: a step whose
 * write was begun is looked up, not repeated.
 */

/** Longer than reading back all steps of a plan with patience. */
const LEASE_MS = 15 * 60_000;

/** An interrupted write that is not visible, now that its lease is over, did not happen. */
function describeInterrupted(
  step: Parameters<typeof describeVerification>[0],
  result: VerifyResult,
): Omit<StepRecord, 'index'> {
  return result.kind === 'notVisible'
    ? { state: 'failed', detail: `Interrupted, and "${step.object.name}" is unchanged: the write did not take effect.` }
    : describeVerification(step, result);
}

async function settleStep(
  deps: RemediationDependencies,
  writer: TenantWriter,
  request: RemediationRequest,
  lease: ExecutionLease,
  index: number,
): Promise<boolean> {
  const found = botStepsOf(request).find((botStep) => botStep.index === index);
  const image = await deps.requests.findImage(request.id, index);
  const settled: Omit<StepRecord, 'index'> =
    found === undefined || image === null
      ? { state: 'uncertain', detail: 'Interrupted, and what it was before is not known.' }
      : describeInterrupted(
          found.step,
          await writer.verify(found.change, { objectDigest: null, inPlace: false, image }),
        );
  const now = new Date(deps.clock.now()).toISOString();
  return deps.requests.recordStep(lease, { index, ...settled }, null, now);
}

async function settleAbandoned(deps: RemediationDependencies, writer: TenantWriter, id: string): Promise<void> {
  const request = await deps.requests.findRequest(id);
  if (!request) return;
  const now = deps.clock.now();
  const intent = requestEvent(deps, 'remediation.recovering', SYSTEM, request, 'succeeded');
  const leaseUntil = new Date(now + LEASE_MS).toISOString();
  const lease = await deps.requests.claimExecution(id, new Date(now).toISOString(), leaseUntil, intent);
  if (!lease) return;
  // Read after the claim: until then the former holder could still have recorded a step.
  const claimed = (await deps.requests.findRequest(id)) ?? request;
  for (const { index, state } of claimed.steps) {
    if (state === 'writing' && !(await settleStep(deps, writer, claimed, lease, index))) return;
  }
  const settled = (await deps.requests.findRequest(id)) ?? claimed;
  const end = endOf(settled, settled.steps);
  await finish(deps, request, lease, { ...end, outcome: `Interrupted and looked up again. ${end.outcome}` });
}

async function expire(deps: RemediationDependencies): Promise<void> {
  for (const request of await deps.requests.listRequests(deps.tenantId, ['proposed'])) {
    if (deps.clock.now() < Date.parse(request.plan.expiresAt)) continue;
    const event = requestEvent(deps, 'remediation.expired', SYSTEM, request, 'succeeded');
    const outcome = 'Nobody approved the plan in time.';
    if (await deps.requests.settle(request.id, request.version, 'expired', outcome, event))
      await announce(deps, request.id);
  }
}

/** At start and every minute: expires old plans, carries out approved ones that nobody began, settles abandoned ones. */
export async function recoverRemediations(deps: RemediationDependencies): Promise<void> {
  await expire(deps);
  for (const { id } of await deps.requests.listRequests(deps.tenantId, ['approved']))
    await executeRemediation(deps, id);
  if (deps.writer === null) return;
  const now = new Date(deps.clock.now()).toISOString();
  for (const id of await deps.requests.listAbandoned(deps.tenantId, now)) {
    await settleAbandoned(deps, deps.writer, id);
  }
}
