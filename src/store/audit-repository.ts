import type { Kysely, Transaction } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { EMPTY_CHAIN, link, type AuditRecord, type ChainHead } from '../domain/audit/chain.js';
import type { AuditStore } from '../workflows/ports.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/** The audit log's queries. Rows are only ever added; the database's triggers refuse everything else. */

const RECORD = ['seq', 'at', 'actor', 'action', 'subject', 'result', 'details', 'prev', 'hash'] as const;

async function findHead(db: Kysely<Schema>): Promise<ChainHead> {
  const last = await db
    .selectFrom('audit_log')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? EMPTY_CHAIN;
}

/** Appends `event` to the chain as a part of `transaction`: it is kept exactly when the rest of the transaction is. */
export async function appendAudit(
  transaction: Transaction<Schema>,
  dialect: StoreDialect,
  event: AuditEvent,
): Promise<void> {
  await dialect.lockAuditHead(transaction);
  const record = link(event, await findHead(transaction));
  await transaction.insertInto('audit_log').values(record).execute();
}

async function readAudit(
  db: Kysely<Schema>,
  page: { readonly afterSeq?: number; readonly limit: number },
): Promise<readonly AuditRecord[]> {
  return await db
    .selectFrom('audit_log')
    .select(RECORD)
    .where('seq', '>', page.afterSeq ?? 0)
    .orderBy('seq')
    .limit(page.limit)
    .execute();
}

async function findLast(db: Kysely<Schema>, action: string): Promise<AuditRecord | undefined> {
  return await db
    .selectFrom('audit_log')
    .select(RECORD)
    .where('action', '=', action)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export function auditRepository(db: Kysely<Schema>, dialect: StoreDialect): AuditStore {
  return {
    append: (event) => inTransaction(db, (transaction) => appendAudit(transaction, dialect, event)),
    readAudit: (page) => readAudit(db, page),
    findLast: (action) => findLast(db, action),
    head: () => findHead(db),
  };
}
