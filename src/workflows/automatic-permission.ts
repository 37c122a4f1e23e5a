import type { RemediationRequest } from '../domain/approval/request.js';
import { breakerOf, DEFAULT_BREAKER_LIMITS } from '../domain/remediation/circuit-breaker.js';
import { isAutomatable } from '../domain/remediation/control-modes.js';
import type { ControlMode } from '../domain/remediation/plan.js';
import type { RemediationDependencies } from './remediation-dependencies.js';

/** Whether the bot may fix something by itself now: what people allowed, what they stopped, and the circuit breaker. */

/** Long enough to hold every failure in a row that still counts. */
const BREAKER_MEMORY_MS = 30 * 24 * 60 * 60_000;

export async function modeOf(
  { automation, tenantId }: Pick<RemediationDependencies, 'automation' | 'tenantId'>,
  control: string,
): Promise<ControlMode> {
  const modes = await automation.listModes(tenantId);
  return modes.find(({ controlId }) => controlId === control)?.mode ?? 'advisory';
}

/** Why the bot fixes nothing by itself at the moment, whatever the modes say, in a sentence; null when nothing is in the way. */
export async function heldBack(deps: RemediationDependencies, except?: string): Promise<string | null> {
  if (deps.writer === null) return 'There is no remediator identity.';
  const stop = await deps.automation.findStop(deps.tenantId);
  if (stop !== undefined) return `${stop.byName} has stopped all writing.`;
  const now = deps.clock.now();
  const [requests, lastResume] = await Promise.all([
    deps.requests.listAutomatic(deps.tenantId, new Date(now - BREAKER_MEMORY_MS).toISOString()),
    deps.automation.findLastResume(deps.tenantId),
  ]);
  const others = requests.filter(({ id }) => id !== except);
  const breaker = breakerOf({ requests: others, now, lastResume: lastResume ?? null, limits: DEFAULT_BREAKER_LIMITS });
  return breaker.kind === 'open' ? breaker.reason : null;
}

/** Why a request that nobody reviewed may not be carried out any more, or null. Asked right before it is. */
export async function objectionToAutomaticFix(
  deps: RemediationDependencies,
  request: RemediationRequest,
): Promise<string | null> {
  const { plan } = request;
  if (!isAutomatable(plan)) return 'This plan is not of a kind that may be carried out without a review.';
  if ((await modeOf(deps, plan.controlId)) !== 'automatic')
    return `${plan.controlId} is not in automatic mode any more.`;
  return heldBack(deps, request.id);
}
