import type { Kysely } from 'kysely';
import { storableText } from '../domain/audit/storable-text.js';
import { inTransaction } from './in-transaction.js';
import type { Schema } from './schema.js';

/**
 * Which records of the tenant's logs were looked at before. Logs are read in windows that overlap, because records arrive
 * late; what is older than any window is forgotten.
 */

/** Longer than Microsoft Entra keeps its logs, 30 days, by a margin. */
const KEPT_DAYS = 60;

/** IDs per statement: far below the 32,766 parameters that SQLite takes. */
const IDS_PER_STATEMENT = 1_000;

function inPortions<T>(members: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(members.length / IDS_PER_STATEMENT);
  return Array.from({ length: count }, (_, index) =>
    members.slice(index * IDS_PER_STATEMENT, (index + 1) * IDS_PER_STATEMENT),
  );
}

/** Those that were never marked, each once, in the order given. */
export async function filterUnseen(
  db: Kysely<Schema>,
  tenantId: string,
  sourceIds: readonly string[],
): Promise<readonly string[]> {
  const asked = [...new Set(sourceIds)];
  const seen = new Set<string>();
  for (const portion of inPortions(asked.map(storableText))) {
    const rows = await db
      .selectFrom('seen_records')
      .select('source_id')
      .where('tenant_id', '=', tenantId)
      .where('source_id', 'in', portion)
      .execute();
    for (const row of rows) seen.add(row.source_id);
  }
  return asked.filter((id) => !seen.has(storableText(id)));
}

/** Marks them as seen at `at`, and forgets what was last seen 60 days before that. */
export async function markSeen(
  db: Kysely<Schema>,
  tenantId: string,
  sourceIds: readonly string[],
  at: string,
): Promise<void> {
  const forgotten = new Date(Date.parse(at) - KEPT_DAYS * 86_400_000).toISOString();
  // Sorted, so that two who mark the same records wait for each other in the same order.
  const ids = [...new Set(sourceIds.map(storableText))].sort();
  await inTransaction(db, async (transaction) => {
    for (const portion of inPortions(ids)) {
      await transaction
        .insertInto('seen_records')
        .values(portion.map((id) => ({ tenant_id: tenantId, source_id: id, seen_at: at })))
        .onConflict((conflict) => conflict.columns(['tenant_id', 'source_id']).doUpdateSet({ seen_at: at }))
        .execute();
    }
    await transaction
      .deleteFrom('seen_records')
      .where('tenant_id', '=', tenantId)
      .where('seen_at', '<', forgotten)
      .execute();
  });
}
