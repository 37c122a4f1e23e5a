import type { Designation } from '../../domain/designation/designation.js';
import { DESIGNATION_WORDS, foldable, peopleLines } from './designation-words.js';
import { dayAndTime } from './moments.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';

/** One designation on its way, as everybody sees it. */

/** What the template asks for where there is nothing to sign. */
const NOTHING_TO_SIGN: View = {
  hasLook: false,
  lookHeading: '',
  look: [],
  hasEffect: false,
  effects: [],
  canSign: false,
  noteLabel: '',
  token: '',
  isDesignate: false,
  isConfirm: false,
  isRemove: false,
};

/** The object that the designation is about. */
export function subjectLines(designation: Designation, cut: Cut): readonly View[] {
  const { kind, objectId, nameAtDesignation, userPrincipalNameAtDesignation } = designation;
  return [
    line(kind === 'group' ? 'Group' : 'Account', cut(nameAtDesignation || objectId, 90), 'default', 'bolder'),
    ...(userPrincipalNameAtDesignation === null
      ? []
      : [line('Sign-in name', foldable(cut(userPrincipalNameAtDesignation, 120)))]),
    line('Object ID', cut(objectId, 40)),
  ];
}

export function describeDesignation(designation: Designation, cut: Cut): View {
  const { state, id } = designation;
  const { symbol, word, style, meaning } = DESIGNATION_WORDS[state];
  const isOpen = state === 'proposed' || state === 'removalProposed';
  return {
    ...NOTHING_TO_SIGN,
    fallbackText: word,
    style,
    heading: `${symbol} ${word}`,
    text: meaning,
    facts: [
      ...subjectLines(designation, cut),
      ...peopleLines(designation, cut),
      ...(designation.waitsUntil === null ? [] : [line('Waits until', dayAndTime(designation.waitsUntil))]),
    ],
    canReview: isOpen,
    canWithdraw: isOpen,
    canLookAgain: true,
    id,
  };
}

/** The designation in one line, without any tenant data. */
export function designationSummary({ state }: Designation): string {
  return DESIGNATION_WORDS[state].word;
}
