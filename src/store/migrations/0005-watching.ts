import { sql, type Kysely } from 'kysely';
import type { DialectName } from '../dialect.js';
import type { StoreMigration } from './store-migration.js';

/** Who is told, what is on its way to them, and what watching keeps: drift, alerts, drills and attestations. */

async function createSubscriptionTable(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('conversations').addColumn('dead_because', 'text').execute();
  await db.schema
    .createTable('subscriptions')
    .addColumn('conversation_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('min_severity', 'text', (column) => column.notNull())
    .addColumn('kinds', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('subscribed_by', 'text', (column) => column.notNull())
    .addColumn('subscribed_at', 'text', (column) => column.notNull())
    .execute();
}

/** IDs only grow, also past deleted rows: whoever still holds the ID of an ended item must never meet another one. */
async function createOutboxTable(db: Kysely<unknown>, dialect: DialectName): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'integer', (column) =>
      dialect === 'postgres' ? column.primaryKey().generatedAlwaysAsIdentity() : column.primaryKey().autoIncrement(),
    )
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('topic_key', 'text', (column) => column.notNull())
    .addColumn('topic_kind', 'text', (column) => column.notNull())
    .addColumn('topic_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('next_attempt_at', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('unknown_attempts', 'integer', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .execute();
  await db.schema.createIndex('outbox_by_time').on('outbox').columns(['next_attempt_at', 'id']).execute();
}

/** One waiting item per topic and conversation, and one in delivery per conversation. Conditions are those of the queries. */
async function createOutboxRules(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unique index outbox_waiting on outbox (conversation_id, topic_key)
    where lease_until is null`.execute(db);
  await sql`
    create unique index outbox_in_delivery on outbox (conversation_id)
    where lease_until is not null`.execute(db);
}

async function createPostedCardTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('posted_cards')
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('topic_key', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addColumn('posted_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('posted_cards_key', ['conversation_id', 'topic_key'])
    .execute();
}

async function createDriftTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('baselines')
    .addColumn('tenant_id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('scan_id', 'text', (column) => column.notNull())
    .addColumn('accepted_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('drift_cases')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('subject_key', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('scan_id', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await sql`
    create unique index drift_cases_by_subject on drift_cases (tenant_id, subject_key)
    where state <> 'resolved'`.execute(db);
  await sql`
    create index drift_cases_open on drift_cases (tenant_id, opened_at, id)
    where state <> 'resolved'`.execute(db);
}

async function createAlertTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alerts')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('subject_key', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('noticed_at', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addUniqueConstraint('alerts_by_event', ['tenant_id', 'source_id', 'subject_key'])
    .execute();
  await db.schema.createIndex('alerts_by_time').on('alerts').columns(['tenant_id', 'noticed_at', 'id']).execute();
  await sql`
    create index alerts_open on alerts (tenant_id, noticed_at, id)
    where state <> 'acknowledged'`.execute(db);
}

async function createWatchTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('seen_records')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('seen_records_key', ['tenant_id', 'source_id'])
    .execute();
  await db.schema.createIndex('seen_records_by_time').on('seen_records').columns(['tenant_id', 'seen_at']).execute();
  await db.schema
    .createTable('watch_health')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('last_success_at', 'text')
    .addColumn('last_failure_at', 'text')
    .addColumn('last_failure', 'text')
    .addColumn('newest_record_at', 'text')
    .addPrimaryKeyConstraint('watch_health_key', ['tenant_id', 'source'])
    .execute();
}

async function createDrillTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('drills')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('starts_at', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('drills_by_window').on('drills').columns(['tenant_id', 'starts_at', 'id']).execute();
  await db.schema
    .createTable('attestations')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('signed_at', 'text', (column) => column.notNull())
    .addColumn('invalid_because', 'text')
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('attestations_by_signature')
    .on('attestations')
    .columns(['tenant_id', 'signed_at', 'id'])
    .execute();
}

export const watching: StoreMigration = {
  name: '0005-watching',
  async up(db: Kysely<unknown>, dialect: DialectName): Promise<void> {
    await createSubscriptionTable(db);
    await createOutboxTable(db, dialect);
    await createOutboxRules(db);
    await createPostedCardTable(db);
    await createDriftTables(db);
    await createAlertTable(db);
    await createWatchTables(db);
    await createDrillTables(db);
  },
};
