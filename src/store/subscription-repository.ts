import type { Kysely } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { Subscription, SubscriptionStore } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/** Who wants to hear of what: one row per conversation. */

async function subscribe(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  { conversationId, minSeverity, kinds, role, by, at }: Subscription,
  event: AuditEvent,
): Promise<void> {
  const wanted = {
    min_severity: minSeverity,
    kinds: JSON.stringify(kinds),
    role,
    subscribed_by: storableText(by),
    subscribed_at: at,
  };
  await inTransaction(db, async (transaction) => {
    await transaction
      .insertInto('subscriptions')
      .values({ conversation_id: conversationId, ...wanted })
      .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(wanted))
      .execute();
    await appendAudit(transaction, dialect, event);
  });
}

/** False, and nothing kept, when it was not subscribed. What is on its way already still arrives. */
async function unsubscribe(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  conversationId: string,
  event: AuditEvent,
): Promise<boolean> {
  return await inTransaction(db, async (transaction) => {
    const ended = await transaction
      .deleteFrom('subscriptions')
      .where('conversation_id', '=', conversationId)
      .returning('conversation_id')
      .executeTakeFirst();
    if (ended === undefined) return false;
    await appendAudit(transaction, dialect, event);
    return true;
  });
}

/** Those of conversations that messages reach: a subscription that nothing can follow must not look like one. */
async function listSubscriptions(db: Kysely<Schema>, tenantId: string): Promise<readonly Subscription[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .innerJoin('conversations', 'conversations.id', 'subscriptions.conversation_id')
    .selectAll('subscriptions')
    .where('conversations.tenant_id', '=', tenantId)
    .where('conversations.dead_because', 'is', null)
    .orderBy('subscriptions.conversation_id')
    .execute();
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    minSeverity: row.min_severity,
    kinds: JSON.parse(row.kinds) as Subscription['kinds'],
    role: row.role,
    by: row.subscribed_by,
    at: row.subscribed_at,
  }));
}

export function subscriptionRepository(db: Kysely<Schema>, dialect: StoreDialect): SubscriptionStore {
  return {
    subscribe: (subscription, event) => subscribe(db, dialect, subscription, event),
    unsubscribe: (conversationId, event) => unsubscribe(db, dialect, conversationId, event),
    listSubscriptions: (tenantId) => listSubscriptions(db, tenantId),
  };
}
