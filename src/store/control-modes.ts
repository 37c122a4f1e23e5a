import type { Kysely } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { ControlModeSetting } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/** The mode of each control, one row per control that was ever given one. Former modes are in the audit log only. */

/** By control. A control that was put back to `advisory` keeps its row and is not listed. */
export async function listModes(db: Kysely<Schema>, tenantId: string): Promise<readonly ControlModeSetting[]> {
  return await db
    .selectFrom('control_modes')
    .select(['control_id as controlId', 'mode', 'request_id as requestId', 'at'])
    .where('tenant_id', '=', tenantId)
    .where('mode', '!=', 'advisory')
    .orderBy('control_id')
    .execute();
}

export async function setMode(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  tenantId: string,
  { controlId, mode, requestId, at }: ControlModeSetting,
  event: AuditEvent,
): Promise<void> {
  const setting = { mode, request_id: requestId, at };
  await inTransaction(db, async (transaction) => {
    await transaction
      .insertInto('control_modes')
      .values({ tenant_id: tenantId, control_id: controlId, ...setting })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'control_id']).doUpdateSet(setting))
      .execute();
    await appendAudit(transaction, dialect, event);
  });
}
