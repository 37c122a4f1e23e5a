import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Alert } from '../../src/domain/alerts/alert.js';
import { blindness } from '../../src/domain/alerts/blindness.js';
import type { DriftCase } from '../../src/domain/drift/drift.js';
import { createEventReader } from '../../src/graph/event-reader.js';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createEmbeddedJobs } from '../../src/jobs/embedded.js';
import { recordAudit, target } from '../../src/sandbox/changes/audit-trail.js';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import { COLLEAGUES } from '../../src/sandbox/seed/people.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { openSqliteStore } from '../../src/store/sqlite.js';
import { createSignedWebhook } from '../../src/webhook/signed-webhook.js';
import type { RiskyUser } from '../../src/domain/tenant/governance.js';
import { known } from '../../src/domain/tenant/observed.js';
import { alertActions, escalateAlerts, sendOutside } from '../../src/workflows/alert-actions.js';
import { createDeltaMemory } from '../../src/workflows/delta-memory.js';
import { detectDrift } from '../../src/workflows/detect-drift.js';
import { drillActions } from '../../src/workflows/drill-actions.js';
import { driftActions } from '../../src/workflows/drift-actions.js';
import { observeDrills } from '../../src/workflows/observe-drills.js';
import type { Clock } from '../../src/workflows/ports.js';
import type { Person } from '../../src/workflows/remediation.js';
import { scheduleActions } from '../../src/workflows/schedule-actions.js';
import { subscriptionActions } from '../../src/workflows/subscription-actions.js';
import type { WatchDependencies } from '../../src/workflows/watch-dependencies.js';
import { watchDeltas } from '../../src/workflows/watch-deltas.js';
import { watchEvents } from '../../src/workflows/watch-events.js';
import { watchRisk } from '../../src/workflows/watch-risk.js';
import { watchStatus } from '../../src/workflows/watch-status.js';
import { AVERY, PRIYA, remediationParts, RILEY, scanOnce, type Parts } from './remediation-harness.js';

/** What the bot notices by itself and what people answer, over the simulated tenant's HTTP and a real store. */

const [AN_ADMINISTRATOR] = COLLEAGUES;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CHANNEL = 'channel-1';

let tenant: SandboxTenant;
let store: Awaited<ReturnType<typeof openSqliteStore>>;
let parts: Parts;
let deps: WatchDependencies;
let offsetMs = 0;
let outside: Server;
let sentOutside: string[];

const clock: Clock = { now: () => Date.now() + offsetMs };
const HASTY = {
  conditionalAccessSpacingMs: 0,
  reportsPer10s: 1_000,
  signInActivityPerMinute: 1_000,
  backoffBaseMs: 1,
  maxRetries: 1,
};

async function openOutside(): Promise<string> {
  outside = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => sentOutside.push(chunk.toString()));
    request.on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => void outside.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
}

beforeEach(async () => {
  offsetMs = 0;
  sentOutside = [];
  tenant = await startSandboxTenant({ now: () => clock.now() });
  store = await openSqliteStore({ file: ':memory:' });
  parts = remediationParts(tenant, store, clock);
  let last = 0;
  const ids = { next: () => `watch-${(last += 1)}` };
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  deps = {
    tenantId: parts.deps.tenantId,
    accountIds: parts.accountIds,
    ...store,
    events: createEventReader({ endpoint: tenant.url, tokens: staticTokenSource(tenant.token), clock, limits: HASTY }),
    deltas: createDeltaMemory(),
    approvers: parts.deps.approvers,
    startScan: parts.deps.startScan,
    jobs: createEmbeddedJobs({ database: store.database as never, clock, ids, logger: silent }),
    webhook: createSignedWebhook({ url: await openOutside(), secret: 's'.repeat(32), clock }),
    clock,
    ids,
  };
  await store.conversations.remember(
    { id: CHANNEL, tenantId: deps.tenantId, kind: 'channel', reference: '{}' },
    new Date().toISOString(),
  );
  await subscriptionActions(deps).subscribe({
    conversationId: CHANNEL,
    minSeverity: 'low',
    kinds: ['drift', 'alerts'],
    role: 'channel',
    person: RILEY,
  });
});

