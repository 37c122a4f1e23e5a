import type { Kysely, Selectable, Transaction } from 'kysely';
import { storableText } from '../domain/audit/storable-text.js';
import type { DeliveryOutcome } from '../workflows/ports.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';
import type { OutboxTable } from './watch-schema.js';

/** What became of a delivery. An item that is gone already, because its conversation died, settles nothing any more. */

type OutboxRow = Selectable<OutboxTable>;
type OutcomeOf<K extends DeliveryOutcome['kind']> = Extract<DeliveryOutcome, { readonly kind: K }>;

/** Counts the attempt as one whose end nobody knows, until `settleItem` says that it is known. */
export async function beginItem(db: Kysely<Schema>, itemId: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set((expression) => ({
      attempts: expression('attempts', '+', 1),
      unknown_attempts: expression('unknown_attempts', '+', 1),
    }))
    .where('id', '=', Number(itemId))
    .execute();
}

async function deleteItem(transaction: Transaction<Schema>, { id }: OutboxRow): Promise<void> {
  await transaction.deleteFrom('outbox').where('id', '=', id).execute();
}

/** Without a message ID the one that is known stays: nothing was posted, or an earlier message was edited. */
async function settleDelivered(
  transaction: Transaction<Schema>,
  row: OutboxRow,
  { messageId, at }: OutcomeOf<'delivered'>,
): Promise<void> {
  await deleteItem(transaction, row);
  if (messageId === null) return;
  const posted = { message_id: messageId, posted_at: at };
  await transaction
    .insertInto('posted_cards')
    .values({ conversation_id: row.conversation_id, topic_key: row.topic_key, ...posted })
    .onConflict((conflict) => conflict.columns(['conversation_id', 'topic_key']).doUpdateSet(posted))
    .execute();
}

/** A newer item of the topic that waits behind this one takes its place, and is not tried earlier than this one would be. */
async function yieldToNewer(transaction: Transaction<Schema>, row: OutboxRow, nextAttemptAt: string): Promise<boolean> {
  const newer = await transaction
    .updateTable('outbox')
    // What was to be posted and was not is still to be posted.
    .set({ next_attempt_at: nextAttemptAt, ...(row.edits_only === 0 && { edits_only: 0 }) })
    .where('conversation_id', '=', row.conversation_id)
    .where('topic_key', '=', row.topic_key)
    .where('lease_until', 'is', null)
    .where('id', '!=', row.id)
    .returning('id')
    .executeTakeFirst();
  if (newer === undefined) return false;
  await deleteItem(transaction, row);
  return true;
}

async function settleRetry(
  transaction: Transaction<Schema>,
  row: OutboxRow,
  { nextAttemptAt, isUnknown, error }: OutcomeOf<'retry'>,
): Promise<void> {
  if (await yieldToNewer(transaction, row, nextAttemptAt)) return;
  await transaction
    .updateTable('outbox')
    .set({
      next_attempt_at: nextAttemptAt,
      lease_until: null,
      last_error: storableText(error),
      // Settled without `beginItem`, nothing was counted that could be taken back.
      unknown_attempts: isUnknown ? row.unknown_attempts : Math.max(0, row.unknown_attempts - 1),
    })
    .where('id', '=', row.id)
    .execute();
}

/** Nothing reaches the conversation any more, so nothing waits for it until it is remembered again. */
async function settleDead(
  transaction: Transaction<Schema>,
  { conversation_id }: OutboxRow,
  { error }: OutcomeOf<'dead'>,
): Promise<void> {
  await transaction.deleteFrom('outbox').where('conversation_id', '=', conversation_id).execute();
  await transaction
    .updateTable('conversations')
    .set({ dead_because: storableText(error) })
    .where('id', '=', conversation_id)
    .execute();
}

async function settle(transaction: Transaction<Schema>, row: OutboxRow, outcome: DeliveryOutcome): Promise<void> {
  switch (outcome.kind) {
    case 'delivered':
      return await settleDelivered(transaction, row, outcome);
    case 'retry':
      return await settleRetry(transaction, row, outcome);
    case 'dead':
      return await settleDead(transaction, row, outcome);
  }
}

export async function settleItem(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  itemId: string,
  outcome: DeliveryOutcome,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await dialect.lockOutbox(transaction);
    const row = await transaction.selectFrom('outbox').selectAll().where('id', '=', Number(itemId)).executeTakeFirst();
    if (row) await settle(transaction, row, outcome);
  });
}
