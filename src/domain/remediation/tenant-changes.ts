import type { Change, RemediationPlan, TenantChange } from './plan.js';

/** Which changes of a plan reach the tenant. A setting changes only how this program works. */

function isTenantChange(change: Change): change is TenantChange {
  return change.kind !== 'setControlMode' && change.kind !== 'resumeWriting';
}

/** The writes to the tenant that `plan` consists of, in their order, whoever makes them. */
export function tenantChangesOf({ steps }: RemediationPlan): readonly TenantChange[] {
  return steps.flatMap(({ change }) => (change !== null && isTenantChange(change) ? [change] : []));
}
