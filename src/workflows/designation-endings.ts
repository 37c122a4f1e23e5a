import { findCurrent, stateAt } from '../domain/designation/designation.js';
import { expired, isOwnAccount, withdrawn, withdrawRefusal } from '../domain/designation/rules.js';
import { lookAt, memberIdsOf } from '../domain/designation/subject-facts.js';
import {
  actOf,
  designationTelling,
  expiryEvent,
  readApprovers,
  refuse,
  save,
  type DesignationDependencies,
} from './designation-dependencies.js';
import { isObjectId } from './designation-forms.js';
import type { DesignationAnswer, Designations } from './designations.js';
import { actionEvent, isoNow } from './watch-dependencies.js';

/** How a proposal ends without a confirmation, and a candidate without a proposal. */

export async function withdraw(
  deps: DesignationDependencies,
  { id, person }: Parameters<Designations['withdraw']>[0],
): Promise<DesignationAnswer> {
  const designation = await deps.designations.findDesignation(id);
  if (!designation) return refuse(deps, person, id, 'DESIGNATION_UNKNOWN');
  const isGroup = designation.kind === 'group';
  const [seen, approvers] = await Promise.all([
    isGroup ? deps.subjects.readSubject(designation.objectId) : undefined,
    readApprovers(deps),
  ]);
  const memberIds = seen === undefined ? [] : memberIdsOf(lookAt(seen));
  const now = deps.clock.now();
  const code = withdrawRefusal({ designation, actor: person.principal, memberIds, approvers, now });
  if (code !== null) return refuse(deps, person, id, code, approvers.known ? undefined : approvers.detail);
  const action = designation.state === 'removalProposed' ? 'designation.removalWithdrawn' : 'designation.withdrawn';
  return save(deps, person, action, withdrawn(designation, actOf(deps, person, '')));
}

export async function dismiss(
  deps: DesignationDependencies,
  { objectId: given, person }: Parameters<Designations['dismiss']>[0],
): ReturnType<Designations['dismiss']> {
  const { tenantId } = deps;
  const objectId = given.toLowerCase();
  if (!isObjectId(objectId)) return refuse(deps, person, objectId, 'DESIGNATION_ID_INVALID');
  if (isOwnAccount({ tenantId, objectId }, [], person.principal)) {
    return refuse(deps, person, objectId, 'DESIGNATION_OWN_ACCOUNT');
  }
  const designations = await deps.designations.listDesignations(tenantId);
  if (findCurrent(designations, objectId, deps.clock.now())) {
    return refuse(deps, person, objectId, 'DESIGNATION_ALREADY');
  }
  const dismissal = { tenantId, objectId, by: person.principal, byName: person.name, at: isoNow(deps) };
  const event = actionEvent(deps, person, 'candidate.dismissed', objectId, 'succeeded');
  const isNew = await deps.designations.dismiss(dismissal, event);
  return isNew ? { kind: 'done' } : refuse(deps, person, objectId, 'CANDIDATE_DISMISSED');
}

/** Ends the proposals that nobody answered in time, so that their cards say so. */
export async function expireDesignations(deps: DesignationDependencies): Promise<void> {
  const now = deps.clock.now();
  for (const one of await deps.designations.listDesignations(deps.tenantId)) {
    const isWaiting = one.state === 'proposed' || one.state === 'removalProposed';
    if (!isWaiting || stateAt(one, now) === one.state) continue;
    // Whoever was faster has settled it.
    await deps.designations.saveDesignations(
      [expired(one)],
      [expiryEvent(deps, one)],
      [designationTelling(one)],
      isoNow(deps),
    );
  }
}
