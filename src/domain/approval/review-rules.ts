import { approvalsNeeded, type RemediationPlan } from '../remediation/plan.js';
import type { Observed } from '../tenant/observed.js';
import { isSameId, isSamePrincipal } from './principal.js';
import type { Principal, RemediationRequest, RequestState, Review } from './request.js';

/**
 * Who may answer a plan, which answers count, and what follows from them. Pure: everybody concerned is a
 * parameter. Which states follow each other is held by the store's conditions.
 */

export type ReviewRefusal =
  | 'notPending'
  | 'expired'
  /** The card showed another plan than the one that is stored. */
  | 'otherPlan'
  | 'isRequester'
  /** The reviewer's own account gains by the plan. */
  | 'isTarget'
  | 'alreadyReviewed'
  | 'notApprover'
  /** Who may approve could not be read; then nobody may. */
  | 'approversUnknown';

export interface ReviewAttempt {
  readonly request: RemediationRequest;
  readonly actor: Principal;
  readonly shownDigest: string;
  /** Object IDs of the approvers, read now. */
  readonly approvers: Observed<readonly string[]>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

function isTarget({ plan }: RemediationRequest, person: Principal): boolean {
  return isSameId(plan.tenantId, person.tenantId) && plan.targetAccountIds.some((id) => isSameId(id, person.objectId));
}

/** Approvers are named by object ID in the plan's tenant; the same ID elsewhere is somebody else. */
function isApprover({ plan }: RemediationRequest, person: Principal, approvers: readonly string[]): boolean {
  return isSameId(plan.tenantId, person.tenantId) && approvers.some((id) => isSameId(id, person.objectId));
}

/** Why `actor` may not review the request, or null when they may. The first reason that holds, in the order below. */
export function refusalOf({ request, actor, shownDigest, approvers, now }: ReviewAttempt): ReviewRefusal | null {
  if (request.state !== 'proposed') return 'notPending';
  // Written so that an expiry nobody can read counts as over.
  if (!(now < Date.parse(request.plan.expiresAt))) return 'expired';
  if (shownDigest !== request.planDigest) return 'otherPlan';
  if (isSamePrincipal(actor, request.requester)) return 'isRequester';
  if (isTarget(request, actor)) return 'isTarget';
  if (request.reviews.some(({ reviewer }) => isSamePrincipal(reviewer, actor))) return 'alreadyReviewed';
  if (!approvers.known) return 'approversUnknown';
  return isApprover(request, actor, approvers.value) ? null : 'notApprover';
}

function counts(request: RemediationRequest, { reviewer, decision, planDigest }: Review): boolean {
  return (
    decision === 'approve' &&
    planDigest === request.planDigest &&
    !isSamePrincipal(reviewer, request.requester) &&
    !isTarget(request, reviewer)
  );
}

/**
 * The approvals that count now, at most one per person. `approvers` are the object IDs of the people who may approve at
 * this moment: the approval of somebody who has left the list since does not count.
 */
export function validApprovals(request: RemediationRequest, approvers: readonly string[]): readonly Review[] {
  const valid = request.reviews.filter(
    (review) => counts(request, review) && isApprover(request, review.reviewer, approvers),
  );
  return valid.filter(
    ({ reviewer }, place) => valid.findIndex((other) => isSamePrincipal(other.reviewer, reviewer)) === place,
  );
}

/**
 * Whether the plan has the approvals that its risk asks for and nobody has denied it. Asked again, with the approvers of
 * that moment, right before it is carried out.
 */
export function hasEnoughApprovals(request: RemediationRequest, approvers: readonly string[]): boolean {
  const isDenied = request.reviews.some(({ decision }) => decision === 'deny');
  return !isDenied && validApprovals(request, approvers).length >= approvalsNeeded(request.plan.risk);
}

/**
 * The state a pending request moves to with `review`, which `refusalOf` let pass. One denial ends it. Once approved, a plan
 * without any change waits for people. While it is not known who may approve, nothing is approved.
 */
export function stateAfterReview(
  request: RemediationRequest,
  review: Review,
  approvers: Observed<readonly string[]>,
): RequestState {
  const reviewed = { ...request, reviews: [...request.reviews, review] };
  if (reviewed.reviews.some(({ decision }) => decision === 'deny')) return 'denied';
  if (!approvers.known || !hasEnoughApprovals(reviewed, approvers.value)) return 'proposed';
  return request.plan.steps.some(({ change }) => change !== null) ? 'approved' : 'awaitingPeople';
}

/** As people can type it: hidden characters are gone, and any run of blanks is one space. */
function typeable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** What an approver of a high-risk plan has to type: the name of the first object that changes. Null for low risk. */
export function nameToType({ risk, steps }: RemediationPlan): string | null {
  const [first] = steps;
  if (risk === 'low' || first === undefined) return null;
  const name = typeable(first.object.name);
  return name === '' ? first.object.id : name;
}

/**
 * Whether `typed` is the name that the plan asks for. Case matters; blanks around it, and in which of its forms Unicode
 * wrote a letter, do not. A plan that asks for no name is content with anything.
 */
export function isTypedName(plan: RemediationPlan, typed: string): boolean {
  const wanted = nameToType(plan);
  return wanted === null || typeable(typed) === wanted;
}
