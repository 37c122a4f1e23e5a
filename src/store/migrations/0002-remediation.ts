import { sql, type Kysely } from 'kysely';
import type { DialectName } from '../dialect.js';
import type { StoreMigration } from './store-migration.js';

/** Requests for remediation with steps, cards and confirmations, and the reviews that nobody may change. */

async function createRequestTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('remediation_requests')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('plan_digest', 'text', (column) => column.notNull())
    .addColumn('requester_tenant_id', 'text', (column) => column.notNull())
    .addColumn('requester_object_id', 'text', (column) => column.notNull())
    .addColumn('requester_name', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('rollback_of', 'text', (column) => column.references('remediation_requests.id'))
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'text')
    .addColumn('fence', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createIndex('remediation_requests_by_state')
    .on('remediation_requests')
    .columns(['tenant_id', 'state', 'created_at', 'id'])
    .execute();
}

async function createReviewTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('remediation_reviews')
    .addColumn('request_id', 'text', (column) => column.notNull().references('remediation_requests.id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('reviewer_tenant_id', 'text', (column) => column.notNull())
    .addColumn('reviewer_object_id', 'text', (column) => column.notNull())
    .addColumn('reviewer_name', 'text', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('plan_digest', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('remediation_reviews_key', ['request_id', 'reviewer_tenant_id', 'reviewer_object_id'])
    .addUniqueConstraint('remediation_reviews_by_version', ['request_id', 'version'])
    .execute();
}

async function createStepTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('remediation_steps')
    .addColumn('request_id', 'text', (column) => column.notNull().references('remediation_requests.id'))
    .addColumn('idx', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('image', 'text')
    .addPrimaryKeyConstraint('remediation_steps_key', ['request_id', 'idx'])
    .execute();
}

async function createChatTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('remediation_confirmations')
    .addColumn('token', 'text', (column) => column.primaryKey().notNull())
    .addColumn('request_id', 'text', (column) => column.notNull().references('remediation_requests.id'))
    .addColumn('reviewer_tenant_id', 'text', (column) => column.notNull())
    .addColumn('reviewer_object_id', 'text', (column) => column.notNull())
    .addColumn('plan_digest', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('uses', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('remediation_cards')
    .addColumn('request_id', 'text', (column) => column.notNull().references('remediation_requests.id'))
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('remediation_cards_key', ['request_id', 'conversation_id', 'message_id'])
    .execute();
}

async function refuseChangesOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_review_change() returns trigger language plpgsql as $$
    begin
      raise exception 'REVIEW_APPEND_ONLY: records of remediation_reviews are never changed or removed';
    end $$`.execute(db);
  await sql`
    create trigger remediation_reviews_append_only before update or delete or truncate on remediation_reviews
    for each statement execute function refuse_review_change()`.execute(db);
}

/** `insert or replace` removes the old row without a delete trigger, so inserts must also be of a new key. */
async function refuseChangesOnSqlite(db: Kysely<unknown>): Promise<void> {
  const refuse = sql.raw(
    `begin select raise(abort, 'REVIEW_APPEND_ONLY: records of remediation_reviews are never changed or removed'); end`,
  );
  await sql`create trigger remediation_reviews_no_update before update on remediation_reviews ${refuse}`.execute(db);
  await sql`create trigger remediation_reviews_no_delete before delete on remediation_reviews ${refuse}`.execute(db);
  await sql`
    create trigger remediation_reviews_no_replace before insert on remediation_reviews
    when exists (
      select 1 from remediation_reviews
      where request_id = new.request_id
        and (version = new.version
          or (reviewer_tenant_id = new.reviewer_tenant_id and reviewer_object_id = new.reviewer_object_id))
    ) ${refuse}`.execute(db);
}

export const remediation: StoreMigration = {
  name: '0002-remediation',
  async up(db: Kysely<unknown>, dialect: DialectName): Promise<void> {
    await createRequestTable(db);
    await createReviewTable(db);
    await createStepTable(db);
    await createChatTables(db);
    await (dialect === 'postgres' ? refuseChangesOnPostgres(db) : refuseChangesOnSqlite(db));
  },
};
