import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Confirmation } from '../workflows/ports.js';
import { inTransaction } from './in-transaction.js';
import type { ConfirmationTable, Schema } from './schema.js';

/** Confirmations that a person opened. Each can be taken once; a used one stays, so that its token cannot come back. */

export async function openConfirmation(db: Kysely<Schema>, confirmation: Confirmation): Promise<void> {
  const { token, requestId, reviewer, planDigest, openedAt } = confirmation;
  await db
    .insertInto('remediation_confirmations')
    .values({
      token,
      request_id: requestId,
      reviewer_tenant_id: reviewer.tenantId,
      reviewer_object_id: reviewer.objectId,
      plan_digest: planDigest,
      opened_at: openedAt,
      uses: 0,
    })
    .execute();
}

/** Reads the confirmation and uses it up in one statement, so that of two clicks only one finds it. */
async function useConfirmation(
  transaction: Transaction<Schema>,
  token: string,
): Promise<Selectable<ConfirmationTable> | undefined> {
  return await transaction
    .updateTable('remediation_confirmations')
    .set({ uses: 1 })
    .where('token', '=', token)
    .where('uses', '=', 0)
    .returningAll()
    .executeTakeFirst();
}

/** The confirmation, used up; undefined when there is none or somebody has taken it. */
export async function takeConfirmation(db: Kysely<Schema>, token: string): Promise<Confirmation | undefined> {
  // In a transaction for its isolation level: under a stricter one, the slower click would be an error.
  const row = await inTransaction(db, (transaction) => useConfirmation(transaction, token));
  return (
    row && {
      token,
      requestId: row.request_id,
      reviewer: { tenantId: row.reviewer_tenant_id, objectId: row.reviewer_object_id },
      planDigest: row.plan_digest,
      openedAt: row.opened_at,
    }
  );
}
