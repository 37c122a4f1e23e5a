import type { Kysely, Transaction } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { Designation, Dismissal } from '../domain/designation/designation.js';
import type { DesignationStore } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { DesignationTable } from './designation-schema.js';
import { openSheet, takeSheet } from './designation-sheets.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction, inTransactionUnlessOvertaken } from './in-transaction.js';
import type { Schema } from './schema.js';
import { tellAndAudit, type Teller, type Told } from './telling.js';

/** Designations, moved from version to version, and the candidates that people dismissed. */

/** The text is our own JSON, so its shape is what was written. */
function toDesignation({ document }: { readonly document: string }): Designation {
  return JSON.parse(document) as Designation;
}

async function findDesignation(db: Kysely<Schema>, id: string): Promise<Designation | undefined> {
  const row = await db.selectFrom('designations').select('document').where('id', '=', id).executeTakeFirst();
  return row && toDesignation(row);
}

async function listDesignations(db: Kysely<Schema>, tenantId: string): Promise<readonly Designation[]> {
  const rows = await db
    .selectFrom('designations')
    .select('document')
    .where('tenant_id', '=', tenantId)
    .orderBy('designated_at')
    .orderBy('id')
    .execute();
  return rows.map(toDesignation);
}

function rowOf(designation: Designation): DesignationTable {
  const { id, tenantId, objectId, state, version, designatedAt } = designation;
  return {
    id,
    tenant_id: tenantId,
    object_id: objectId.toLowerCase(),
    state,
    version,
    designated_at: designatedAt,
    document: JSON.stringify(designation),
  };
}

/** False for an ID that is taken, and for an object of which another one is proposed or in force. */
async function insertDesignation(transaction: Transaction<Schema>, row: DesignationTable): Promise<boolean> {
  const inserted = await transaction
    .insertInto('designations')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function replaceDesignation(
  transaction: Transaction<Schema>,
  { id, ...row }: DesignationTable,
): Promise<boolean> {
  const replaced = await transaction
    .updateTable('designations')
    .set(row)
    .where('id', '=', id)
    .where('version', '=', row.version - 1)
    .returning('id')
    .executeTakeFirst();
  return replaced !== undefined;
}

async function saveDesignations(
  db: Kysely<Schema>,
  teller: Teller,
  changed: readonly Designation[],
  told: Omit<Told, 'tenantId'>,
): Promise<boolean> {
  return await inTransactionUnlessOvertaken(db, async (transaction) => {
    for (const designation of changed) {
      const row = rowOf(designation);
      const save = designation.version === 1 ? insertDesignation : replaceDesignation;
      if (!(await save(transaction, row))) return false;
    }
    await tellAndAudit(transaction, teller, { tenantId: changed[0]?.tenantId ?? null, ...told });
    return true;
  });
}

async function listDismissals(db: Kysely<Schema>, tenantId: string): Promise<readonly Dismissal[]> {
  const rows = await db
    .selectFrom('dismissed_candidates')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('object_id')
    .execute();
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    objectId: row.object_id,
    by: { tenantId: row.by_tenant_id, objectId: row.by_object_id },
    byName: row.by_name,
    at: row.at,
  }));
}

/** False, and nothing kept, when the candidate was dismissed before: the first answer stays, with its name and time. */
async function dismiss(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  { tenantId, objectId, by, byName, at }: Dismissal,
  event: AuditEvent,
): Promise<boolean> {
  return await inTransaction(db, async (transaction) => {
    const inserted = await transaction
      .insertInto('dismissed_candidates')
      .values({
        tenant_id: tenantId,
        object_id: objectId.toLowerCase(),
        by_tenant_id: by.tenantId,
        by_object_id: by.objectId,
        by_name: storableText(byName),
        at,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'object_id']).doNothing())
      .returning('object_id')
      .executeTakeFirst();
    if (inserted === undefined) return false;
    await appendAudit(transaction, dialect, event);
    return true;
  });
}

export function designationRepository(db: Kysely<Schema>, teller: Teller): DesignationStore {
  return {
    findDesignation: (id) => findDesignation(db, id),
    listDesignations: (tenantId) => listDesignations(db, tenantId),
    saveDesignations: (changed, events, tellings, now) =>
      saveDesignations(db, teller, changed, { events, tellings, now }),
    openSheet: (sheet) => openSheet(db, sheet),
    takeSheet: (token) => takeSheet(db, token),
    listDismissals: (tenantId) => listDismissals(db, tenantId),
    dismiss: (dismissal, event) => dismiss(db, teller.dialect, dismissal, event),
  };
}