afterEach(async () => {
  outside.close();
  await parts.settled();
  await tenant.close();
  await store.close();
});

async function scan(): Promise<void> {
  await detectDrift(deps, (await scanOnce(parts.deps)).scan);
}

async function openCases(): Promise<readonly DriftCase[]> {
  return (await store.drift.listOpenCases(deps.tenantId)).filter(({ state }) => state === 'open');
}

/** Topics that wait for the channel, oldest first. Each is taken and delivered. */
async function deliverAll(): Promise<readonly string[]> {
  const topics: string[] = [];
  for (;;) {
    const now = new Date(clock.now()).toISOString();
    const item = await store.outbox.claim(now, new Date(clock.now() + MINUTE).toISOString(), []);
    if (!item) return topics;
    topics.push(`${item.messageId === null ? 'post' : 'edit'} ${item.topic.kind}`);
    await store.outbox.begin(item.id);
    await store.outbox.settle(item.id, { kind: 'delivered', messageId: `m-${item.topic.id}`, at: now });
  }
}

/** An exclusion of North, out of a policy or into it again. */
function setExclusion(isExcluded: boolean): string {
  const found = tenant.state.policies.find(({ policy }) => policy.displayName?.startsWith('CA001'));
  const id = found?.policy.id ?? '';
  tenant.administrator.updatePolicy(
    id,
    ({ conditions }) => {
      const users = conditions?.users;
      const others = (users?.excludeUsers ?? []).filter((excluded) => excluded !== NORTH_ID);
      if (users) users.excludeUsers = isExcluded ? [NORTH_ID, ...others] : others;
    },
    AN_ADMINISTRATOR,
  );
  return id;
}

/** An entry of the audit log about a policy that nobody watches by ID. */
function record(name: string): void {
  const occasion = { by: AN_ADMINISTRATOR, at: clock.now(), correlationId: guidFor(`correlation:${name}`) };
  recordAudit(tenant.state, occasion, {
    name,
    category: 'Policy',
    service: 'Authentication Methods',
    operation: 'Update',
    targets: [target('Policy', { id: guidFor(`policy:${name}`), displayName: name, modifiedProperties: [] })],
  });
}

describe('drift', () => {
  test('the first scan is what later ones are compared with, and tells nobody anything', async () => {
    await scan();
    await scan();
    expect(await openCases()).toEqual([]);
    expect(await deliverAll()).toEqual([]);
  });

  test('a removed exclusion is one case about the policy, with who did it, before and after', async () => {
    await scan();
    const policyId = setExclusion(false);
    await scan();
    const [drifted, ...others] = await openCases();
    expect(others).toEqual([]);
    expect(drifted).toMatchObject({ subject: { type: 'policy', id: policyId }, severity: 'critical' });
    expect(drifted?.actors[0]).toMatchObject({ kind: 'user', objectId: AN_ADMINISTRATOR.objectId });
    expect(drifted?.drifts[0]?.changes[0]?.removed).toContain(NORTH_ID);
    expect(await deliverAll()).toEqual(['post drift']);
  });

  test('the same drift is told once, and its end edits the same card', async () => {
    await scan();
    setExclusion(false);
    await scan();
    await scan();
    expect(await deliverAll()).toEqual(['post drift']);
    setExclusion(true);
    await scan();
    expect(await openCases()).toEqual([]);
    expect(await deliverAll()).toEqual(['edit drift']);
  });

  test('what the log says late is attached to the case that waits for it', async () => {
    await scan();
    tenant.behaviour = { ...tenant.behaviour, auditLagMs: 5 * MINUTE };
    setExclusion(false);
    await scan();
    expect((await openCases())[0]?.actors).toEqual([]);
    offsetMs = 6 * MINUTE;
    await watchEvents(deps);
    expect((await openCases())[0]?.actors[0]).toMatchObject({ objectId: AN_ADMINISTRATOR.objectId });
  });

  test('a record in the log leads to a scan at once', async () => {
    await scan();
    setExclusion(false);
    await watchEvents(deps);
    expect((await store.scans.findLatestScan(deps.tenantId))?.verdict).toBe('nonCompliant');
    const scans = (await store.audit.readAudit({ limit: 1_000 })).filter(({ action }) => action === 'scan.completed');
    expect(scans).toHaveLength(2);
  });

  test.each([
    ['an authentication strength', 'Authentication Strength Policy Update'],
    ['the keys that a strength accepts', 'Authentication Strength Combination Configuration Update'],
    ['the methods policy, and with it security keys', 'Authentication Methods Policy Update'],
  ])(
    'a record about %s is told and leads to a scan at once, and one about access packages does not',
    async (_what, name) => {
      await scan();
      const scansMade = async () =>
        (await store.audit.readAudit({ limit: 1_000 })).filter(({ action }) => action === 'scan.completed').length;
      record('Update access package');
      await watchEvents(deps);
      expect(await scansMade()).toBe(1);
      record(name);
      await watchEvents(deps);
      expect(await scansMade()).toBe(2);
      expect(await store.alerts.listOpenAlerts(deps.tenantId)).toMatchObject([{ kind: 'E12', severity: 'high' }]);
      await watchEvents(deps);
      expect(await scansMade()).toBe(2);
    },
  );

  test('is accepted by an approver for a time, not by somebody else, and comes back when the time is over', async () => {
    await scan();
    setExclusion(false);
    await scan();
    const [{ id: caseId } = { id: '' }] = await openCases();
    const accept = (person: Person) => driftActions(deps).accept({ caseId, reason: 'A test', days: 7, person });
    expect(await accept(PRIYA)).toMatchObject({ kind: 'refused', code: 'DRIFT_NOT_APPROVER' });
    expect(await accept(AVERY)).toMatchObject({ kind: 'done', case: { state: 'accepted' } });
    await scan();
    expect(await openCases()).toEqual([]);
    offsetMs = 8 * DAY;
    await scan();
    expect(await openCases()).toMatchObject([{ id: caseId, state: 'open' }]);
  });
});

