import { isSameId, isSamePrincipal } from '../domain/approval/principal.js';
import { findCurrent, isInForce, stateAt, type Designation } from '../domain/designation/designation.js';
import { confirmRefusal, isOwnAccount } from '../domain/designation/rules.js';
import { lookAt, lookDigest, memberIdsOf, type SubjectLook } from '../domain/designation/subject-facts.js';
import { readDesignatedIds, readIdsWithout } from './designated-accounts.js';
import { readApprovers, type DesignationDependencies } from './designation-dependencies.js';
import { takenOverBy } from './designation-takeover.js';
import type { DesignationForm, DesignationRefusal } from './designations.js';
import type { DesignationSheet } from './ports.js';
import type { Person } from './remediation.js';

/**
 * What a person is shown before they sign, and whether they still may when they do. Each form is read anew, and signed only
 * while the directory says the same. Nothing here changes a designation.
 */

/** A form that may be shown, or the reason why not. */
export type Examined =
  | { readonly ok: true; readonly designation: Designation | null; readonly look: SubjectLook; readonly digest: string }
  | { readonly ok: false; readonly code: DesignationRefusal; readonly detail?: string };

export type Shown = Extract<Examined, { readonly ok: true }>;

const OBJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function refused(code: DesignationRefusal, detail?: string): Examined {
  return { ok: false, code, ...(detail !== undefined && { detail }) };
}

/** Whether `text` has the form of an object ID. */
export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}

async function look(deps: DesignationDependencies, objectId: string): Promise<SubjectLook> {
  return lookAt(await deps.subjects.readSubject(objectId));
}

/** What was shown, together with the version of the designation it was shown for. */
function digestFor(designation: Designation | null, seen: SubjectLook): string {
  return `${designation?.version ?? 0}:${lookDigest(seen)}`;
}

function lookRefusal(seen: SubjectLook): Examined | null {
  switch (seen.kind) {
    case 'found':
      return null;
    case 'unread':
      return refused('DESIGNATION_SUBJECT_UNREAD', seen.detail);
    case 'missing':
      return refused(
        'DESIGNATION_SUBJECT_MISSING',
        seen.canBeRestored ? 'It is among the deleted items: restore it first.' : undefined,
      );
  }
}

/** Whether `person` may propose to designate the object. */
export async function examineDesignation(
  deps: DesignationDependencies,
  objectId: string,
  { principal }: Person,
): Promise<Examined> {
  if (deps.approvers === null) return refused('DESIGNATION_NOT_CONFIGURED');
  if (!isObjectId(objectId)) return refused('DESIGNATION_ID_INVALID');
  const designations = await deps.designations.listDesignations(deps.tenantId);
  if (findCurrent(designations, objectId, deps.clock.now())) return refused('DESIGNATION_ALREADY');
  if (isOwnAccount({ tenantId: deps.tenantId, objectId }, [], principal)) return refused('DESIGNATION_OWN_ACCOUNT');
  const seen = await look(deps, objectId);
  const unseen = lookRefusal(seen);
  if (unseen !== null) return unseen;
  if (isOwnAccount({ tenantId: deps.tenantId, objectId }, memberIdsOf(seen), principal)) {
    return refused('DESIGNATION_OWN_ACCOUNT');
  }
  return { ok: true, designation: null, look: seen, digest: digestFor(null, seen) };
}

/** A removal must be possible of what is gone; but while nobody can see who is in a group, anybody may be. */
function removalLookRefusal({ kind }: Designation, seen: SubjectLook): Examined | null {
  return kind === 'group' && seen.kind === 'unread' ? lookRefusal(seen) : null;
}

/** Whether `person` may confirm the designation, or the removal, that waits. */
export async function examineConfirmation(
  deps: DesignationDependencies,
  id: string,
  { principal: actor }: Person,
): Promise<Examined> {
  const designation = await deps.designations.findDesignation(id);
  if (!designation) return refused('DESIGNATION_UNKNOWN');
  const [seen, approvers] = await Promise.all([look(deps, designation.objectId), readApprovers(deps)]);
  const now = deps.clock.now();
  const code = confirmRefusal({ designation, actor, memberIds: memberIdsOf(seen), approvers, now });
  if (code !== null) return refused(code, approvers.known ? undefined : approvers.detail);
  const isRemoval = designation.state === 'removalProposed';
  const unseen = isRemoval ? removalLookRefusal(designation, seen) : lookRefusal(seen);
  return unseen ?? { ok: true, designation, look: seen, digest: digestFor(designation, seen) };
}

