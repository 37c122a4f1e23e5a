import type { RemediationRequest, RequestState, StepRecord } from '../../domain/approval/request.js';
import type { Executor, Risk } from '../../domain/remediation/plan.js';
import type { Colour, Word } from './words.js';

/** The words of remediation. As elsewhere, no colour says anything that no word says. */

export interface StateWord {
  readonly symbol: string;
  readonly word: string;
  /** Container style of Adaptive Cards. */
  readonly style: 'good' | 'attention' | 'warning' | 'accent' | 'emphasis';
  readonly meaning: string;
}

const STATE_WORDS: Readonly<Record<RequestState, StateWord>> = {
  proposed: {
    symbol: '●',
    word: 'Waiting for approval',
    style: 'accent',
    meaning: 'Nothing is changed before somebody else approves.',
  },
  approved: { symbol: '●', word: 'Approved', style: 'accent', meaning: 'It is about to be carried out.' },
  executing: {
    symbol: '●',
    word: 'Being carried out',
    style: 'accent',
    meaning: 'Each change is written once and read back, which can take some minutes.',
  },
  succeeded: {
    symbol: '✓',
    word: 'Done and verified',
    style: 'good',
    meaning: 'What was written was read back from the tenant.',
  },
  failed: {
    symbol: '✕',
    word: 'Failed',
    style: 'attention',
    meaning: 'It was not carried out as planned. What each step came to is below.',
  },
  uncertain: {
    symbol: '?',
    word: 'Uncertain: a person must look',
    style: 'warning',
    meaning: 'Nobody can tell from here whether the tenant is as planned. Nothing is written again by itself.',
  },
  denied: { symbol: '✕', word: 'Denied', style: 'emphasis', meaning: 'Nothing was changed.' },
  expired: {
    symbol: '○',
    word: 'Expired',
    style: 'emphasis',
    meaning: 'It was not approved in time to be carried out.',
  },
  withdrawn: { symbol: '○', word: 'Withdrawn', style: 'emphasis', meaning: 'Nothing was changed.' },
  stale: {
    symbol: '▲',
    word: 'Overtaken by a change',
    style: 'warning',
    meaning: 'What the plan rests on is not as it was. A new plan starts from what is the case now.',
  },
  awaitingPeople: {
    symbol: '●',
    word: 'Approved: people carry it out',
    style: 'accent',
    meaning: 'What Glasswatch may not write itself is below, step by step. The next scan shows the result.',
  },
};

type OtherWords = Partial<Readonly<Record<RequestState, Partial<StateWord>>>>;

/** A setting is written to the program's own store, not to the tenant. */
const SETTING_WORDS: OtherWords = {
  approved: { meaning: 'It is about to be set.' },
  executing: { word: 'Being set', meaning: 'Nothing in the tenant is changed by this.' },
  succeeded: { word: 'Done', meaning: 'It holds from now on.' },
  failed: { meaning: 'It was not set as planned. Send "automation" to see what holds.' },
  uncertain: { meaning: 'Nobody can tell from here what holds. Send "automation" to see.' },
};

const FIXING_BY_ITSELF: Partial<StateWord> = {
  word: 'Being fixed by itself',
  meaning: 'The control is in automatic mode, so nobody is asked. Each change is written once and read back.',
};

const AUTOMATIC_WORDS: OtherWords = {
  // Nobody reviews it, so it waits for nobody.
  proposed: FIXING_BY_ITSELF,
  approved: FIXING_BY_ITSELF,
  executing: FIXING_BY_ITSELF,
  succeeded: {
    word: 'Fixed by itself',
    meaning: 'The control is in automatic mode, so nobody was asked. What was written was read back from the tenant.',
  },
  failed: { word: 'Not fixed by itself' },
};

/** The words for the state that `request` is in. */
export function stateWordOf({ authorizedBy, plan, state }: RemediationRequest): StateWord {
  const isAutomatic = authorizedBy === 'automaticMode';
  const others = isAutomatic ? AUTOMATIC_WORDS : plan.purpose === 'setting' ? SETTING_WORDS : {};
  return { ...STATE_WORDS[state], ...others[state] };
}

const EXPECTED: Colour = 'default';

/** What became of a step; a step that waits says nothing. */
export const STEP_WORDS: Readonly<Record<StepRecord['state'], Word>> = {
  pending: { symbol: '○', word: 'Not begun', colour: EXPECTED },
  writing: { symbol: '●', word: 'Being written', colour: 'accent' },
  verified: { symbol: '✓', word: 'Verified', colour: 'good' },
  inPlace: { symbol: '✓', word: 'Already the case', colour: 'good' },
  failed: { symbol: '✕', word: 'Failed', colour: 'attention' },
  uncertain: { symbol: '?', word: 'Uncertain', colour: 'warning' },
};

export const RISK_WORDS: Readonly<Record<Risk, { readonly word: string; readonly colour: Colour }>> = {
  low: { word: 'Low, and it can be undone', colour: 'default' },
  high: { word: 'High: read it twice', colour: 'attention' },
};

export const EXECUTOR_WORDS: Readonly<Record<Executor, string>> = {
  bot: 'Glasswatch',
  approver: 'an approver, with rights of their own',
  human: 'people',
};
