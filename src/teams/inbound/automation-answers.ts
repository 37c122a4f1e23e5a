import type { Change } from '../../domain/remediation/plan.js';
import type { RemediationRequest } from '../../domain/approval/request.js';
import type { Automation, StopResult } from '../../workflows/automation.js';
import type { CardMessage } from '../card-renderer.js';
import type { Actor } from './activity-gate.js';
import { NOTHING_CHOSEN, NOTHING_TO_STOP, stopFailed, UNKNOWN_OPTION } from './automation-problems.js';
import type { AutomationAction } from './card-action.js';
import { answerProposal, personOf, type Presser, type WayOn } from './proposal-answers.js';
import { NOT_CONFIGURED } from './remediation-problems.js';
import { recordIncident, type TurnDependencies } from './turn.js';

/**
 * What people ask about what the bot does by itself. Stopping takes effect at once and by anybody, because it is the safe
 * direction; everything else becomes a plan that other people approve.
 */

export const BACK_TO_AUTOMATION: WayOn = {
  next: 'Send "automation" for what Glasswatch does by itself now.',
  leadsTo: 'automation',
};

/** What the bot does by itself, as it is now. */
export async function showAutomation({ cards, automation }: TurnDependencies): Promise<CardMessage> {
  return automation === null ? cards.problem(NOT_CONFIGURED) : cards.automation(await automation.overview());
}

/** Never rejects for the store: whoever stops must learn that it may not have worked. */
export async function stopWriting(deps: TurnDependencies, actor: Actor): Promise<CardMessage> {
  const { automation, cards } = deps;
  if (automation === null) return cards.problem(NOTHING_TO_STOP);
  let result: StopResult;
  try {
    result = await automation.stop({ person: personOf(actor) });
  } catch (error) {
    // Expected: the store failed. Whether the stop is in it is not known.
    return cards.problem(stopFailed(recordIncident(deps, 'writing not stopped', error)));
  }
  return cards.stopped(result);
}

async function proposeMode(
  deps: TurnDependencies,
  automation: Automation,
  presser: Presser,
  optionId: string,
): Promise<CardMessage> {
  if (optionId === '') return deps.cards.problem(NOTHING_CHOSEN);
  const result = await automation.proposeMode({ optionId, person: personOf(presser.actor) });
  return answerProposal(deps, presser, result, BACK_TO_AUTOMATION);
}

async function proposeResume(deps: TurnDependencies, automation: Automation, presser: Presser): Promise<CardMessage> {
  const result = await automation.proposeResume({ person: personOf(presser.actor) });
  return answerProposal(deps, presser, result, BACK_TO_AUTOMATION);
}

/** The option that stands now for what `change` wanted; undefined when the control has that mode, or offers it no more. */
async function findOption(automation: Automation, change: Extract<Change, { readonly kind: 'setControlMode' }>) {
  const { controls } = await automation.overview();
  const control = controls.find(({ controlId }) => controlId === change.controlId);
  return control?.options.find(({ mode }) => mode === change.mode);
}

/** Proposes again what an ended request was to set. */
export async function replanSetting(
  deps: TurnDependencies,
  presser: Presser,
  request: RemediationRequest,
): Promise<CardMessage> {
  const { automation, cards } = deps;
  if (automation === null) return cards.problem(NOT_CONFIGURED);
  const change = request.plan.steps[0]?.change;
  if (change?.kind === 'resumeWriting') return proposeResume(deps, automation, presser);
  const option = change?.kind === 'setControlMode' ? await findOption(automation, change) : undefined;
  return option ? proposeMode(deps, automation, presser, option.id) : cards.problem(UNKNOWN_OPTION);
}

/** Does what the button asks for, and answers the one who pressed. Rejects when the store is out of order. */
export async function answerAutomation(
  deps: TurnDependencies,
  presser: Presser,
  action: AutomationAction,
): Promise<CardMessage> {
  const { automation } = deps;
  if (action.verb === 'automation.stop') return stopWriting(deps, presser.actor);
  if (automation === null) return deps.cards.problem(NOT_CONFIGURED);
  switch (action.verb) {
    case 'automation.show':
      return showAutomation(deps);
    case 'automation.propose':
      return proposeMode(deps, automation, presser, action.data.optionId);
    case 'automation.resume':
      return proposeResume(deps, automation, presser);
  }
}
