import { announce, endOf, executeRemediation, finish } from './execute-remediation.js';
import type { ExecutionLease, VerifyResult } from './ports.js';
import { requestEvent, SYSTEM, type RemediationDependencies } from './remediation-dependencies.js';
import { describeVerification, type SettledStep } from './run-step.js';
import { ownStepsOf, type OwnStep } from './step-writers.js';

/**
 * Settles what a crash, a lost lease or the passing of time left behind. Reads and never writes to the tenant: a step whose
 * write was begun is looked up, not repeated.
 */

/** Longer than reading back all steps of a plan with patience. */
const LEASE_MS = 15 * 60_000;

/** An interrupted write that is not visible, now that its lease is over, did not happen. */
function describeInterrupted({ step }: OwnStep, result: VerifyResult): SettledStep {
  return result.kind === 'notVisible'
    ? { state: 'failed', detail: `Interrupted, and "${step.object.name}" is unchanged: the write did not take effect.` }
    : describeVerification(step, result);
}

/** Without the image or the rights to look, nobody can tell what the write did. */
async function lookUp(own: OwnStep | undefined, image: string | null): Promise<SettledStep> {
  if (own === undefined || image === null) {
    return { state: 'uncertain', detail: 'Interrupted, and it cannot be looked up what became of it.' };
  }
  const before = { objectDigest: null, objectImage: null, inPlace: false, image };
  return describeInterrupted(own, await own.writer.verify(before));
}

async function settleStep(
  deps: RemediationDependencies,
  requestId: string,
  lease: ExecutionLease,
  index: number,
  own: OwnStep | undefined,
): Promise<boolean> {
  const settled = await lookUp(own, await deps.requests.findImage(requestId, index));
  const now = new Date(deps.clock.now()).toISOString();
  return deps.requests.recordStep(lease, { index, ...settled }, null, now);
}

async function settleAbandoned(deps: RemediationDependencies, id: string): Promise<void> {
  const request = await deps.requests.findRequest(id);
  if (!request) return;
  const now = deps.clock.now();
  const intent = requestEvent(deps, 'remediation.recovering', SYSTEM, request, 'succeeded');
  const leaseUntil = new Date(now + LEASE_MS).toISOString();
  const lease = await deps.requests.claimExecution(id, new Date(now).toISOString(), leaseUntil, intent);
  if (!lease) return;
  // Read after the claim: until then the former holder could still have recorded a step.
  const claimed = (await deps.requests.findRequest(id)) ?? request;
  const own = await ownStepsOf(deps, claimed);
  for (const { index, state } of claimed.steps) {
    const mine = own.find((step) => step.index === index);
    if (state === 'writing' && !(await settleStep(deps, id, lease, index, mine))) return;
  }
  const settled = (await deps.requests.findRequest(id)) ?? claimed;
  const end = endOf(
    settled,
    settled.steps,
    own.map(({ index }) => index),
  );
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
  const now = new Date(deps.clock.now()).toISOString();
  for (const id of await deps.requests.listAbandoned(deps.tenantId, now)) {
    await settleAbandoned(deps, id);
  }
}
