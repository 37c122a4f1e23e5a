import type { Kysely } from 'kysely';
import type { DesignationSheet } from '../workflows/ports.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/** What people were shown before they sign. Each can be taken once; a used one stays, so that its token cannot come back. */

export async function openSheet(db: Kysely<Schema>, sheet: DesignationSheet): Promise<void> {
  const { token, purpose, subjectId, person, shownDigest, openedAt } = sheet;
  await db
    .insertInto('designation_sheets')
    .values({
      token,
      purpose,
      subject_id: subjectId,
      person_tenant_id: person.tenantId,
      person_object_id: person.objectId,
      shown_digest: shownDigest,
      opened_at: openedAt,
      uses: 0,
    })
    .execute();
}

/** The sheet, used up by the same statement, so that of two clicks only one finds it. */
export async function takeSheet(db: Kysely<Schema>, token: string): Promise<DesignationSheet | undefined> {
  // In a transaction for its isolation level: under a stricter one, the slower click would be an error.
  const row = await inTransaction(db, (transaction) =>
    transaction
      .updateTable('designation_sheets')
      .set({ uses: 1 })
      .where('token', '=', token)
      .where('uses', '=', 0)
      .returningAll()
      .executeTakeFirst(),
  );
  return (
    row && {
      token,
      purpose: row.purpose,
      subjectId: row.subject_id,
      person: { tenantId: row.person_tenant_id, objectId: row.person_object_id },
      shownDigest: row.shown_digest,
      openedAt: row.opened_at,
    }
  );
}
