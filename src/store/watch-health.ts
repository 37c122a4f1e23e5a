import type { Kysely } from 'kysely';
import type { WatchHealth } from '../domain/alerts/alert.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { Schema } from './schema.js';

/** Whether each source of events could be read when it was last asked: one row per source. */

/** By source. */
export async function findHealth(db: Kysely<Schema>, tenantId: string): Promise<readonly WatchHealth[]> {
  return await db
    .selectFrom('watch_health')
    .select([
      'source',
      'last_success_at as lastSuccessAt',
      'last_failure_at as lastFailureAt',
      'last_failure as lastFailure',
      'newest_record_at as newestRecordAt',
    ])
    .where('tenant_id', '=', tenantId)
    .orderBy('source')
    .execute();
}

export async function saveHealth(
  db: Kysely<Schema>,
  tenantId: string,
  { source, lastSuccessAt, lastFailureAt, lastFailure, newestRecordAt }: WatchHealth,
): Promise<void> {
  const health = {
    last_success_at: lastSuccessAt,
    last_failure_at: lastFailureAt,
    last_failure: lastFailure === null ? null : storableText(lastFailure),
    newest_record_at: newestRecordAt,
  };
  await db
    .insertInto('watch_health')
    .values({ tenant_id: tenantId, source, ...health })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'source']).doUpdateSet(health))
    .execute();
}
