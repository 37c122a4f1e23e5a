import type { Kysely, Transaction } from 'kysely';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { Scan } from '../domain/scan.js';
import type { TenantSnapshot } from '../domain/tenant/snapshot.js';
import type { ScanStore } from '../workflows/ports.js';
import { appendAudit } from './audit-repository.js';
import type { StoreDialect } from './dialect.js';
import { inTransaction } from './in-transaction.js';
import { claimTenant, releaseClaim, renewClaim } from './scan-claim.js';
import { countsOf, resultOf, toContent, type ScanDocument } from './scan-contents.js';
import { listDailyScans, listNotableScans, listScans } from './scan-history.js';
import { findLatestScan, findNewestScan, findScan, findSnapshot } from './scan-reading.js';
import { deleteScansBefore } from './scan-retention.js';
import type { Schema } from './schema.js';

/**
 * The scans' queries. A scan is written here once, whole, and never changed; how it is read and when it is deleted is in
 * the files beside this one.
 */

/** Keeps the snapshot unless it is there already. Answers its key. */
async function keepSnapshot(transaction: Transaction<Schema>, snapshot: TenantSnapshot): Promise<string> {
  const content = toContent(snapshot);
  await transaction
    .insertInto('snapshots')
    .values(content)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return content.key;
}

/** Keeps what `scan` found unless it is there already. Answers its key. */
async function keepResult(transaction: Transaction<Schema>, scan: Scan): Promise<string> {
  const content = { ...toContent(resultOf(scan)), counts: JSON.stringify(countsOf(scan.findings)) };
  await transaction
    .insertInto('scan_results')
    .values(content)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return content.key;
}

async function insertScan(
  transaction: Transaction<Schema>,
  scan: Scan,
  keys: { readonly snapshot_key: string; readonly result_key: string },
): Promise<void> {
  const { id, tenant, trigger, requests, startedAt, completedAt, verdict, snapshotDigest, settings } = scan;
  const document: ScanDocument = { trigger, requests, ...(settings === undefined ? {} : { settings }) };
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
      document: JSON.stringify(document),
      ...keys,
    })
    .execute();
}

async function completeScan(
  db: Kysely<Schema>,
  dialect: StoreDialect,
  scan: Scan,
  snapshot: TenantSnapshot,
  event: AuditEvent,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await dialect.shareScanContents(transaction);
    await releaseClaim(transaction, scan.id);
    const snapshot_key = await keepSnapshot(transaction, snapshot);
    const result_key = await keepResult(transaction, scan);
    await insertScan(transaction, scan, { snapshot_key, result_key });
    // Last, because it holds every other append back until this transaction ends.
    await appendAudit(transaction, dialect, event);
  });
}

export function scanRepository(db: Kysely<Schema>, dialect: StoreDialect): ScanStore {
  return {
    claim: (tenantId, claim, leaseUntil, now) => claimTenant(db, tenantId, claim, leaseUntil, now),
    renew: (scanId, leaseUntil) => renewClaim(db, scanId, leaseUntil),
    release: (_tenantId, scanId) => releaseClaim(db, scanId),
    complete: (scan, snapshot, event) => completeScan(db, dialect, scan, snapshot, event),
    findScan: (id) => findScan(db, id),
    findLatestScan: (tenantId, notAfter) => findLatestScan(db, tenantId, notAfter),
    findNewestScan: () => findNewestScan(db),
    listScans: (tenantId, page) => listScans(db, tenantId, page),
    listNotableScans: (tenantId, page) => listNotableScans(db, tenantId, page),
    listDailyScans: (tenantId, since) => listDailyScans(db, tenantId, since),
    findSnapshot: (scanId) => findSnapshot(db, scanId),
    deleteScansBefore: (tenantId, before) => deleteScansBefore(db, dialect, tenantId, before),
  };
}
