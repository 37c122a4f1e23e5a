import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createEventReader } from '../../src/graph/event-reader.js';
import { createEmbeddedJobs } from '../../src/jobs/embedded.js';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { openSqliteStore } from '../../src/store/sqlite.js';
import { createDeltaMemory } from '../../src/workflows/delta-memory.js';
import type { Clock } from '../../src/workflows/ports.js';
import type { WatchDependencies } from '../../src/workflows/watch-dependencies.js';
import { watchEvents } from '../../src/workflows/watch-events.js';
import { remediationParts } from './remediation-harness.js';

/** A process that sleeps in the middle of a look: a computer that is suspended, or a container that is paused. */

const MINUTE = 60_000;

let tenant: SandboxTenant;
let store: Awaited<ReturnType<typeof openSqliteStore>>;
let deps: WatchDependencies;
let offsetMs: number;

const clock: Clock = { now: () => Date.now() + offsetMs };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(async () => {
  offsetMs = 0;
  tenant = await startSandboxTenant({ now: () => clock.now() });
  store = await openSqliteStore({ file: ':memory:' });
  const { deps: parts, accountIds } = remediationParts(tenant, store, clock);
  const { tenantId, approvers, startScan } = parts;
  let last = 0;
  const ids = { next: () => `watch-${(last += 1)}` };
  deps = {
    tenantId,
    accountIds,
    approvers,
    startScan,
    ...store,
    events: createEventReader({
      endpoint: tenant.url,
      tokens: staticTokenSource(tenant.token),
      clock,
      limits: { reportsPer10s: 1_000, signInActivityPerMinute: 1_000, backoffBaseMs: 1, maxRetries: 1 },
    }),
    jobs: createEmbeddedJobs({ database: store.database as never, clock, ids, logger: silent }),
    deltas: createDeltaMemory(),
    webhook: null,
    clock,
    ids,
  };
});

afterEach(async () => {
  await tenant.close();
  await store.close();
});

/** Looks, and sleeps once every answer has arrived and before anything is made of it. */
async function lookAndSleep(sleepMs: number): Promise<void> {
  const { events } = deps;
  const wakeAt = offsetMs + sleepMs;
  const asleep = async <T>(reading: Promise<T>): Promise<T> => {
    const answer = await reading;
    offsetMs = wakeAt;
    return answer;
  };
  await watchEvents({
    ...deps,
    events: {
      ...events,
      readSignIns: (...input) => asleep(events.readSignIns(...input)),
    },
  });
}

const alertsAbout = async (signInId: string) =>
  (await store.alerts.listAlerts(deps.tenantId, new Date(0).toISOString())).filter(
    ({ sourceId }) => sourceId === signInId,
  );

test.each([
  ['two hours', 120 * MINUTE],
  ['a minute', MINUTE],
])('a sign-in during a sleep of %s in the middle of a look is noticed by the next look', async (_, sleepMs) => {
  await lookAndSleep(sleepMs);
  const signInId = tenant.administrator.signIn(NORTH_ID, { at: clock.now() - sleepMs / 2 });

  await watchEvents(deps);

  expect(await alertsAbout(signInId)).toHaveLength(1);
});

test('a look that failed late does not take back what another process has read meanwhile', async () => {
  await watchEvents(deps);
  const { events } = deps;
  const failing: WatchDependencies['events'] = {
    ...events,
    readDirectoryAudits: async () => {
      offsetMs += 10 * MINUTE;
      await watchEvents(deps);
      return { known: false, reason: 'timeout', detail: 'GRAPH_TIMEOUT: no answer' };
    },
  };

  await watchEvents({ ...deps, events: failing });

  const health = (await store.alerts.findHealth(deps.tenantId)).find(({ source }) => source === 'directoryAudits');
  expect(clock.now() - Date.parse(health?.lastSuccessAt ?? '')).toBeLessThan(MINUTE);
  expect(Date.parse(health?.lastFailureAt ?? '')).toBeLessThan(Date.parse(health?.lastSuccessAt ?? ''));
});
