import type { Kysely, Selectable, Transaction } from 'kysely';
import type { OutboxItem } from '../workflows/ports.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';
import type { OutboxTable } from './watch-schema.js';

/** Who delivers what: an item is claimed for a time, and a conversation has one item in delivery at most. */

/** The oldest due item. While an item is in delivery its conversation has no other, also when nobody delivers it any more. */
async function findDue(
  transaction: Transaction<Schema>,
  now: string,
  busy: readonly string[],
): Promise<Selectable<OutboxTable> | undefined> {
  const due = transaction
    .selectFrom('outbox as item')
    .selectAll('item')
    .where('item.next_attempt_at', '<=', now)
    .where((expression) =>
      expression.or([expression('item.lease_until', 'is', null), expression('item.lease_until', '<=', now)]),
    )
    .where((expression) =>
      expression.not(
        expression.exists(
          expression
            .selectFrom('outbox as other')
            .select('other.id')
            .whereRef('other.conversation_id', '=', 'item.conversation_id')
            .whereRef('other.id', '!=', 'item.id')
            .where('other.lease_until', 'is not', null),
        ),
      ),
    );
  // PostgreSQL has no empty list after `in`.
  return await (busy.length === 0 ? due : due.where('item.conversation_id', 'not in', busy))
    .orderBy('item.id')
    .limit(1)
    .executeTakeFirst();
}

async function findMessageId(
  transaction: Transaction<Schema>,
  conversationId: string,
  topicKey: string,
): Promise<string | null> {
  const row = await transaction
    .selectFrom('posted_cards')
    .select('message_id')
    .where('conversation_id', '=', conversationId)
    .where('topic_key', '=', topicKey)
    .executeTakeFirst();
  return row?.message_id ?? null;
}

function toItem(row: Selectable<OutboxTable>, messageId: string | null): OutboxItem {
  return {
    id: String(row.id),
    conversationId: row.conversation_id,
    topic: { kind: row.topic_kind, id: row.topic_id },
    unknownAttempts: row.unknown_attempts,
    attempts: row.attempts,
    messageId,
    editsOnly: row.edits_only === 1,
    createdAt: row.created_at,
  };
}

/** Takes the oldest due item of a conversation that nobody delivers to; undefined when there is none. */
export async function claimItem(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  { now, leaseUntil, busy }: { readonly now: string; readonly leaseUntil: string; readonly busy: readonly string[] },
): Promise<OutboxItem | undefined> {
  return await inTransaction(db, async (transaction) => {
    await dialect.lockOutbox(transaction);
    const row = await findDue(transaction, now, busy);
    if (!row) return undefined;
    await transaction.updateTable('outbox').set({ lease_until: leaseUntil }).where('id', '=', row.id).execute();
    return toItem(row, await findMessageId(transaction, row.conversation_id, row.topic_key));
  });
}
