import { DEFAULT_BREAKER_LIMITS } from '../domain/remediation/circuit-breaker.js';
import { controlsWithModes, modeOptionsFor, planModeChange, planResume } from '../domain/remediation/control-modes.js';
import { heldBack, modeOf } from './automatic-permission.js';
import type { Automation, AutomationOverview, ControlModeView, ModeProposal, StopResult } from './automation.js';
import type { Person, ProposeResult } from './remediation.js';
import { personActor, type RemediationDependencies } from './remediation-dependencies.js';
import { storeRequest } from './store-request.js';

/** What people allow the bot to do by itself: modes and resuming through approved requests, stopping at once. */

const HOUR_MS = 60 * 60_000;

function lifeOf({ ids, clock, planLifetimeMs }: RemediationDependencies) {
  return { id: ids.next(), now: clock.now(), lifetimeMs: planLifetimeMs };
}

async function viewControls(deps: RemediationDependencies): Promise<readonly ControlModeView[]> {
  const settings = await deps.automation.listModes(deps.tenantId);
  return controlsWithModes.map((controlId) => {
    const mode = settings.find((setting) => setting.controlId === controlId)?.mode ?? 'advisory';
    return { controlId, mode, options: modeOptionsFor(controlId, mode) };
  });
}

async function overview(deps: RemediationDependencies): Promise<AutomationOverview> {
  const anHourAgo = new Date(deps.clock.now() - HOUR_MS).toISOString();
  const [controls, stopped, heldBackBy, recent] = await Promise.all([
    viewControls(deps),
    deps.automation.findStop(deps.tenantId),
    heldBack(deps),
    deps.requests.listAutomatic(deps.tenantId, anHourAgo),
  ]);
  return {
    controls,
    stopped: stopped ?? null,
    heldBack: heldBackBy,
    fixesInLastHour: recent.length,
    maxFixesPerHour: DEFAULT_BREAKER_LIMITS.maxFixesPerHour,
  };
}

async function proposeMode(
  deps: RemediationDependencies,
  { optionId, person }: Parameters<Automation['proposeMode']>[0],
): Promise<ModeProposal> {
  const option = (await viewControls(deps))
    .flatMap(({ controlId, options }) => options.map((choice) => ({ controlId, ...choice })))
    .find(({ id }) => id === optionId);
  if (!option) return { kind: 'unknownOption' };
  const { controlId, mode: to } = option;
  const from = await modeOf(deps, controlId);
  // Somebody else has set it in the meantime.
  if (from === to) return { kind: 'unknownOption' };
  const plan = planModeChange({ controlId, from, to }, lifeOf(deps), { tenantId: deps.tenantId });
  return storeRequest(deps, { plan, by: person });
}

async function stop(deps: RemediationDependencies, person: Person): Promise<StopResult> {
  const at = new Date(deps.clock.now()).toISOString();
  const wanted = { byName: person.name, at };
  const done = await deps.automation.stop(deps.tenantId, wanted, {
    at,
    actor: personActor(person.principal),
    action: 'automation.stopped',
    subject: deps.tenantId,
    result: 'succeeded',
    details: {},
  });
  if (done) return { kind: 'stopped', stop: wanted };
  return { kind: 'alreadyStopped', stop: (await deps.automation.findStop(deps.tenantId)) ?? wanted };
}

async function proposeResume(deps: RemediationDependencies, person: Person): Promise<ProposeResult> {
  if ((await deps.automation.findStop(deps.tenantId)) === undefined) {
    const message = 'Nothing is stopped: the bot carries out what is approved.';
    return { kind: 'refused', refusal: { code: 'PLAN_NOTHING_TO_FIX', message } };
  }
  return storeRequest(deps, { plan: planResume(lifeOf(deps), { tenantId: deps.tenantId }), by: person });
}

/** The automation workflows as one object, for whoever drives them. */
export function automate(deps: RemediationDependencies): Automation {
  return {
    overview: () => overview(deps),
    proposeMode: (input) => proposeMode(deps, input),
    stop: ({ person }) => stop(deps, person),
    proposeResume: ({ person }) => proposeResume(deps, person),
  };
}
