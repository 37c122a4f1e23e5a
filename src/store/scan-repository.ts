import type { Insertable, Kysely, Transaction } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import { storableText } from '../domain/audit/storable-text.js';
import type { Finding } from '../domain/controls/control.js';
import type { Scan } from '../domain/scan.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import type { ScanStore } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import { claimTenant, releaseClaim } from './scan-claim.js';
import type { FindingTable, Schema } from './schema.js';

/** The scans' queries. A scan is written once, whole, and never changed. */

/** Rows per insert: nine columns each stay far below the 32,766 parameters that SQLite takes. */
const FINDINGS_PER_INSERT = 500;

type ScanDocument = Omit<Scan, 'findings'>;

async function insertScan(transaction: Transaction<Schema>, scan: ScanDocument): Promise<void> {
  const { id, tenant, trigger, startedAt, completedAt, verdict, snapshotDigest } = scan;
  await transaction
    .insertInto('scans')
    .values({
      id,
      tenant_id: tenant.id,
      trigger: trigger.kind,
      started_at: startedAt,
      completed_at: completedAt,
      verdict,
      digest: snapshotDigest,
      document: JSON.stringify(scan),
    })
    .execute();
}

function toFindingRow(scanId: string, finding: Finding, position: number): Insertable<FindingTable> {
  return {
    scan_id: scanId,
    position,
    control_id: finding.controlId,
    subject_type: finding.subject.type,
    subject_id: storableText(finding.subject.id),
    outcome: finding.outcome,
    severity: finding.severity,
    fingerprint: finding.fingerprint,
    document: JSON.stringify(finding),
  };
}

async function insertFindings(
  transaction: Transaction<Schema>,
  scanId: string,
  findings: readonly Finding[],
): Promise<void> {
  const rows = findings.map((finding, position) => toFindingRow(scanId, finding, position));
  for (let start = 0; start < rows.length; start += FINDINGS_PER_INSERT) {
    await transaction
      .insertInto('findings')
      .values(rows.slice(start, start + FINDINGS_PER_INSERT))
      .execute();
  }
}

async function insertSnapshot(
  transaction: Transaction<Schema>,
  scanId: string,
  snapshot: TenantSnapshot,
): Promise<void> {
  await transaction
    .insertInto('snapshots')
    .values({ scan_id: scanId, document: JSON.stringify(snapshot) })
    .execute();
}

async function completeScan(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  { findings, ...scan }: Scan,
  snapshot: TenantSnapshot,
  event: AuditEvent,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await releaseClaim(transaction, scan.id);
    await insertScan(transaction, scan);
    await insertFindings(transaction, scan.id, findings);
    await insertSnapshot(transaction, scan.id, snapshot);
    // Last, because it holds every other append back until this transaction ends.
    await appendAudit(transaction, dialect, event);
  });
}

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

async function findScan(db: Kysely<Schema>, id: string): Promise<Scan | undefined> {
  const row = await db.selectFrom('scans').select(['id', 'document']).where('id', '=', id).executeTakeFirst();
  return row && (await withFindings(db, row));
}

async function findLatestScan(db: Kysely<Schema>, tenantId: string): Promise<Scan | undefined> {
  const row = await db
    .selectFrom('scans')
    .select(['id', 'document'])
    .where('tenant_id', '=', tenantId)
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

async function findSnapshot(db: Kysely<Schema>, scanId: string): Promise<TenantSnapshot | undefined> {
  const row = await db.selectFrom('snapshots').select('document').where('scan_id', '=', scanId).executeTakeFirst();
  return row && parseSnapshot(row.document);
}

export function scanRepository(db: Kysely<Schema>, dialect: StoreDialect): ScanStore {
  return {
    claim: (tenantId, claim, leaseUntil, now) => claimTenant(db, tenantId, claim, leaseUntil, now),
    release: (_tenantId, scanId) => releaseClaim(db, scanId),
    complete: (scan, snapshot, event) => completeScan(db, dialect, scan, snapshot, event),
    findScan: (id) => findScan(db, id),
    findLatestScan: (tenantId) => findLatestScan(db, tenantId),
    findSnapshot: (scanId) => findSnapshot(db, scanId),
  };
}
