import type { Kysely, Transaction } from 'kysely';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import { IS_UNRESOLVED } from './open-conditions.js';
import type { Schema } from './schema.js';

/** Which scans are old enough to go, and what goes with them. What people may still have to look at stays. */

/** IDs per statement: far below the 32,766 parameters that SQLite takes. */
const IDS_PER_DELETE = 1_000;

/** The scan that was the latest at `notAfter`; without it, the latest of all. */
async function findLatestId(
  transaction: Transaction<Schema>,
  tenantId: string,
  notAfter?: string,
): Promise<string | undefined> {
  const ofTenant = transaction.selectFrom('scans').select('id').where('tenant_id', '=', tenantId);
  const row = await (notAfter === undefined ? ofTenant : ofTenant.where('completed_at', '<=', notAfter))
    .orderBy('completed_at', 'desc')
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** Scans that the baseline and the cases which are not resolved name. */
async function listNamed(transaction: Transaction<Schema>, tenantId: string): Promise<readonly string[]> {
  const rows = await transaction
    .selectFrom('baselines')
    .select('scan_id')
    .where('tenant_id', '=', tenantId)
    .union(
      transaction.selectFrom('drift_cases').select('scan_id').where('tenant_id', '=', tenantId).where(IS_UNRESOLVED),
    )
    .execute();
  return rows.map((row) => row.scan_id);
}

/** For each remediation request, the scan it was made from: the latest one at that moment. */
async function listPlannedFrom(
  transaction: Transaction<Schema>,
  tenantId: string,
): Promise<readonly (string | undefined)[]> {
  const requests = await transaction
    .selectFrom('remediation_requests')
    .select('created_at')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .execute();
  const ids: (string | undefined)[] = [];
  for (const { created_at } of requests) ids.push(await findLatestId(transaction, tenantId, created_at));
  return ids;
}

/** Scans that nobody needs any more. Those that requests led to are told by their trigger. */
async function listOutdated(
  transaction: Transaction<Schema>,
  tenantId: string,
  before: string,
): Promise<readonly string[]> {
  const kept = new Set([
    await findLatestId(transaction, tenantId),
    ...(await listNamed(transaction, tenantId)),
    ...(await listPlannedFrom(transaction, tenantId)),
  ]);
  const old = await transaction
    .selectFrom('scans')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('completed_at', '<', before)
    .where('trigger', '!=', 'remediation')
    .execute();
  return old.map(({ id }) => id).filter((id) => !kept.has(id));
}

async function pruneContents(transaction: Transaction<Schema>): Promise<void> {
  await transaction
    .deleteFrom('snapshots')
    .where((expression) =>
      expression.not(
        expression.exists(
          expression.selectFrom('scans').select('id').whereRef('scans.snapshot_key', '=', 'snapshots.key'),
        ),
      ),
    )
    .execute();
  await transaction
    .deleteFrom('scan_results')
    .where((expression) =>
      expression.not(
        expression.exists(
          expression.selectFrom('scans').select('id').whereRef('scans.result_key', '=', 'scan_results.key'),
        ),
      ),
    )
    .execute();
}

/** Answers how many scans were deleted. */
export async function deleteScansBefore(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  tenantId: string,
  before: string,
): Promise<number> {
  return await inTransaction(db, async (transaction) => {
    await dialect.lockScanContents(transaction);
    const outdated = await listOutdated(transaction, tenantId, before);
    for (let start = 0; start < outdated.length; start += IDS_PER_DELETE) {
      const ids = outdated.slice(start, start + IDS_PER_DELETE);
      await transaction.deleteFrom('scans').where('id', 'in', ids).execute();
    }
    if (outdated.length > 0) await pruneContents(transaction);
    return outdated.length;
  });
}
