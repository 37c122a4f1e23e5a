import type { Kysely, Transaction } from 'kysely';
import type { RemediationRequest, StepRecord } from '../domain/approval/request.js';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { RequestStore } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { claimExecution, finishExecution, listAbandoned } from './execution-lease.js';
import { findImage, recordStep } from './execution-steps.js';
import { inTransaction } from './in-transaction.js';
import { findCards, rememberCard } from './request-cards.js';
import { openConfirmation, takeConfirmation } from './request-confirmation.js';
import { findRequest, listRequests } from './request-reading.js';
import { reviewRequest, settleRequest } from './request-state.js';
import type { Schema } from './schema.js';

/** The requests' queries. A request is put in here; how it is read and how it moves on is in the files beside this one. */

async function insertRequest(transaction: Transaction<Schema>, request: RemediationRequest): Promise<void> {
  const { plan, requester } = request;
  await transaction
    .insertInto('remediation_requests')
    .values({
      id: request.id,
      tenant_id: plan.tenantId,
      state: 'proposed',
      version: request.version,
      plan: JSON.stringify(plan),
      plan_digest: request.planDigest,
      requester_tenant_id: requester.tenantId,
      requester_object_id: requester.objectId,
      requester_name: storableText(request.requesterName),
      outcome: storableText(request.outcome),
      rollback_of: request.rollbackOf,
      created_at: request.createdAt,
      updated_at: request.updatedAt,
      lease_until: null,
      fence: 0,
    })
    .execute();
}

async function insertSteps(
  transaction: Transaction<Schema>,
  requestId: string,
  steps: readonly StepRecord[],
): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ index }) => ({
    request_id: requestId,
    idx: index,
    state: 'pending' as const,
    detail: '',
    image: null,
  }));
  await transaction.insertInto('remediation_steps').values(rows).execute();
}

async function proposeRequest(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  request: RemediationRequest,
  event: AuditEvent,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await insertRequest(transaction, request);
    await insertSteps(transaction, request.id, request.steps);
    await appendAudit(transaction, dialect, event);
  });
}

export function requestRepository(db: Kysely<Schema>, dialect: StoreDialect): RequestStore {
  return {
    propose: (request, event) => proposeRequest(db, dialect, request, event),
    findRequest: (id) => findRequest(db, id),
    listRequests: (tenantId, states) => listRequests(db, tenantId, states),
    openConfirmation: (confirmation) => openConfirmation(db, confirmation),
    takeConfirmation: (token) => takeConfirmation(db, token),
    review: (review, version, state, event) => reviewRequest(db, dialect, review, version, state, event),
    settle: (id, version, state, outcome, event) => settleRequest(db, dialect, { id, version, state, outcome }, event),
    claimExecution: (id, now, leaseUntil, intent) => claimExecution(db, dialect, { id, now, leaseUntil }, intent),
    recordStep: (lease, step, image, now) => recordStep(db, lease, step, image, now),
    findImage: (requestId, index) => findImage(db, requestId, index),
    finishExecution: (lease, state, outcome, event) => finishExecution(db, dialect, { lease, state, outcome }, event),
    listAbandoned: (tenantId, now) => listAbandoned(db, tenantId, now),
    rememberCard: (requestId, conversationId, messageId) => rememberCard(db, { requestId, conversationId, messageId }),
    findCards: (requestId) => findCards(db, requestId),
  };
}
