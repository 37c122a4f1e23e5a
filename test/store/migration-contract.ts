import { describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { migrate } from '../../src/store/migrate.js';
import { MIGRATIONS } from '../../src/store/migrations/index.js';
import type { StoreMigration } from '../../src/store/migrations/store-migration.js';
import type { Schema } from '../../src/store/schema.js';
import { runUntilKilled } from './child-process.js';
import { eventOf } from './fixtures.js';
import { migrationTarget } from './migration-target.js';
import type { StoreUnderTest } from './store-contract.js';
import { onDatabase } from './test-database.js';

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

export function describeMigrationContract(current: () => StoreUnderTest): void {
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