/** Whether `person` may propose to remove the designation. */
export async function examineRemoval(
  deps: DesignationDependencies,
  id: string,
  { principal }: Person,
): Promise<Examined> {
  if (deps.approvers === null) return refused('DESIGNATION_NOT_CONFIGURED');
  const designation = await deps.designations.findDesignation(id);
  if (!designation) return refused('DESIGNATION_UNKNOWN');
  const state = stateAt(designation, deps.clock.now());
  if (state === 'removalProposed') return refused('DESIGNATION_REMOVAL_ALREADY');
  if (!isInForce({ state })) return refused('DESIGNATION_NOT_IN_FORCE');
  const seen = await look(deps, designation.objectId);
  const unseen = removalLookRefusal(designation, seen);
  if (unseen !== null) return unseen;
  if (isOwnAccount(designation, memberIdsOf(seen), principal)) return refused('DESIGNATION_OWN_ACCOUNT');
  return { ok: true, designation, look: seen, digest: digestFor(designation, seen) };
}

/** Whether the sheet is this person's for this, and shows what `examined` found. Undefined: it is. */
export function sheetRefusal(
  sheet: DesignationSheet | undefined,
  wanted: Pick<DesignationSheet, 'purpose' | 'subjectId' | 'person'>,
  digest: string,
): DesignationRefusal | undefined {
  const isOwn =
    sheet !== undefined &&
    sheet.purpose === wanted.purpose &&
    isSameId(sheet.subjectId, wanted.subjectId) &&
    isSamePrincipal(sheet.person, wanted.person);
  if (!isOwn) return 'DESIGNATION_NOT_SHOWN';
  return sheet.shownDigest === digest ? undefined : 'DESIGNATION_CHANGED';
}

/** Names of the roles as the latest scan knows them. */
async function roleNamesOf(deps: DesignationDependencies, seen: SubjectLook): Promise<readonly string[] | null> {
  if (seen.kind !== 'found' || seen.facts.roleTemplateIds === null) return null;
  const scan = await deps.scans.findLatestScan(deps.tenantId);
  const snapshot = scan && (await deps.scans.findSnapshot(scan.id));
  const definitions = snapshot?.roleReview.roleDefinitions;
  const roles = definitions?.known === true ? definitions.value : [];
  return seen.facts.roleTemplateIds.map(
    (id) => roles.find((role) => isSameId(role.templateId ?? role.id, id))?.displayName ?? id,
  );
}

/** Everybody who counts once the form is signed and confirmed: with those that come, or without those that go. */
async function accountsAfter(
  deps: DesignationDependencies,
  before: readonly string[],
  { designation, look: seen }: Shown,
  isRemoval: boolean,
): Promise<number> {
  if (isRemoval) return (await readIdsWithout(deps, designation?.id ?? '')).length;
  if (seen.kind !== 'found') return before.length;
  const { kind, objectId } = seen.facts;
  const come = kind === 'account' ? [objectId] : memberIdsOf(seen);
  return new Set([...before, ...come.map((id) => id.toLowerCase())]).size;
}

/** Opens the form for `person`: from now on it can be signed, once. */
export async function openForm(
  deps: DesignationDependencies,
  purpose: DesignationForm['purpose'],
  examined: Shown,
  { principal: person }: Person,
): Promise<DesignationForm> {
  const { designation, look: seen, digest: shownDigest } = examined;
  const token = deps.ids.next();
  const objectId = seen.kind === 'found' ? seen.facts.objectId : '';
  const subjectId = designation?.id ?? objectId;
  const openedAt = new Date(deps.clock.now()).toISOString();
  await deps.designations.openSheet({ token, purpose, subjectId, person, shownDigest, openedAt });
  const designations = await deps.designations.listDesignations(deps.tenantId);
  const before = await readDesignatedIds(deps);
  const isRemoval = purpose === 'remove' || designation?.state === 'removalProposed';
  return {
    ...{ token, purpose, designation, look: seen },
    roleNames: await roleNamesOf(deps, seen),
    accountsBefore: before.length,
    accountsAfter: await accountsAfter(deps, before, examined, isRemoval),
    takenOver: isRemoval ? 0 : takenOverBy(deps, designations, objectId).length,
  };
}
