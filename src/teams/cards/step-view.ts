import type { RemediationRequest, StepRecord } from '../../domain/approval/request.js';
import type { RemediationStep } from '../../domain/remediation/plan.js';
import { portalLink } from './portal-link.js';
import { EXECUTOR_WORDS, STEP_WORDS } from './request-words.js';
import type { Cut, View } from './view.js';
import type { Colour } from './words.js';

/**
 * The steps of a plan, each as a difference: what, where, before and after. Few steps are shown in full; many get two lines
 * each, so that all of them fit into one card. Nobody approves a step that is not shown.
 */

const STEPS_SHOWN = 20;
const STEPS_IN_FULL = 6;
const INSTRUCTIONS_IN_FULL = 10;
const INSTRUCTIONS_IN_SHORT = 1;
/** Longer addresses would crowd out what the card has to say. */
const LONGEST_LINK = 400;

/** `confirmation` leaves out what does not bear on the decision. */
export type StepPurpose = 'request' | 'confirmation';

export function line(label: string, text: string, colour: Colour = 'default', weight = 'default'): View {
  return { label: `${label}: `, text, colour, weight };
}

function optional(label: string, text: string): readonly View[] {
  return text === '' ? [] : [line(label, text)];
}

function executorLine({ executor, fixId, permission, role }: RemediationStep, cut: Cut): View {
  if (fixId === 'setting') return line('Done by', 'Glasswatch, in its own settings; the tenant is not touched');
  const rights = [permission, role ?? ''].filter((right) => right !== '').join(' and ');
  return line('Done by', `${EXECUTOR_WORDS[executor]}${rights === '' ? '' : ` (${cut(rights, 140)})`}`);
}

function instructionLines({ instructions }: RemediationStep, limit: number, cut: Cut): readonly View[] {
  const shown = instructions.slice(0, limit).map((text, index) => line(String(index + 1), cut(text, 300)));
  const hidden = instructions.length - shown.length;
  return hidden > 0 ? [...shown, line('and', `${hidden} more`)] : shown;
}

/** What became of a step. The reason is left out where the card has said it above. */
function recordLines(record: StepRecord | undefined, outcome: string, cut: Cut): readonly View[] {
  if (record === undefined || record.state === 'pending') return [];
  const { symbol, word, colour } = STEP_WORDS[record.state];
  const detail = outcome.includes(record.detail) ? '' : cut(record.detail, 240);
  return [line('State', `${symbol} ${word}${detail === '' ? '' : `. ${detail}`}`, colour, 'bolder')];
}

function where({ object, field }: RemediationStep, cut: Cut, length: number): string {
  return cut(`${object.name || object.id} · ${field}`, length);
}

function linesInFull(step: RemediationStep, purpose: StepPurpose, cut: Cut): readonly View[] {
  const difference = [
    // Of a setting, the title says it all.
    ...(step.fixId === 'setting' ? [] : [line('Where', where(step, cut, 160))]),
    line('Before', cut(step.before, 240)),
    line('After', cut(step.after, 240), 'default', 'bolder'),
    executorLine(step, cut),
  ];
  if (purpose === 'confirmation') return difference;
  return [
    ...difference,
    ...instructionLines(step, INSTRUCTIONS_IN_FULL, cut),
    ...optional('Undo', cut(step.undo, 200)),
  ];
}

function linesInShort(step: RemediationStep, purpose: StepPurpose, cut: Cut): readonly View[] {
  const difference = line(where(step, cut, 110), `${cut(step.before, 80)} → ${cut(step.after, 80)}`);
  if (step.executor === 'bot' || purpose === 'confirmation') return [difference];
  return [difference, ...instructionLines(step, INSTRUCTIONS_IN_SHORT, cut)];
}

function stepLink({ portalUrl }: RemediationStep): string {
  const link = portalLink(portalUrl ?? undefined);
  return link.length > LONGEST_LINK ? '' : link;
}

/** The list of steps and its heading. `allShown` is false when the plan has more steps than a card can hold. */
export function describeSteps(request: RemediationRequest, purpose: StepPurpose, cut: Cut): View {
  const { steps } = request.plan;
  const isShort = steps.length > STEPS_IN_FULL;
  const hidden = Math.max(0, steps.length - STEPS_SHOWN);
  const views = steps.slice(0, STEPS_SHOWN).map((step, index): View => {
    const link = stepLink(step);
    const record = request.steps.find((candidate) => candidate.index === index);
    const lines = isShort ? linesInShort(step, purpose, cut) : linesInFull(step, purpose, cut);
    return {
      title: `${index + 1}. ${cut(step.title, isShort ? 110 : 160)}`,
      link,
      isLinked: link !== '',
      isPlain: link === '',
      lines: [...lines, ...recordLines(record, request.outcome, cut)],
    };
  });
  return {
    stepsHeading: steps.length === 1 ? 'The change' : `The ${steps.length} changes`,
    steps: views,
    hasMoreSteps: hidden > 0,
    moreSteps: `and ${hidden} more that do not fit into this card`,
    allShown: hidden === 0,
  };
}

/** How a plan with many steps is undone: its steps have no room to say it themselves. */
export function undoInShort({ steps }: RemediationRequest['plan'], cut: Cut): readonly View[] {
  if (steps.length <= STEPS_IN_FULL) return [];
  const [first = '', ...others] = [...new Set(steps.map(({ undo }) => undo))];
  return optional('Undo', others.length === 0 ? cut(first, 200) : `${cut(first, 160)} The other steps alike.`);
}
