import { sql, type Kysely } from 'kysely';
import type { Finding } from '../../domain/controls/control.js';
import type { Scan } from '../../domain/scan.js';
import { resultOf, toContent, type ScanDocument } from '../scan-contents.js';
import type { StoreMigration } from './store-migration.js';

/** What scans read and found, kept once for all that read and found the same. Scans that are there move over one by one. */

async function setFormerTablesAside(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('scans_by_completion').execute();
  await db.schema.alterTable('scans').renameTo('former_scans').execute();
  await db.schema.alterTable('snapshots').renameTo('former_snapshots').execute();
}

async function createContentTables(db: Kysely<unknown>): Promise<void> {
  for (const table of ['snapshots', 'scan_results']) {
    await db.schema
      .createTable(table)
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_key`, ['key'])
      .execute();
  }
}

async function createScanTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('scans')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('trigger', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('completed_at', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('snapshot_key', 'text', (column) => column.notNull().references('snapshots.key'))
    .addColumn('result_key', 'text', (column) => column.notNull().references('scan_results.key'))
    .addPrimaryKeyConstraint('scans_key', ['id'])
    .execute();
  await db.schema
    .createIndex('scans_by_completion')
    .on('scans')
    .columns(['tenant_id', 'completed_at', 'started_at', 'id'])
    .execute();
  await db.schema.createIndex('scans_by_snapshot').on('scans').column('snapshot_key').execute();
  await db.schema.createIndex('scans_by_result').on('scans').column('result_key').execute();
}

interface FormerScan {
  readonly document: string;
  readonly snapshot: string;
}

/** The scan as it was stored: its document, its findings in their order, and its snapshot's text. */
async function findFormer(db: Kysely<unknown>, id: string): Promise<{ scan: Scan; snapshot: object } | undefined> {
  const { rows } = await sql<FormerScan>`
    select former_scans.document as document, former_snapshots.document as snapshot
    from former_scans join former_snapshots on former_snapshots.scan_id = former_scans.id
    where former_scans.id = ${id}`.execute(db);
  const findings = await sql<{ document: string }>`
    select document from findings where scan_id = ${id} order by position`.execute(db);
  const [row] = rows;
  return (
    row && {
      scan: {
        ...(JSON.parse(row.document) as Omit<Scan, 'findings'>),
        findings: findings.rows.map(({ document }) => JSON.parse(document) as Finding),
      },
      snapshot: JSON.parse(row.snapshot) as object,
    }
  );
}

async function moveScan(db: Kysely<unknown>, id: string): Promise<void> {
  const former = await findFormer(db, id);
  if (!former) throw new Error(`SCAN_WITHOUT_SNAPSHOT: ${id} was never stored whole; restore a backup`);
  const { scan } = former;
  const snapshot = toContent(former.snapshot);
  const result = toContent(resultOf(scan));
  const document: ScanDocument = { trigger: scan.trigger, requests: scan.requests };
  await sql`insert into snapshots (key, document) values (${snapshot.key}, ${snapshot.document})
    on conflict (key) do nothing`.execute(db);
  await sql`insert into scan_results (key, document) values (${result.key}, ${result.document})
    on conflict (key) do nothing`.execute(db);
  await sql`
    insert into scans
      (id, tenant_id, trigger, started_at, completed_at, verdict, digest, document, snapshot_key, result_key)
    select id, tenant_id, trigger, started_at, completed_at, verdict, digest,
      ${JSON.stringify(document)}, ${snapshot.key}, ${result.key}
    from former_scans where id = ${id}`.execute(db);
}

export const sharedScanContents: StoreMigration = {
  name: '0006-shared-scan-contents',
  async up(db: Kysely<unknown>): Promise<void> {
    await setFormerTablesAside(db);
    await createContentTables(db);
    await createScanTable(db);
    const former = await sql<{ id: string }>`select id from former_scans`.execute(db);
    for (const { id } of former.rows) await moveScan(db, id);
    for (const table of ['findings', 'former_snapshots', 'former_scans']) await db.schema.dropTable(table).execute();
  },
};
