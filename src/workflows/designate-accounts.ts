import { isSameId } from '../domain/approval/principal.js';
import { stateAt, waitsUntil, type Act, type Designation } from '../domain/designation/designation.js';
import { confirmed, expired, removalProposed } from '../domain/designation/rules.js';
import {
  actOf,
  changeEvent,
  expiryEvent,
  refuse,
  save,
  type DesignationDependencies,
} from './designation-dependencies.js';
import { dismiss, withdraw } from './designation-endings.js';
import {
  examineConfirmation,
  examineDesignation,
  examineRemoval,
  openForm,
  sheetRefusal,
  type Examined,
  type Shown,
} from './designation-forms.js';
import { readInventory } from './designation-inventory.js';
import { takeOver } from './designation-takeover.js';
import type { DesignationAnswer, DesignationForm, Designations, FormAnswer } from './designations.js';
import type { DesignationSheet } from './ports.js';
import type { Person } from './remediation.js';

/**
 * Designating: one person is shown what the directory says and proposes, another is shown it anew and confirms; a removal
 * goes the same way. Every change is stored together with its audit event, or not at all.
 */

async function open(
  deps: DesignationDependencies,
  purpose: DesignationForm['purpose'],
  examined: Examined,
  person: Person,
  subject: string,
): Promise<FormAnswer> {
  if (!examined.ok) return refuse(deps, person, subject, examined.code, examined.detail);
  return { kind: 'opened', form: await openForm(deps, purpose, examined, person) };
}

/** What the sheet was for, or the refusal; the sheet is spent. */
async function spend(
  deps: DesignationDependencies,
  token: string,
  purpose: DesignationSheet['purpose'],
  person: Person,
): Promise<DesignationSheet | undefined> {
  const sheet = await deps.designations.takeSheet(token);
  const wanted = { purpose, subjectId: sheet?.subjectId ?? '', person: person.principal };
  return sheetRefusal(sheet, wanted, sheet?.shownDigest ?? '') === undefined ? sheet : undefined;
}

function proposalOf(deps: DesignationDependencies, { look }: Shown, act: Act): Designation | undefined {
  if (look.kind !== 'found') return undefined;
  const { kind, objectId, name, userPrincipalName } = look.facts;
  return {
    id: deps.ids.next(),
    tenantId: deps.tenantId,
    ...{ kind, objectId, nameAtDesignation: name, userPrincipalNameAtDesignation: userPrincipalName },
    ...{ state: 'proposed', version: 1, designatedAt: act.at, designated: act },
    ...{ confirmed: null, removal: null, ended: null, waitsUntil: waitsUntil(act.at) },
  };
}

async function designate(
  deps: DesignationDependencies,
  { token, note, person, place }: Parameters<Designations['designate']>[0],
): Promise<DesignationAnswer> {
  const sheet = await spend(deps, token, 'designate', person);
  if (sheet === undefined) return refuse(deps, person, token, 'DESIGNATION_NOT_SHOWN');
  const examined = await examineDesignation(deps, sheet.subjectId, person);
  if (!examined.ok) return refuse(deps, person, sheet.subjectId, examined.code, examined.detail);
  const proposal = proposalOf(deps, examined, actOf(deps, person, note));
  if (examined.digest !== sheet.shownDigest || proposal === undefined) {
    return refuse(deps, person, sheet.subjectId, 'DESIGNATION_CHANGED');
  }
  // A proposal that ran out and that nobody has cleared away yet must not stand in the way.
  const all = await deps.designations.listDesignations(deps.tenantId);
  const over = all.filter(
    (one) =>
      one.state === 'proposed' &&
      isSameId(one.objectId, proposal.objectId) &&
      stateAt(one, deps.clock.now()) === 'expired',
  );
  return save(deps, person, 'designation.proposed', proposal, {
    place,
    designations: over.map(expired),
    events: over.map((one) => expiryEvent(deps, one)),
  });
}

async function confirm(
  deps: DesignationDependencies,
  { id, token, note, person }: Parameters<Designations['confirm']>[0],
): Promise<DesignationAnswer> {
  const examined = await examineConfirmation(deps, id, person);
  if (!examined.ok) return refuse(deps, person, id, examined.code, examined.detail);
  const sheet = await deps.designations.takeSheet(token);
  const wanted = { purpose: 'confirm', subjectId: id, person: person.principal } as const;
  const code = sheetRefusal(sheet, wanted, examined.digest);
  if (code !== undefined || examined.designation === null) {
    return refuse(deps, person, id, code ?? 'DESIGNATION_UNKNOWN');
  }
  const next = confirmed(examined.designation, actOf(deps, person, note));
  const designations = await takeOver(deps, examined.designation);
  const action = next.state === 'removed' ? 'designation.removed' : 'designation.confirmed';
  const answer = await save(deps, person, action, next, {
    designations,
    events: designations.map((one) => changeEvent(deps, person, 'designation.takenOver', one)),
  });
  if (answer.kind === 'done') deps.changed();
  return answer;
}

async function remove(
  deps: DesignationDependencies,
  { token, note, person, place }: Parameters<Designations['remove']>[0],
): Promise<DesignationAnswer> {
  const sheet = await spend(deps, token, 'remove', person);
  if (sheet === undefined) return refuse(deps, person, token, 'DESIGNATION_NOT_SHOWN');
  const examined = await examineRemoval(deps, sheet.subjectId, person);
  if (!examined.ok) return refuse(deps, person, sheet.subjectId, examined.code, examined.detail);
  if (examined.digest !== sheet.shownDigest || examined.designation === null) {
    return refuse(deps, person, sheet.subjectId, 'DESIGNATION_CHANGED');
  }
  const next = removalProposed(examined.designation, actOf(deps, person, note));
  return save(deps, person, 'designation.removalProposed', next, { place });
}

export function designateAccounts(deps: DesignationDependencies): Designations {
  return {
    inventory: () => readInventory(deps),
    findDesignation: (id) => deps.designations.findDesignation(id),
    openDesignation: async ({ objectId, person }) =>
      open(deps, 'designate', await examineDesignation(deps, objectId, person), person, objectId),
    designate: (input) => designate(deps, input),
    openConfirmation: async ({ id, person }) =>
      open(deps, 'confirm', await examineConfirmation(deps, id, person), person, id),
    confirm: (input) => confirm(deps, input),
    openRemoval: async ({ id, person }) => open(deps, 'remove', await examineRemoval(deps, id, person), person, id),
    remove: (input) => remove(deps, input),
    withdraw: (input) => withdraw(deps, input),
    dismiss: (input) => dismiss(deps, input),
  };
}
