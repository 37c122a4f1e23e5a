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
import { findLatestScan, findScan, findSnapshot } from './scan-reading.js';
import type { FindingTable, Schema } from './schema.js';

/** The scans' queries. A scan is written here once, whole, and never changed; how it is read is in the file beside this one. */

/** Rows per insert: nine columns each stay far below the 32,766 parameters that SQLite takes. */
const FINDINGS_PER_INSERT = 500;

async function insertScan(transaction: Transaction<Schema>, scan: Omit<Scan, 'findings'>): Promise<void> {
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

export function scanRepository(db: Kysely<Schema>, dialect: StoreDialect): ScanStore {
  return {
    claim: (tenantId, claim, leaseUntil, now) => claimTenant(db, tenantId, claim, leaseUntil, now),
    release: (_tenantId, scanId) => releaseClaim(db, scanId),
    complete: (scan, snapshot, event) => completeScan(db, dialect, scan, snapshot, event),
    findScan: (id) => findScan(db, id),
    findLatestScan: (tenantId, notAfter) => findLatestScan(db, tenantId, notAfter),
    findSnapshot: (scanId) => findSnapshot(db, scanId),
  };
}
