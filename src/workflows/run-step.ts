import type { RemediationRequest, StepRecord } from '../domain/approval/request.js';
import { describeDifference } from '../domain/remediation/describe-difference.js';
import type { Precondition, RemediationStep } from '../domain/remediation/plan.js';
import type { ChangeReading, ExecutionLease, VerifyResult } from './ports.js';
import type { RemediationDependencies } from './remediation-dependencies.js';
import { isSetting, type StepWriter } from './step-writer.js';
import type { OwnStep } from './step-writers.js';

/** One step under a lease: look again, write once, read back, record. */

export interface Execution {
  readonly deps: RemediationDependencies;
  readonly request: RemediationRequest;
  readonly lease: ExecutionLease;
  readonly steps: readonly OwnStep[];
  /** By object ID: the object as it was after a step of this execution, which the next step on it rests on. */
  readonly movedGround: Map<string, Pick<Precondition, 'digest' | 'image'>>;
}

export type SettledStep = Omit<StepRecord, 'index'>;

/**
 * Why the object is not as the plan found it, in a sentence; null when it is, or when the change is already in place. A
 * rollback compares with nothing older than itself: it has no preconditions.
 */
export function groundLost(
  { request: { plan }, movedGround }: Pick<Execution, 'request' | 'movedGround'>,
  step: RemediationStep,
  reading: ChangeReading,
): string | null {
  if (reading.inPlace) return null;
  const precondition =
    movedGround.get(step.object.id) ?? plan.preconditions.find(({ object }) => object.id === step.object.id);
  if (precondition === undefined) {
    const isThere = reading.objectDigest !== null || plan.purpose !== 'rollback';
    return isThere ? null : `"${step.object.name}" is gone.`;
  }
  if (precondition.digest === reading.objectDigest) return null;
  const difference = describeDifference(precondition.image, reading.objectImage);
  return `"${step.object.name}" has changed since the plan was made: ${difference}.`;
}

export function describeVerification(step: RemediationStep, result: VerifyResult): SettledStep {
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

async function record(
  { deps, lease }: Execution,
  index: number,
  settled: SettledStep,
  image: string | null = null,
): Promise<SettledStep | 'leaseLost'> {
  const now = new Date(deps.clock.now()).toISOString();
  return (await deps.requests.recordStep(lease, { index, ...settled }, image, now)) ? settled : 'leaseLost';
}

/** The next step on the same object rests on what this one left; what cannot be read leaves the old ground, and stops it. */
async function moveGround({ movedGround, steps }: Execution, step: RemediationStep, writer: StepWriter): Promise<void> {
  if (steps.filter(({ step: other }) => other.object.id === step.object.id).length < 2) return;
  const reading = await writer.read();
  if (!reading.known) return;
  const { objectDigest: digest, objectImage: image } = reading.value;
  if (digest !== null && image !== null) movedGround.set(step.object.id, { digest, image });
}

async function writeOnce(
  execution: Execution,
  { index, step, writer }: OwnStep,
  before: ChangeReading,
): Promise<SettledStep | 'leaseLost'> {
  // The last look at the lease: whoever lost it must not write any more.
  const begun = await record(execution, index, { state: 'writing', detail: '' }, before.image);
  if (begun === 'leaseLost') return begun;
  const result = await writer.write(before);
  if (result.kind === 'refused') {
    return record(execution, index, { state: 'failed', detail: `Graph refused: ${result.detail} (${result.code}).` });
  }
  const verified = await writer.verify(before);
  if (verified.kind === 'verified') await moveGround(execution, step, writer);
  return record(execution, index, describeVerification(step, verified));
}

/** Why nothing may be written at this moment, or null. Asked right before the write: stopping works at once. */
async function stopped({ deps }: Execution, { change }: OwnStep): Promise<string | null> {
  if (isSetting(change)) return null;
  const stop = await deps.automation.findStop(deps.tenantId);
  return stop === undefined ? null : `Not written: ${stop.byName} has stopped all writing.`;
}

/** Carries out one step; a change that is already in place is not written. */
export async function runStep(execution: Execution, own: OwnStep): Promise<SettledStep | 'leaseLost'> {
  const { index, step, writer } = own;
  const fail = (detail: string) => record(execution, index, { state: 'failed', detail });
  // Read again right before the write: Graph has no conditional update, so the window must be short.
  const reading = await writer.read();
  if (!reading.known) return fail(`Not written, because it could not be read: ${reading.detail}.`);
  if (reading.value.inPlace) {
    return record(execution, index, { state: 'inPlace', detail: 'Already the case; nothing was written.' });
  }
  const lost = groundLost(execution, step, reading.value);
  if (lost !== null) return fail(`Not written: ${lost}`);
  const stop = await stopped(execution, own);
  return stop === null ? writeOnce(execution, own, reading.value) : fail(stop);
}

export function isDone({ state }: Pick<StepRecord, 'state'>): boolean {
  return state === 'verified' || state === 'inPlace';
}
