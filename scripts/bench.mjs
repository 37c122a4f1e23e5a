// `npm run bench`: how many round trips a scan takes, how long against what Graph's limits allow and against the same
// requests one after another, how fast the bot starts and how much memory it holds, how long people wait while Graph hangs,
// and what a year of scans leaves behind. Times are medians where nothing else is said; a comparison is always a ratio within
// one run. BENCH_YEAR_SCANS shortens the year.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');
const SIZE = { users: 10_000, policies: 240, accounts: 5 };
const LATENCY_MS = 100;
const SCAN_ROUNDS = 3;
const ROUNDS = 5;
const YEAR_SCANS = Number(process.env.BENCH_YEAR_SCANS ?? 35_000);
if (!Number.isInteger(YEAR_SCANS) || YEAR_SCANS < 200) {
  console.error('BENCH_YEAR_SCANS must be a whole number of at least 200: fewer scans see no drift.');
  process.exit(1);
}

if (spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' }).status !== 0)
  process.exit(1);
const { REQUESTER, SANDBOX_TENANT_ID } = await import('../dist/sandbox/seed/people.js');
const { pressWhileGraphHangs } = await import('./bench/clicks.mjs');
const { replayYear } = await import('./bench/year.mjs');
const { measureScans } = await import('./bench/scan.mjs');

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const show = (label, value, limit, holds) =>
  console.log(`${holds ? 'ok  ' : 'MISS'} ${label.padEnd(58)} ${String(value).padStart(9)}   (limit ${limit})`);

async function benchScan() {
  const figures = await measureScans(SIZE, LATENCY_MS, SCAN_ROUNDS);
  const of = (pick) => figures.map(pick);
  const roundTrips = Math.max(...of(({ together }) => together.requests.count));
  const throttled = of((round) => round.throttled).reduce((sum, count) => sum + count, 0);
  const seconds = Math.max(...of(({ together }) => together.durationMs)) / 1000;
  const megabytes = Math.max(...of(({ together }) => together.megabytes));
  const toShortest = median(of(({ together, shortest }) => together.durationMs / shortest));
  const toApart = median(of(({ together, apart }) => together.durationMs / apart.durationMs));
  console.log(
    `Scan of ${SIZE.users} users, ${SIZE.policies} policies, ${SIZE.accounts} accounts at ${LATENCY_MS} ms latency:`,
  );
  show('HTTP round trips', roundTrips, '20', roundTrips <= 20);
  show('requests over the published limits', throttled, '0', throttled === 0);
  show('longest scan, seconds', seconds.toFixed(1), '60', seconds <= 60);
  show('most memory of a scan, MB', megabytes.toFixed(0), '300', megabytes <= 300);
  show('time against the shortest that the limits allow', toShortest.toFixed(3), '1.25', toShortest <= 1.25);
  show('time against the same requests one after another', toApart.toFixed(3), '0.50', toApart <= 0.5);
}

async function freePort() {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Accepts whatever the bot sends; resolves `finished` when a card with a verdict arrives. */
function startConnector() {
  let done;
  const finished = new Promise((resolve) => (done = resolve));
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"message-1"}');
      if (/Not compliant/i.test(body)) done();
    });
  }).listen(0, '127.0.0.1');
  return { server, finished };
}

function residentMegabytes(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

async function startBot() {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist', 'index.js'), '--no-playground', '--port', String(port)], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') break;
  return { child, port, readyMs: performance.now() - started };
}

async function askForScan(port, serviceUrl, number) {
  await fetch(`http://127.0.0.1:${port}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      id: `activity-${number}`,
      text: 'scan emergency access',
      channelId: 'msteams',
      serviceUrl,
      from: { id: '29:bench', name: 'Bench', aadObjectId: REQUESTER.objectId },
      recipient: { id: '28:bot', name: 'Glasswatch' },
      conversation: { id: 'a:bench', conversationType: 'personal', tenantId: SANDBOX_TENANT_ID },
    }),
  });
}

/** The bot scans by itself when it starts; whoever asks meanwhile is told so, and asks again. */
async function scanThroughBot(port) {
  const { server, finished } = startConnector();
  await once(server, 'listening');
  const serviceUrl = `http://127.0.0.1:${server.address().port}/`;
  let isDone = false;
  void finished.then(() => (isDone = true));
  for (let number = 1; !isDone; number += 1) {
    await askForScan(port, serviceUrl, number);
    await Promise.race([finished, wait(2_000)]);
  }
  server.closeAllConnections();
  server.close();
}

async function benchStart() {
  const ready = [];
  let resident = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { child, port, readyMs } = await startBot();
    ready.push(readyMs / 1000);
    if (round === ROUNDS - 1) {
      await scanThroughBot(port);
      resident = residentMegabytes(child.pid);
    }
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  console.log('Bot in the sandbox, without the chat client:');
  show('start to ready, seconds', median(ready).toFixed(2), '2.5', median(ready) <= 2.5);
  show('resident memory after a scan, MB', resident.toFixed(0), '250', resident <= 250);
}

async function benchClicks() {
  const { waits, unanswered, late } = await pressWhileGraphHangs();
  const slowest = waits[Math.ceil(waits.length * 0.99) - 1] / 1000;
  console.log(`${waits.length} presses of buttons while Graph hangs (${late} answered with "look again"):`);
  show('presses not answered with a card', unanswered, '0', unanswered === 0);
  show('99th percentile of the wait, seconds', slowest.toFixed(2), '2', slowest < 2);
}

async function benchYear() {
  const { bytes, cards, untold, drifts, status, durationMs } = await replayYear(YEAR_SCANS, 21);
  const megabytes = bytes / 1e6;
  const most = Math.max(0, ...cards);
  const statusMs = median(status);
  console.log(
    `A year of scans (${YEAR_SCANS}, ${drifts} times something drifted, ${cards.length} cards), replayed in ${(durationMs / 1000).toFixed(0)} s:`,
  );
  show('size of the database, MB', megabytes.toFixed(1), '500', megabytes <= 500);
  show('cards of one drift about one subject in one conversation', most, '1', most === 1);
  show('drifts without a card', untold, '0', untold === 0);
  show('time for the status, ms', statusMs.toFixed(1), '200', statusMs <= 200);
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
await benchScan();
await benchStart();
await benchClicks();
await benchYear();
