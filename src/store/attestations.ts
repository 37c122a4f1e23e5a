import type { Kysely } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { Attestation } from '../domain/drills/drill.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/** Signed statements. What was signed stays as it is; only that it no longer counts can be added to it. */

/** Newest signature first. */
export async function listAttestations(db: Kysely<Schema>, tenantId: string): Promise<readonly Attestation[]> {
  const rows = await db
    .selectFrom('attestations')
    .select(['document', 'invalid_because'])
    .where('tenant_id', '=', tenantId)
    .orderBy('signed_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({ ...(JSON.parse(row.document) as Attestation), invalidBecause: row.invalid_because }));
}

/** Of an attestation that is there already, only why it no longer counts is taken over. */
export async function saveAttestation(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  attestation: Attestation,
  event: AuditEvent,
): Promise<void> {
  const { id, tenantId, signedAt, invalidBecause } = attestation;
  const invalid_because = invalidBecause === null ? null : storableText(invalidBecause);
  await inTransaction(db, async (transaction) => {
    await transaction
      .insertInto('attestations')
      .values({
        id,
        tenant_id: tenantId,
        signed_at: signedAt,
        invalid_because,
        document: JSON.stringify(attestation),
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ invalid_because }))
      .execute();
    await appendAudit(transaction, dialect, event);
  });
}
