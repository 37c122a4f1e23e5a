import type { Kysely, Selectable, Transaction } from 'kysely';
import type { RemediationRequest, RequestState, Review, StepRecord } from '../domain/approval/request.js';
import type { RemediationPlan } from '../domain/remediation/plan.js';
import { inOneMoment } from './in-transaction.js';
import type { RequestTable, Schema } from './schema.js';

/** Requests read back whole, each with its reviews and steps as they were at one moment. */

type RequestRow = Selectable<RequestTable>;

/** In the order in which they were given. */
async function findReviews(db: Kysely<Schema>, requestId: string): Promise<readonly Review[]> {
  const rows = await db
    .selectFrom('remediation_reviews')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('version')
    .execute();
  return rows.map((row) => ({
    requestId: row.request_id,
    reviewer: { tenantId: row.reviewer_tenant_id, objectId: row.reviewer_object_id },
    reviewerName: row.reviewer_name,
    decision: row.decision,
    reason: row.reason,
    planDigest: row.plan_digest,
    at: row.at,
  }));
}

async function findSteps(db: Kysely<Schema>, requestId: string): Promise<readonly StepRecord[]> {
  return await db
    .selectFrom('remediation_steps')
    .select(['idx as index', 'state', 'detail'])
    .where('request_id', '=', requestId)
    .orderBy('idx')
    .execute();
}

/** A stored row as the request it is. The plan's text is our own JSON, so its shape is what was written. */
export async function toRequest(db: Kysely<Schema>, row: RequestRow): Promise<RemediationRequest> {
  return {
    id: row.id,
    plan: JSON.parse(row.plan) as RemediationPlan,
    planDigest: row.plan_digest,
    requester: { tenantId: row.requester_tenant_id, objectId: row.requester_object_id },
    requesterName: row.requester_name,
    authorizedBy: row.authorized_by,
    state: row.state,
    version: row.version,
    reviews: await findReviews(db, row.id),
    steps: await findSteps(db, row.id),
    outcome: row.outcome,
    rollbackOf: row.rollback_of,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

async function toRequests(
  transaction: Transaction<Schema>,
  rows: readonly RequestRow[],
): Promise<readonly RemediationRequest[]> {
  const requests: RemediationRequest[] = [];
  for (const row of rows) requests.push(await toRequest(transaction, row));
  return requests;
}

export async function findRequest(db: Kysely<Schema>, id: string): Promise<RemediationRequest | undefined> {
  return await inOneMoment(db, async (transaction) => {
    const row = await transaction
      .selectFrom('remediation_requests')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && (await toRequest(transaction, row));
  });
}

/** Oldest first. */
export async function listRequests(
  db: Kysely<Schema>,
  tenantId: string,
  states: readonly RequestState[],
): Promise<readonly RemediationRequest[]> {
  // PostgreSQL has no empty list after `in`.
  if (states.length === 0) return [];
  return await inOneMoment(db, async (transaction) => {
    const rows = await transaction
      .selectFrom('remediation_requests')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('state', 'in', states)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return await toRequests(transaction, rows);
  });
}

/** What nobody was asked about, created at `since` or later; newest first. */
export async function listAutomatic(
  db: Kysely<Schema>,
  tenantId: string,
  since: string,
): Promise<readonly RemediationRequest[]> {
  return await inOneMoment(db, async (transaction) => {
    const rows = await transaction
      .selectFrom('remediation_requests')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('authorized_by', '=', 'automaticMode')
      .where('created_at', '>=', since)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
    return await toRequests(transaction, rows);
  });
}
