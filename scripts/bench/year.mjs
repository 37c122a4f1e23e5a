// A year of scans, one every 15 minutes, through the real store and the real comparison with what was accepted. Whenever
// something changes in the simulated tenant it is read and judged once; the scans until the next change store that reading.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { DEFAULT_SETTINGS } from '../../dist/domain/controls/control.js';
import { judgeSnapshot } from '../../dist/domain/report/judge-snapshot.js';
import { staticTokenSource } from '../../dist/graph/credentials.js';
import { createTenantReader } from '../../dist/graph/tenant-reader.js';
import { createEmbeddedJobs } from '../../dist/jobs/embedded.js';
import { COLLEAGUES } from '../../dist/sandbox/seed/people.js';
import { startSandboxTenant } from '../../dist/sandbox/tenant-server.js';
import { openSqliteStore } from '../../dist/store/sqlite.js';
import { detectDrift } from '../../dist/workflows/detect-drift.js';
import { watchStatus } from '../../dist/workflows/watch-status.js';

const SCAN_EVERY_MS = 15 * 60_000;
const DRIFT_EVERY = 200;
/** Scans before something drifts, and until it is put right. */
const QUIET = 100;
const DRIFT_LASTS = 50;
const START = Date.parse('2026-01-01T00:00:00.000Z');
const CHANNELS = ['channel-1', 'channel-2'];
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const HASTY = { conditionalAccessSpacingMs: 0, reportsPer10s: 1_000, signInActivityPerMinute: 1_000 };
const [ADMINISTRATOR] = COLLEAGUES;

/** One drift after the other, each of another policy, until all had their turn. */
function drifts(tenant) {
  const ids = tenant.emergencyAccountIds;
  // Graph does not show what policies with preview features say: a finding tells people that, and no comparison can.
  const excluding = tenant.state.policies.filter(
    ({ policy, usesPreviewFeatures }) =>
      !usesPreviewFeatures && policy.conditions?.users?.excludeUsers?.some((id) => ids.includes(id)),
  );
  const setExclusions = (index, excludeUsers) => {
    const { policy } = excluding[index % excluding.length];
    tenant.administrator.updatePolicy(
      policy.id,
      ({ conditions }) => {
        conditions.users.excludeUsers = excludeUsers;
      },
      ADMINISTRATOR,
    );
  };
  const accepted = excluding.map(({ policy }) => [...policy.conditions.users.excludeUsers]);
  return {
    begin: (index) =>
      setExclusions(
        index,
        accepted[index % accepted.length].filter((id) => !ids.includes(id)),
      ),
    end: (index) => setExclusions(index, accepted[index % accepted.length]),
  };
}

function sizeOf(folder) {
  return readdirSync(folder).reduce((bytes, name) => bytes + statSync(join(folder, name)).size, 0);
}

async function openWorld(file) {
  let now = START;
  let lastId = 0;
  const clock = { now: () => now };
  const ids = { next: () => `00000000-0000-4000-8000-${String((lastId += 1)).padStart(12, '0')}` };
  const tenant = await startSandboxTenant({ now: clock.now });
  const store = await openSqliteStore({ file });
  // A year of waiting for the disk says nothing about what is measured here: what is written and read is the same.
  await sql`pragma synchronous = off`.execute(store.database);
  const reader = createTenantReader({
    endpoint: tenant.url,
    tokens: staticTokenSource(tenant.token),
    clock,
    tenantId: tenant.tenantId,
    limits: HASTY,
  });
  const nothing = () => Promise.resolve({ known: true, value: [], readAt: new Date(now).toISOString() });
  const deps = {
    ...store,
    tenantId: tenant.tenantId,
    accountIds: async () => tenant.emergencyAccountIds,
    events: { readDirectoryAudits: nothing, readSignIns: nothing },
    approvers: null,
    startScan: () => Promise.reject(new Error('The replay scans by itself.')),
    jobs: createEmbeddedJobs({ database: store.database, clock, ids, logger: SILENT }),
    webhook: null,
    clock,
    ids,
  };
  return { tenant, store, reader, deps, pass: (milliseconds) => (now += milliseconds) };
}

async function subscribeAll({ tenant, store, deps }) {
  const at = new Date(deps.clock.now()).toISOString();
  for (const id of CHANNELS) {
    await store.conversations.remember({ id, tenantId: tenant.tenantId, kind: 'channel', reference: '{}' }, at);
    const subscription = {
      conversationId: id,
      minSeverity: 'info',
      kinds: ['drift'],
      role: 'channel',
      by: 'Riley',
      at,
    };
    const actor = { kind: 'system', name: 'bench' };
    const event = { at, actor, action: 'subscription.set', subject: id, result: 'succeeded', details: {} };
    await store.subscriptions.subscribe(subscription, event);
  }
}

