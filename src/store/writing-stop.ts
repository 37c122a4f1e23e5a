import type { Kysely } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { WritingStop } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/** Whether writing to a tenant is stopped, by whom, and when it was last resumed. */

export async function findStop(db: Kysely<Schema>, tenantId: string): Promise<WritingStop | undefined> {
  return await db
    .selectFrom('writing_stops')
    .select(['by_name as byName', 'at'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
}

/** False, and nothing kept, when writing is stopped already: the first stop stays, with its name and time. */
export async function stopWriting(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  tenantId: string,
  { byName, at }: WritingStop,
  event: AuditEvent,
): Promise<boolean> {
  return await inTransaction(db, async (transaction) => {
    const stopped = await transaction
      .insertInto('writing_stops')
      .values({ tenant_id: tenantId, by_name: storableText(byName), at })
      .onConflict((conflict) => conflict.column('tenant_id').doNothing())
      .returning('tenant_id')
      .executeTakeFirst();
    if (stopped === undefined) return false;
    await appendAudit(transaction, dialect, event);
    return true;
  });
}

/** Without a stop, only the time is remembered. */
export async function resumeWriting(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  tenantId: string,
  at: string,
  event: AuditEvent,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await transaction.deleteFrom('writing_stops').where('tenant_id', '=', tenantId).execute();
    await transaction
      .insertInto('writing_resumptions')
      .values({ tenant_id: tenantId, at })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ at }))
      .execute();
    await appendAudit(transaction, dialect, event);
  });
}

export async function findLastResume(db: Kysely<Schema>, tenantId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('writing_resumptions')
    .select('at')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return row?.at;
}
