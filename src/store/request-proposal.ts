import type { Kysely, Transaction } from 'kysely';
import type { RemediationRequest, StepRecord } from '../domain/approval/request.js';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { RequestStore } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import { findOpenRequest, IS_OPEN } from './request-key.js';
import type { Schema } from './schema.js';

/**
 * How a request comes into being: one insert decides whether it is the only open one of its key, so that two proposals at
 * the same moment cannot both be stored.
 */

type ProposeAnswer = Awaited<ReturnType<RequestStore['propose']>>;

/** A request begins as proposed. Only one that people allowed beforehand begins as approved: nobody will review it. */
function requireBeginning({ id, state, authorizedBy }: RemediationRequest): void {
  if (state === 'proposed' || (state === 'approved' && authorizedBy === 'automaticMode')) return;
  throw new Error(
    `REQUEST_CANNOT_BEGIN: ${id} would begin as ${state}, authorized by ${authorizedBy}; propose it and have it reviewed`,
  );
}

/**
 * False when another open request of the tenant has the key. The conflict is named, so that every other one is still an
 * error; PostgreSQL waits here for a proposal whose transaction has not ended yet.
 */
async function insertRequest(
  transaction: Transaction<Schema>,
  request: RemediationRequest,
  openKey: string,
): Promise<boolean> {
  const { plan, requester } = request;
  const inserted = await transaction
    .insertInto('remediation_requests')
    .values({
      id: request.id,
      tenant_id: plan.tenantId,
      state: request.state,
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
      authorized_by: request.authorizedBy,
      open_key: storableText(openKey),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'open_key']).where(IS_OPEN).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
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

async function storeRequest(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  request: RemediationRequest,
  openKey: string,
  event: AuditEvent,
): Promise<boolean> {
  return await inTransaction(db, async (transaction) => {
    if (!(await insertRequest(transaction, request, openKey))) return false;
    await insertSteps(transaction, request.id, request.steps);
    await appendAudit(transaction, dialect, event);
    return true;
  });
}

/**
 * Stores the request, or names the open one that has the key. Rejects, and keeps nothing, for an ID that is taken and for
 * a request that begins as approved although people have to review it.
 */
export async function proposeRequest(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  request: RemediationRequest,
  openKey: string,
  event: AuditEvent,
): Promise<ProposeAnswer> {
  requireBeginning(request);
  for (;;) {
    if (await storeRequest(db, dialect, request, openKey, event)) return { kind: 'stored' };
    const open = await findOpenRequest(db, request.plan.tenantId, openKey);
    if (open) return { kind: 'alreadyOpen', request: open };
    // The open request ended between the two transactions, so its key is free now.
  }
}