describe('a change that the audit log does not show yet', () => {
  const isDelta = ({ path }: { readonly path: string }) => path.includes('/delta');
  const scansMade = async () =>
    (await store.audit.readAudit({ limit: 1_000 })).filter(({ action }) => action === 'scan.completed').length;
  const healthOfDelta = async () =>
    (await store.alerts.findHealth(deps.tenantId)).find(({ source }) => source === 'delta');

  beforeEach(async () => {
    tenant.behaviour = { ...tenant.behaviour, auditLagMs: 5 * MINUTE };
    await scan();
    await watchEvents(deps);
  });

  test.each([
    ['of an account', () => tenant.administrator.disableUser(NORTH_ID, AN_ADMINISTRATOR)],
    ['of an exclusion group', () => tenant.administrator.addMember(GROUP.exclusions, NORTH_ID, AN_ADMINISTRATOR)],
  ])('%s leads to a scan at once, and to one only', async (_, change) => {
    await watchEvents(deps);
    expect(await scansMade()).toBe(1);
    change();
    await watchEvents(deps);
    expect(await scansMade()).toBe(2);
    await watchEvents(deps);
    expect(await scansMade()).toBe(2);
  });

  test('is not forgotten when the scan for it could not be made', async () => {
    tenant.administrator.disableUser(NORTH_ID, AN_ADMINISTRATOR);
    const failing = { ...deps, startScan: () => Promise.reject(new Error('The store is out of order.')) };
    await expect(watchEvents(failing)).rejects.toThrow('out of order');
    await watchEvents(deps);
    expect(await scansMade()).toBe(2);
  });

  test('and cannot be asked for is told by the health of its source alone: sign-ins are, and nobody is told of blindness', async () => {
    tenant.behaviour = { ...tenant.behaviour, forbidden: [/\/delta/] };
    tenant.administrator.signIn(NORTH_ID);
    offsetMs = 10 * MINUTE;
    await watchEvents(deps);
    expect((await healthOfDelta())?.lastFailure).toContain('GRAPH_FORBIDDEN');
    expect(await store.alerts.listOpenAlerts(deps.tenantId)).toMatchObject([{ kind: 'E1' }]);
    const told = blindness(await store.alerts.findHealth(deps.tenantId), clock.now() + DAY, MINUTE);
    expect(told.map(({ subject }) => subject.id)).toEqual(['directoryAudits', 'signIns']);
    expect((await watchStatus(deps)).health.map(({ source }) => source)).toContain('delta');
  });

  test('is seen among more than fifty accounts, which take a second request', async () => {
    const others = Array.from({ length: 50 }, (_, index) => guidFor(`user:another-${index}`));
    const many = { ...deps, accountIds: () => Promise.resolve([...others, NORTH_ID]) };
    const memory = createDeltaMemory();
    const before = tenant.requests.length;
    expect(await watchDeltas(many, memory, undefined)).toBe(false);
    expect(tenant.requests.slice(before).map(({ status }) => status)).toEqual([200, 200]);
    tenant.administrator.disableUser(NORTH_ID, AN_ADMINISTRATOR);
    expect(await watchDeltas(many, memory, undefined)).toBe(true);
  });

  test('is asked for by one request for all accounts and one for all exclusion groups', async () => {
    const before = tenant.requests.length;
    await watchEvents(deps);
    const asked = tenant.requests.slice(before).filter(isDelta);
    expect(asked.map(({ path }) => path.split('?')[0])).toEqual(['/v1.0/users/delta', '/v1.0/groups/delta']);
  });
});

