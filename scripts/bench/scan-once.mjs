// Scans once, in a process of its own so that its memory is the scan's. Prints its figures as one JSON line.
import { DEFAULT_SETTINGS } from '../../dist/domain/controls/control.js';
import { judgeSnapshot } from '../../dist/domain/report/judge-snapshot.js';
import { staticTokenSource } from '../../dist/graph/credentials.js';
import { createTenantReader } from '../../dist/graph/tenant-reader.js';

const { url, token, tenantId, emergencyAccountIds, applications } = JSON.parse(process.argv[2]);
const reader = createTenantReader({
  endpoint: url,
  tokens: staticTokenSource(token),
  clock: { now: () => Date.now() },
  tenantId,
  applications,
});
const started = performance.now();
const { snapshot, requests } = await reader.readTenant({
  accounts: emergencyAccountIds.map((objectId) => ({ objectId })),
  priority: 'high',
});
const judged = judgeSnapshot(snapshot, DEFAULT_SETTINGS);
const durationMs = performance.now() - started;
const unread = judged.coverage.reads.filter((read) => read.status !== 'known');
if (unread.length > 0) throw new Error(`The scan could not read ${JSON.stringify(unread)}`);
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ durationMs, requests, megabytes })}\n`);
