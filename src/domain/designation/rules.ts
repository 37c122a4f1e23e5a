import { isSameId, isSamePrincipal } from '../approval/principal.js';
import type { Principal } from '../approval/request.js';
import type { Observed } from '../tenant/observed.js';
import { stateAt, waitsUntil, type Act, type Designation } from './designation.js';

/**
 * Who may answer a designation or a removal, and what follows. Two people always, and nobody for their own account. Pure:
 * everybody concerned is a parameter. Who may confirm is who may approve a fix; who may propose is anybody of the tenant.
 */

export type AnswerRefusal =
  /** Neither its designation nor its removal waits for anybody. */
  | 'DESIGNATION_NOT_PENDING'
  | 'DESIGNATION_EXPIRED'
  | 'DESIGNATION_OWN_PROPOSAL'
  | 'DESIGNATION_OWN_ACCOUNT'
  /** Who may approve could not be read; then nobody may. */
  | 'DESIGNATION_APPROVERS_UNKNOWN'
  | 'DESIGNATION_NOT_APPROVER';

export interface AnswerAttempt {
  readonly designation: Designation;
  readonly actor: Principal;
  /** Users of the group, directly or nested; empty for an account. */
  readonly memberIds: readonly string[];
  /** Object IDs of the approvers, read now. */
  readonly approvers: Observed<readonly string[]>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Whether the person is the account, or one of those that the group stands for. */
export function isOwnAccount(
  { tenantId, objectId }: Pick<Designation, 'tenantId' | 'objectId'>,
  memberIds: readonly string[],
  actor: Principal,
): boolean {
  if (!isSameId(tenantId, actor.tenantId)) return false;
  return [objectId, ...memberIds].some((id) => isSameId(id, actor.objectId));
}

/** The proposal that waits: of the removal while there is one, else of the designation. */
function proposalOf({ state, designated, removal }: Designation): Act | null {
  return state === 'removalProposed' ? removal : designated;
}

function isProposer(designation: Designation, actor: Principal): boolean {
  const proposal = proposalOf(designation);
  return proposal !== null && isSamePrincipal(proposal.by, actor);
}

function pendingRefusal(designation: Designation, now: number): AnswerRefusal | null {
  if (designation.state !== 'proposed' && designation.state !== 'removalProposed') return 'DESIGNATION_NOT_PENDING';
  return stateAt(designation, now) === designation.state ? null : 'DESIGNATION_EXPIRED';
}

function approverRefusal({ designation, actor, approvers }: AnswerAttempt): AnswerRefusal | null {
  if (!approvers.known) return 'DESIGNATION_APPROVERS_UNKNOWN';
  const isApprover =
    isSameId(designation.tenantId, actor.tenantId) && approvers.value.some((id) => isSameId(id, actor.objectId));
  return isApprover ? null : 'DESIGNATION_NOT_APPROVER';
}

/** Why `actor` may not confirm, or null when they may. The first reason that holds, in the order of the type. */
export function confirmRefusal(attempt: AnswerAttempt): AnswerRefusal | null {
  const { designation, actor, memberIds, now } = attempt;
  const notPending = pendingRefusal(designation, now);
  if (notPending !== null) return notPending;
  if (isProposer(designation, actor)) return 'DESIGNATION_OWN_PROPOSAL';
  if (isOwnAccount(designation, memberIds, actor)) return 'DESIGNATION_OWN_ACCOUNT';
  return approverRefusal(attempt);
}

/** Why `actor` may not end the proposal. Whoever made it may take it back, and whoever might confirm it may decline. */
export function withdrawRefusal(attempt: AnswerAttempt): AnswerRefusal | null {
  const { designation, actor, memberIds, now } = attempt;
  const notPending = pendingRefusal(designation, now);
  if (notPending !== null) return notPending;
  if (isProposer(designation, actor)) return null;
  // Otherwise an account could keep itself from being removed.
  if (isOwnAccount(designation, memberIds, actor)) return 'DESIGNATION_OWN_ACCOUNT';
  return approverRefusal(attempt);
}

/** The designation with the confirmation that `confirmRefusal` let pass. */
export function confirmed(designation: Designation, act: Act): Designation {
  const version = designation.version + 1;
  return designation.state === 'removalProposed'
    ? { ...designation, version, state: 'removed', ended: act, waitsUntil: null }
    : { ...designation, version, state: 'confirmed', confirmed: act, waitsUntil: null };
}

/** The designation without its proposal: a removal that is taken back leaves it in force. */
export function withdrawn(designation: Designation, act: Act): Designation {
  const version = designation.version + 1;
  return designation.state === 'removalProposed'
    ? { ...designation, version, state: 'confirmed', removal: null, waitsUntil: null }
    : { ...designation, version, state: 'withdrawn', ended: act, waitsUntil: null };
}

/** The designation, whose removal is proposed by `act`. An older proposal that nobody answered is replaced. */
export function removalProposed(designation: Designation, act: Act): Designation {
  const version = designation.version + 1;
  return { ...designation, version, state: 'removalProposed', removal: act, waitsUntil: waitsUntil(act.at) };
}

/** The designation without the proposal that nobody answered in time: a removal that runs out leaves it in force. */
export function expired(designation: Designation): Designation {
  const next = { ...designation, version: designation.version + 1, waitsUntil: null };
  return designation.state === 'removalProposed'
    ? { ...next, state: 'confirmed', removal: null }
    : { ...next, state: 'expired' };
}
