import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDialectConfig,
} from 'kysely';
import Database from 'libsql';
import { createStore, type OpenedStore, type StoreOptions } from './create-store.js';
import type { StoreDialect } from './dialect.js';
import { migrate } from './migrate.js';
import { clearClaims } from './scan-claim.js';
import type { Schema } from './schema.js';
import { driverCode, driverMessage, StoreError } from './store-error.js';

/**
 * The embedded store: one SQLite file that one process holds. The lock is SQLite's own, so it frees itself when the
 * process dies; `synchronous = FULL` keeps every acknowledged commit.
 */

const PRAGMAS = ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'];

/** SQLite rolls back schema changes as well; Kysely's own adapter does not make use of it when it migrates. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * A disk that is full makes SQLite take the whole transaction back by itself. Then there is nothing left to roll back, and
 * what went wrong is that the disk is full.
 */
class ForgivingSqliteDriver extends SqliteDriver {
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      if (!driverMessage(error).includes('no transaction is active')) throw error;
    }
  }
}

class TransactionalSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new ForgivingSqliteDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

export const sqliteDialect: StoreDialect = {
  name: 'sqlite',
  // One connection runs one transaction at a time, so every lock is held already.
  shareScanContents: () => Promise.resolve(),
  lockScanContents: () => Promise.resolve(),
  lockOutbox: () => Promise.resolve(),
  lockAuditHead: () => Promise.resolve(),
};

function cannotOpen(file: string, error: unknown): StoreError {
  return driverCode(error) === 'SQLITE_BUSY'
    ? new StoreError('STORE_IN_USE', `another process has ${file} open; stop it, or give this one another file`, error)
    : new StoreError(
        'STORE_CANNOT_OPEN',
        `${file} cannot be used (${driverMessage(error)}); check the path, its permissions and free space`,
        error,
      );
}

/** Opens the file and takes its lock, which a later statement would otherwise be the first to miss. */
function openLocked(file: string): Database.Database {
  const raw = new Database(file);
  try {
    for (const pragma of PRAGMAS) raw.pragma(pragma);
    raw.exec('BEGIN EXCLUSIVE');
    raw.exec('COMMIT');
    return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/**
 * Gives the lock back, and leaves one file that can be copied. libsql keeps a closed database open until its statements
 * are collected as garbage, and a database that entered WAL mode locked unlocks only after leaving it.
 */
function closeUnlocked(raw: Database.Database): void {
  try {
    raw.pragma('journal_mode = DELETE');
    raw.pragma('locking_mode = NORMAL');
    raw.prepare('select 1 from sqlite_schema').all();
  } finally {
    raw.close();
  }
}

/**
 * Opens `file` for this process alone, creating it and its folder. Throws STORE_IN_USE or STORE_CANNOT_OPEN.
 * The schema is as the file has it: see `migrate`.
 */
export async function openSqliteDatabase(file: string): Promise<Kysely<Schema>> {
  try {
    if (file !== ':memory:') await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const raw = openLocked(file);
    const database = { prepare: (text: string) => raw.prepare(text), close: () => closeUnlocked(raw) };
    return new Kysely<Schema>({ dialect: new TransactionalSqliteDialect({ database }) });
  } catch (error) {
    throw cannotOpen(file, error);
  }
}

/**
 * The store in `file`, or in memory for `:memory:`. Scans that an earlier process left running are given back: nobody else
 * can hold them. Throws a `StoreError` when the file is in use, unusable, or of a newer release.
 */
export async function openSqliteStore({
  file,
  ...options
}: { readonly file: string } & StoreOptions): Promise<OpenedStore> {
  const db = await openSqliteDatabase(file);
  try {
    await migrate(db, { dialect: sqliteDialect.name });
    await clearClaims(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return createStore(db, sqliteDialect, options);
}
