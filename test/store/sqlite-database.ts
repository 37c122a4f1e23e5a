import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteDatabase, openSqliteStore } from '../../src/store/sqlite.js';
import type { TestDatabase } from './test-database.js';

/** A file of its own in a folder of its own. */
export async function createSqliteDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-store-'));
  const file = join(folder, 'glasswatch.db');
  return {
    dialect: 'sqlite',
    location: file,
    openStore: (options) => openSqliteStore({ file, ...options }),
    openDatabase: () => openSqliteDatabase(file),
    remove: () => rm(folder, { recursive: true }),
  };
}
