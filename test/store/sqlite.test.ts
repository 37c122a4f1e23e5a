import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createStore } from '../../src/store/create-store.js';
import { migrate } from '../../src/store/migrate.js';
import { openSqliteDatabase, openSqliteStore, sqliteDialect } from '../../src/store/sqlite.js';
import { runUntilKilled } from './child-process.js';
import { at, claimOf, eventOf, findingOf, scanOf, snapshotOf, TENANT } from './fixtures.js';
import { createSqliteDatabase } from './sqlite-database.js';
import { describeStoreContract } from './store-contract.js';

describeStoreContract('SQLite', createSqliteDatabase);

describe('the file of the embedded store', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glasswatch-store-'));
    file = join(folder, 'glasswatch.db');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test('a second process is refused with the reason, and the first loses nothing', async () => {
    const store = await openSqliteStore({ file });
    await store.audit.append(eventOf('before'));

    const second = await runUntilKilled('crash-child.ts', ['write', file, 'second'], 1);

    expect(second).toMatchObject({ lines: [], signal: null });
    expect(second.stderr).toContain(`STORE_IN_USE: another process has ${file} open; stop it`);
    await store.audit.append(eventOf('after'));
    expect(await store.audit.head()).toMatchObject({ seq: 2 });
    await store.close();
  }, 20_000);

  test('a file that is open cannot be opened again until it is closed', async () => {
    const first = await openSqliteStore({ file });

    await expect(openSqliteStore({ file })).rejects.toMatchObject({ code: 'STORE_IN_USE' });
    await first.close();
    const second = await openSqliteStore({ file });

    expect(await second.audit.head()).toMatchObject({ seq: 0 });
    await second.close();
  });

  test('opening creates the folder, for its owner only', async () => {
    const nested = join(folder, 'data', 'store', 'glasswatch.db');

    await (await openSqliteStore({ file: nested })).close();

    expect((await stat(nested)).isFile()).toBe(true);
    expect((await stat(join(folder, 'data', 'store'))).mode & 0o077).toBe(0);
  });

  test.each([
    ['a folder', async () => folder],
    ['a file that is no database', async () => writeFile(file, 'x'.repeat(5_000)).then(() => file)],
    ['a path below a file', async () => writeFile(file, '').then(() => join(file, 'glasswatch.db'))],
  ])('%s is refused with its name and what to check', async (_name, prepare) => {
    const path = await prepare();

    await expect(openSqliteStore({ file: path })).rejects.toMatchObject({
      code: 'STORE_CANNOT_OPEN',
      message: expect.stringMatching(new RegExp(`^STORE_CANNOT_OPEN: ${path} cannot be used .*check the path`)),
    });
  });

  test('claims of an earlier process are given back when the file is opened', async () => {
    const first = await openSqliteStore({ file });
    await first.scans.claim(TENANT, claimOf('dead'), at(60), at(0));
    await first.close();

    const second = await openSqliteStore({ file });

    expect(await second.scans.claim(TENANT, claimOf('next'), at(60), at(1))).toEqual({ claimed: true });
    await second.close();
  });

  test('a full disk refuses a scan whole, and the store works on when there is room again', async () => {
    const db = await openSqliteDatabase(file);
    await migrate(db, { dialect: 'sqlite' });
    const store = createStore(db, sqliteDialect);
    const { scans, audit } = store;
    const scan = scanOf('large', { findings: Array.from({ length: 1_500 }, (_, number) => findingOf(number)) });

    await sql`pragma max_page_count = 60`.execute(db);
    await expect(scans.complete(scan, snapshotOf(), eventOf('large'))).rejects.toThrow('full');
    expect(await scans.findScan('large')).toBeUndefined();
    expect(await audit.head()).toMatchObject({ seq: 0 });

    await sql`pragma max_page_count = 100000`.execute(db);
    await scans.complete(scan, snapshotOf(), eventOf('large'));
    expect(await scans.findScan('large')).toEqual(scan);
    await store.close();
  });

  test('a store in memory needs no file and shares nothing', async () => {
    const one = await openSqliteStore({ file: ':memory:' });
    const other = await openSqliteStore({ file: ':memory:' });

    await one.audit.append(eventOf('one'));

    expect(await one.audit.head()).toMatchObject({ seq: 1 });
    expect(await other.audit.head()).toMatchObject({ seq: 0 });
    await one.close();
    await other.close();
  });
});
