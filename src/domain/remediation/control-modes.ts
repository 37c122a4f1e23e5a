import type { Subject } from '../controls/control.js';
import { groundFrom } from './ground.js';
import { OFFERS } from './offers.js';
import type { PlanContext } from './plan-for.js';
import type { Change, ControlMode, RemediationPlan, RemediationStep, Risk, SettingChange } from './plan.js';

/**
 * What the bot does by itself about a failing finding: say it, propose a plan, or fix it. Which controls can have which
 * mode, and the plans to change a mode or to let a stopped bot write again, which people approve like any other.
 */

export const MODES: readonly ControlMode[] = ['advisory', 'approval', 'automatic'];

/** The controls whose findings can be answered with a plan. */
export const controlsWithModes: readonly string[] = [...OFFERS.keys()];

/** Only exclusions of emergency accounts: every other fix takes rights that must not stand, or a person. */
export const automatableControls: readonly string[] = ['BG-CA-01', 'BG-CA-02', 'BG-CA-04', 'BG-CA-07'];

const AUTOMATABLE_CHANGES: readonly Change['kind'][] = [
  'addPolicyExclusion',
  'addGroupMember',
  'setPasswordNeverExpires',
];

/** Whether `plan` may be carried out without a review once a mode allows it: a small fix, by the bot alone, that only gives. */
export function isAutomatable({ purpose, risk, steps }: RemediationPlan): boolean {
  return (
    purpose === 'fix' &&
    risk === 'low' &&
    steps.length > 0 &&
    steps.every(
      ({ executor, change }) => executor === 'bot' && change !== null && AUTOMATABLE_CHANGES.includes(change.kind),
    )
  );
}

/** One mode that a control can be given. */
export interface ModeChoice {
  /** Opaque to whoever shows it. */
  readonly id: string;
  readonly controlId: string;
  readonly mode: ControlMode;
}

/** The modes that `controlId`, which is in mode `current`, can be given instead; none for a control without plans. */
export function modeOptionsFor(controlId: string, current: ControlMode): readonly ModeChoice[] {
  if (!controlsWithModes.includes(controlId)) return [];
  return MODES.filter((mode) => mode !== current)
    .filter((mode) => mode !== 'automatic' || automatableControls.includes(controlId))
    .map((mode) => ({ id: `${controlId}:${mode}`, controlId, mode }));
}

const MODE_WORDS: Readonly<Record<ControlMode, string>> = {
  advisory: 'advisory: the bot says what it found, and people ask for a plan',
  approval: 'approval: the bot proposes a plan by itself, and people approve it',
  automatic: 'automatic: the bot carries out small fixes by itself, and people are told afterwards',
};

function titleFor(controlId: string, mode: ControlMode): string {
  switch (mode) {
    case 'advisory':
      return `Let the bot only say what it finds for ${controlId}`;
    case 'approval':
      return `Let the bot propose plans for ${controlId} by itself`;
    case 'automatic':
      return `Let the bot fix ${controlId} by itself`;
  }
}

function reachOf(controlId: string, mode: ControlMode): string {
  return mode === 'automatic'
    ? `From now on nobody is asked before the bot excludes an emergency account because of ${controlId}. Each fix is posted, can be undone, and stays within the limits of the circuit breaker.`
    : `Only what the bot does about findings of ${controlId}. Nothing in the tenant changes, and every fix needs approval.`;
}

interface Setting {
  readonly controlId: string;
  readonly object: Subject;
  readonly risk: Risk;
  readonly blastRadius: string;
  /** The value that is stored now: the plan holds only as long as it is. */
  readonly now: object;
  readonly step: Pick<RemediationStep, 'title' | 'field' | 'before' | 'after' | 'undo'> & {
    readonly change: SettingChange;
  };
}

type Life = Pick<PlanContext, 'id' | 'now' | 'lifetimeMs'>;

function toPlan(
  { controlId, object, risk, blastRadius, now: value, step }: Setting,
  { id, now, lifetimeMs }: Life,
  tenantId: string,
): RemediationPlan {
  const fixed = { fixId: 'setting', executor: 'bot', permission: 'none', role: null } as const;
  return {
    schema: 'glasswatch.plan/1',
    id,
    tenantId,
    purpose: 'setting',
    controlId,
    subject: object,
    risk,
    blastRadius,
    steps: [{ ...fixed, ...step, object, instructions: [], portalUrl: null }],
    preconditions: [{ object: { kind: 'tenant', id: object.id, name: object.name }, ...groundFrom(value) }],
    targetAccountIds: [],
    // A setting rests on nothing in the tenant.
    currentState: { globalAdministrators: [], privilegedRoles: [], moreThanNeeded: [], gaps: [] },
    snapshotDigest: '',
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + lifetimeMs).toISOString(),
  };
}

/** A change of the mode of `controlId`. Throws for a mode that `modeOptionsFor` does not offer: nobody may be asked for it. */
export function planModeChange(
  { controlId, from, to }: { readonly controlId: string; readonly from: ControlMode; readonly to: ControlMode },
  context: Life,
  { tenantId }: { readonly tenantId: string },
): RemediationPlan {
  if (!modeOptionsFor(controlId, from).some(({ mode }) => mode === to)) {
    throw new RangeError(`MODE_NOT_OFFERED: ${controlId} cannot go from ${from} to ${to}`);
  }
  const setting: Setting = {
    controlId,
    object: { type: 'tenant', id: controlId, name: controlId },
    risk: to === 'automatic' ? 'high' : 'low',
    blastRadius: reachOf(controlId, to),
    now: { mode: from },
    step: {
      change: { kind: 'setControlMode', controlId, mode: to },
      title: titleFor(controlId, to),
      field: 'mode',
      before: MODE_WORDS[from],
      after: MODE_WORDS[to],
      undo: `Propose the mode ${from} for ${controlId} again.`,
    },
  };
  return toPlan(setting, context, tenantId);
}

/** Lets the bot write again after somebody stopped it. */
export function planResume(context: Life, { tenantId }: { readonly tenantId: string }): RemediationPlan {
  const setting: Setting = {
    controlId: '',
    object: { type: 'tenant', id: 'writing', name: 'writing' },
    risk: 'low',
    blastRadius:
      'The bot writes to the tenant again: approved plans are carried out, and automatic modes hold as before. The plan itself changes nothing in the tenant.',
    now: { isStopped: true },
    step: {
      change: { kind: 'resumeWriting' },
      title: 'Let the bot write to the tenant again',
      field: 'writing',
      before: 'stopped: nothing is written to the tenant',
      after: 'approved plans and automatic fixes are carried out again',
      undo: 'Say "stop" in the chat: it works at once, without approval.',
    },
  };
  return toPlan(setting, context, tenantId);
}
