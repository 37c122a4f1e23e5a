import { readFileSync } from 'node:fs';
import type { CandidateSearch } from '../../../src/domain/designation/candidates.js';
import type { Act, Designation } from '../../../src/domain/designation/designation.js';
import type { SubjectFacts } from '../../../src/domain/designation/subject-facts.js';
import type { DesignationForm, Inventory, InventoryEntry } from '../../../src/workflows/designations.js';
import type { CardMessage } from '../../../src/teams/card-renderer.js';
import { cards } from './cards-under-test.js';

/** Cards about designated accounts in the states in which they say most, from the samples or from a hostile text. */

const SAMPLES = JSON.parse(readFileSync(new URL('./sample-accounts.json', import.meta.url), 'utf8')) as {
  readonly proposed: Designation;
  readonly confirmation: Act;
  readonly facts: SubjectFacts;
  readonly group: SubjectFacts;
  readonly search: CandidateSearch;
};
const { proposed, confirmation, facts, group, search } = SAMPLES;
const CONFIRMED: Designation = {
  ...proposed,
  state: 'confirmed',
  version: 2,
  confirmed: confirmation,
  waitsUntil: null,
};
const REMOVAL: Designation = {
  ...CONFIRMED,
  state: 'removalProposed',
  version: 3,
  removal: confirmation,
  waitsUntil: proposed.waitsUntil,
};

const FORM: DesignationForm = {
  token: 'token',
  purpose: 'designate',
  designation: null,
  look: { kind: 'found', facts },
  roleNames: ['Global Administrator'],
  accountsBefore: 2,
  accountsAfter: 3,
  takenOver: 2,
};

function entryOf(designation: Designation | null, sight: InventoryEntry['sight'], objectId = 'object'): InventoryEntry {
  return { objectId, designation, state: designation?.state ?? 'confirmed', sight };
}

const INVENTORY: Inventory = {
  source: 'people',
  entries: [
    entryOf(CONFIRMED, { kind: 'present', name: 'admin-legacy@contoso.com', memberCount: null }),
    entryOf(CONFIRMED, { kind: 'renamed', name: 'safe-1@contoso.com', before: 'admin-legacy@contoso.com' }),
    entryOf(CONFIRMED, { kind: 'softDeleted' }),
    entryOf(REMOVAL, { kind: 'unread', detail: 'GRAPH_TIMEOUT: Graph did not answer in time' }),
    entryOf(proposed, { kind: 'notScanned' }),
  ],
  ignoredIds: ['a'],
  search,
  dismissed: 1,
  scannedAt: '2026-11-26T14:00:00.000Z',
  canBeConfirmed: true,
};

/** One card of each kind about accounts. */
export function everyAccountCard(): Readonly<Record<string, CardMessage>> {
  const configured = entryOf(null, { kind: 'present', name: 'north@contoso.com', memberCount: null });
  return {
    accounts: cards.accounts({ inventory: INVENTORY, page: 0 }),
    'accounts, the candidates': cards.accounts({ inventory: INVENTORY, page: 1 }),
    'accounts of the configuration': cards.accounts({
      inventory: {
        ...INVENTORY,
        source: 'configuration',
        entries: [configured],
        ignoredIds: [],
        canBeConfirmed: false,
      },
      page: 0,
    }),
    'accounts where there are none': cards.accounts({
      inventory: { ...INVENTORY, entries: [], search: null, scannedAt: null, dismissed: 0 },
      page: 9,
    }),
    'designation that waits': cards.designation(proposed),
    'designation in force': cards.designation(CONFIRMED),
    'designation whose removal waits': cards.designation(REMOVAL),
    'designation that is removed': cards.designation({
      ...REMOVAL,
      state: 'removed',
      ended: confirmation,
      waitsUntil: null,
    }),
    'designation of the operator': cards.designation({ ...CONFIRMED, designated: null, confirmed: null }),
    'form to designate': cards.designationForm(FORM),
    'form to designate a group': cards.designationForm({
      ...FORM,
      look: { kind: 'found', facts: group },
      roleNames: null,
    }),
    'form to confirm': cards.designationForm({ ...FORM, purpose: 'confirm', designation: proposed }),
    'form to confirm what is weak': cards.designationForm({
      ...FORM,
      purpose: 'confirm',
      designation: proposed,
      look: {
        kind: 'found',
        facts: { ...facts, isEnabled: false, isCloudOnly: null, methods: null, gaps: ['GRAPH_FORBIDDEN: not granted'] },
      },
      roleNames: [],
    }),
    'form to remove': cards.designationForm({
      ...FORM,
      ...{ purpose: 'remove', designation: CONFIRMED, accountsBefore: 2, accountsAfter: 1, takenOver: 0 },
    }),
    'form to confirm a removal': cards.designationForm({
      ...FORM,
      ...{ purpose: 'confirm', designation: REMOVAL, accountsBefore: 3, accountsAfter: 2, takenOver: 0 },
      look: { kind: 'missing', canBeRestored: true },
    }),
  };
}

/** The same with `text` in every place that is not ours. */
export function everyHostileAccountCard(text: string): Readonly<Record<string, CardMessage>> {
  const act = { ...confirmation, byName: text, note: text };
  const designation: Designation = {
    ...REMOVAL,
    ...{ nameAtDesignation: text, userPrincipalNameAtDesignation: text, designated: act, confirmed: act, removal: act },
  };
  const candidate = { objectId: 'o', name: text, reasons: [text, text], counterReasons: [text, text] };
  const hostile: SubjectFacts = {
    ...facts,
    ...{ name: text, userPrincipalName: text, methods: Array<string>(30).fill(text), gaps: [text, text] },
  };
  const members = Array.from({ length: 30 }, () => ({ id: 'm', name: text }));
  const entry = entryOf(designation, { kind: 'renamed', name: text, before: text });
  return {
    'hostile accounts': cards.accounts({
      inventory: {
        ...INVENTORY,
        entries: [entry, entry, entryOf(designation, { kind: 'unread', detail: text })],
        search: { candidates: [candidate, candidate, candidate], unseen: [text, text] },
      },
      page: 0,
    }),
    'hostile designation': cards.designation(designation),
    'hostile form': cards.designationForm({
      ...FORM,
      designation,
      look: { kind: 'found', facts: hostile },
      roleNames: [text, text],
    }),
    'hostile form of a group': cards.designationForm({
      ...FORM,
      look: { kind: 'found', facts: { ...group, name: text, members } },
    }),
  };
}
