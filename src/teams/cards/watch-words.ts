import type { AlertKind, Classification } from '../../domain/alerts/alert.js';
import type { DriftKind } from '../../domain/drift/drift.js';
import type { DrillState } from '../../domain/drills/drill.js';
import type { StateWord } from './request-words.js';
import type { Word } from './words.js';

/** The words of watching. As elsewhere, no colour says anything that no word says. */

export const DRIFT_WORDS: Readonly<Record<DriftKind, Word>> = {
  regressed: { symbol: '✕', word: 'Weaker than accepted', colour: 'attention' },
  wentBlind: { symbol: '?', word: 'Cannot be read any more', colour: 'warning' },
  disappeared: { symbol: '▲', word: 'Gone', colour: 'warning' },
  appeared: { symbol: '●', word: 'New', colour: 'accent' },
  evidenceChanged: { symbol: '●', word: 'Changed', colour: 'accent' },
  resolved: { symbol: '✓', word: 'Better than accepted', colour: 'good' },
};

/** What people see in a list of alerts. Source: the event table of the monitoring reference. */
const ALERT_WORDS: Readonly<Partial<Record<AlertKind, string>>> = {
  E1: 'An emergency account signed in',
  E2: 'A sign-in of an emergency account failed',
  E3: 'An emergency account changed something',
  E4: 'An emergency account was switched on or off',
  E5: 'An emergency account was deleted or restored',
  E6: 'The password of an emergency account was changed',
  E7: 'The sign-in methods of an emergency account were changed',
  E8: 'The profile of an emergency account was changed',
  E9: 'A role of an emergency account was changed',
  E10: 'An exclusion group was changed',
  E11: 'A Conditional Access policy was changed',
  E12: 'A rule for sign-in methods was changed',
  E13: 'Security defaults were changed',
  E14: 'A domain was changed',
  E15: 'A protected administrative unit was changed',
  E16: 'An access review reached an emergency account',
  E17: 'An emergency account is at risk',
  E18: 'The sessions of an emergency account were ended',
  E19: 'A named location was changed',
  E20: 'Glasswatch cannot see everything',
  E21: 'Something is due',
  E22: 'An application got a powerful right',
};

export function alertWord(kind: AlertKind): string {
  return ALERT_WORDS[kind] ?? 'Emergency access was touched';
}

export const CLASSIFICATION_WORDS: Readonly<Record<Classification, string>> = {
  drill: 'a drill',
  emergency: 'an emergency',
  misuse: 'misuse, or nobody knows',
};

export const DRILL_WORDS: Readonly<Record<DrillState, StateWord>> = {
  planned: {
    symbol: '●',
    word: 'Drill planned',
    style: 'accent',
    meaning: 'Sign in with the account in this window. Glasswatch watches for it, and alerts all the same.',
  },
  observed: {
    symbol: '●',
    word: 'Drill seen, follow-up open',
    style: 'accent',
    meaning: 'The sign-in was seen. Put the key back under seal, see to the password, then record it below.',
  },
  passed: {
    symbol: '✓',
    word: 'Drill passed',
    style: 'good',
    meaning: 'The account works, the sign-in was seen, and the account was secured afterwards.',
  },
  claimed: {
    symbol: '▲',
    word: 'Said to have taken place',
    style: 'warning',
    meaning: 'No sign-in was seen, so this proves neither that the account works nor that an alert comes.',
  },
  missed: {
    symbol: '✕',
    word: 'Drill missed',
    style: 'attention',
    meaning: 'The window is over, and no sign-in was seen. Plan another one.',
  },
  cancelled: { symbol: '○', word: 'Drill called off', style: 'emphasis', meaning: 'Nothing is expected any more.' },
};
