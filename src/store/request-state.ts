import type { Kysely, Transaction } from 'kysely';
import type { RequestState, Review } from '../domain/approval/request.js';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { storableText } from '../domain/audit/storable-text.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/**
 * How a request moves while nobody executes it: one conditional update decides who was first, and everything that belongs
 * to the move is kept with it or not at all. Whether a move is right is decided elsewhere.
 */

interface Move {
  readonly id: string;
  /** The version the decision was made on. */
  readonly version: number;
  readonly state: RequestState;
}

/**
 * Moves the request for a review; false when it is not at this version, is being executed, or has this person's review.
 * Each review raises the version, so a review that this statement cannot see yet makes the version differ.
 */
async function moveForReview(
  transaction: Transaction<Schema>,
  { id, version, state }: Move,
  { reviewer }: Review,
  now: string,
): Promise<boolean> {
  const moved = await transaction
    .updateTable('remediation_requests')
    .set({ state, version: version + 1, updated_at: now })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '!=', 'executing')
    .where((expression) =>
      expression.not(
        expression.exists(
          expression
            .selectFrom('remediation_reviews')
            .select('request_id')
            .where('request_id', '=', id)
            .where('reviewer_tenant_id', '=', reviewer.tenantId)
            .where('reviewer_object_id', '=', reviewer.objectId),
        ),
      ),
    )
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}

async function insertReview(transaction: Transaction<Schema>, review: Review, version: number): Promise<void> {
  await transaction
    .insertInto('remediation_reviews')
    .values({
      request_id: review.requestId,
      version,
      reviewer_tenant_id: review.reviewer.tenantId,
      reviewer_object_id: review.reviewer.objectId,
      reviewer_name: storableText(review.reviewerName),
      decision: review.decision,
      reason: storableText(review.reason),
      plan_digest: review.planDigest,
      at: review.at,
    })
    .execute();
}

/** Appends the review and moves its request; false, and nothing kept, when somebody else was faster or it is their second. */
export async function reviewRequest(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  review: Review,
  version: number,
  state: RequestState,
  event: AuditEvent,
): Promise<boolean> {
  const move = { id: review.requestId, version, state };
  return await inTransaction(db, async (transaction) => {
    if (!(await moveForReview(transaction, move, review, event.at))) return false;
    await insertReview(transaction, review, version);
    await appendAudit(transaction, dialect, event);
    return true;
  });
}

async function moveWithOutcome(
  transaction: Transaction<Schema>,
  { id, version, state, outcome }: Move & { readonly outcome: string },
  now: string,
): Promise<boolean> {
  const moved = await transaction
    .updateTable('remediation_requests')
    .set({ state, version: version + 1, outcome: storableText(outcome), updated_at: now })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '!=', 'executing')
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}

/** Moves the request and says why; false, and nothing kept, when it has moved on or is being executed. */
export async function settleRequest(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  move: Move & { readonly outcome: string },
  event: AuditEvent,
): Promise<boolean> {
  return await inTransaction(db, async (transaction) => {
    if (!(await moveWithOutcome(transaction, move, event.at))) return false;
    await appendAudit(transaction, dialect, event);
    return true;
  });
}
