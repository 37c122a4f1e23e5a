// How many round trips a scan of a large tenant takes, how long, and how much memory: against the shortest time that
// Graph's published limits leave, and against the same requests one after another without `$batch`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { startQueue } from './queue.mjs';

const here = import.meta.dirname;
/** Longer than any window of the published limits but the minute of `signInActivity`, of which a round uses half. */
const BETWEEN_ROUNDS_MS = 11_000;
const MINUTE_MS = 60_000;

/** A process of ours whose every line is an answer in JSON. */
function startChild(file, parameter) {
  const child = spawn(process.execPath, [join(here, file), JSON.stringify(parameter)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    next: async () => JSON.parse((await lines.next()).value),
    ask: () => child.stdin.write('\n'),
    async close() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

async function scanOnce(tenant, url) {
  const child = startChild('scan-once.mjs', { ...tenant, url });
  const figures = await child.next();
  await child.close();
  return figures;
}

const isConditionalAccess = (path) => /\/identity\/conditionalAccess\/|\/identityProtection\//.test(path);
const isReport = (path) => /\/users\/[^/]+\/authentication\/|\/auditLogs\/|\/reports\//.test(path);

/** Milliseconds that the published limits alone make these requests take. */
function shortestMs(paths) {
  const conditionalAccess = Math.max(0, paths.filter(isConditionalAccess).length - 1) * 1_000;
  const reports = Math.max(0, Math.ceil(paths.filter(isReport).length / 5) - 1) * 10_000;
  return Math.max(conditionalAccess, reports);
}

/** One scan as it is made, and one through a queue that lets one request through at a time and knows no `$batch`. */
async function measureRound(tenant, address) {
  tenant.ask();
  await tenant.next();
  const together = await scanOnce(address, address.url);
  tenant.ask();
  const requests = await tenant.next();
  await wait(BETWEEN_ROUNDS_MS);
  const queue = await startQueue(address.url);
  const apart = await scanOnce(address, queue.url);
  await queue.close();
  tenant.ask();
  const apartRequests = await tenant.next();
  await wait(MINUTE_MS);
  const throttled = [...requests, ...apartRequests].filter(({ status }) => status === 429).length;
  return { together, apart, throttled, shortest: shortestMs(requests.map(({ path }) => path)) };
}

/** Figures of `rounds` rounds over a tenant of `size` at `latencyMs`. */
export async function measureScans(size, latencyMs, rounds) {
  const tenant = startChild('tenant.mjs', { size, latencyMs });
  const address = await tenant.next();
  try {
    const figures = [];
    for (let round = 0; round < rounds; round += 1) figures.push(await measureRound(tenant, address));
    return figures;
  } finally {
    await tenant.close();
  }
}
