import type { Kysely } from 'kysely';
import type { Finding } from '../domain/controls/control.js';
import type { Scan } from '../domain/scan.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import type { Schema } from './schema.js';

/** Scans and their snapshots read back as they were stored. */

type ScanDocument = Omit<Scan, 'findings'>;

/** A stored scan row as the scan it was. The text is our own JSON, so its shape is what was written. */
async function withFindings(
  db: Kysely<Schema>,
  row: { readonly id: string; readonly document: string },
): Promise<Scan> {
  const findings = await db
    .selectFrom('findings')
    .select('document')
    .where('scan_id', '=', row.id)
    .orderBy('position')
    .execute();
  return {
    ...(JSON.parse(row.document) as ScanDocument),
    findings: findings.map((finding) => JSON.parse(finding.document) as Finding),
  };
}

export async function findScan(db: Kysely<Schema>, id: string): Promise<Scan | undefined> {
  const row = await db.selectFrom('scans').select(['id', 'document']).where('id', '=', id).executeTakeFirst();
  return row && (await withFindings(db, row));
}

/** Walks back along the index on completion, so that it costs the same however many scans there are. */
export async function findLatestScan(
  db: Kysely<Schema>,
  tenantId: string,
  notAfter: string | undefined,
): Promise<Scan | undefined> {
  const ofTenant = db.selectFrom('scans').select(['id', 'document']).where('tenant_id', '=', tenantId);
  const row = await (notAfter === undefined ? ofTenant : ofTenant.where('completed_at', '<=', notAfter))
    .orderBy('completed_at', 'desc')
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && (await withFindings(db, row));
}

/** The text is a sealed snapshot's, so it is in canonical order; parsing freezes it again, from the leaves up. */
function parseSnapshot(document: string): TenantSnapshot {
  return JSON.parse(document, (_key, value: unknown) => Object.freeze(value)) as TenantSnapshot;
}

export async function findSnapshot(db: Kysely<Schema>, scanId: string): Promise<TenantSnapshot | undefined> {
  const row = await db.selectFrom('snapshots').select('document').where('scan_id', '=', scanId).executeTakeFirst();
  return row && parseSnapshot(row.document);
}
