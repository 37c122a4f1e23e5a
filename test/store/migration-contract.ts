import { describe, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { verifyChain, type ChainHead } from '../../src/domain/audit/chain.js';
import type { Scan } from '../../src/domain/scan.js';
import type { TenantSnapshot } from '../../src/domain/tenant/snapshot.js';
import { createStore } from '../../src/store/create-store.js';
import { migrate } from '../../src/store/migrate.js';
import { initial } from '../../src/store/migrations/0001-initial.js';
import { remediation } from '../../src/store/migrations/0002-remediation.js';
import { MIGRATIONS } from '../../src/store/migrations/index.js';
import type { StoreMigration } from '../../src/store/migrations/store-migration.js';
import type { Schema } from '../../src/store/schema.js';
import { sqliteDialect } from '../../src/store/sqlite.js';
import { runUntilKilled } from './child-process.js';
import { at, eventOf, findingOf, OTHER_TENANT, scanOf, snapshotOf, TENANT } from './fixtures.js';
import { migrationTarget } from './migration-target.js';
import { putInState, requestOf, reviewOf } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { countContents, onDatabase, type CreateDatabase, type TestDatabase } from './test-database.js';

const addTable: StoreMigration = {
  name: '9998-add-table',
  up: (db) => db.schema.createTable('added').addColumn('id', 'text').execute(),
};

const addTableAndBreak: StoreMigration = {
  ...addTable,
  async up(db, dialect) {
    await addTable.up(db, dialect);
    throw new Error('broken off');
  },
};

async function tableNames(db: Kysely<Schema>): Promise<readonly string[]> {
  return (await db.introspection.getTables()).map((table) => table.name);
}

/** A scan as the first versions stored it: whole, with a row for each finding and the snapshot under the scan's ID. */
async function insertOldScan(db: Kysely<Schema>, { findings, ...scan }: Scan, snapshot: TenantSnapshot): Promise<void> {
  await sql`
    insert into scans (id, tenant_id, trigger, started_at, completed_at, verdict, digest, document)
    values (${scan.id}, ${scan.tenant.id}, ${scan.trigger.kind}, ${scan.startedAt}, ${scan.completedAt},
      ${scan.verdict}, ${scan.snapshotDigest}, ${JSON.stringify(scan)})`.execute(db);
  for (const [position, finding] of findings.entries()) {
    await sql`
      insert into findings
      values (${scan.id}, ${position}, ${finding.controlId}, ${finding.subject.type}, ${finding.subject.id},
        ${finding.outcome}, ${finding.severity}, ${finding.fingerprint}, ${JSON.stringify(finding)})`.execute(db);
  }
  await sql`insert into snapshots (scan_id, document) values (${scan.id}, ${JSON.stringify(snapshot)})`.execute(db);
}

/** The fixed snapshot and findings as they were read `minutes` after noon. */
function readAt<T>(value: T, minutes: number): T {
  return JSON.parse(JSON.stringify(value).replaceAll(at(0), at(minutes))) as T;
}

/** Fills a database that has seen the first migration only: scans and audit log, and no requests yet. Answers where its chain ends. */
async function fillFirstVersion(database: TestDatabase): Promise<ChainHead> {
  const db = await database.openDatabase();
  await migrate(db, { ...(await migrationTarget(db, database.dialect)), migrations: [initial] });
  await insertOldScan(db, scanOf('one'), snapshotOf());
  await insertOldScan(db, readAt(scanOf('two'), 15), readAt(snapshotOf(), 16));
  await insertOldScan(db, scanOf('three', { findings: [findingOf(3)] }), snapshotOf({ tenantId: OTHER_TENANT }));
  // Nobody else appends here, so that nobody has to wait.
  const store = createStore(db, { ...sqliteDialect, name: database.dialect });
  await store.audit.append(eventOf('one'));
  await store.audit.append(eventOf('two'));
  const head = await store.audit.head();
  await store.close();
  return head;
}

/** A request as the second version stored it: proposed at version 2, with one review. */
async function insertOldRequest(db: Kysely<Schema>, id: string): Promise<void> {
  const { plan, planDigest, requester, requesterName, steps } = requestOf(id);
  const { reviewer, reviewerName, decision, reason, at: reviewedAt } = reviewOf(id, 'a');
  await sql`
    insert into remediation_requests (id, tenant_id, state, version, plan, plan_digest, requester_tenant_id,
      requester_object_id, requester_name, outcome, rollback_of, created_at, updated_at, lease_until, fence)
    values (${id}, ${TENANT}, 'proposed', 2, ${JSON.stringify(plan)}, ${planDigest}, ${requester.tenantId},
      ${requester.objectId}, ${requesterName}, '', null, ${at(0)}, ${at(2)}, null, 0)`.execute(db);
  for (const { index } of steps) {
    await sql`insert into remediation_steps values (${id}, ${index}, 'pending', '', null)`.execute(db);
  }
  await sql`
    insert into remediation_reviews values (${id}, 1, ${reviewer.tenantId}, ${reviewer.objectId}, ${reviewerName},
      ${decision}, ${reason}, ${planDigest}, ${reviewedAt})`.execute(db);
}

/** Fills a database that has seen the first two migrations with two open requests for the same. */
async function fillSecondVersion(database: TestDatabase): Promise<void> {
  await onDatabase(database, async (db) => {
    await migrate(db, { ...(await migrationTarget(db, database.dialect)), migrations: [initial, remediation] });
    await insertOldRequest(db, 'one');
    await insertOldRequest(db, 'two');
  });
}

/** What `insertOldRequest` stored, as it is read today. */
function oldRequestOf(id: string): ReturnType<typeof requestOf> {
  return requestOf(id, { authorizedBy: 'review', version: 2, updatedAt: at(2), reviews: [reviewOf(id, 'a')] });
}

export function describeMigrationContract(current: () => StoreUnderTest, create: CreateDatabase): void {
  async function migrateWith(later: StoreMigration): Promise<void> {
    const { database } = current();
    await current().close();
    await onDatabase(database, async (db) => {
      const target = await migrationTarget(db, database.dialect);
      await migrate(db, { ...target, migrations: [...MIGRATIONS, later] });
    });
  }

  describe('migrations', () => {
    test('a database of this version opens again', async () => {
      await current().store.audit.append(eventOf('kept'));

      const { audit } = await current().reopen();

      expect(await audit.head()).toMatchObject({ seq: 1 });
    });

    test('a database from before there were requests opens, keeps its scans and chain, and takes requests', async () => {
      const database = await create();
      const head = await fillFirstVersion(database);

      const store = await database.openStore();

      expect(await store.scans.findScan('one')).toEqual(scanOf('one'));
      expect(await store.scans.findSnapshot('one')).toEqual(snapshotOf());
      expect(await store.scans.findLatestScan(TENANT)).toEqual(readAt(scanOf('two'), 15));
      expect(await store.scans.findSnapshot('two')).toEqual(readAt(snapshotOf(), 15));
      expect((await store.scans.findScan('three'))?.findings).toEqual([findingOf(3)]);
      expect(await store.scans.listScans(TENANT, { offset: 0, limit: 10 })).toMatchObject([
        { id: 'two', counts: { fail: 1, pass: 1 } },
        { id: 'three', counts: { fail: 1, pass: 0 } },
        { id: 'one', counts: { fail: 1, pass: 1 } },
      ]);
      expect(await store.scans.findSnapshot('three')).toEqual(snapshotOf({ tenantId: OTHER_TENANT }));
      expect(await store.audit.head()).toEqual(head);
      await putInState(store, 'request', 'withdrawn');
      expect(await store.requests.findRequest('request')).toMatchObject({ state: 'withdrawn' });
      expect(verifyChain(await store.audit.readAudit({ limit: 10 }), head)).toMatchObject({ ok: true });
      await store.close();
      expect(await onDatabase(database, countContents)).toEqual({ scans: 3, snapshots: 2, results: 2 });
      await database.remove();
    });

    test('a database from before there were modes opens, and keeps its requests as such that people review', async () => {
      const database = await create();
      await fillSecondVersion(database);

      const store = await database.openStore();

      expect(await store.requests.listRequests(TENANT, ['proposed'])).toEqual([
        oldRequestOf('one'),
        oldRequestOf('two'),
      ]);
      expect(await store.requests.listAutomatic(TENANT, at(0))).toEqual([]);
      expect(await store.automation.listModes(TENANT)).toEqual([]);
      expect(await store.automation.findStop(TENANT)).toBeUndefined();
      expect(await store.requests.propose(requestOf('three'), 'fix', eventOf('three'))).toEqual({ kind: 'stored' });
      await store.close();
      await database.remove();
    });

    test('its reviews still cannot be changed, and its requests take another one', async () => {
      const database = await create();
      await fillSecondVersion(database);
      await (await database.openStore()).close();

      const change = onDatabase(database, (db) => sql`update remediation_reviews set decision = 'deny'`.execute(db));

      await expect(change).rejects.toThrow('REVIEW_APPEND_ONLY');
      const store = await database.openStore();
      expect(await store.requests.review(reviewOf('one', 'b'), 2, 'approved', eventOf('one'))).toBe(true);
      expect((await store.requests.findRequest('one'))?.reviews).toEqual([reviewOf('one', 'a'), reviewOf('one', 'b')]);
      await store.close();
      await database.remove();
    });

    test('a database of a newer version is refused and untouched', async () => {
      await current().store.audit.append(eventOf('kept'));
      await migrateWith(addTable);

      await expect(current().reopen()).rejects.toMatchObject({
        code: 'STORE_NEWER_VERSION',
        message: expect.stringMatching(/9998-add-table.*start that release, or restore a backup/),
      });

      const kept = await onDatabase(current().database, (db) => db.selectFrom('audit_log').select('subject').execute());
      expect(kept).toEqual([{ subject: 'kept' }]);
    });

    test('a migration that breaks off leaves the database as it was', async () => {
      await current().store.audit.append(eventOf('kept'));

      await expect(migrateWith(addTableAndBreak)).rejects.toMatchObject({
        code: 'STORE_MIGRATION_FAILED',
        message: expect.stringContaining('broken off'),
      });

      expect(await onDatabase(current().database, tableNames)).not.toContain('added');
      const { audit } = await current().reopen();
      expect(await audit.head()).toMatchObject({ seq: 1 });
    });

    test('a process that is killed while it migrates leaves the database as it was', async () => {
      const { database, store } = current();
      await store.audit.append(eventOf('kept'));
      await current().close();

      const run = await runUntilKilled('crash-child.ts', ['migrate', database.location], 1);

      expect(run).toEqual({ lines: ['migrating'], signal: 'SIGKILL', stderr: '' });
      const { audit } = await current().reopen();
      expect(await audit.head()).toMatchObject({ seq: 1 });
      await current().close();
      expect(await onDatabase(database, tableNames)).not.toContain('added');
    }, 20_000);

    test('the same migration, unbroken, takes effect', async () => {
      await migrateWith(addTable);

      expect(await onDatabase(current().database, tableNames)).toContain('added');
    });
  });
}
