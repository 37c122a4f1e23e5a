import { sql, type Kysely } from 'kysely';
import type { StoreMigration } from './store-migration.js';

/** Who authorized a request and what it is for, the modes that people gave the controls, and whether writing is stopped. */

/** What was proposed before this migration is for review, and has no key: it stands in nobody's way. */
async function extendRequestTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('remediation_requests')
    .addColumn('authorized_by', 'text', (column) => column.notNull().defaultTo('review'))
    .execute();
  await db.schema.alterTable('remediation_requests').addColumn('open_key', 'text').execute();
  await db.schema
    .createIndex('remediation_requests_by_authorization')
    .on('remediation_requests')
    .columns(['tenant_id', 'authorized_by', 'created_at', 'id'])
    .execute();
  await db.schema
    .createIndex('remediation_requests_by_key')
    .on('remediation_requests')
    .columns(['tenant_id', 'open_key', 'created_at', 'id'])
    .execute();
}

/** One open request per key. The condition is the very text that proposals name, so that both databases know it again. */
async function createOpenKeyIndex(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unique index remediation_requests_open_key on remediation_requests (tenant_id, open_key)
    where state in ('proposed', 'approved', 'executing')`.execute(db);
}

async function createControlModeTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('control_modes')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('control_id', 'text', (column) => column.notNull())
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('control_modes_key', ['tenant_id', 'control_id'])
    .execute();
}

async function createWritingTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('writing_stops')
    .addColumn('tenant_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('writing_resumptions')
    .addColumn('tenant_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
}

/** For finding the newest record of an action, however long the log is. */
async function createActionIndex(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('audit_log_by_action').on('audit_log').columns(['action', 'seq']).execute();
}

export const automation: StoreMigration = {
  name: '0003-automation',
  async up(db: Kysely<unknown>): Promise<void> {
    await extendRequestTable(db);
    await createOpenKeyIndex(db);
    await createControlModeTable(db);
    await createWritingTables(db);
    await createActionIndex(db);
  },
};
