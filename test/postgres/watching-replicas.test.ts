import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import type { OpenedStore } from '../../src/store/create-store.js';
import type { AuditEvent } from '../../src/domain/audit/audit-event.js';
import { startFakeConnector, type FakeConnector } from '../fakes/fake-connector.js';
import { onDatabase, type TestDatabase } from '../store/test-database.js';
import { conversationAt } from '../teams/outbound/delivery-harness.js';
import { jobsSchemaOf } from './jobs-under-test.js';
import { createPostgresDatabase } from './postgres-database.js';
import { startReplica, until, type Replica } from './replica.js';

/** Real processes at real time over one database, one simulated tenant and one connector. Nothing sleeps. */

const CHANNEL = '19:security';
const MINUTE = 60_000;
/** Promised: however a replica ends, the log is not left alone for longer. */
const LONGEST_GAP_MS = 90_000;
const START_MS = 45_000;

let tenant: SandboxTenant;
let connector: FakeConnector;
let database: TestDatabase;
let store: OpenedStore;
let replicas: Replica[];

beforeEach(async () => {
  replicas = [];
  tenant = await startSandboxTenant();
  connector = await startFakeConnector();
  database = await createPostgresDatabase();
  store = await database.openStore();
  await subscribe();
});

afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.kill()));
  await store.close();
  const schema = jobsSchemaOf(database.location);
  await onDatabase(database, (db) => sql`drop schema if exists ${sql.ref(schema)} cascade`.execute(db));
  await database.remove();
  await tenant.close();
  await connector.close();
});

async function subscribe(): Promise<void> {
  const at = new Date().toISOString();
  await store.conversations.remember({ ...conversationAt(connector.url, CHANNEL), tenantId: tenant.tenantId }, at);
  const event: AuditEvent = {
    at,
    actor: { kind: 'system', name: 'test' },
    action: 'subscription.set',
    subject: CHANNEL,
    result: 'succeeded',
    details: {},
  };
  await store.subscriptions.subscribe(
    { conversationId: CHANNEL, minSeverity: 'low', kinds: ['alerts'], role: 'channel', by: 'test', at },
    event,
  );
}

function openReplica(holdsAlerts = false): Replica {
  const { url, tenantId, token, emergencyAccountIds } = tenant;
  const replica = startReplica({
    location: database.location,
    tenant: { url, tenantId, token, emergencyAccountIds },
    holdsAlerts,
  });
  replicas.push(replica);
  return replica;
}

async function openReady(): Promise<Replica> {
  const replica = openReplica();
  await replica.untilSaid(/^ready$/, 0, START_MS);
  return replica;
}

/** The IDs of the alerts about this sign-in, and how often each message was sent or edited. */
async function toldOf(signInId: string) {
  const alerts = await store.alerts.listAlerts(tenant.tenantId, new Date(0).toISOString());
  const ids = alerts.filter(({ sourceId }) => sourceId === signInId).map(({ id }) => `alert:${id}`);
  return { alerts: ids.length, messages: connector.cards.filter(({ summary }) => ids.includes(summary)).length };
}

const untilTold = (signInId: string, limitMs: number) =>
  until('a message', async () => ((await toldOf(signInId)).messages > 0 ? true : undefined), limitMs);

/** Resolves once nothing waits to be delivered any more. */
const untilDelivered = () =>
  until('an empty outbox', async () => ((await store.outbox.backlog()).count === 0 ? true : undefined), MINUTE);

interface Fired {
  readonly id: string;
  readonly schedule: string;
  /** Whole minutes since the epoch. */
  readonly minute: number;
  readonly state: string;
}

/** What the schedules of every minute have brought about so far. */
async function listFired(): Promise<readonly Fired[]> {
  const { rows } = await sql<Fired>`
    select id::text as id, data->>'schedule' as schedule, state::text as state,
      floor(extract(epoch from created_on) / 60)::int as minute
    from ${sql.ref(`${jobsSchemaOf(database.location)}.job`)}
    where name in ('watch', 'deliver', 'tick') and data->>'schedule' is not null`.execute(store.database);
  return rows;
}

const SCHEDULES = ['deliver:default', 'tick:default', 'watch:default'];

/** Two whole minutes of them, after the one in which the first fired: that one may have been made up for. */
async function listTwoMinutes(): Promise<readonly Fired[] | undefined> {
  const fired = await listFired();
  const first = Math.min(...fired.map(({ minute }) => minute));
  const isDone = SCHEDULES.every((wanted) =>
    fired.some(({ schedule, minute, state }) => schedule === wanted && minute === first + 2 && state === 'completed'),
  );
  return isDone ? fired.filter(({ minute }) => minute === first + 1 || minute === first + 2) : undefined;
}

