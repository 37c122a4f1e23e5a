// A simulated large tenant in a process of its own, so that its work does not slow down what is measured.
// Prints its address as one JSON line; answers each line on stdin with the requests since the last one.
import { createInterface } from 'node:readline';
import { READER_APP, REMEDIATOR_APP } from '../../dist/sandbox/identities.js';
import { largeTenant } from '../../dist/sandbox/seed/large-tenant.js';
import { startSandboxTenant } from '../../dist/sandbox/tenant-server.js';

const { size, latencyMs } = JSON.parse(process.argv[2]);
const tenant = await startSandboxTenant({ state: largeTenant(size), behaviour: { latencyMs, limits: 'published' } });
const { url, token, tenantId, emergencyAccountIds } = tenant;
const applications = { reader: READER_APP.appId, remediator: REMEDIATOR_APP.appId };
process.stdout.write(`${JSON.stringify({ url, token, tenantId, emergencyAccountIds, applications })}\n`);

let seen = 0;
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(tenant.requests.slice(seen))}\n`);
  seen = tenant.requests.length;
}
await tenant.close();
