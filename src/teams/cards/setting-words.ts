import type { ControlMode, RemediationPlan } from '../../domain/remediation/plan.js';
import type { Cut } from './view.js';

/** The words for what the bot does by itself: the modes, and the plans that change them. */

export interface ModeWord {
  readonly word: string;
  readonly meaning: string;
  /** The mode as something to choose. */
  readonly choice: string;
}

export const MODE_WORDS: Readonly<Record<ControlMode, ModeWord>> = {
  automatic: {
    word: '✓ Automatic',
    meaning: 'Fixes what is low risk by itself, then says so. Anything else waits for an approval.',
    choice: 'fix by itself',
  },
  approval: {
    word: '● Approval',
    meaning: 'Proposes a fix by itself. People approve it.',
    choice: 'propose fixes',
  },
  advisory: {
    word: '○ Advisory',
    meaning: 'Says what is wrong. A fix is planned when a person asks for one.',
    choice: 'only report',
  },
};

/** What a plan with purpose `setting` allows or forbids, as an imperative. */
export function settingTitle({ controlId, steps }: RemediationPlan, cut: Cut): string {
  const change = steps[0]?.change;
  if (change?.kind === 'resumeWriting') return 'Let the bot write to the tenant again';
  if (change?.kind !== 'setControlMode') return 'Change how the bot works';
  const control = cut(controlId, 20);
  switch (change.mode) {
    case 'automatic':
      return `Let the bot fix ${control} by itself`;
    case 'approval':
      return `Let the bot propose fixes for ${control}`;
    case 'advisory':
      return `Let the bot only report ${control}`;
  }
}

/** The same as the start of a one-line summary. */
export function settingSummary({ controlId, steps }: RemediationPlan): string {
  return steps[0]?.change?.kind === 'resumeWriting' ? 'Resuming to write' : `Mode of ${controlId}`;
}
