import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { verifyChain } from '../../src/domain/audit/chain.js';
import { openPostgresStore } from '../../src/store/postgres.js';
import type { Store } from '../../src/workflows/ports.js';
import { at, claimOf, eventOf, scanOf, snapshotOf, TENANT } from '../store/fixtures.js';
import { describeStoreContract } from '../store/store-contract.js';
import { onDatabase, type TestDatabase } from '../store/test-database.js';
import { createPostgresDatabase, withParameter } from './postgres-database.js';

describeStoreContract('PostgreSQL', createPostgresDatabase);

describe('several processes on one PostgreSQL', () => {
  let database: TestDatabase;
  let databases: TestDatabase[];
  let stores: Store[];

  async function createDatabase(): Promise<TestDatabase> {
    const created = await createPostgresDatabase();
    databases.push(created);
    return created;
  }

  async function openStore(connectionString = database.location): Promise<Store> {
    const store = await openPostgresStore({ connectionString });
    stores.push(store);
    return store;
  }

  async function openTwo(): Promise<readonly [Store, Store]> {
    return await Promise.all([openStore(), openStore()]);
  }

  beforeEach(async () => {
    databases = [];
    stores = [];
    database = await createDatabase();
  });

  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await Promise.all(databases.map((each) => each.remove()));
  });

  test('several that start at once on an empty database all open it', async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => openStore()));

    for (const store of opened) expect(await store.audit.head()).toMatchObject({ seq: 0 });
  });

  test('stores in two schemas of one database share nothing', async () => {
    const one = await openStore();
    const other = await openStore((await createDatabase()).location);

    await one.audit.append(eventOf('one'));

    expect(await one.audit.head()).toMatchObject({ seq: 1 });
    expect(await other.audit.head()).toMatchObject({ seq: 0 });
  });

  test('simultaneous appends of two stores make one unbroken chain', async () => {
    const [one, other] = await openTwo();
    const ids = Array.from({ length: 30 }, (_, index) => `id-${String(index)}`);

    await Promise.all(
      ids.flatMap((id) => [one.audit.append(eventOf(id)), other.scans.complete(scanOf(id), snapshotOf(), eventOf(id))]),
    );

    const records = await one.audit.readAudit({ limit: 100 });
    expect(records).toHaveLength(60);
    expect(verifyChain(records, await other.audit.head())).toMatchObject({ ok: true });
  });

  test('a server whose default is another isolation level does not break the chain', async () => {
    const isolated = withParameter(
      database.location,
      'options',
      `${new URL(database.location).searchParams.get('options') ?? ''} -c default_transaction_isolation=serializable`,
    );
    const store = await openStore(isolated);

    await Promise.all(Array.from({ length: 20 }, (_, index) => store.audit.append(eventOf(String(index)))));

    expect(await store.audit.head()).toMatchObject({ seq: 20 });
  });

  test('of two stores that claim a tenant at once, one gets it and the other learns who', async () => {
    const [one, other] = await openTwo();

    const answers = await Promise.all([
      one.scans.claim(TENANT, claimOf('a'), at(6), at(0)),
      other.scans.claim(TENANT, claimOf('b'), at(6), at(0)),
    ]);

    const winner = answers[0].claimed ? 'a' : 'b';
    expect(answers).toContainEqual({ claimed: true });
    expect(answers).toContainEqual({ claimed: false, holder: claimOf(winner) });
  });

  test('a process that starts leaves the claims of the others alone', async () => {
    const one = await openStore();
    await one.scans.claim(TENANT, claimOf('running'), at(60), at(0));

    const other = await openStore();

    expect(await other.scans.claim(TENANT, claimOf('next'), at(60), at(1))).toMatchObject({
      holder: { scanId: 'running' },
    });
  });

  test('a statement that waits too long is refused whole, and the store works on afterwards', async () => {
    const store = await openStore(withParameter(database.location, 'statement_timeout', '200'));

    await onDatabase(database, (db) =>
      db.transaction().execute(async (transaction) => {
        await sql`lock table audit_log in access exclusive mode`.execute(transaction);
        await expect(store.scans.complete(scanOf('one'), snapshotOf(), eventOf('one'))).rejects.toThrow('timeout');
      }),
    );

    expect(await store.scans.findScan('one')).toBeUndefined();
    await store.scans.complete(scanOf('one'), snapshotOf(), eventOf('one'));
    expect(await store.scans.findScan('one')).toEqual(scanOf('one'));
  });

  test('a store whose connections the server has ended connects again', async () => {
    const store = await openStore(withParameter(database.location, 'application_name', 'glasswatch-ended'));
    await store.audit.append(eventOf('before'));

    await onDatabase(database, async (db) => {
      const end = sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'glasswatch-ended' and datname = current_database()`;
      await end.execute(db);
    });

    expect(await appendUntilKept(store, 5)).toBe(true);
    expect(await store.audit.head()).toMatchObject({ seq: 2 });
  });
});

/** Queries that meet an ended connection may fail; before `attempts` are over one must be kept. */
async function appendUntilKept(store: Store, attempts: number): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const kept = await store.audit.append(eventOf('after')).then(
      () => true,
      () => false,
    );
    if (kept) return true;
  }
  return false;
}
