import type { RemediationRequest, RequestState, Review } from '../../src/domain/approval/request.js';
import { planDigestOf, type RemediationPlan } from '../../src/domain/remediation/plan.js';
import type { Confirmation, ExecutionLease, Store } from '../../src/workflows/ports.js';
import { at, eventOf, TENANT } from './fixtures.js';

/** Believable requests to keep, and the ways into the states that a test begins with. */

const ACCOUNT = 'bbbbbbbb-0000-4000-8000-000000000001';

function stepOf(policyId: string): RemediationPlan['steps'][number] {
  return {
    fixId: 'F13',
    executor: 'bot',
    change: { kind: 'addPolicyExclusion', policyId, accountId: ACCOUNT },
    title: 'Exclude Emergency 1 from Require MFA',
    object: { type: 'policy', id: policyId, name: 'Require MFA' },
    field: 'conditions.users.excludeUsers',
    before: 'nobody',
    after: 'Emergency 1',
    undo: 'Remove Emergency 1 from the exclusions again.',
    permission: 'Policy.ReadWrite.ConditionalAccess',
    role: null,
    instructions: [],
    portalUrl: null,
  };
}

/** A plan of two steps. */
export function planOf(id: string, change: Partial<RemediationPlan> = {}): RemediationPlan {
  return {
    schema: 'glasswatch.plan/1',
    id: `plan-${id}`,
    tenantId: TENANT,
    purpose: 'fix',
    controlId: 'BG-CA-01',
    subject: { type: 'account', id: ACCOUNT, name: 'emergency-1@contoso.example' },
    risk: 'low',
    blastRadius: 'One account and two policies.',
    steps: [stepOf('policy-1'), stepOf('policy-2')],
    preconditions: [
      {
        object: { kind: 'policy', id: 'policy-1', name: 'Require MFA' },
        digest: 'a'.repeat(64),
        image: '{"id":"policy-1"}',
      },
    ],
    targetAccountIds: [ACCOUNT],
    currentState: { globalAdministrators: [], privilegedRoles: [], moreThanNeeded: [], gaps: [] },
    snapshotDigest: 'c'.repeat(64),
    createdAt: at(0),
    expiresAt: at(240),
    ...change,
  };
}

export function requestOf(id: string, change: Partial<RemediationRequest> = {}): RemediationRequest {
  const plan = change.plan ?? planOf(id);
  return {
    id,
    plan,
    planDigest: planDigestOf(plan),
    requester: { tenantId: TENANT, objectId: 'requester' },
    requesterName: 'Ada Lindqvist',
    authorizedBy: 'review',
    state: 'proposed',
    version: 1,
    reviews: [],
    steps: plan.steps.map((_step, index) => ({ index, state: 'pending', detail: '' })),
    outcome: '',
    rollbackOf: null,
    createdAt: at(0),
    updatedAt: at(0),
    ...change,
  };
}

export function reviewOf(requestId: string, objectId: string, change: Partial<Review> = {}): Review {
  return {
    requestId,
    reviewer: { tenantId: TENANT, objectId },
    reviewerName: 'Bo Ek',
    decision: 'approve',
    reason: 'Agreed in the change board.',
    planDigest: requestOf(requestId).planDigest,
    at: at(2),
    ...change,
  };
}

export function confirmationOf(token: string, requestId: string): Confirmation {
  return {
    token,
    requestId,
    reviewer: { tenantId: TENANT, objectId: 'approver' },
    planDigest: requestOf(requestId).planDigest,
    openedAt: at(1),
  };
}

/** A request that nobody was asked about. */
export function automaticOf(id: string, change: Partial<RemediationRequest> = {}): RemediationRequest {
  return requestOf(id, { authorizedBy: 'automaticMode', state: 'approved', ...change });
}

/** Proposes a request, its ID being its key, and moves it to `state`, of which nobody executes. It is at version 2 then. */
export async function putInState({ requests }: Store, id: string, state: RequestState): Promise<void> {
  await requests.propose(requestOf(id), id, eventOf(id, { action: 'request.proposed' }));
  await requests.settle(id, 1, state, '', eventOf(id, { action: 'request.settled' }));
}

/** Proposes a request, approves it and claims its execution from `at(10)` until `at(20)`. It is at version 3 then. */
export async function putInExecution(store: Store, id: string): Promise<ExecutionLease> {
  await putInState(store, id, 'approved');
  const lease = await store.requests.claimExecution(id, at(10), at(20), eventOf(id, { action: 'execution.intended' }));
  if (lease === undefined) throw new Error(`${id} could not be claimed`);
  return lease;
}

/** Takes an abandoned request over at `at(20)`, until `at(30)`. */
export async function takeOver({ requests }: Store, id: string): Promise<ExecutionLease> {
  const lease = await requests.claimExecution(id, at(20), at(30), eventOf(id, { action: 'execution.intended' }));
  if (lease === undefined) throw new Error(`${id} could not be taken over`);
  return lease;
}

/** How often something of this kind is in the audit log. */
export async function countAudited({ audit }: Store, action: string): Promise<number> {
  return (await audit.readAudit({ limit: 1_000 })).filter((record) => record.action === action).length;
}

/** An event that the audit log cannot take, so that everything in its transaction must go too. */
export function unwritableEvent(subject: string): ReturnType<typeof eventOf> {
  return eventOf(subject, { result: null as unknown as 'failed' });
}
