import type { Kysely, Selectable } from 'kysely';
import type { Scan } from '../domain/scan.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import { fromContent, type ScanDocument, type ScanResult } from './scan-contents.js';
import type { ScanTable, Schema } from './schema.js';

/** Scans and their snapshots read back: the scan's own row, and what it shares with others. */

const OWN = [
  'scans.id',
  'scans.started_at',
  'scans.completed_at',
  'scans.verdict',
  'scans.digest',
  'scans.document',
  'scan_results.document as result',
] as const;

type ScanRow = Pick<Selectable<ScanTable>, 'id' | 'started_at' | 'completed_at' | 'verdict' | 'digest' | 'document'> & {
  readonly result: string;
};

/** A stored scan row as the scan it was. The texts are our own JSON, so their shape is what was written. */
function toScan(row: ScanRow): Scan {
  return {
    ...(fromContent(row.result, row.started_at) as ScanResult),
    ...(JSON.parse(row.document) as ScanDocument),
    id: row.id,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    verdict: row.verdict,
    snapshotDigest: row.digest,
  };
}

export async function findScan(db: Kysely<Schema>, id: string): Promise<Scan | undefined> {
  const row = await db
    .selectFrom('scans')
    .innerJoin('scan_results', 'scan_results.key', 'scans.result_key')
    .select(OWN)
    .where('scans.id', '=', id)
    .executeTakeFirst();
  return row && toScan(row);
}

/** Walks back along the index on completion, so that it costs the same however many scans there are. */
export async function findLatestScan(
  db: Kysely<Schema>,
  tenantId: string,
  notAfter: string | undefined,
): Promise<Scan | undefined> {
  const ofTenant = db
    .selectFrom('scans')
    .innerJoin('scan_results', 'scan_results.key', 'scans.result_key')
    .select(OWN)
    .where('scans.tenant_id', '=', tenantId);
  const row = await (notAfter === undefined ? ofTenant : ofTenant.where('scans.completed_at', '<=', notAfter))
    .orderBy('scans.completed_at', 'desc')
    .orderBy('scans.started_at', 'desc')
    .orderBy('scans.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toScan(row);
}

/** Of whatever tenant: a store that a person looks into has one. */
export async function findNewestScan(db: Kysely<Schema>): Promise<Scan | undefined> {
  const row = await db
    .selectFrom('scans')
    .innerJoin('scan_results', 'scan_results.key', 'scans.result_key')
    .select(OWN)
    .orderBy('scans.completed_at', 'desc')
    .orderBy('scans.started_at', 'desc')
    .orderBy('scans.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toScan(row);
}

/** The text is a sealed snapshot's, so it is in canonical order, and reading it back freezes it again. */
export async function findSnapshot(db: Kysely<Schema>, scanId: string): Promise<TenantSnapshot | undefined> {
  const row = await db
    .selectFrom('scans')
    .innerJoin('snapshots', 'snapshots.key', 'scans.snapshot_key')
    .select(['snapshots.document', 'scans.started_at'])
    .where('scans.id', '=', scanId)
    .executeTakeFirst();
  return row && (fromContent(row.document, row.started_at) as TenantSnapshot);
}