describe('an emergency account at risk', () => {
  const AT_RISK = { riskState: 'atRisk', riskLevel: 'high', riskLastUpdatedDateTime: '2026-03-01T00:00:00Z' };

  /** A scan in which Graph reports `risks` of North. */
  async function scanWith(...risks: readonly Omit<RiskyUser, 'id'>[]): Promise<{ readonly id: string }> {
    const { scan } = await scanOnce(parts.deps);
    const snapshot = await store.scans.findSnapshot(scan.id);
    if (!snapshot) throw new Error('There is no snapshot.');
    const riskyUsers = known(
      risks.map((risk) => ({ id: NORTH_ID, ...risk })),
      scan.startedAt,
    );
    const scans = { ...store.scans, findSnapshot: () => Promise.resolve({ ...snapshot, riskyUsers }) };
    await watchRisk({ ...deps, scans }, scan);
    return scan;
  }

  test('is an alert, once however often it is scanned, and none when nobody is at risk', async () => {
    await scanWith();
    expect(await deliverAll()).toEqual([]);
    await scanWith(AT_RISK);
    await scanWith(AT_RISK);
    expect(await deliverAll()).toEqual(['post alert']);
    expect(await store.alerts.listOpenAlerts(deps.tenantId)).toMatchObject([
      { kind: 'E17', severity: 'high', subject: { id: NORTH_ID } },
    ]);
  });

  test('is told again when it is confirmed as compromised', async () => {
    await scanWith(AT_RISK);
    await scanWith({ ...AT_RISK, riskState: 'confirmedCompromised' });
    expect(await deliverAll()).toEqual(['post alert', 'post alert']);
  });

  test('is not told again once it was acknowledged, and is when the risk changed since', async () => {
    await scanWith(AT_RISK);
    const [alert] = await store.alerts.listOpenAlerts(deps.tenantId);
    const answer = { alertId: alert?.id ?? '', classification: 'drill', text: 'A test', person: RILEY } as const;
    await alertActions(deps).acknowledge(answer);
    await scanWith(AT_RISK);
    expect(await store.alerts.listOpenAlerts(deps.tenantId)).toEqual([]);
    await scanWith({ ...AT_RISK, riskLastUpdatedDateTime: '2026-03-02T00:00:00Z' });
    expect(await store.alerts.listOpenAlerts(deps.tenantId)).toHaveLength(1);
  });
});

test.each([
  ['0 8 * * 1-5', 'At 08:00, Monday through Friday, Europe/Oslo (cron: 0 8 * * 1-5).'],
  [null, 'No reports are posted here by themselves.'],
])('the report schedule %s is shown in words, with its time zone', async (cron, words) => {
  const schedules = scheduleActions(deps);
  await schedules.set({ conversationId: CHANNEL, cron, timeZone: 'Europe/Oslo', person: RILEY });
  expect((await schedules.describe(CHANNEL)).description).toBe(words);
});

