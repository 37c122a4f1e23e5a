import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { verifyChain } from '../../src/domain/audit/chain.js';
import { unknown } from '../../src/domain/tenant/observed.js';
import { openPostgresStore } from '../../src/store/postgres.js';
import type { Schema } from '../../src/store/schema.js';
import type { Store } from '../../src/workflows/ports.js';
import { at, claimOf, eventOf, scanOf, snapshotOf, TENANT } from '../store/fixtures.js';
import { describeStoreContract } from '../store/store-contract.js';
import { confirmationOf, countAudited, putInState, requestOf, reviewOf } from '../store/request-fixtures.js';
import { countContents, onDatabase, type TestDatabase } from '../store/test-database.js';
import { alertOf, caseOf, drillOf, subscribe, tellingOf } from '../store/watch-fixtures.js';
import { createPostgresDatabase, withParameter } from './postgres-database.js';

const SAME = 'fix BG-CA-01 account';
const INTENT = { action: 'execution.intended' } as const;

/** The address of the same database, for connections whose transactions are serializable unless they say otherwise. */
function serializable(location: string): string {
  const options = new URL(location).searchParams.get('options') ?? '';
  return withParameter(location, 'options', `${options} -c default_transaction_isolation=serializable`);
}

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
    const store = await openStore(serializable(database.location));

    await Promise.all(Array.from({ length: 20 }, (_, index) => store.audit.append(eventOf(String(index)))));

    expect(await store.audit.head()).toMatchObject({ seq: 20 });
  });

  test('on such a server, those who come too late for a request are told so and meet no error', async () => {
    const { requests, audit } = await openStore(serializable(database.location));
    await requests.propose(requestOf('one'), 'one', eventOf('one'));
    await requests.openConfirmation(confirmationOf('token', 'one'));
    const people = Array.from({ length: 20 }, (_, index) => `person-${String(index)}`);
    const reviewAs = (person: string): Promise<boolean> =>
      requests.review(reviewOf('one', person), 1, 'approved', eventOf('one'));

    const reviewed = await Promise.all(people.map(reviewAs));
    const claimed = await Promise.all(
      people.map(() => requests.claimExecution('one', at(10), at(20), eventOf('intent', INTENT))),
    );
    const taken = await Promise.all(people.map(() => requests.takeConfirmation('token')));

    for (const answers of [reviewed, claimed, taken]) expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await audit.head()).toMatchObject({ seq: 3 });
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

  test('of two stores that claim an execution 50 times at once, one gets it once', async () => {
    const [one, other] = await openTwo();
    await putInState(one, 'one', 'approved');

    const leases = await Promise.all(
      Array.from({ length: 25 }, () => [one, other]).flatMap((stores) =>
        stores.map(({ requests }) => requests.claimExecution('one', at(10), at(20), eventOf('intent', INTENT))),
      ),
    );

    expect(leases).toHaveLength(50);
    expect(leases.filter((lease) => lease !== undefined)).toEqual([{ requestId: 'one', fence: 1, leaseUntil: at(20) }]);
    expect(await countAudited(one, 'execution.intended')).toBe(1);
  });

  test('of two stores that take one confirmation 50 times at once, one gets it once', async () => {
    const [one, other] = await openTwo();
    await one.requests.propose(requestOf('one'), 'one', eventOf('one'));
    await one.requests.openConfirmation(confirmationOf('token', 'one'));

    const taken = await Promise.all(
      Array.from({ length: 25 }, () => [one, other]).flatMap((stores) =>
        stores.map(({ requests }) => requests.takeConfirmation('token')),
      ),
    );

    expect(taken.filter((confirmation) => confirmation !== undefined)).toEqual([confirmationOf('token', 'one')]);
  });

  test('of two stores that review the same version at once, one records it', async () => {
    const [one, other] = await openTwo();
    await one.requests.propose(requestOf('one'), 'one', eventOf('one'));

    const answers = await Promise.all([
      one.requests.review(reviewOf('one', 'a'), 1, 'approved', eventOf('one')),
      other.requests.review(reviewOf('one', 'b'), 1, 'approved', eventOf('one')),
    ]);

    expect([...answers].sort()).toEqual([false, true]);
    expect(await one.requests.findRequest('one')).toMatchObject({
      version: 2,
      reviews: [{ reviewer: { objectId: answers[0] ? 'a' : 'b' } }],
    });
  });

  test('of two stores that propose the same 50 times at once, one stores one request, and every other is told which', async () => {
    const [one, other] = await openTwo();

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => proposeSame(index % 2 === 0 ? one : other, String(index))),
    );

    const open = await one.requests.listRequests(TENANT, ['proposed']);
    expect(open).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
    expect(answers.filter((answer) => answer.kind === 'alreadyOpen' && answer.request.id === open[0]?.id)).toHaveLength(
      49,
    );
    expect(await countAudited(other, 'request.proposed')).toBe(1);
  });

  test('under another isolation level, those who propose the same too late are told so and meet no error', async () => {
    const store = await openStore(serializable(database.location));

    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => proposeSame(store, String(index))));

    expect(answers.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
    expect(answers.filter(({ kind }) => kind === 'alreadyOpen')).toHaveLength(19);
  });

  test.each([
    ['is kept is told so', 'commit', { kind: 'alreadyOpen', request: { id: 'one' } }],
    ['is taken back is stored', 'rollback', { kind: 'stored' }],
  ] as const)('a proposal that waits for one of the same key that %s', async (_promise, end, answer) => {
    const store = await openStore(withParameter(database.location, 'application_name', 'glasswatch-waiting'));
    await putInState(store, 'one', 'withdrawn');

    const proposed = await onDatabase(database, async (db) => {
      const transaction = await db.startTransaction().execute();
      await sql`update remediation_requests set state = 'proposed', open_key = ${SAME}`.execute(transaction);
      const proposal = proposeSame(store, 'two');
      await untilSomebodyWaits(db, 'glasswatch-waiting');
      await transaction[end]().execute();
      return await proposal;
    });

    expect(proposed).toMatchObject(answer);
    expect(await store.requests.findRequest('two')).toEqual(end === 'commit' ? undefined : requestOf('two'));
  });

  test('proposals that meet the end of the open request are stored or told which is open', async () => {
    const stores = await openTwo();
    const proposeAndEnd = async (store: Store, prefix: string): Promise<number> => {
      let stored = 0;
      for (let number = 0; number < 60; number += 1) {
        const id = `${prefix}-${String(number)}`;
        if ((await proposeSame(store, id)).kind === 'alreadyOpen') continue;
        stored += 1;
        await store.requests.settle(id, 1, 'withdrawn', '', eventOf(id, { action: 'request.withdrawn' }));
      }
      return stored;
    };

    const stored = await Promise.all(
      ['a', 'b', 'c', 'd'].map((prefix, index) => proposeAndEnd(stores[index % 2] ?? stores[0], prefix)),
    );

    const ended = await stores[0].requests.listRequests(TENANT, ['withdrawn']);
    expect(ended).toHaveLength(stored.reduce((sum, each) => sum + each));
    expect(await countAudited(stores[0], 'request.proposed')).toBe(ended.length);
  });

  test('of two stores that stop all writing 50 times at once, one does once, and both find it stopped', async () => {
    const [one, other] = await openTwo();
    const stop = { byName: 'Ada Lindqvist', at: at(1) };

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? one : other).automation.stop(TENANT, stop, eventOf(TENANT, { action: 'writing.stopped' })),
      ),
    );

    expect(answers.filter((answer) => answer)).toHaveLength(1);
    expect(await countAudited(one, 'writing.stopped')).toBe(1);
    expect(await other.automation.findStop(TENANT)).toEqual(stop);
  });

  test('of two stores that give a control a mode at once, the last one holds, and both are audited', async () => {
    const [one, other] = await openTwo();
    const setting = { controlId: 'BG-CA-01', mode: 'automatic', requestId: 'one', at: at(1) } as const;
    const event = eventOf('BG-CA-01', { action: 'mode.set' });

    await Promise.all([
      one.automation.setMode(TENANT, setting, event),
      other.automation.setMode(TENANT, { ...setting, requestId: 'two' }, event),
    ]);

    expect(await one.automation.listModes(TENANT)).toHaveLength(1);
    expect(await countAudited(one, 'mode.set')).toBe(2);
  });

  test('of two stores that deliver at once, each conversation is served by one', async () => {
    const [one, other] = await openTwo();
    const ids = Array.from({ length: 10 }, (_, index) => `conversation-${String(index)}`);
    for (const id of ids) await subscribe(one, id);
    for (const topic of ['one', 'two', 'three']) await one.outbox.tell([tellingOf(topic)], at(1));

    const items = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? one : other).outbox.claim(at(5), at(10), [])),
    );

    const claimed = items.flatMap((item) => (item === undefined ? [] : [item]));
    expect(claimed.map(({ conversationId }) => conversationId).toSorted()).toEqual(ids);
    expect(new Set(claimed.map(({ topic }) => topic.id))).toEqual(new Set(['one']));
  });

  test('a topic that one store tells while another settles its delivery waits once, whoever is first', async () => {
    const [one, other] = await openTwo();
    await subscribe(one, 'a');
    for (let round = 0; round < 40; round += 1) {
      await one.outbox.tell([tellingOf('one')], at(1));
      const item = await one.outbox.claim(at(5), at(10), []);
      const retry = { kind: 'retry', nextAttemptAt: at(5), isUnknown: true, error: '' } as const;

      await Promise.all([
        one.outbox.settle(item?.id ?? '', retry),
        other.outbox.tell([tellingOf('one')], at(2)),
        one.outbox.tell([tellingOf('one')], at(2)),
      ]);

      expect((await one.outbox.backlog()).count).toBe(1);
    }
  });

  test('of two stores that save the same cases at once, one does, whatever the order', async () => {
    const [one, other] = await openTwo();
    const cases = Array.from({ length: 8 }, (_, index) => caseOf(`case-${String(index)}`));
    const sameSubjects = cases.map((drifted, index) => ({ ...drifted, id: `other-${String(8 - index)}` }));

    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all([
        one.drift.saveCases(cases, [], [], at(1)),
        other.drift.saveCases(sameSubjects, [], [], at(1)),
        other.drift.saveCases(cases.toReversed(), [], [], at(1)),
      ]);
      expect(answers.filter(Boolean)).toHaveLength(round === 0 ? 1 : 0);
    }

    expect(await one.drift.listOpenCases(TENANT)).toHaveLength(8);
  });

  test('on a server with another isolation level, those who notice and save too late are told so', async () => {
    const store = await openStore(serializable(database.location));
    await subscribe(store, 'a');
    const times = Array.from({ length: 10 }, (_, index) => index);

    const raised = await Promise.all(
      times.map((time) =>
        store.alerts.raise([alertOf(`alert-${String(time)}`, { sourceId: 'sign-in' })], [], [tellingOf('one')], at(1)),
      ),
    );
    const saved = await Promise.all(
      times.map(() => store.drift.saveCases([caseOf('one')], [], [tellingOf('two')], at(1))),
    );
    const drills = await Promise.all(
      times.map(() => store.drills.saveDrill(drillOf('one'), eventOf('one'), [], at(1))),
    );

    expect(raised.flat()).toHaveLength(1);
    for (const answers of [saved, drills]) expect(answers.filter(Boolean)).toHaveLength(1);
  });

  test('scans that one store completes while another deletes old ones are kept whole', async () => {
    const [one, other] = await openTwo();
    await one.scans.complete(scanOf('newest', { completedAt: at(40), findings: [] }), snapshotOf(), eventOf('newest'));
    const times = Array.from({ length: 30 }, (_, index) => `scan-${String(index)}`);

    await Promise.all(
      times.flatMap((id) => [
        one.scans.complete(scanOf(id), snapshotOf({ policies: unknown('timeout', id) }), eventOf(id)),
        other.scans.deleteScansBefore(TENANT, at(5)),
      ]),
    );

    await one.scans.complete(scanOf('last', { completedAt: at(41) }), snapshotOf(), eventOf('last'));
    await other.scans.deleteScansBefore(TENANT, at(5));
    expect(await one.scans.findSnapshot('last')).toEqual(snapshotOf());
    await Promise.all(stores.splice(0).map((store) => store.close()));
    expect(await onDatabase(database, countContents)).toEqual({ scans: 2, snapshots: 1, results: 2 });
  });

  test('a process that starts leaves the executions of the others alone', async () => {
    const one = await openStore();
    await putInState(one, 'one', 'approved');
    await one.requests.claimExecution('one', at(10), at(20), eventOf('intent', INTENT));

    const other = await openStore();

    expect(await other.requests.claimExecution('one', at(11), at(21), eventOf('intent', INTENT))).toBeUndefined();
    expect(await other.requests.claimExecution('one', at(20), at(30), eventOf('intent', INTENT))).toMatchObject({
      fence: 2,
    });
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

/** Proposes a request under a key that all of them share. */
async function proposeSame(
  { requests }: Store,
  id: string,
): Promise<Awaited<ReturnType<Store['requests']['propose']>>> {
  return await requests.propose(requestOf(id), SAME, eventOf(id, { action: 'request.proposed' }));
}

/** Resolves when a connection of this name waits for a lock that another holds. */
async function untilSomebodyWaits(db: Kysely<Schema>, name: string): Promise<void> {
  const waiting = sql`select 1 from pg_stat_activity
    where application_name = ${name} and datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting.execute(db)).rows.length === 0);
}

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
