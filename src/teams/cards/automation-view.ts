import type { ControlMode } from '../../domain/remediation/plan.js';
import type { AutomationOverview, ControlModeView, StopResult } from '../../workflows/automation.js';
import type { WritingStop } from '../../workflows/ports.js';
import { dayAndTime } from './moments.js';
import type { CardRules } from './plan-view.js';
import { MODE_WORDS } from './setting-words.js';
import type { Cut, View } from './view.js';

/** What the bot does by itself: the controls by mode, whatever holds it back, and one list to choose another mode from. */

/** What does most by itself comes first. */
const MODES: readonly ControlMode[] = ['automatic', 'approval', 'advisory'];

function stoppedBy({ byName, at }: WritingStop, cut: Cut): string {
  return `Stopped by ${cut(byName, 60) || 'someone'} on ${dayAndTime(at)}.`;
}

interface Headline {
  readonly style: 'good' | 'attention' | 'warning' | 'emphasis';
  readonly heading: string;
  readonly text: string;
}

/** The one thing to know first. A stop outweighs every other reason. */
function headlineOf({ controls, heldBack, stopped }: AutomationOverview, cut: Cut): Headline {
  if (stopped !== null) {
    const text = `${stoppedBy(stopped, cut)} Nothing is written to the tenant, approved or not. Scans and alerts go on.`;
    return { style: 'attention', heading: '■ Writing is stopped', text };
  }
  const obstacle = cut(heldBack ?? '', 400);
  if (!controls.some(({ mode }) => mode === 'automatic')) {
    const text = `Every change of the tenant waits for people to approve it. ${obstacle}`.trim();
    return { style: 'emphasis', heading: '○ Automatic fixes are off', text };
  }
  if (heldBack !== null) return { style: 'warning', heading: '▲ Automatic fixes are held back', text: obstacle };
  const text = 'What is low risk is fixed without asking, where people allowed it.';
  return { style: 'good', heading: '✓ Automatic fixes are on', text };
}

function groupOf(mode: ControlMode, controls: readonly ControlModeView[], rules: CardRules, cut: Cut): View {
  const { word, meaning } = MODE_WORDS[mode];
  return {
    mode: word,
    meaning,
    controls: controls.map(({ controlId }) => ({
      controlId: `${cut(controlId, 20)} `,
      title: cut(rules.controlTitle(controlId) ?? '', 90),
    })),
  };
}

function describeGroups({ controls }: AutomationOverview, rules: CardRules, cut: Cut): readonly View[] {
  return MODES.flatMap((mode) => {
    const ofMode = controls.filter((control) => control.mode === mode);
    return ofMode.length === 0 ? [] : [groupOf(mode, ofMode, rules, cut)];
  });
}

function describeChoices({ controls }: AutomationOverview, cut: Cut): readonly View[] {
  return controls.flatMap(({ controlId, options }) =>
    options.map(({ id, mode }) => ({ title: `${cut(controlId, 20)}: ${MODE_WORDS[mode].choice}`, value: id })),
  );
}

export function describeAutomation(overview: AutomationOverview, rules: CardRules, cut: Cut): View {
  const choices = describeChoices(overview, cut);
  const isStopped = overview.stopped !== null;
  return {
    ...headlineOf(overview, cut),
    fallbackText: automationSummary(overview),
    fixes: `${overview.fixesInLastHour} of at most ${overview.maxFixesPerHour}`,
    groups: describeGroups(overview, rules, cut),
    isEmpty: overview.controls.length === 0,
    canPropose: choices.length > 0,
    choices,
    canStop: !isStopped,
    canResume: isStopped,
  };
}

/** The overview in one line, without any tenant data. */
export function automationSummary({ stopped }: AutomationOverview): string {
  return stopped === null ? 'What Glasswatch does by itself' : 'Writing is stopped';
}

/** The answer to the one who stopped, on the template of a notice. */
export function describeStopped({ kind, stop }: StopResult, cut: Cut): View {
  return {
    fallbackText: STOPPED_SUMMARY,
    style: 'attention',
    heading: kind === 'stopped' ? '■ Writing is stopped' : '■ Writing was stopped already',
    text: `${stoppedBy(stop, cut)} From now on nothing is written to the tenant, approved or not. Scans and alerts go on.`,
    next: 'To write again, press Resume or send "resume". That is a plan, and a colleague has to approve it.',
    hasCode: false,
    code: '',
    button: 'Show automation',
    canScan: false,
    canOpen: false,
    canResume: true,
    canShowAutomation: true,
    canGoBack: false,
    requestId: '',
    backVerb: '',
    backId: '',
  };
}

export const STOPPED_SUMMARY = 'Writing is stopped';
