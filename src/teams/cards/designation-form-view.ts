import type { SubjectFacts } from '../../domain/designation/subject-facts.js';
import type { DesignationForm } from '../../workflows/designations.js';
import { subjectLines } from './designation-view.js';
import { foldable, peopleLines } from './designation-words.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';

/** What one person is shown before they sign: what the directory says now, and what follows from the signature. */

const MEMBERS_SHOWN = 6;

function yesNo(label: string, value: boolean | null): View {
  if (value === null) return line(label, 'not read', 'warning');
  return value ? line(label, 'yes') : line(label, 'no', 'attention', 'bolder');
}

function listLine(label: string, list: readonly string[] | null, none: string, cut: Cut): View {
  if (list === null) return line(label, 'not read', 'warning');
  return list.length === 0 ? line(label, none, 'warning') : line(label, cut(list.join(', '), 240));
}

/** `password, fido2 ×2`. */
function methodTexts(methods: readonly string[] | null): readonly string[] | null {
  if (methods === null) return null;
  return [...new Set(methods)].map((kind) => {
    const count = methods.filter((other) => other === kind).length;
    return count === 1 ? kind : `${kind} ×${count}`;
  });
}

function policyLine({ policies }: SubjectFacts): View {
  if (policies === null) return line('Excluded from', 'not read', 'warning');
  const { excluded, all, unknown } = policies;
  const rest = unknown > 0 ? `, ${unknown} not known` : '';
  return line(
    'Excluded from',
    `${excluded} of ${all} enforced policies${rest}`,
    excluded < all ? 'warning' : 'default',
  );
}

function memberLines({ members }: SubjectFacts, cut: Cut): readonly View[] {
  if (members.length === 0) return [line('Users', 'none: nobody would be designated by it', 'attention')];
  const hidden = members.length - MEMBERS_SHOWN;
  return [
    line('Users', String(members.length), 'default', 'bolder'),
    ...members.slice(0, MEMBERS_SHOWN).map(({ name, id }) => line('User', foldable(cut(name || id, 120)))),
    ...(hidden > 0 ? [line('and', `${hidden} more`)] : []),
  ];
}

function factLines(facts: SubjectFacts, roleNames: readonly string[] | null, cut: Cut): readonly View[] {
  const { kind, name, userPrincipalName, objectId, gaps } = facts;
  const named = [
    line(kind === 'group' ? 'Group' : 'Account', cut(name, 90), 'default', 'bolder'),
    ...(userPrincipalName === null ? [] : [line('Sign-in name', foldable(cut(userPrincipalName, 120)))]),
    line('Object ID', cut(objectId, 40)),
  ];
  if (kind === 'group') return [...named, ...memberLines(facts, cut)];
  return [
    ...named,
    yesNo('Enabled', facts.isEnabled),
    yesNo('Cloud only', facts.isCloudOnly),
    ...(facts.isGuest ? [line('Guest', 'yes: its home tenant decides whether it can sign in', 'attention')] : []),
    listLine('Active roles', roleNames, 'none', cut),
    listLine('Sign-in methods', methodTexts(facts.methods), 'none', cut),
    policyLine(facts),
    ...gaps.map((gap) => line('Not read', cut(gap, 200), 'warning')),
  ];
}

function lookLines({ look, roleNames }: DesignationForm, cut: Cut): readonly View[] {
  switch (look.kind) {
    case 'found':
      return factLines(look.facts, roleNames, cut);
    case 'missing':
      return [
        line('Directory', look.canBeRestored ? 'it is deleted, and can be restored' : 'it is not there', 'attention'),
      ];
    case 'unread':
      return [line('Directory', `could not be read: ${cut(look.detail, 200)}`, 'warning')];
  }
}

function countText(count: number): string {
  return count === 1 ? '1 emergency account' : `${count} emergency accounts`;
}

function effectLines({ accountsBefore, accountsAfter, takenOver }: DesignationForm): readonly View[] {
  return [
    line('Before', countText(accountsBefore)),
    line('After', countText(accountsAfter), accountsAfter < 2 ? 'attention' : 'default', 'bolder'),
    ...(accountsAfter < 2
      ? [line('▲ Fewer than two', 'one account may be the one that is lost. Designate another.', 'attention')]
      : []),
    ...(takenOver > 0
      ? [line('Taken over', `${countText(takenOver)} of the configuration; from then on only this list counts`)]
      : []),
  ];
}

function isRemoval({ purpose, designation }: DesignationForm): boolean {
  return purpose === 'remove' || designation?.state === 'removalProposed';
}

function wordsOf(form: DesignationForm): { readonly heading: string; readonly text: string; readonly summary: string } {
  const second = 'Compare what the directory says with what you know. Your signature makes it count.';
  if (isRemoval(form)) {
    return form.purpose === 'remove'
      ? { heading: '▲ Propose to remove', text: 'Another person confirms it.', summary: 'Propose to remove' }
      : {
          heading: '▲ Confirm the removal',
          text: 'Scans judge it no more, and its use is no alert.',
          summary: 'Confirm the removal',
        };
  }
  return form.purpose === 'designate'
    ? { heading: '● Designate', text: 'Nothing counts before another person confirms it.', summary: 'Designate' }
    : { heading: '● Confirm the designation', text: second, summary: 'Confirm the designation' };
}

export function describeDesignationForm(form: DesignationForm, cut: Cut): View {
  const { purpose, designation, token } = form;
  const { heading, text, summary } = wordsOf(form);
  // What was proposed is said where it may differ from what is there now.
  const known = designation === null ? [] : [...subjectLines(designation, cut), ...peopleLines(designation, cut)];
  return {
    fallbackText: summary,
    style: isRemoval(form) ? 'warning' : 'accent',
    heading,
    text,
    facts: known,
    hasLook: true,
    lookHeading: 'The directory, just now',
    look: lookLines(form, cut),
    hasEffect: true,
    effects: effectLines(form),
    canSign: true,
    noteLabel: 'Note (optional)',
    token,
    isDesignate: purpose === 'designate',
    isConfirm: purpose === 'confirm',
    isRemove: purpose === 'remove',
    canReview: false,
    canWithdraw: purpose === 'confirm',
    canLookAgain: false,
    id: designation?.id ?? '',
  };
}

export function formSummary(form: DesignationForm): string {
  return wordsOf(form).summary;
}
