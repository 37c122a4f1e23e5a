import type { RemediationRequest, Review } from '../domain/approval/request.js';
import { isTypedName, refusalOf, stateAfterReview, type ReviewRefusal } from '../domain/approval/review-rules.js';
import type { Observed } from '../domain/tenant/observed.js';
import { executeRemediation } from './execute-remediation.js';
import type {
  ConfirmRefusal,
  OpenReviewResult,
  Person,
  Remediation,
  ReviewResult,
  WithdrawResult,
} from './remediation.js';
import { personActor, requestEvent, type RemediationDependencies } from './remediation-dependencies.js';

/**
 * One person's answer to a plan, in two steps: the first click hands out a confirmation, the second spends it. Approvers
 * are read anew at every step. Each refusal is in the audit log before it is returned.
 */

interface Attempt {
  readonly request: RemediationRequest;
  readonly approvers: Observed<readonly string[]>;
  readonly refusal: ReviewRefusal | null;
}

async function attempt(
  deps: RemediationDependencies,
  {
    requestId,
    planDigest,
    person,
  }: { readonly requestId: string; readonly planDigest: string; readonly person: Person },
): Promise<Attempt | undefined> {
  const [request, approvers] = await Promise.all([
    deps.requests.findRequest(requestId),
    deps.approvers.readApprovers(),
  ]);
  if (!request) return undefined;
  const now = deps.clock.now();
  const refusal = refusalOf({ request, actor: person.principal, shownDigest: planDigest, approvers, now });
  return { request, approvers, refusal };
}

async function refuse<R extends ConfirmRefusal>(
  deps: RemediationDependencies,
  request: RemediationRequest,
  person: Person,
  reason: R,
): Promise<{ readonly kind: 'refused'; readonly reason: R; readonly request: RemediationRequest }> {
  await deps.audit.append(
    requestEvent(deps, 'review.refused', personActor(person.principal), request, 'refused', { reason }),
  );
  return { kind: 'refused', reason, request };
}

async function openReview(
  deps: RemediationDependencies,
  input: Parameters<Remediation['openReview']>[0],
): Promise<OpenReviewResult> {
  const found = await attempt(deps, input);
  if (!found) return { kind: 'unknownRequest' };
  const { request, refusal } = found;
  if (refusal !== null) return refuse(deps, request, input.person, refusal);
  const token = deps.ids.next();
  await deps.requests.openConfirmation({
    token,
    requestId: request.id,
    reviewer: input.person.principal,
    planDigest: request.planDigest,
    openedAt: new Date(deps.clock.now()).toISOString(),
  });
  return { kind: 'opened', request, token };
}

/** Stores the review and what follows from it. The approvals are complete when the state says so, and only then. */
async function record(
  deps: RemediationDependencies,
  { request, approvers }: Attempt,
  person: Person,
  decision: Review['decision'],
  reason: string,
): Promise<ReviewResult> {
  const review: Review = {
    requestId: request.id,
    reviewer: person.principal,
    reviewerName: person.name,
    decision,
    reason: reason.trim(),
    planDigest: request.planDigest,
    at: new Date(deps.clock.now()).toISOString(),
  };
  const state = stateAfterReview(request, review, approvers);
  const action = decision === 'approve' ? 'review.approved' : 'review.denied';
  const event = requestEvent(deps, action, personActor(person.principal), request, 'succeeded', { state });
  if (!(await deps.requests.review(review, request.version, state, event))) {
    return refuse(deps, request, person, 'overtaken');
  }
  const now = (await deps.requests.findRequest(request.id)) ?? request;
  await deps.requestChanged(now);
  if (state === 'approved') deps.inBackground(() => executeRemediation(deps, request.id));
  return { kind: 'recorded', request: now };
}

async function isOwnConfirmation(
  deps: RemediationDependencies,
  request: RemediationRequest,
  { token, person }: Parameters<Remediation['confirm']>[0],
): Promise<boolean> {
  const taken = await deps.requests.takeConfirmation(token);
  return (
    taken !== undefined &&
    taken.requestId === request.id &&
    taken.planDigest === request.planDigest &&
    taken.reviewer.tenantId === person.principal.tenantId &&
    taken.reviewer.objectId === person.principal.objectId
  );
}

async function confirm(
  deps: RemediationDependencies,
  input: Parameters<Remediation['confirm']>[0],
): Promise<ReviewResult> {
  const found = await attempt(deps, input);
  if (!found) return { kind: 'unknownRequest' };
  const { request, refusal } = found;
  if (refusal !== null) return refuse(deps, request, input.person, refusal);
  // What the person can mend comes first: it must not cost them the confirmation.
  if (input.reason.trim() === '') return refuse(deps, request, input.person, 'reasonMissing');
  if (!isTypedName(request.plan, input.typedName)) return refuse(deps, request, input.person, 'nameMismatch');
  if (!(await isOwnConfirmation(deps, request, input))) return refuse(deps, request, input.person, 'notConfirmed');
  return record(deps, found, input.person, 'approve', input.reason);
}

async function deny(deps: RemediationDependencies, input: Parameters<Remediation['deny']>[0]): Promise<ReviewResult> {
  const found = await attempt(deps, input);
  if (!found) return { kind: 'unknownRequest' };
  const { request, refusal } = found;
  if (refusal !== null) return refuse(deps, request, input.person, refusal);
  if (input.reason.trim() === '') return refuse(deps, request, input.person, 'reasonMissing');
  return record(deps, found, input.person, 'deny', input.reason);
}

async function withdraw(
  deps: RemediationDependencies,
  { requestId, person }: Parameters<Remediation['withdraw']>[0],
): Promise<WithdrawResult> {
  const request = await deps.requests.findRequest(requestId);
  if (!request) return { kind: 'unknownRequest' };
  const { tenantId, objectId } = request.requester;
  const isRequester = tenantId === person.principal.tenantId && objectId === person.principal.objectId;
  const event = (result: 'succeeded' | 'refused') =>
    requestEvent(deps, 'remediation.withdrawn', personActor(person.principal), request, result);
  if (!isRequester) {
    await deps.audit.append(event('refused'));
    return { kind: 'refused', reason: 'notRequester', request };
  }
  const outcome = `Withdrawn by ${person.name}.`;
  const done =
    request.state === 'proposed' &&
    (await deps.requests.settle(requestId, request.version, 'withdrawn', outcome, event('succeeded')));
  if (!done) return { kind: 'refused', reason: 'notPending', request };
  const now = (await deps.requests.findRequest(requestId)) ?? request;
  await deps.requestChanged(now);
  return { kind: 'withdrawn', request: now };
}

/** The parts of `Remediation` in which people answer. */
export function reviews(
  deps: RemediationDependencies,
): Pick<Remediation, 'openReview' | 'confirm' | 'deny' | 'withdraw'> {
  return {
    openReview: (input) => openReview(deps, input),
    confirm: (input) => confirm(deps, input),
    deny: (input) => deny(deps, input),
    withdraw: (input) => withdraw(deps, input),
  };
}
