import { sql, type Kysely, type SqlBool } from 'kysely';
import type { RemediationRequest } from '../domain/approval/request.js';
import { storableText } from '../domain/audit/storable-text.js';
import { inOneMoment } from './in-transaction.js';
import { toRequest } from './request-reading.js';
import type { Schema } from './schema.js';

/** Requests by their key: what they are for. Keys hold names of the tenant's objects, so they are made storable first. */

/**
 * The condition of the unique index on open keys, word for word. Both databases compare it with the index before anything
 * is bound, so it has no parameters.
 */
export const IS_OPEN = sql<SqlBool>`state in ('proposed', 'approved', 'executing')`;

/** The request that keeps others of the same key out. There is one at most. */
export async function findOpenRequest(
  db: Kysely<Schema>,
  tenantId: string,
  openKey: string,
): Promise<RemediationRequest | undefined> {
  return await inOneMoment(db, async (transaction) => {
    const row = await transaction
      .selectFrom('remediation_requests')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('open_key', '=', storableText(openKey))
      .where(IS_OPEN)
      .executeTakeFirst();
    return row && (await toRequest(transaction, row));
  });
}

/** Open or ended, by the time of its creation. */
export async function findNewestFor(
  db: Kysely<Schema>,
  tenantId: string,
  openKey: string,
): Promise<RemediationRequest | undefined> {
  return await inOneMoment(db, async (transaction) => {
    const row = await transaction
      .selectFrom('remediation_requests')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('open_key', '=', storableText(openKey))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && (await toRequest(transaction, row));
  });
}