/** Resolves once any replica has looked at the logs again: each look goes to whichever is free. */
function untilSomebodyLooked(limitMs: number): Promise<true> {
  const countLooks = () => replicas.flatMap(({ said }) => said).filter((line) => line === 'looked').length;
  const before = countLooks();
  return until('another look at the logs', () => (countLooks() > before ? true : undefined), limitMs);
}

const runsOf = (id: string) =>
  replicas.flatMap(({ said }) => said.filter((line) => line.startsWith('ran ') && line.split(' ')[2] === id));

/** Keeps what the tenant is asked from now on waiting, until `release`. */
function holdRequests() {
  const paths: string[] = [];
  const answered = new EventEmitter();
  const release = once(answered, 'release');
  tenant.behaviour.onRequest = async ({ path }) => {
    paths.push(path);
    await release;
  };
  return {
    paths,
    /** What comes from now on is answered; what waits goes on waiting. */
    holdNoMore: () => (tenant.behaviour.onRequest = undefined),
    release: () => answered.emit('release'),
  };
}

describe('two replicas on PostgreSQL', () => {
  test('every schedule fires once a minute, and an emergency sign-in is one alert that is told once', async () => {
    await Promise.all([openReady(), openReady()]);
    const signInId = tenant.administrator.signIn(NORTH_ID);

    const fired = await until('two minutes of schedules', listTwoMinutes, 4 * MINUTE);
    await untilDelivered();

    expect(fired.map(({ schedule }) => schedule).sort()).toEqual([...SCHEDULES, ...SCHEDULES].sort());
    expect(new Set(fired.map(({ schedule, minute }) => `${schedule} ${String(minute)}`)).size).toBe(fired.length);
    expect(fired.map(({ id }) => runsOf(id).length)).toEqual(fired.map(() => 1));
    expect(replicas.map(({ said }) => said.some((line) => line.startsWith('ran ')))).toEqual([true, true]);
    expect(await toldOf(signInId)).toEqual({ alerts: 1, messages: 1 });
  }, 330_000);

  test('a replica killed while it scans and watches is relieved within 90 s, and what happened since is told once', async () => {
    const held = holdRequests();
    const doomed = await openReady();
    const [, watchId = ''] = await doomed.untilSaid(/^ran watch (\S+) 1$/, 0, START_MS);
    await doomed.untilSaid(/^scanning$/, 0, START_MS);
    await until('the log asked for', () => held.paths.find((path) => path.includes('directoryAudits')), START_MS);
    held.holdNoMore();
    const heir = await openReady();

    await doomed.kill();
    const killedAt = Date.now();
    const heard = heir.said.length;
    const signInId = tenant.administrator.signIn(NORTH_ID);
    held.release();
    await heir.untilSaid(/^looked$/, heard, LONGEST_GAP_MS);
    await untilTold(signInId, killedAt + LONGEST_GAP_MS - Date.now());
    await heir.untilSaid(/^scanning$/, heard, killedAt + LONGEST_GAP_MS - Date.now());
    await heir.untilSaid(new RegExp(`^ran watch ${watchId} 2$`), 0, LONGEST_GAP_MS);
    await heir.untilSaid(/^looked$/, heir.said.length, LONGEST_GAP_MS);
    await untilDelivered();

    expect(doomed.said).not.toContain('looked');
    expect(await toldOf(signInId)).toEqual({ alerts: 1, messages: 1 });
  }, 240_000);

  test('a replica that sleeps past its lease right before it stores an alert stores none when it wakes', async () => {
    const signInId = tenant.administrator.signIn(NORTH_ID);
    const sleeper = openReplica(true);
    await sleeper.untilSaid(/^raising$/, 0, START_MS);
    const [, watchId = ''] = await sleeper.untilSaid(/^ran watch (\S+) 1$/, 0, START_MS);
    sleeper.process.kill('SIGSTOP');
    const heir = await openReady();
    await heir.untilSaid(new RegExp(`^ran watch ${watchId} 2$`), 0, LONGEST_GAP_MS);
    await untilTold(signInId, LONGEST_GAP_MS);

    sleeper.letGo();
    sleeper.process.kill('SIGCONT');
    await sleeper.untilSaid(/^raised 0$/, 0, MINUTE);
    await untilSomebodyLooked(LONGEST_GAP_MS);
    await untilDelivered();

    expect(heir.said).toContain('raised 1');
    expect(await toldOf(signInId)).toEqual({ alerts: 1, messages: 1 });
  }, 240_000);
});
