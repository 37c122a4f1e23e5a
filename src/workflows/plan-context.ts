import type { Finding } from '../domain/controls/control.js';
import { planFor, type PlanContext, type PlanResult } from '../domain/remediation/plan-for.js';
import type { Scan } from '../domain/scan.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import type { RemediationDependencies } from './remediation-dependencies.js';

/** What a planner needs to know beside the finding and the snapshot. */

/** What is taken away because nothing has it any more must have been gone for this long. Source: remediation F16. */
const SECOND_LOOK_MS = 60 * 60_000;

export function planContext(
  { ids, clock, planLifetimeMs }: RemediationDependencies,
  earlierFindings: readonly Finding[],
): PlanContext {
  return { id: ids.next(), now: clock.now(), lifetimeMs: planLifetimeMs, earlierFindings };
}

/** The findings of the newest scan completed at least an hour before `scan` began; empty when there is none. */
export async function findEarlierFindings(deps: RemediationDependencies, scan: Scan): Promise<readonly Finding[]> {
  const notAfter = new Date(Date.parse(scan.startedAt) - SECOND_LOOK_MS).toISOString();
  const earlier = await deps.scans.findLatestScan(deps.tenantId, notAfter);
  return earlier === undefined ? [] : earlier.findings;
}

/** The plan for one finding of `scan`, or why there is none. */
export async function planFinding(
  deps: RemediationDependencies,
  scan: Scan,
  finding: Finding,
  snapshot: TenantSnapshot,
): Promise<PlanResult> {
  return planFor(finding, snapshot, planContext(deps, await findEarlierFindings(deps, scan)));
}
