import type { Kysely } from 'kysely';
import type { DialectName } from '../../src/store/dialect.js';
import type { Schema } from '../../src/store/schema.js';
import type { Store } from '../../src/workflows/ports.js';

/** One empty database for one test, whichever kind it is. */
export interface TestDatabase {
  readonly dialect: DialectName;
  /** File path or connection string. */
  readonly location: string;
  openStore(): Promise<Store>;
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
