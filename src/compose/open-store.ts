import type { StoreConfig } from '../config.js';
import type { OpenedStore, StoreOptions } from '../store/create-store.js';
import { openPostgresStore } from '../store/postgres.js';
import { openSqliteStore } from '../store/sqlite.js';

/** The store that a configuration names. Rejects with a coded message when it cannot be opened. */
export function openStore(config: StoreConfig, options: StoreOptions = {}): Promise<OpenedStore> {
  switch (config.kind) {
    case 'memory':
      return openSqliteStore({ file: ':memory:', ...options });
    case 'sqlite':
      return openSqliteStore({ file: config.file, ...options });
    case 'postgres':
      return openPostgresStore({ connectionString: config.connectionString, ...options });
  }
}