describe('a sign-in of an emergency account', () => {
  async function signIn(): Promise<Alert> {
    tenant.administrator.signIn(NORTH_ID);
    await watchEvents(deps);
    const [alert] = await store.alerts.listOpenAlerts(deps.tenantId);
    if (!alert) throw new Error('There is no alert.');
    return alert;
  }

  const acknowledge = (alertId: string, person: Person) =>
    alertActions(deps).acknowledge({ alertId, classification: 'emergency', text: 'Federation was down', person });

  test('is a critical alert in the channel, once however often the log is read', async () => {
    const alert = await signIn();
    await watchEvents(deps);
    expect(alert).toMatchObject({ kind: 'E1', severity: 'critical', subject: { id: NORTH_ID } });
    expect(await deliverAll()).toEqual(['post alert']);
  });

  test('inside a declared drill is less severe, is told all the same, and proves the drill', async () => {
    const drills = drillActions(deps);
    await scan();
    const from = new Date(clock.now() + MINUTE).toISOString();
    const second = { ...AVERY.principal, name: AVERY.name };
    const planned = await drills.plan({ accountId: NORTH_ID, from, minutes: 60, second, person: RILEY });
    offsetMs = 10 * MINUTE;
    const alert = await signIn();
    expect(alert).toMatchObject({ severity: 'high', drillId: planned.kind === 'done' ? planned.drill.id : '' });
    expect(await deliverAll()).toContain('post alert');
    await observeDrills(deps);
    expect((await drills.listDrills())[0]).toMatchObject({ state: 'observed' });
  });

  test('is not waved through by the account itself, and is by another person', async () => {
    const { id } = await signIn();
    const itself = { principal: { tenantId: deps.tenantId, objectId: NORTH_ID }, name: 'North' };
    expect(await acknowledge(id, itself)).toMatchObject({ kind: 'refused', code: 'ALERT_OWN_ACCOUNT' });
    expect(await acknowledge(id, RILEY)).toMatchObject({ kind: 'done', alert: { state: 'acknowledged' } });
    expect(await acknowledge(id, AVERY)).toMatchObject({ kind: 'refused', code: 'ALERT_ACKNOWLEDGED' });
  });

  test('goes to the second channel and outside after fifteen minutes, and not before', async () => {
    const { id } = await signIn();
    await store.conversations.remember(
      { id: 'second', tenantId: deps.tenantId, kind: 'channel', reference: '{}' },
      new Date(clock.now()).toISOString(),
    );
    await subscriptionActions(deps).subscribe({
      conversationId: 'second',
      minSeverity: 'high',
      kinds: ['alerts'],
      role: 'escalation',
      person: RILEY,
    });
    await deliverAll();
    offsetMs = 14 * MINUTE;
    await escalateAlerts(deps);
    expect(await deliverAll()).toEqual([]);
    offsetMs = 16 * MINUTE;
    await escalateAlerts(deps);
    await escalateAlerts(deps);
    expect([...(await deliverAll())].sort()).toEqual(['edit alert', 'post alert']);
    await sendOutside(deps, id);
    expect(JSON.parse(sentOutside.join(''))).toMatchObject({ id, kind: 'E1', severity: 'critical' });
  });

  test('is sent outside even when the process dies while it escalates', async () => {
    await signIn();
    offsetMs = 16 * MINUTE;
    const dying = { ...deps, alerts: { ...deps.alerts, save: () => Promise.reject(new Error('killed')) } };
    await expect(escalateAlerts(dying)).rejects.toThrow('killed');
    const jobs = await store.database
      .selectFrom('jobs' as never)
      .selectAll()
      .execute();
    expect(jobs).toMatchObject([{ name: 'webhook' }]);
  });

  test('is not escalated once somebody has acknowledged it', async () => {
    const { id } = await signIn();
    await acknowledge(id, RILEY);
    offsetMs = 16 * MINUTE;
    await escalateAlerts(deps);
    expect(await store.alerts.findAlert(id)).toMatchObject({ state: 'acknowledged', escalatedAt: null });
    await sendOutside(deps, id);
    expect(sentOutside).toEqual([]);
  });
});
