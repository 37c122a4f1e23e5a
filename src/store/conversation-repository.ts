import type { Kysely } from 'kysely';
import type { Conversation, ConversationStore } from '../workflows/ports.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/** The conversations' queries. `reference` is kept as the text it came in; nothing here looks into it. */

const COLUMNS = ['id', 'tenant_id as tenantId', 'kind', 'reference'] as const;

/** Revives a dead one. One statement, so that two deliveries of one message cannot both be told that the conversation is new. */
async function rememberConversation(
  db: Kysely<Schema>,
  { id, tenantId, kind, reference }: Conversation,
  now: string,
): Promise<{ readonly isNew: boolean }> {
  const remembered = await db
    .insertInto('conversations')
    .values({ id, tenant_id: tenantId, kind, reference, remembered_at: now, revision: 1, dead_because: null })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((expression) => ({
          tenant_id: tenantId,
          kind,
          reference,
          remembered_at: now,
          dead_because: null,
          revision: expression('conversations.revision', '+', 1),
        }))
        .where('conversations.remembered_at', '<=', now),
    )
    .returning('revision')
    .executeTakeFirst();
  return { isNew: remembered?.revision === 1 };
}

/** With what waits for it. Its subscription stays: whoever adds the bot again is told again. */
async function forgetConversation(db: Kysely<Schema>, dialect: StoreDialect, id: string): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await dialect.lockOutbox(transaction);
    await transaction.deleteFrom('outbox').where('conversation_id', '=', id).execute();
    await transaction.deleteFrom('conversations').where('id', '=', id).execute();
  });
}

async function findConversation(db: Kysely<Schema>, id: string): Promise<Conversation | undefined> {
  return await db.selectFrom('conversations').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

/** Those that messages reach. */
async function listConversations(db: Kysely<Schema>, tenantId: string): Promise<readonly Conversation[]> {
  return await db
    .selectFrom('conversations')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('dead_because', 'is', null)
    .orderBy('id')
    .execute();
}

export function conversationRepository(db: Kysely<Schema>, dialect: StoreDialect): ConversationStore {
  return {
    remember: (conversation, now) => rememberConversation(db, conversation, now),
    forget: (id) => forgetConversation(db, dialect, id),
    findConversation: (id) => findConversation(db, id),
    listConversations: (tenantId) => listConversations(db, tenantId),
  };
}
