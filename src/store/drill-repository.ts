import type { Kysely, Transaction } from 'kysely';
import type { Drill } from '../domain/drills/drill.js';
import type { DrillStore } from '../workflows/ports.js';
import { listAttestations, saveAttestation } from './attestations.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';
import { tellAndAudit, type Teller, type Told } from './telling.js';
import type { DrillTable } from './watch-schema.js';

/** Drills, moved from version to version. Attestations are in the file beside this one. */

/** The text is our own JSON, so its shape is what was written. */
function toDrill({ document }: { readonly document: string }): Drill {
  return JSON.parse(document) as Drill;
}

async function findDrill(db: Kysely<Schema>, id: string): Promise<Drill | undefined> {
  const row = await db.selectFrom('drills').select('document').where('id', '=', id).executeTakeFirst();
  return row && toDrill(row);
}

async function listDrills(db: Kysely<Schema>, tenantId: string): Promise<readonly Drill[]> {
  const rows = await db
    .selectFrom('drills')
    .select('document')
    .where('tenant_id', '=', tenantId)
    .orderBy('starts_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toDrill);
}

async function insertDrill(transaction: Transaction<Schema>, row: DrillTable): Promise<boolean> {
  const inserted = await transaction
    .insertInto('drills')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function replaceDrill(transaction: Transaction<Schema>, { id, ...row }: DrillTable): Promise<boolean> {
  const replaced = await transaction
    .updateTable('drills')
    .set(row)
    .where('id', '=', id)
    .where('version', '=', row.version - 1)
    .returning('id')
    .executeTakeFirst();
  return replaced !== undefined;
}

/** False, and nothing kept, when a new drill's ID is taken or the stored version is not the one before. */
async function saveDrill(
  db: Kysely<Schema>,
  teller: Teller,
  drill: Drill,
  told: Omit<Told, 'tenantId'>,
): Promise<boolean> {
  const { id, tenantId, state, version, from } = drill;
  const row = { id, tenant_id: tenantId, state, version, starts_at: from, document: JSON.stringify(drill) };
  return await inTransaction(db, async (transaction) => {
    const isSaved = await (version === 1 ? insertDrill(transaction, row) : replaceDrill(transaction, row));
    if (!isSaved) return false;
    await tellAndAudit(transaction, teller, { tenantId, ...told });
    return true;
  });
}

export function drillRepository(db: Kysely<Schema>, teller: Teller): DrillStore {
  return {
    findDrill: (id) => findDrill(db, id),
    listDrills: (tenantId) => listDrills(db, tenantId),
    saveDrill: (drill, event, tellings, now) => saveDrill(db, teller, drill, { events: [event], tellings, now }),
    listAttestations: (tenantId) => listAttestations(db, tenantId),
    saveAttestation: (attestation, event) => saveAttestation(db, teller.dialect, attestation, event),
  };
}
