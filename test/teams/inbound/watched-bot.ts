import { createApproverDirectory } from '../../../src/graph/approver-directory.js';
import { createEventReader } from '../../../src/graph/event-reader.js';
import { staticTokenSource } from '../../../src/graph/credentials.js';
import { createEmbeddedJobs } from '../../../src/jobs/embedded.js';
import { reportOf } from '../../../src/domain/report/scan-report.js';
import { NORTH_ID } from '../../../src/sandbox/seed/contoso-accounts.js';
import { COLLEAGUES, SANDBOX_TENANT_ID } from '../../../src/sandbox/seed/people.js';
import { startSandboxTenant, type SandboxTenant } from '../../../src/sandbox/tenant-server.js';
import { openSqliteStore } from '../../../src/store/sqlite.js';
import { alertActions } from '../../../src/workflows/alert-actions.js';
import { attestationActions } from '../../../src/workflows/attestation-actions.js';
import { automate } from '../../../src/workflows/automate.js';
import { createDeltaMemory } from '../../../src/workflows/delta-memory.js';
import { detectDrift } from '../../../src/workflows/detect-drift.js';
import { driftActions } from '../../../src/workflows/drift-actions.js';
import { drillActions } from '../../../src/workflows/drill-actions.js';
import { remediate } from '../../../src/workflows/remediate.js';
import type { Person } from '../../../src/workflows/remediation.js';
import { scanHistory } from '../../../src/workflows/scan-history.js';
import { scheduleActions } from '../../../src/workflows/schedule-actions.js';
import { subscriptionActions } from '../../../src/workflows/subscription-actions.js';
import type { WatchDependencies } from '../../../src/workflows/watch-dependencies.js';
import { watchEvents } from '../../../src/workflows/watch-events.js';
import { watchStatus } from '../../../src/workflows/watch-status.js';
import {
  findingOf,
  proposed,
  REAL_CLOCK,
  remediationParts,
  RILEY,
  scanOnce,
} from '../../workflows/remediation-harness.js';
import { activityOf, startBot, type BotHarness } from './bot-harness.js';

/**
 * The bot over the real workflows, a real store and the simulated Graph, which can be made to hang. There is something to
 * press of every kind: a scan, a plan, drift, and an alert.
 */

/** Longer than any test, so that a hanging Graph is given up by nobody but the bot. */
const PATIENT = { callTimeoutMs: 120_000, scanBudgetMs: 120_000, reportsPer10s: 1_000, signInActivityPerMinute: 1_000 };

export interface WatchedBot {
  readonly bot: BotHarness;
  readonly scanId: string;
  readonly fingerprint: string;
  readonly plan: { readonly requestId: string; readonly planDigest: string };
  readonly caseId: string;
  readonly alertId: string;
  /** From now on Graph takes every request and answers none, until `release`. What is asked is counted on. */
  hangGraph(): void;
  /** Resolves as soon as Graph was asked that many times who may approve, since it hangs. */
  untilAskedForApprovers(count: number): Promise<void>;
  timesAskedForApprovers(): number;
  release(): void;
  /** Posts an activity of `person` in a personal chat. */
  send(person: Person, fields: object): Promise<Response>;
  close(): Promise<void>;
}

/** The answers of Graph in the test's hands. */
function holdGraph(tenant: SandboxTenant) {
  let open = () => {};
  let asked = 0;
  let watch = () => {};
  return {
    hangGraph() {
      const held = new Promise<void>((resolve) => (open = resolve));
      asked = 0;
      tenant.behaviour.onRequest = ({ path }) => {
        if (path.includes(`/groups/${tenant.approversGroupId}/`)) asked += 1;
        watch();
        return held;
      };
    },
    untilAskedForApprovers: (count: number) =>
      new Promise<void>((resolve) => {
        watch = () => (asked >= count ? resolve() : undefined);
        watch();
      }),
    timesAskedForApprovers: () => asked,
    release: () => open(),
  };
}

function excludeNobody(tenant: SandboxTenant): void {
  const found = tenant.state.policies.find(({ policy }) => policy.displayName?.startsWith('CA001'));
  const change = ({ conditions }: NonNullable<typeof found>['policy']) => {
    if (conditions?.users) conditions.users.excludeUsers = [];
  };
  tenant.administrator.updatePolicy(found?.policy.id ?? '', change, COLLEAGUES[0]);
}

export async function startWatchedBot(): Promise<WatchedBot> {
  const tenant = await startSandboxTenant();
  const store = await openSqliteStore({ file: ':memory:' });
  const tokens = staticTokenSource(tenant.token);
  const { url: endpoint, approversGroupId: groupId } = tenant;
  const approvers = createApproverDirectory({ endpoint, tokens, clock: REAL_CLOCK, groupId, limits: PATIENT });
  const parts = remediationParts(tenant, store, REAL_CLOCK, { approvers });
  const { startScan, clock, ids, tenantId } = parts.deps;
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const deps: WatchDependencies = {
    ...{ tenantId, startScan, clock, ids, approvers, ...store, webhook: null },
    accountIds: parts.accountIds,
    deltas: createDeltaMemory(),
    events: createEventReader({ endpoint, tokens, clock, limits: PATIENT }),
    jobs: createEmbeddedJobs({ database: store.database as never, clock, ids, logger: silent }),
  };
  const remediation = remediate(parts.deps);
  await detectDrift(deps, (await scanOnce(parts.deps)).scan);
  excludeNobody(tenant);
  const report = await scanOnce(parts.deps);
  await detectDrift(deps, report.scan);
  tenant.administrator.signIn(NORTH_ID);
  await watchEvents(deps);
  const { scanId, fingerprint } = findingOf(report, 'BG-CA-01', 'emergency-north');
  const request = proposed(await remediation.propose({ scanId, fingerprint, person: RILEY }));
  const [drifted] = await store.drift.listOpenCases(tenantId);
  const [alert] = await store.alerts.listOpenAlerts(tenantId);
  if (!drifted || !alert) throw new Error('There is no drift, or no alert, to press.');
  const bot = await startBot({
    allowedTenantId: SANDBOX_TENANT_ID,
    startScan,
    findLatestReport: async () => {
      const scan = await store.scans.findLatestScan(tenantId);
      return scan && reportOf(scan);
    },
    findReport: async (id) => {
      const scan = await store.scans.findScan(id);
      return scan && reportOf(scan);
    },
    history: scanHistory({ ...{ tenantId, clock, folder: null }, ...store }),
    remediation,
    automation: automate(parts.deps),
    watching: {
      drift: driftActions(deps),
      alerts: alertActions(deps),
      subscriptions: subscriptionActions(deps),
      schedules: scheduleActions(deps),
      drills: drillActions(deps),
      attestations: attestationActions(deps),
      status: () => watchStatus(deps),
    },
    audit: store.audit,
  });
  const graph = holdGraph(tenant);
  const place = { id: 'chat-1', conversationType: 'personal', tenantId: SANDBOX_TENANT_ID };
  return {
    ...{ bot, scanId, fingerprint, caseId: drifted.id, alertId: alert.id, ...graph },
    plan: { requestId: request.id, planDigest: request.planDigest },
    send: ({ principal, name }, fields) =>
      bot.post(
        activityOf(bot.connector.url, {
          from: { id: `29:${name}`, aadObjectId: principal.objectId, name },
          conversation: place,
          channelData: { tenant: { id: SANDBOX_TENANT_ID } },
          ...fields,
        }),
      ),
    async close() {
      graph.release();
      await bot.close();
      await parts.settled();
      await tenant.close();
      await store.close();
    },
  };
}
