import type { RemediationRequest } from '../domain/approval/request.js';
import { validApprovals } from '../domain/approval/review-rules.js';
import type { Change, RemediationStep, TenantChange } from '../domain/remediation/plan.js';
import type { TenantWriter } from './ports.js';
import type { RemediationDependencies } from './remediation-dependencies.js';
import { settingWriter } from './setting-writer.js';
import { isSetting, type StepWriter } from './step-writer.js';

/**
 * Which steps of a request this process can carry out, and with whose rights: settings in its own store, standing rights
 * with the remediator's credentials, everything else only with the token of a person who approved. A step for which there
 * are no rights at hand stays with people.
 */

export interface OwnStep {
  readonly index: number;
  readonly step: RemediationStep;
  readonly change: Change;
  readonly writer: StepWriter;
}

/** Whether the request writes to the tenant at all. */
export function touchesTenant({ plan }: RemediationRequest): boolean {
  return plan.steps.some(({ change }) => change !== null && !isSetting(change));
}

function bind(writer: TenantWriter, change: TenantChange): StepWriter {
  return {
    read: () => writer.read(change),
    write: (before) => writer.write(change, before),
    verify: (before) => writer.verify(change, before),
  };
}

/** The writer of the first person with a valid approval whose own token is at hand. */
async function delegatedWriter(
  deps: RemediationDependencies,
  request: RemediationRequest,
): Promise<TenantWriter | null> {
  if (deps.delegated === null || request.reviews.length === 0) return null;
  const approvers = await deps.approvers.readApprovers();
  if (!approvers.known) return null;
  for (const { reviewer } of validApprovals(request, approvers.value)) {
    const writer = await deps.delegated.writerFor(reviewer);
    if (writer !== null) return writer;
  }
  return null;
}

/** The steps of `request` that can be carried out now, in the plan's order. */
export async function ownStepsOf(
  deps: RemediationDependencies,
  request: RemediationRequest,
): Promise<readonly OwnStep[]> {
  const needsPerson = request.plan.steps.some(({ executor, change }) => executor === 'approver' && change !== null);
  const delegated = needsPerson ? await delegatedWriter(deps, request) : null;
  const writerFor = ({ executor }: RemediationStep, change: Change): StepWriter | null => {
    if (isSetting(change)) return settingWriter(deps, request, change);
    const writer = executor === 'bot' ? deps.writer : executor === 'approver' ? delegated : null;
    return writer && bind(writer, change);
  };
  return request.plan.steps.flatMap((step, index) => {
    const { change } = step;
    const writer = change === null ? null : writerFor(step, change);
    return change === null || writer === null ? [] : [{ index, step, change, writer }];
  });
}
