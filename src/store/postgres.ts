import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import { createStore, type OpenedStore, type StoreOptions } from './create-store.js';
import type { StoreDialect } from './dialect.js';
import { migrate } from './migrate.js';
import type { Schema } from './schema.js';
import { driverMessage, StoreError } from './store-error.js';

/**
 * The store on PostgreSQL, shared by any number of processes. The driver is loaded only when this is used. Limits in the
 * connection string, for example `?statement_timeout=5000`, win over those here.
 */

/** The oldest server version that is tested, as `server_version_num` counts. */
const OLDEST_VERSION = 130_000;

/** Keys of the advisory locks. Any numbers will do, as long as every release uses the same. */
const AUDIT_LOCK = 714_205_631;
const OUTBOX_LOCK = 714_205_632;
const SCAN_CONTENTS_LOCK = 714_205_633;

/** A worker that stops in the middle of a transaction must not hold the others up for longer than this. */
const STATEMENT_TIMEOUT_MS = 30_000;

async function lock(transaction: Transaction<Schema>, key: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(key)})`.execute(transaction);
}

const postgresDialect: StoreDialect = {
  name: 'postgres',
  async shareScanContents(transaction) {
    await sql`select pg_advisory_xact_lock_shared(${sql.lit(SCAN_CONTENTS_LOCK)})`.execute(transaction);
  },
  lockScanContents: (transaction) => lock(transaction, SCAN_CONTENTS_LOCK),
  lockOutbox: (transaction) => lock(transaction, OUTBOX_LOCK),
  lockAuditHead: (transaction) => lock(transaction, AUDIT_LOCK),
};

async function createPool(connectionString: string): Promise<Pool> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString,
    application_name: 'glasswatch',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  });
  // A connection broke, for example because the server restarts. Whoever is using it is told by the query, and the pool
  // replaces it; without a listener the event itself would end the process. The pool listens only to idle connections.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Throws STORE_SERVER_TOO_OLD for a `server_version_num` below 13. */
export function requireSupportedServer(versionNumber: number): void {
  if (versionNumber >= OLDEST_VERSION) return;
  throw new StoreError(
    'STORE_SERVER_TOO_OLD',
    `the server is PostgreSQL ${String(Math.floor(versionNumber / 10_000))}; upgrade it to 13 or later`,
  );
}

interface ServerFacts {
  readonly version: string;
  readonly schema: string | null;
}

async function readServerFacts(db: Kysely<Schema>): Promise<ServerFacts> {
  const query = sql<ServerFacts>`select current_setting('server_version_num') as version, current_schema() as schema`;
  try {
    const { rows } = await query.execute(db);
    return rows[0] ?? { version: '0', schema: null };
  } catch (error) {
    throw new StoreError(
      'STORE_UNREACHABLE',
      `PostgreSQL does not answer (${driverMessage(error)}); check DATABASE_URL and that the server is running`,
      error,
    );
  }
}

/** A pool of connections. Nothing is connected yet, and the schema is as the database has it: see `migrate`. */
export async function openPostgresDatabase(connectionString: string): Promise<Kysely<Schema>> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: await createPool(connectionString) }) });
}

/**
 * The store in the connection's current schema. Throws a `StoreError` when the server cannot be reached, is too old, or
 * its database is of a newer release. No message repeats the connection string: it may hold a password.
 */
export async function openPostgresStore({
  connectionString,
  ...options
}: { readonly connectionString: string } & StoreOptions): Promise<OpenedStore> {
  const db = await openPostgresDatabase(connectionString);
  try {
    const { version, schema } = await readServerFacts(db);
    requireSupportedServer(Number(version));
    await migrate(db, { dialect: postgresDialect.name, ...(schema !== null && { schema }) });
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return createStore(db, postgresDialect, options);
}
