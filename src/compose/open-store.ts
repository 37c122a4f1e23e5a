import type { StoreConfig } from '../config.js';
import { openPostgresStore } from '../store/postgres.js';
import { openSqliteStore } from '../store/sqlite.js';
import type { Store } from '../workflows/ports.js';

/** The store that a configuration names. Rejects with a coded message when it cannot be opened. */
export function openStore(config: StoreConfig): Promise<Store> {
  switch (config.kind) {
    case 'memory':
      return openSqliteStore({ file: ':memory:' });
    case 'sqlite':
      return openSqliteStore({ file: config.file });
    case 'postgres':
      return openPostgresStore({ connectionString: config.connectionString });
  }
}