async function readAndJudge({ tenant, reader }) {
  const accounts = tenant.emergencyAccountIds.map((objectId) => ({ objectId }));
  const { snapshot, requests } = await reader.readTenant({ accounts, priority: 'low' });
  const judged = judgeSnapshot(snapshot, DEFAULT_SETTINGS);
  const unread = judged.coverage.reads.filter((read) => read.status !== 'known');
  if (unread.length > 0) throw new Error(`The scan could not read ${JSON.stringify(unread)}`);
  return { snapshot, requests, judged };
}

/** What one scan of the bot stores, and what follows from it. */
async function storeScan({ tenant, store, deps }, { snapshot, requests, judged }) {
  const startedAt = new Date(deps.clock.now()).toISOString();
  const completedAt = new Date(deps.clock.now() + 2_000).toISOString();
  const scan = { ...judged, id: deps.ids.next(), trigger: { kind: 'schedule' }, startedAt, completedAt, requests };
  const lease = new Date(deps.clock.now() + 360_000).toISOString();
  await store.scans.claim(tenant.tenantId, { scanId: scan.id, startedAt, byName: 'the schedule' }, lease, startedAt);
  await store.scans.complete(scan, snapshot, {
    at: completedAt,
    actor: { kind: 'system', name: 'schedule' },
    action: 'scan.completed',
    subject: scan.id,
    result: 'succeeded',
    details: { verdict: scan.verdict, findings: scan.findings.length, snapshotDigest: scan.snapshotDigest },
  });
  const health = { source: 'scan', lastSuccessAt: completedAt, lastFailureAt: null, lastFailure: null };
  await store.alerts.saveHealth(tenant.tenantId, { ...health, newestRecordAt: null });
  await detectDrift(deps, scan);
}

/** Delivers what waits, as the bot does, and counts the cards that are new, by conversation, subject and drift. */
async function deliver({ store, deps }, drift, posted) {
  for (;;) {
    const now = new Date(deps.clock.now()).toISOString();
    const item = await store.outbox.claim(now, new Date(deps.clock.now() + 60_000).toISOString(), []);
    if (item === undefined) return;
    if (item.messageId === null) {
      const found = item.topic.kind === 'drift' ? await store.drift.findCase(item.topic.id) : undefined;
      const subject = found === undefined ? item.topic.kind : `${found.subject.type} ${found.subject.id}`;
      const key = `${item.conversationId} ${drift} ${subject}`;
      posted.set(key, (posted.get(key) ?? 0) + 1);
    }
    await store.outbox.begin(item.id);
    const messageId = item.messageId ?? `message-${item.id}`;
    await store.outbox.settle(item.id, { kind: 'delivered', messageId, at: now });
  }
}

async function timeStatus({ deps }, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await watchStatus(deps);
    times.push(performance.now() - started);
  }
  return times;
}

/**
 * Replays so many scans in a database of its own, which is deleted afterwards. `cards` says how many were posted for each
 * drift, subject and conversation; an edit is none. `untold` counts the drifts that a conversation heard nothing of.
 */
export async function replayYear(scans, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'glasswatch-bench-'));
  const world = await openWorld(join(folder, 'glasswatch.db'));
  try {
    await subscribeAll(world);
    const change = drifts(world.tenant);
    const posted = new Map();
    let reading = await readAndJudge(world);
    let drifted = 0;
    const started = performance.now();
    for (let number = 0; number < scans; number += 1) {
      const drift = Math.floor(number / DRIFT_EVERY);
      const phase = number % DRIFT_EVERY;
      if (phase === QUIET) drifted += 1;
      if (phase === QUIET) change.begin(drift);
      if (phase === QUIET + DRIFT_LASTS) change.end(drift);
      if (phase === QUIET || phase === QUIET + DRIFT_LASTS) reading = await readAndJudge(world);
      await storeScan(world, reading);
      await deliver(world, drift, posted);
      world.pass(SCAN_EVERY_MS);
    }
    const durationMs = performance.now() - started;
    const status = await timeStatus(world, rounds);
    const told = new Set([...posted.keys()].map((key) => key.split(' ', 2).join(' ')));
    const untold = drifted * CHANNELS.length - told.size;
    return { bytes: sizeOf(folder), cards: [...posted.values()], untold, drifts: drifted, status, durationMs };
  } finally {
    await world.store.close();
    await world.tenant.close();
    rmSync(folder, { recursive: true });
  }
}
