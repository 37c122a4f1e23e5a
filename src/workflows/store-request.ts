import type { RemediationRequest, RequestState } from '../domain/approval/request.js';
import type { AuditActor } from '../domain/audit/audit-event.js';
import { planDigestOf, type RemediationPlan } from '../domain/remediation/plan.js';
import type { Person } from './remediation.js';
import { personActor, requestEvent, SYSTEM, type RemediationDependencies } from './remediation-dependencies.js';

/** From a plan to a stored request, once for the same thing. */

/** The object ID under which the bot itself asks for something. No person has it. */
const OWN_OBJECT_ID = 'glasswatch';

/** The bot as the one who proposes. */
export function itself(tenantId: string): Person {
  return { principal: { tenantId, objectId: OWN_OBJECT_ID }, name: 'Glasswatch' };
}

export function isItself({ requester }: RemediationRequest): boolean {
  return requester.objectId === OWN_OBJECT_ID;
}

/** What a plan for a finding is for: of two open requests with the same key, one is too many. */
export function fixKeyOf({ controlId, subject }: Pick<RemediationPlan, 'controlId' | 'subject'>): string {
  return `fix ${controlId} ${subject.id}`;
}

export function rollbackKeyOf(requestId: string): string {
  return `rollback ${requestId}`;
}

function openKeyOf({ plan, rollbackOf }: RemediationRequest): string {
  if (rollbackOf !== null) return rollbackKeyOf(rollbackOf);
  return plan.purpose === 'setting' ? `setting ${plan.subject.id}` : fixKeyOf(plan);
}

/** While a request is in one of these, nothing else is planned for the same thing. */
export const OPEN_STATES: readonly RequestState[] = ['proposed', 'approved', 'executing'];

/** The open request with this key, if there is one. */
export async function findOpen(
  { requests, tenantId }: RemediationDependencies,
  key: string,
): Promise<RemediationRequest | undefined> {
  const newest = await requests.findNewestFor(tenantId, key);
  return newest !== undefined && OPEN_STATES.includes(newest.state) ? newest : undefined;
}

export interface NewRequest {
  readonly plan: RemediationPlan;
  readonly by: Person;
  readonly rollbackOf?: string;
  /** Left out: by review. */
  readonly authorizedBy?: RemediationRequest['authorizedBy'];
}

function toRequest({ plan, by, rollbackOf, authorizedBy = 'review' }: NewRequest): RemediationRequest {
  return {
    id: plan.id,
    plan,
    planDigest: planDigestOf(plan),
    requester: by.principal,
    requesterName: by.name,
    authorizedBy,
    state: authorizedBy === 'review' ? 'proposed' : 'approved',
    version: 1,
    reviews: [],
    steps: plan.steps.map((_, index) => ({ index, state: 'pending', detail: '' })),
    outcome: '',
    rollbackOf: rollbackOf ?? null,
    createdAt: plan.createdAt,
    updatedAt: plan.createdAt,
  };
}

export type StoredRequest =
  | { readonly kind: 'proposed'; readonly request: RemediationRequest }
  | { readonly kind: 'alreadyOpen'; readonly request: RemediationRequest };

/** Stores a request for the plan, unless one for the same thing is open. */
export async function storeRequest(deps: RemediationDependencies, made: NewRequest): Promise<StoredRequest> {
  const request = toRequest(made);
  const { controlId, subject, purpose, risk } = made.plan;
  const actor: AuditActor = isItself(request) ? SYSTEM : personActor(request.requester);
  const event = requestEvent(deps, 'remediation.proposed', actor, request, 'succeeded', {
    controlId,
    subject: subject.id,
    purpose,
    risk,
    authorizedBy: request.authorizedBy,
  });
  const stored = await deps.requests.propose(request, openKeyOf(request), event);
  return stored.kind === 'stored' ? { kind: 'proposed', request } : stored;
}
