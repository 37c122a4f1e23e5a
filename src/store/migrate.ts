import { Migrator, sql, type Kysely } from 'kysely';
import type { DialectName } from './dialect.js';
import { MIGRATIONS } from './migrations/index.js';
import type { StoreMigration } from './migrations/store-migration.js';
import type { Schema } from './schema.js';
import { driverMessage, StoreError } from './store-error.js';

/**
 * Brings a database to this release's schema. All pending migrations run in one transaction, so that an interrupted start
 * leaves the database as it was; on PostgreSQL, Kysely's migrator holds an advisory lock meanwhile.
 */

/** Not Kysely's default name: another program may keep its own migrations in the same database. */
const MIGRATION_TABLE = 'glasswatch_migration';
const MIGRATION_LOCK_TABLE = 'glasswatch_migration_lock';

export interface MigrationTarget {
  readonly dialect: DialectName;
  /** PostgreSQL's current schema. Without it the migrator would take a table of any schema for its own. */
  readonly schema?: string;
  readonly migrations?: readonly StoreMigration[];
}

function migratorFor(db: Kysely<Schema>, target: MigrationTarget, migrations: readonly StoreMigration[]): Migrator {
  const steps = migrations.map(({ name, up }) => [name, { up: (trx: Kysely<unknown>) => up(trx, target.dialect) }]);
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(steps)) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: MIGRATION_LOCK_TABLE,
    ...(target.schema !== undefined && { migrationTableSchema: target.schema }),
  });
}

async function findUnknownMigrations(db: Kysely<Schema>, known: readonly StoreMigration[]): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)} order by name`.execute(
    db,
  );
  return rows.map((row) => row.name).filter((name) => !known.some((migration) => migration.name === name));
}

/**
 * Runs what is pending. Throws STORE_NEWER_VERSION for a database that a newer release has migrated, and
 * STORE_MIGRATION_FAILED for everything else; in both cases nothing has changed.
 */
export async function migrate(db: Kysely<Schema>, target: MigrationTarget): Promise<void> {
  const migrations = target.migrations ?? MIGRATIONS;
  const { error } = await migratorFor(db, target, migrations).migrateToLatest();
  if (error === undefined) return;
  const failure = new StoreError(
    'STORE_MIGRATION_FAILED',
    `the database keeps its previous schema (${driverMessage(error)}); check free space and the right to create tables, then start again`,
    error,
  );
  const [unknown] = await findUnknownMigrations(db, migrations).catch(() => {
    // Expected where the migrator could not even create its table: then that is what went wrong.
    throw failure;
  });
  if (unknown === undefined) throw failure;
  throw new StoreError(
    'STORE_NEWER_VERSION',
    `a newer release has used this database (migration ${unknown} is unknown here); start that release, or restore a backup from before the upgrade`,
    error,
  );
}
