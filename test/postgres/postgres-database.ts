import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openPostgresDatabase, openPostgresStore } from '../../src/store/postgres.js';
import type { TestDatabase } from '../store/test-database.js';

/** Runs one statement on the server, outside any test's schema. */
async function runOnServer(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is not set: start these tests with `npm run test:postgres`');
  const prefix = process.env['TEST_DATABASE_PREFIX'];
  return prefix ? ofThisWorker(url, prefix) : url;
}

/** The database that was made for this worker of jest. */
function ofThisWorker(serverUrl: string, prefix: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${prefix}_${process.env['JEST_WORKER_ID'] ?? '1'}`;
  return url.href;
}

/** `connectionString` with one more parameter. */
export function withParameter(connectionString: string, name: string, value: string): string {
  const url = new URL(connectionString);
  url.searchParams.set(name, value);
  return url.href;
}

/** A schema of its own in the server's database. */
export async function createPostgresDatabase(): Promise<TestDatabase> {
  const schema = `glasswatch_test_${randomBytes(6).toString('hex')}`;
  await runOnServer(`create schema ${schema}`);
  const connectionString = withParameter(serverUrl(), 'options', `-c search_path=${schema}`);
  return {
    dialect: 'postgres',
    location: connectionString,
    openStore: (options) => openPostgresStore({ connectionString, ...options }),
    openDatabase: () => openPostgresDatabase(connectionString),
    remove: () => runOnServer(`drop schema ${schema} cascade`),
  };
}
