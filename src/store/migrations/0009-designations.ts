import { sql, type Kysely } from 'kysely';
import type { StoreMigration } from './store-migration.js';

/** Who is designated, who was said not to be an emergency account, and what people were shown before they signed. */

async function createDesignationTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('designations')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('object_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('designated_at', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('designations_by_time')
    .on('designations')
    .columns(['tenant_id', 'designated_at', 'id'])
    .execute();
  // One that is proposed or in force per object: of two people who propose the same at once, one is told so.
  await sql`
    create unique index designations_current on designations (tenant_id, object_id)
    where state in ('proposed', 'confirmed', 'removalProposed')`.execute(db);
}

async function createSheetTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('designation_sheets')
    .addColumn('token', 'text', (column) => column.primaryKey().notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text', (column) => column.notNull())
    .addColumn('person_tenant_id', 'text', (column) => column.notNull())
    .addColumn('person_object_id', 'text', (column) => column.notNull())
    .addColumn('shown_digest', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('uses', 'integer', (column) => column.notNull())
    .execute();
}

async function createDismissalTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dismissed_candidates')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('object_id', 'text', (column) => column.notNull())
    .addColumn('by_tenant_id', 'text', (column) => column.notNull())
    .addColumn('by_object_id', 'text', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('dismissed_candidates_key', ['tenant_id', 'object_id'])
    .execute();
}

export const designations: StoreMigration = {
  name: '0009-designations',
  async up(db: Kysely<unknown>): Promise<void> {
    await createDesignationTable(db);
    await createSheetTable(db);
    await createDismissalTable(db);
  },
};
