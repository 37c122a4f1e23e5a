import { describe, expect, test } from '@jest/globals';
import {
  CompiledQuery,
  sql,
  type Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
} from 'kysely';
import { createStore } from '../../src/store/create-store.js';
import type { DialectName } from '../../src/store/dialect.js';
import { migrate } from '../../src/store/migrate.js';
import type { Schema } from '../../src/store/schema.js';
import { openSqliteDatabase, sqliteDialect } from '../../src/store/sqlite.js';
import type { Store } from '../../src/workflows/ports.js';
import { at, TENANT } from './fixtures.js';
import { migrationTarget } from './migration-target.js';
import type { StoreUnderTest } from './store-contract.js';
import type { TestDatabase } from './test-database.js';

/** Questions that are asked again and again, of tables that only grow, and the index and condition that must answer each. */
const ANSWERED_BY_INDEX: readonly (readonly [string, (store: Store) => Promise<unknown>, string, RegExp])[] = [
  ['the latest scan', ({ scans }) => scans.findLatestScan(TENANT), 'scans_by_completion', /tenant_id ?=/],
  [
    'the latest scan up to a moment',
    ({ scans }) => scans.findLatestScan(TENANT, at(5)),
    'scans_by_completion',
    /tenant_id ?=.* AND .*completed_at ?</,
  ],
  [
    'the newest request for something',
    ({ requests }) => requests.findNewestFor(TENANT, 'fix'),
    'remediation_requests_by_key',
    /tenant_id ?=.* AND .*open_key ?=/,
  ],
  [
    'requests that nobody was asked about',
    ({ requests }) => requests.listAutomatic(TENANT, at(5)),
    'remediation_requests_by_authorization',
    /tenant_id ?=.* AND .*authorized_by ?=.* AND .*created_at ?>/,
  ],
  ['drift cases that are not resolved', ({ drift }) => drift.listOpenCases(TENANT), 'drift_cases_open', /tenant_id ?=/],
  ['alerts that nobody explained', ({ alerts }) => alerts.listOpenAlerts(TENANT), 'alerts_open', /tenant_id ?=/],
  [
    'alerts since a moment',
    ({ alerts }) => alerts.listAlerts(TENANT, at(5)),
    'alerts_by_time',
    /tenant_id ?=.* AND .*noticed_at ?>/,
  ],
  [
    'records seen before',
    ({ alerts }) => alerts.filterUnseen(TENANT, ['record']),
    'seen_records',
    /tenant_id ?=.* AND .*source_id ?=/,
  ],
  ['drills by their window', ({ drills }) => drills.listDrills(TENANT), 'drills_by_window', /tenant_id ?=/],
  [
    'attestations by their signature',
    ({ drills }) => drills.listAttestations(TENANT),
    'attestations_by_signature',
    /tenant_id ?=/,
  ],
  ['the next item that becomes due', ({ outbox }) => outbox.nextDueAt(), 'outbox_by_time', /./],
  ['the newest record of an action', ({ audit }) => audit.findLast('a'), 'audit_log_by_action', /action ?=/],
];

/** A database to explain queries on. libsql does not let go of a file after an explanation, so SQLite's is in memory. */
async function openToExplain(database: TestDatabase): Promise<Kysely<Schema>> {
  const { dialect } = database;
  const db = await (dialect === 'sqlite' ? openSqliteDatabase(':memory:') : database.openDatabase());
  await migrate(db, await migrationTarget(db, dialect));
  return db;
}

/** The queries that `ask` makes of the store. */
async function queriesOf(
  db: Kysely<Schema>,
  dialect: DialectName,
  ask: (store: Store) => Promise<unknown>,
): Promise<readonly CompiledQuery[]> {
  const queries: CompiledQuery[] = [];
  const recorder: KyselyPlugin = {
    transformQuery: ({ node, queryId }: PluginTransformQueryArgs) => {
      queries.push(db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }: PluginTransformResultArgs) => Promise.resolve(result),
  };
  await ask(createStore(db.withPlugin(recorder), { ...sqliteDialect, name: dialect }));
  return queries;
}

/** What the database would do for a query, in its own words. PostgreSQL must not prefer to read the whole of so small a table. */
async function explain(db: Kysely<Schema>, dialect: DialectName, query: CompiledQuery): Promise<string> {
  return await db.transaction().execute(async (transaction) => {
    if (dialect === 'postgres') {
      for (const way of ['seqscan', 'bitmapscan', 'sort'])
        await sql`set local ${sql.raw(`enable_${way}`)} = off`.execute(transaction);
    }
    const text = `${dialect === 'postgres' ? 'explain' : 'explain query plan'} ${query.sql}`;
    const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, [...query.parameters]));
    return JSON.stringify(rows);
  });
}

export function describeQueryPlansContract(current: () => StoreUnderTest): void {
  describe('questions that are asked again and again', () => {
    test.each(ANSWERED_BY_INDEX)('an index answers: %s', async (_question, ask, index, condition) => {
      const { database } = current();
      const db = await openToExplain(database);
      const [query] = await queriesOf(db, database.dialect, ask);

      const plan = query && (await explain(db, database.dialect, query));

      await db.destroy();
      expect(plan).toMatch(new RegExp(`${index}\\b`));
      expect(plan).toMatch(condition);
      expect(plan).not.toMatch(/TEMP B-TREE|Sort/);
    });
  });
}
