import type { Act, Designation, DesignationState } from '../../domain/designation/designation.js';
import type { Sight } from '../../domain/designation/sight.js';
import { dayAndTime } from './moments.js';
import type { StateWord } from './request-words.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';

/** The words of designations. As elsewhere, no colour says anything that no word says. */

export const DESIGNATION_WORDS: Readonly<Record<DesignationState, StateWord>> = {
  proposed: {
    symbol: '●',
    word: 'Waits for a second person',
    style: 'accent',
    meaning: 'An approver who did not propose it confirms it within 24 hours. Until then it does not count.',
  },
  confirmed: {
    symbol: '✓',
    word: 'Designated',
    style: 'good',
    meaning: 'It counts as an emergency account: scans judge it, and every use is an alert.',
  },
  expired: { symbol: '○', word: 'Expired', style: 'emphasis', meaning: 'Nobody confirmed it within 24 hours.' },
  withdrawn: { symbol: '○', word: 'Withdrawn', style: 'emphasis', meaning: 'The proposal was taken back or declined.' },
  removalProposed: {
    symbol: '▲',
    word: 'Removal waits for a second person',
    style: 'warning',
    meaning: 'It still counts, until an approver who did not propose the removal confirms it within 24 hours.',
  },
  removed: {
    symbol: '○',
    word: 'Not designated any more',
    style: 'emphasis',
    meaning: 'Scans judge it no more, and its use is no alert.',
  },
};

/** A sign-in name that can break before its `@` and its dots, where people would break it. */
export function foldable(userPrincipalName: string): string {
  return userPrincipalName.replace(/(?=[@.])/g, '\u200B');
}

function actText({ byName, at }: Act, cut: Cut): string {
  return `${cut(byName, 60) || 'someone'} on ${dayAndTime(at)}`;
}

function actLines(label: string, act: Act | null, cut: Cut): readonly View[] {
  if (act === null) return [];
  return [line(label, actText(act, cut)), ...(act.note === '' ? [] : [line('Note', cut(act.note, 240))])];
}

/** Who designated it, who confirmed it, and what is to become of it. */
export function peopleLines(designation: Designation, cut: Cut): readonly View[] {
  const { designated, confirmed, removal, ended, state, designatedAt } = designation;
  const isTakenOver = designated === null;
  return [
    ...(isTakenOver ? [line('Designated', `by the operator; taken over on ${dayAndTime(designatedAt)}`)] : []),
    ...actLines('Proposed by', designated, cut),
    ...actLines('Confirmed by', confirmed, cut),
    ...actLines('Removal proposed by', removal, cut),
    ...actLines(state === 'removed' ? 'Removal confirmed by' : 'Ended by', ended, cut),
  ];
}

/** What the latest scan says of it. */
export function sightLine(sight: Sight, cut: Cut): View {
  switch (sight.kind) {
    case 'present': {
      const users = sight.memberCount === null ? '' : `, with ${sight.memberCount} users`;
      return line('Latest scan', `it is there${users}`);
    }
    case 'renamed':
      return line(
        'Latest scan',
        `it is called ${cut(sight.name, 90)} now, and was ${cut(sight.before, 90)} when designated`,
        'warning',
      );
    case 'softDeleted':
      return line('Latest scan', 'it is deleted, and can be restored for 30 days', 'attention');
    case 'gone':
      return line('Latest scan', 'it is not in the directory any more', 'attention');
    case 'unread':
      return line('Latest scan', `it could not be read: ${cut(sight.detail, 160)}`, 'warning');
    case 'notScanned':
      return line('Latest scan', 'it has not been read yet');
  }
}
