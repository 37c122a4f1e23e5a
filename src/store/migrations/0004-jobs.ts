import { sql, type Kysely } from 'kysely';
import type { StoreMigration } from './store-migration.js';

/** The embedded jobs and their schedules. On PostgreSQL the tables stay empty: there, pg-boss has a schema of its own. */

async function createJobTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('singleton_key', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('run_at', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'text')
    .addColumn('error', 'text')
    .addColumn('failed_at', 'text')
    .execute();
  await db.schema.createIndex('jobs_by_time').on('jobs').columns(['state', 'name', 'run_at', 'id']).execute();
  await db.schema.createIndex('jobs_by_failure').on('jobs').columns(['state', 'failed_at', 'id']).execute();
}

/** One waiting or running job per name and key; jobs without a key are in nobody's way. */
async function createSingletonIndex(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unique index jobs_singleton on jobs (name, singleton_key)
    where state in ('waiting', 'running')`.execute(db);
}

async function createScheduleTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('job_schedules')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('cron', 'text', (column) => column.notNull())
    .addColumn('time_zone', 'text', (column) => column.notNull())
    .addColumn('settled_at', 'text', (column) => column.notNull())
    .execute();
}

export const jobs: StoreMigration = {
  name: '0004-jobs',
  async up(db: Kysely<unknown>): Promise<void> {
    await createJobTable(db);
    await createSingletonIndex(db);
    await createScheduleTable(db);
  },
};
