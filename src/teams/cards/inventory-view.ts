import type { Candidate } from '../../domain/designation/candidates.js';
import type { DesignationState } from '../../domain/designation/designation.js';
import type { Sight } from '../../domain/designation/sight.js';
import type { Inventory, InventoryEntry } from '../../workflows/designations.js';
import type { AccountsView } from '../card-renderer.js';
import { DESIGNATION_WORDS, foldable, peopleLines, sightLine } from './designation-words.js';
import { dayAndTime } from './moments.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';
import type { Colour } from './words.js';

/** The designated accounts, those that wait, and those that look like one: rows with their buttons, some on each page. */

const ROWS_PER_PAGE = 5;
const UNSEEN_SHOWN = 3;

const NO_BUTTONS = {
  canDesignate: false,
  designateTitle: '',
  canDismiss: false,
  canReview: false,
  canWithdraw: false,
  canRemove: false,
};

const SECTIONS = { current: 'Designated', waiting: 'Waiting for a second person', candidate: 'Candidates' } as const;

interface Row {
  readonly section: keyof typeof SECTIONS;
  readonly view: (cut: Cut) => View;
}

function nameOf({ designation, objectId, sight }: InventoryEntry): string {
  if (sight.kind === 'present' || sight.kind === 'renamed') return sight.name;
  const { userPrincipalNameAtDesignation, nameAtDesignation } = designation ?? {};
  return userPrincipalNameAtDesignation ?? (nameAtDesignation || objectId);
}

const TROUBLE: Readonly<Partial<Record<Sight['kind'], readonly [lead: string, colour: Colour]>>> = {
  renamed: ['▲ Designated, and renamed', 'warning'],
  softDeleted: ['✕ Designated, and deleted', 'attention'],
  gone: ['✕ Designated, and gone', 'attention'],
  unread: ['? Designated, and not readable', 'warning'],
};

const COLOURS: Readonly<Partial<Record<DesignationState, Colour>>> = {
  confirmed: 'good',
  proposed: 'accent',
  removalProposed: 'warning',
};

function leadOf({ state, sight }: InventoryEntry): readonly [string, Colour] {
  const trouble = state === 'confirmed' ? TROUBLE[sight.kind] : undefined;
  const { symbol, word } = DESIGNATION_WORDS[state];
  return trouble ?? [`${symbol} ${word}`, COLOURS[state] ?? 'default'];
}

function entryRow(entry: InventoryEntry, cut: Cut): View {
  const { designation, objectId, state, sight } = entry;
  const [lead, colour] = leadOf(entry);
  const until = designation?.waitsUntil ?? null;
  const isOpen = state === 'proposed' || state === 'removalProposed';
  return {
    ...NO_BUTTONS,
    lead,
    colour,
    name: foldable(cut(nameOf(entry), 120)),
    lines: [
      ...(designation === null
        ? [line('Designated', 'by the operator, in EMERGENCY_ACCOUNTS')]
        : peopleLines(designation, cut)),
      ...(isOpen && until !== null ? [line('Waits until', dayAndTime(until))] : []),
      ...(state === 'proposed' ? [] : [sightLine(sight, cut)]),
    ],
    canDesignate: designation === null,
    designateTitle: 'Designate here…',
    canReview: isOpen,
    canWithdraw: isOpen,
    canRemove: designation !== null && state === 'confirmed',
    id: designation?.id ?? '',
    objectId,
  };
}

function candidateRow({ objectId, name, reasons, counterReasons }: Candidate, cut: Cut): View {
  return {
    ...NO_BUTTONS,
    lead: '○ Looks like an emergency account',
    colour: 'default',
    name: foldable(cut(name, 120)),
    lines: [
      ...reasons.map((reason) => line('For', cut(reason, 160))),
      ...counterReasons.map((reason) => line('Against', cut(reason, 160), 'warning')),
    ],
    canDesignate: true,
    designateTitle: 'Designate…',
    canDismiss: true,
    id: '',
    objectId,
  };
}

function rowsOf({ entries, search }: Inventory): readonly Row[] {
  const own = (entry: InventoryEntry): Row => ({
    section: entry.state === 'proposed' ? 'waiting' : 'current',
    view: (cut) => entryRow(entry, cut),
  });
  const candidates = search?.candidates ?? [];
  return [
    ...entries.map(own),
    ...candidates.map((one): Row => ({ section: 'candidate', view: (cut) => candidateRow(one, cut) })),
  ];
}

function countText(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function sourceNotes({ source, ignoredIds, entries }: Inventory): readonly string[] {
  if (source === 'configuration' && entries.some(({ designation }) => designation === null)) {
    return [
      'These accounts come from the configuration. The first designation that two people make here takes them over, and from then on only this list counts.',
    ];
  }
  if (ignoredIds.length === 0) return [];
  const names = countText(ignoredIds.length, 'account', 'accounts');
  return [
    `EMERGENCY_ACCOUNTS names ${names} that nobody designated here: this list counts, so nobody watches ${ignoredIds.length === 1 ? 'it' : 'them'}.`,
  ];
}

function notesOf(inventory: Inventory, cut: Cut): readonly View[] {
  const { search, dismissed, canBeConfirmed, scannedAt } = inventory;
  const notes = [
    ...sourceNotes(inventory),
    ...(canBeConfirmed
      ? []
      : [
          'Nobody may approve here yet, so nothing can be designated: the operator sets APPROVERS_GROUP_ID or APPROVERS.',
        ]),
    ...(search === null
      ? ['No scan has been made yet, so nobody has looked for candidates.']
      : search.unseen.slice(0, UNSEEN_SHOWN)),
    ...(dismissed > 0
      ? [`${countText(dismissed, 'candidate was', 'candidates were')} said not to be an emergency account.`]
      : []),
    ...(scannedAt === null ? [] : [`Latest scan: ${dayAndTime(scannedAt)}.`]),
  ];
  return notes.map((note) => ({ note: cut(note, 320) }));
}

function headingOf({ entries }: Inventory): string {
  const count = entries.filter(({ state }) => state !== 'proposed').length;
  if (count === 0) return '✕ No emergency account is designated';
  return `${count < 2 ? '▲ ' : ''}${countText(count, 'designation', 'designations')} in force`;
}

export function describeInventory({ inventory, page }: AccountsView, cut: Cut): View {
  const rows = rowsOf(inventory);
  const last = Math.max(0, Math.ceil(rows.length / ROWS_PER_PAGE) - 1);
  const number = Math.min(Math.max(0, Math.trunc(page)), last);
  const shown = rows.slice(number * ROWS_PER_PAGE, (number + 1) * ROWS_PER_PAGE);
  return {
    fallbackText: 'Emergency accounts',
    heading: headingOf(inventory),
    text: 'What is designated here is what scans judge and what is watched. It takes two people to change it.',
    rows: shown.map(({ section, view }, index) => {
      const isFirst = shown[index - 1]?.section !== section;
      return { ...view(cut), hasTitle: isFirst, title: SECTIONS[section] };
    }),
    notes: notesOf(inventory, cut),
    canType: inventory.canBeConfirmed,
    hasPages: last > 0,
    pages: `Page ${number + 1} of ${last + 1}`,
    hasPrevious: number > 0,
    hasNext: number < last,
    previous: Math.max(0, number - 1),
    next: number + 1,
  };
}

export function accountsSummary({ inventory }: AccountsView): string {
  const count = inventory.entries.filter(({ state }) => state !== 'proposed').length;
  return count === 0
    ? 'No emergency account is designated'
    : `${countText(count, 'designation', 'designations')} in force`;
}
