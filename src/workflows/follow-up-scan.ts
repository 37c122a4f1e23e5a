import type { RequestState } from '../domain/approval/request.js';
import type { Finding } from '../domain/controls/control.js';
import { isAutomatable } from '../domain/remediation/control-modes.js';
import { planFor } from '../domain/remediation/plan-for.js';
import type { ControlMode, RemediationPlan } from '../domain/remediation/plan.js';
import { reportOf } from '../domain/report/scan-report.js';
import type { Scan } from '../domain/scan.js';
import { heldBack } from './automatic-permission.js';
import { announce, executeRemediation } from './execute-remediation.js';
import { findEarlierFindings, planContext } from './plan-context.js';
import { requestEvent, SYSTEM, type RemediationDependencies } from './remediation-dependencies.js';
import { fixKeyOf, isItself, itself, OPEN_STATES, storeRequest } from './store-request.js';
import { answerOf } from './verify-by-scan.js';

/**
 * What follows from a scan without anybody asking: requests that waited for people are closed by its evidence, and findings
 * of controls in approval or automatic mode are answered.
 */

/** After a plan of the bot's own that came to nothing, people have a day to act before it makes the same one again. */
const SECOND_ATTEMPT_MS = 24 * 60 * 60_000;

/** Ends the requests whose steps people were to carry out, and whose finding `scan` no longer has. */
async function closeAwaiting(deps: RemediationDependencies, scan: Scan): Promise<void> {
  for (const request of await deps.requests.listRequests(deps.tenantId, ['awaitingPeople'])) {
    // A scan that began before the request was made is no evidence of anything done since.
    if (scan.startedAt < request.updatedAt) continue;
    if ((await answerOf(deps, request, scan)).kind !== 'confirmed') continue;
    const event = requestEvent(deps, 'remediation.succeeded', SYSTEM, request, 'succeeded', { scanId: scan.id });
    const outcome = `${request.outcome} The scan of ${scan.startedAt} confirms it: ${request.plan.controlId} no longer fails.`;
    if (await deps.requests.settle(request.id, request.version, 'succeeded', outcome.trim(), event)) {
      await announce(deps, request.id);
    }
  }
}

/** People said no, or it went wrong. */
const CAME_TO_NOTHING: readonly RequestState[] = ['denied', 'withdrawn', 'failed', 'uncertain'];

/** Whether the bot may bring this up: not while it is open, and not the day after its own plan came to nothing. */
async function mayBringUp(deps: RemediationDependencies, finding: Finding, mode: ControlMode): Promise<boolean> {
  const newest = await deps.requests.findNewestFor(deps.tenantId, fixKeyOf(finding));
  if (newest === undefined) return true;
  if (OPEN_STATES.includes(newest.state) || newest.state === 'awaitingPeople') return false;
  // A proposal that nobody looked at is not repeated all day; a mode that asks nobody is not held up by it.
  const isIgnored = newest.state === 'expired' && mode === 'approval';
  if (!isItself(newest) || !(isIgnored || CAME_TO_NOTHING.includes(newest.state))) return true;
  return deps.clock.now() - Date.parse(newest.updatedAt) >= SECOND_ATTEMPT_MS;
}

async function act(deps: RemediationDependencies, plan: RemediationPlan, mode: ControlMode): Promise<void> {
  const isAutomatic = mode === 'automatic' && isAutomatable(plan) && (await heldBack(deps)) === null;
  const stored = await storeRequest(deps, {
    plan,
    by: itself(deps.tenantId),
    authorizedBy: isAutomatic ? 'automaticMode' : 'review',
  });
  if (stored.kind === 'alreadyOpen') return;
  await deps.postRequest(stored.request);
  if (isAutomatic) await executeRemediation(deps, stored.request.id);
}

/** Proposes or fixes what fails in controls that are not in advisory mode, worst first, one after the other. */
async function actByMode(deps: RemediationDependencies, scan: Scan): Promise<void> {
  const settings = await deps.automation.listModes(deps.tenantId);
  const modes = new Map(settings.map(({ controlId, mode }) => [controlId, mode]));
  const failing = reportOf(scan).findings.filter(
    ({ controlId, outcome }) => outcome === 'fail' && modes.has(controlId),
  );
  const snapshot = failing.length === 0 ? undefined : await deps.scans.findSnapshot(scan.id);
  if (snapshot === undefined) return;
  const earlierFindings = await findEarlierFindings(deps, scan);
  for (const finding of failing) {
    const mode = modes.get(finding.controlId);
    if (mode === undefined || !(await mayBringUp(deps, finding, mode))) continue;
    const planned = planFor(finding, snapshot, planContext(deps, earlierFindings));
    if (planned.kind === 'planned') await act(deps, planned.plan, mode);
  }
}

/**
 * Follows up a stored scan. The scan that verifies a fix starts no other fix: what it still finds waits for the next one, so
 * that a fix without effect cannot chase itself.
 */
export async function followUpScan(deps: RemediationDependencies, scan: Scan): Promise<void> {
  await closeAwaiting(deps, scan);
  if (scan.trigger.kind !== 'remediation') await actByMode(deps, scan);
}
