import type { Outcome, Severity } from '../../domain/controls/control.js';
import type { Verdict } from '../../domain/controls/evaluate.js';
import type { CoverageRead, PolicyMatrixRow } from '../../domain/scan.js';

/**
 * The words, symbols and colours of the cards. Every colour comes with a word, so that nothing is said by colour alone.
 * The symbols have no emoji form: they look the same on a phone.
 */

/** Colour names of Adaptive Cards text. */
export type Colour = 'default' | 'good' | 'warning' | 'attention' | 'accent';

export interface Word {
  readonly symbol: string;
  readonly word: string;
  readonly colour: Colour;
}

export const OUTCOME_WORDS: Readonly<Record<Outcome, Word>> = {
  fail: { symbol: '✕', word: 'Failed', colour: 'attention' },
  error: { symbol: '?', word: 'Not judged', colour: 'warning' },
  warn: { symbol: '▲', word: 'Warning', colour: 'warning' },
  manual: { symbol: '●', word: 'Check by hand', colour: 'accent' },
  pass: { symbol: '✓', word: 'Passed', colour: 'good' },
  notApplicable: { symbol: '○', word: 'Not applicable', colour: 'default' },
};

/** What is counted, for one and for many: `1 warning`, `2 warnings`. In the order of the counts line. */
export const COUNT_WORDS: readonly (readonly [Outcome, string, string])[] = [
  ['fail', 'failed', 'failed'],
  ['error', 'not judged', 'not judged'],
  ['warn', 'warning', 'warnings'],
  ['manual', 'by hand', 'by hand'],
  ['pass', 'passed', 'passed'],
  ['notApplicable', 'not applicable', 'not applicable'],
];

export interface VerdictWord {
  readonly symbol: string;
  readonly word: string;
  /** Container style of Adaptive Cards. */
  readonly style: 'good' | 'attention' | 'warning';
  readonly meaning: string;
}

export const VERDICT_WORDS: Readonly<Record<Verdict, VerdictWord>> = {
  compliant: {
    symbol: '✓',
    word: 'Compliant',
    style: 'good',
    meaning: 'Everything was read, and nothing failed.',
  },
  nonCompliant: {
    symbol: '✕',
    word: 'Not compliant',
    style: 'attention',
    meaning: 'What failed is listed below, worst first.',
  },
  incomplete: {
    symbol: '?',
    word: 'Incomplete',
    style: 'warning',
    meaning: 'Could not read everything, so nobody can call it compliant.',
  },
};

export const VERDICT_COLOURS: Readonly<Record<Verdict, Colour>> = {
  compliant: 'good',
  nonCompliant: 'attention',
  incomplete: 'warning',
};

/** What a Conditional Access policy does to an account. */
export const REACH_WORDS: Readonly<Record<PolicyMatrixRow['applicability'], Word>> = {
  applies: { symbol: '✕', word: 'Applies', colour: 'attention' },
  unknown: { symbol: '?', word: 'Unknown', colour: 'warning' },
  notInScope: { symbol: '○', word: 'Not in scope', colour: 'default' },
  excluded: { symbol: '✓', word: 'Excluded', colour: 'good' },
};

const STATE_WORDS: Readonly<Record<string, string>> = {
  enabled: 'enabled',
  enabledForReportingButNotEnforced: 'report-only',
  disabled: 'disabled',
  unknown: 'state not known',
};

export function stateWord(state: string): string {
  return STATE_WORDS[state] ?? state;
}

export const SEVERITY_WORDS: Readonly<Record<Severity, { readonly word: string; readonly colour: Colour }>> = {
  critical: { word: 'Critical', colour: 'attention' },
  high: { word: 'High', colour: 'attention' },
  medium: { word: 'Medium', colour: 'warning' },
  low: { word: 'Low', colour: 'default' },
  info: { word: 'Info', colour: 'default' },
};

interface GapWord {
  readonly reason: string;
  /** Shown when the reader of the resource did not say what to do. */
  readonly next: string;
}

export const GAP_WORDS: Readonly<Record<CoverageRead['status'], GapWord>> = {
  known: { reason: 'Read', next: 'Nothing to do.' },
  forbidden: { reason: 'Permission missing', next: 'Grant the permission; see docs/permissions.md.' },
  notLicensed: { reason: 'Licence missing', next: 'The tenant has no licence for this; see docs/permissions.md.' },
  throttled: { reason: 'Throttled by Graph', next: 'Scan again in a few minutes.' },
  timeout: { reason: 'No answer in time', next: 'Scan again in a few minutes.' },
  malformed: { reason: 'Answer not understood', next: 'Scan again; if it stays, report it with the scan number.' },
  incomplete: { reason: 'Read in part only', next: 'Scan again; if it stays, report it with the scan number.' },
  unavailable: { reason: 'Graph unavailable', next: 'Scan again in a few minutes.' },
};
