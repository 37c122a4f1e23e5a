import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { migrate } from '../../src/store/migrate.js';
import { MIGRATIONS } from '../../src/store/migrations/index.js';
import type { StoreMigration } from '../../src/store/migrations/store-migration.js';
import { openPostgresDatabase, openPostgresStore } from '../../src/store/postgres.js';
import { openSqliteDatabase, openSqliteStore } from '../../src/store/sqlite.js';
import type { Store } from '../../src/workflows/ports.js';
import { at, eventOf, scanOf, snapshotOf } from './fixtures.js';
import { migrationTarget } from './migration-target.js';
import { requestOf, reviewOf } from './request-fixtures.js';

/**
 * Works on the store at argv[3] until it is killed, and says on stdout what has happened, one line each. argv[2] is
 * `write`: audit records, scans and claimed requests, with `audit ID`, `scan ID` and `request ID` after each
 * acknowledgement, IDs beginning with argv[4]; or `migrate`: a migration that says `migrating` when it has done half of its work and never ends.
 */

const [, , mode, location = '', prefix = ''] = process.argv;
const onPostgres = location.startsWith('postgres');

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

/** Which drivers this process has loaded: PostgreSQL's is for those who use it. */
function driversLoaded(): string {
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  return loaded.some((path) => path.includes('/node_modules/pg/')) ? 'with pg' : 'without pg';
}

/** From the proposal to the claim of its execution. */
async function executeRequest({ requests }: Store, id: string): Promise<void> {
  await requests.propose(requestOf(id), id, eventOf(id, { action: 'request.proposed' }));
  await requests.review(reviewOf(id, 'approver'), 1, 'approved', eventOf(id, { action: 'request.reviewed' }));
  await requests.claimExecution(id, at(10), at(20), eventOf(id, { action: 'execution.intended' }));
}

async function write(): Promise<void> {
  const store = await (onPostgres
    ? openPostgresStore({ connectionString: location })
    : openSqliteStore({ file: location }));
  say(`ready ${driversLoaded()}`);
  for (let number = 0; ; number += 1) {
    const id = `${prefix}-${String(number)}`;
    await store.audit.append(eventOf(id, { action: 'round.written' }));
    say(`audit ${id}`);
    await store.scans.complete(scanOf(id), snapshotOf(), eventOf(id));
    say(`scan ${id}`);
    await executeRequest(store, id);
    say(`request ${id}`);
  }
}

async function startMigration(): Promise<void> {
  const db = await (onPostgres ? openPostgresDatabase(location) : openSqliteDatabase(location));
  const neverEnding: StoreMigration = {
    name: '9998-never-ending',
    async up(transaction) {
      await transaction.schema.createTable('added').addColumn('id', 'text').execute();
      say('migrating');
      await new Promise(() => setInterval(() => undefined, 60_000));
    },
  };
  const target = await migrationTarget(db, onPostgres ? 'postgres' : 'sqlite');
  await migrate(db, { ...target, migrations: [...MIGRATIONS, neverEnding] });
}

await (mode === 'migrate' ? startMigration() : write());
