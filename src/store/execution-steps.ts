import type { Kysely, Transaction } from 'kysely';
import type { StepRecord } from '../domain/approval/request.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { ExecutionLease } from '../workflows/ports.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/** What an execution leaves behind at each step: recorded under its lease, so that nobody who lost it can still write here. */

/** Whether the lease is the newest and runs at `now`. If so, nobody can take the request over before the transaction ends. */
async function holdLease(
  transaction: Transaction<Schema>,
  { requestId, fence }: ExecutionLease,
  now: string,
): Promise<boolean> {
  const held = await transaction
    .updateTable('remediation_requests')
    .set({ updated_at: now })
    .where('id', '=', requestId)
    .where('state', '=', 'executing')
    .where('fence', '=', fence)
    .where('lease_until', '>', now)
    .returning('id')
    .executeTakeFirst();
  return held !== undefined;
}

/** Without an `image` the one that is stored stays: it is what a rollback goes by. Rejects for a step that the plan lacks. */
async function updateStep(
  transaction: Transaction<Schema>,
  requestId: string,
  { index, state, detail }: StepRecord,
  image: string | null,
): Promise<void> {
  await transaction
    .updateTable('remediation_steps')
    .set({ state, detail: storableText(detail), ...(image !== null && { image }) })
    .where('request_id', '=', requestId)
    .where('idx', '=', index)
    .returning('idx')
    .executeTakeFirstOrThrow();
}

/** Records a step; false, and nothing kept, when the lease is not the newest or is over. */
export async function recordStep(
  db: Kysely<Schema>,
  lease: ExecutionLease,
  step: StepRecord,
  image: string | null,
  now: string,
): Promise<boolean> {
  return await inTransaction(db, async (transaction) => {
    if (!(await holdLease(transaction, lease, now))) return false;
    await updateStep(transaction, lease.requestId, step, image);
    return true;
  });
}

export async function findImage(db: Kysely<Schema>, requestId: string, index: number): Promise<string | null> {
  const row = await db
    .selectFrom('remediation_steps')
    .select('image')
    .where('request_id', '=', requestId)
    .where('idx', '=', index)
    .executeTakeFirst();
  return row?.image ?? null;
}
