// The bot in a process of its own, over a simulated Graph that takes every request and answers none. Before that one scan
// was accepted, a policy has drifted, an emergency account has signed in and a plan was made: there is something to press.
// Prints where to press as one JSON line; ends when stdin does.
import { once } from 'node:events';
import { createLogger } from '../../dist/compose/logger.js';
import { openStore } from '../../dist/compose/open-store.js';
import { openRemediation } from '../../dist/compose/remediation.js';
import { clock, ids } from '../../dist/compose/watched-tenant.js';
import { createJobs, openWatching } from '../../dist/compose/watching.js';
import { nameToType } from '../../dist/domain/approval/review-rules.js';
import { DEFAULT_SETTINGS } from '../../dist/domain/controls/control.js';
import { controlById } from '../../dist/domain/controls/index.js';
import { approvalsNeeded } from '../../dist/domain/remediation/plan.js';
import { reportOf } from '../../dist/domain/report/scan-report.js';
import { createApproverDirectory } from '../../dist/graph/approver-directory.js';
import { staticTokenSource } from '../../dist/graph/credentials.js';
import { createEventReader } from '../../dist/graph/event-reader.js';
import { createTenantReader } from '../../dist/graph/tenant-reader.js';
import { COLLEAGUES, REQUESTER } from '../../dist/sandbox/seed/people.js';
import { startSandboxTenant } from '../../dist/sandbox/tenant-server.js';
import { createBot } from '../../dist/teams/bot.js';
import { createCardRenderer } from '../../dist/teams/cards/index.js';
import { detectDrift } from '../../dist/workflows/detect-drift.js';
import { scanHistory } from '../../dist/workflows/scan-history.js';
import { scanTenant } from '../../dist/workflows/scan-tenant.js';
import { watchEvents } from '../../dist/workflows/watch-events.js';

const HASTY = { conditionalAccessSpacingMs: 0, reportsPer10s: 1_000, signInActivityPerMinute: 1_000 };
const [ADMINISTRATOR] = COLLEAGUES;
const logger = createLogger('silent');
const config = { store: { kind: 'memory' }, alertWebhook: null };

const sandbox = await startSandboxTenant();
const { url: endpoint, tenantId, emergencyAccountIds: accountIds, approversGroupId: groupId } = sandbox;
const tokens = staticTokenSource(sandbox.token);
const reader = createTenantReader({ endpoint, tokens, clock, tenantId, limits: HASTY });
const tenant = {
  tenantId,
  reader,
  events: createEventReader({ endpoint, tokens, clock, limits: HASTY }),
  approvers: createApproverDirectory({ endpoint, tokens, clock, groupId }),
  writer: null,
};
const store = await openStore(config.store);
const accounts = async () => ({ accounts: accountIds.map((objectId) => ({ objectId })), groupIds: [] });
const startScan = scanTenant({
  reader,
  scans: store.scans,
  clock,
  ids,
  tenantId,
  accounts,
  settings: DEFAULT_SETTINGS,
});
const parts = { config, tenant, store, startScan, accounts, accountIds: async () => accountIds, logger };
const nobodyElse = () => Promise.resolve();
const { remediation, automation } = openRemediation({ ...parts, requestChanged: nobodyElse, postRequest: nobodyElse });
const jobs = createJobs(config, store, logger);
const { watching, deps } = openWatching({ ...parts, jobs, deliverDue: nobodyElse, expireDesignations: nobodyElse });

async function scanAndCompare() {
  const started = await startScan({ trigger: { kind: 'schedule' } });
  const report = await started.report;
  await detectDrift(deps, report.scan);
  return report;
}

await scanAndCompare();
const { policy } = sandbox.state.policies.find((one) => one.policy.displayName?.startsWith('CA001'));
sandbox.administrator.updatePolicy(
  policy.id,
  ({ conditions }) => {
    conditions.users.excludeUsers = [];
  },
  ADMINISTRATOR,
);
const report = await scanAndCompare();
sandbox.administrator.signIn(accountIds[0]);
await watchEvents(deps);
const { fingerprint } = report.findings.find(
  ({ controlId, outcome }) => controlId === 'BG-CA-01' && outcome === 'fail',
);
const person = { principal: { tenantId, objectId: REQUESTER.objectId }, name: REQUESTER.displayName };
const { request } = await remediation.propose({ scanId: report.scan.id, fingerprint, person });
const [drifted] = await store.drift.listOpenCases(tenantId);
const [alert] = await store.alerts.listOpenAlerts(tenantId);

const arranged = async (scan) => {
  const found = await scan;
  return found && reportOf(found);
};
const bot = createBot({
  credentials: null,
  allowedTenantId: tenantId,
  startScan,
  findLatestReport: () => arranged(store.scans.findLatestScan(tenantId)),
  findReport: (id) => arranged(store.scans.findScan(id)),
  history: scanHistory({ tenantId, scans: store.scans, drift: store.drift, audit: store.audit, clock, folder: null }),
  conversations: store.conversations,
  audit: store.audit,
  clock,
  ids,
  logger,
  cards: createCardRenderer({ controlTitle: (id) => controlById(id)?.title, approvalsNeeded, nameToType }),
  remediation,
  automation,
  watching,
  requestCards: store.requests,
});
const listening = await bot.listen('127.0.0.1', 0);
sandbox.behaviour.faults = [{ match: /./, fault: 'silence' }];
process.stdout.write(
  `${JSON.stringify({
    url: `${listening.url}/api/messages`,
    tenantId,
    people: { requester: REQUESTER.objectId, approver: ADMINISTRATOR.objectId },
    scanId: report.scan.id,
    fingerprint,
    plan: { requestId: request.id, planDigest: request.planDigest },
    caseId: drifted.id,
    alertId: alert.id,
  })}\n`,
);
process.stdin.resume();
await once(process.stdin, 'end');
// What waits for Graph would be waited for: nothing here is worth that.
process.exit(0);
