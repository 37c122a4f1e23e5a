import type { Kysely } from 'kysely';
import type { OpenedStore, StoreOptions } from '../../src/store/create-store.js';
import type { DialectName } from '../../src/store/dialect.js';
import type { Schema } from '../../src/store/schema.js';

/** One empty database for one test, whichever kind it is. */
export interface TestDatabase {
  readonly dialect: DialectName;
  /** File path or connection string. */
  readonly location: string;
  openStore(options?: StoreOptions): Promise<OpenedStore>;
  /** The database below the store, for what the store itself would never do. On SQLite the store must be closed. */
  openDatabase(): Promise<Kysely<Schema>>;
  remove(): Promise<void>;
}

export type CreateDatabase = () => Promise<TestDatabase>;

/** Runs `use` on the database itself and closes it again. */
export async function onDatabase<T>(database: TestDatabase, use: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  const db = await database.openDatabase();
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}

/** How many scans there are, and how many snapshots and results they share. */
export async function countContents(
  db: Kysely<Schema>,
): Promise<{ readonly scans: number; readonly snapshots: number; readonly results: number }> {
  const rowsOf = async (table: 'scans' | 'snapshots' | 'scan_results'): Promise<number> =>
    (await db.selectFrom(table).select('document').execute()).length;
  return { scans: await rowsOf('scans'), snapshots: await rowsOf('snapshots'), results: await rowsOf('scan_results') };
}
