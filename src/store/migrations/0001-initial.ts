import { sql, type Kysely } from 'kysely';
import type { DialectName } from '../dialect.js';
import type { StoreMigration } from './store-migration.js';

/** Scans with findings and snapshot, the running scans, conversations, and the audit log that nobody may change. */

async function createScanTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('scans')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('trigger', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('completed_at', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('scans_by_completion')
    .on('scans')
    .columns(['tenant_id', 'completed_at', 'started_at', 'id'])
    .execute();
  await db.schema
    .createTable('findings')
    .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('control_id', 'text', (column) => column.notNull())
    .addColumn('subject_type', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('findings_key', ['scan_id', 'position'])
    .execute();
  await db.schema
    .createTable('snapshots')
    .addColumn('scan_id', 'text', (column) => column.primaryKey().notNull().references('scans.id').onDelete('cascade'))
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('running_scans')
    .addColumn('tenant_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('scan_id', 'text', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'text', (column) => column.notNull())
    .execute();
}

async function createConversationTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('reference', 'text', (column) => column.notNull())
    .addColumn('remembered_at', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('conversations_by_tenant').on('conversations').columns(['tenant_id', 'id']).execute();
}

async function createAuditLog(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_log')
    .addColumn('seq', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('prev', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
}

async function refuseChangesOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'AUDIT_APPEND_ONLY: records of audit_log are never changed or removed';
    end $$`.execute(db);
  await sql`
    create trigger audit_log_append_only before update or delete or truncate on audit_log
    for each statement execute function refuse_audit_change()`.execute(db);
}

/** `insert or replace` removes the old row without a delete trigger, so inserts must also come after the last record. */
async function refuseChangesOnSqlite(db: Kysely<unknown>): Promise<void> {
  const refuse = sql.raw(
    `begin select raise(abort, 'AUDIT_APPEND_ONLY: records of audit_log are never changed or removed'); end`,
  );
  await sql`create trigger audit_log_no_update before update on audit_log ${refuse}`.execute(db);
  await sql`create trigger audit_log_no_delete before delete on audit_log ${refuse}`.execute(db);
  await sql`
    create trigger audit_log_no_replace before insert on audit_log
    when exists (select 1 from audit_log where seq >= new.seq) ${refuse}`.execute(db);
}

export const initial: StoreMigration = {
  name: '0001-initial',
  async up(db: Kysely<unknown>, dialect: DialectName): Promise<void> {
    await createScanTables(db);
    await createConversationTable(db);
    await createAuditLog(db);
    await (dialect === 'postgres' ? refuseChangesOnPostgres(db) : refuseChangesOnSqlite(db));
  },
};
