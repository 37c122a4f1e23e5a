import { describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { verifyChain, type ChainHead } from '../../src/domain/audit/chain.js';
import { createStore } from '../../src/store/create-store.js';
import { migrate } from '../../src/store/migrate.js';
import { initial } from '../../src/store/migrations/0001-initial.js';
import { MIGRATIONS } from '../../src/store/migrations/index.js';
import type { StoreMigration } from '../../src/store/migrations/store-migration.js';
import type { Schema } from '../../src/store/schema.js';
import { runUntilKilled } from './child-process.js';
import { eventOf, scanOf, snapshotOf } from './fixtures.js';
import { migrationTarget } from './migration-target.js';
import { putInState } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { onDatabase, type CreateDatabase, type TestDatabase } from './test-database.js';

const addTable: StoreMigration = {
  name: '9998-add-table',
  up: (db) => db.schema.createTable('added').addColumn('id', 'text').execute(),
};

const addTableAndBreak: StoreMigration = {
  ...addTable,
  async up(db, dialect) {
    await addTable.up(db, dialect);
    throw new Error('broken off');
  },
};

async function tableNames(db: Kysely<Schema>): Promise<readonly string[]> {
  return (await db.introspection.getTables()).map((table) => table.name);
}

/** Fills a database that has seen the first migration only: scans and audit log, and no requests yet. Answers where its chain ends. */
async function fillFirstVersion(database: TestDatabase): Promise<ChainHead> {
  const db = await database.openDatabase();
  await migrate(db, { ...(await migrationTarget(db, database.dialect)), migrations: [initial] });
  // Nobody else appends here, so that nobody has to wait.
  const store = createStore(db, { name: database.dialect, lockAuditHead: () => Promise.resolve() });
  await store.scans.complete(scanOf('one'), snapshotOf(), eventOf('one'));
  await store.audit.append(eventOf('two'));
  const head = await store.audit.head();
  await store.close();
  return head;
}

export function describeMigrationContract(current: () => StoreUnderTest, create: CreateDatabase): void {
  async function migrateWith(later: StoreMigration): Promise<void> {
    const { database } = current();
    await current().close();
    await onDatabase(database, async (db) => {
      const target = await migrationTarget(db, database.dialect);
      await migrate(db, { ...target, migrations: [...MIGRATIONS, later] });
    });
  }

  describe('migrations', () => {
    test('a database of this version opens again', async () => {
      await current().store.audit.append(eventOf('kept'));

      const { audit } = await current().reopen();

      expect(await audit.head()).toMatchObject({ seq: 1 });
    });

    test('a database from before there were requests opens, keeps its scans and chain, and takes requests', async () => {
      const database = await create();
      const head = await fillFirstVersion(database);

      const store = await database.openStore();

      expect(await store.scans.findScan('one')).toEqual(scanOf('one'));
      expect(await store.scans.findSnapshot('one')).toEqual(snapshotOf());
      expect(await store.audit.head()).toEqual(head);
      await putInState(store, 'request', 'withdrawn');
      expect(await store.requests.findRequest('request')).toMatchObject({ state: 'withdrawn' });
      expect(verifyChain(await store.audit.readAudit({ limit: 10 }), head)).toMatchObject({ ok: true });
      await store.close();
      await database.remove();
    });

    test('a database of a newer version is refused and untouched', async () => {
      await current().store.audit.append(eventOf('kept'));
      await migrateWith(addTable);

      await expect(current().reopen()).rejects.toMatchObject({
        code: 'STORE_NEWER_VERSION',
        message: expect.stringMatching(/9998-add-table.*start that release, or restore a backup/),
      });

      const kept = await onDatabase(current().database, (db) => db.selectFrom('audit_log').select('subject').execute());
      expect(kept).toEqual([{ subject: 'kept' }]);
    });

    test('a migration that breaks off leaves the database as it was', async () => {
      await current().store.audit.append(eventOf('kept'));

      await expect(migrateWith(addTableAndBreak)).rejects.toMatchObject({
        code: 'STORE_MIGRATION_FAILED',
        message: expect.stringContaining('broken off'),
      });

      expect(await onDatabase(current().database, tableNames)).not.toContain('added');
      const { audit } = await current().reopen();
      expect(await audit.head()).toMatchObject({ seq: 1 });
    });

    test('a process that is killed while it migrates leaves the database as it was', async () => {
      const { database, store } = current();
      await store.audit.append(eventOf('kept'));
      await current().close();

      const run = await runUntilKilled('crash-child.ts', ['migrate', database.location], 1);

      expect(run).toEqual({ lines: ['migrating'], signal: 'SIGKILL', stderr: '' });
      const { audit } = await current().reopen();
      expect(await audit.head()).toMatchObject({ seq: 1 });
      await current().close();
      expect(await onDatabase(database, tableNames)).not.toContain('added');
    }, 20_000);

    test('the same migration, unbroken, takes effect', async () => {
      await migrateWith(addTable);

      expect(await onDatabase(current().database, tableNames)).toContain('added');
    });
  });
}
