import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { pino } from 'pino';
import type { BotConfig, ConfigProblem, GraphConfig, LogLevel, ScanConfig, StoreConfig } from './config.js';
import type { Severity } from './domain/controls/control.js';
import { exitCodeOf, scanDocumentOf } from './domain/report/scan-document.js';
import { reportOf, type ScanReport } from './domain/report/scan-report.js';
import { scanTableOf } from './domain/report/scan-table.js';
import { azureTokenSource, staticTokenSource, type TokenSource } from './graph/credentials.js';
import { createTenantReader } from './graph/tenant-reader.js';
import { startChatClient } from './sandbox/chat-client.js';
import { startSandboxTenant } from './sandbox/tenant-server.js';
import { openPostgresStore } from './store/postgres.js';
import { openSqliteStore } from './store/sqlite.js';
import type { Clock, Ids, ScanProgress, Store, TenantReader } from './workflows/ports.js';
import { scanTenant } from './workflows/scan-tenant.js';

/** Builds the adapters and hands them to the workflows. The only file that may import from every room. */

const clock: Clock = { now: () => Date.now() };
const ids: Ids = { next: () => randomUUID() };

/** The tenant that a process watches: real or simulated, ready to be read. */
interface WatchedTenant {
  readonly tenantId: string;
  readonly reader: TenantReader;
  /** Used when no account is configured. */
  readonly designatedIds: readonly string[];
  close(): Promise<void>;
}

function tokensFor({ credentials, endpoint }: GraphConfig): TokenSource {
  return credentials.kind === 'accessToken'
    ? staticTokenSource(credentials.token)
    : azureTokenSource({ credentials, endpoint });
}

function openRealTenant(graph: GraphConfig): WatchedTenant {
  const tenant = graph.tenantId === undefined ? {} : { tenantId: graph.tenantId };
  const reader = createTenantReader({ endpoint: graph.endpoint, tokens: tokensFor(graph), clock, ...tenant });
  return { tenantId: graph.tenantId ?? '', reader, designatedIds: [], close: () => Promise.resolve() };
}

async function openSandbox(): Promise<WatchedTenant> {
  const sandbox = await startSandboxTenant();
  const reader = createTenantReader({
    endpoint: sandbox.url,
    tokens: staticTokenSource(sandbox.token),
    clock,
    tenantId: sandbox.tenantId,
  });
  return {
    tenantId: sandbox.tenantId,
    reader,
    designatedIds: sandbox.emergencyAccountIds,
    close: () => sandbox.close(),
  };
}

function openStore(config: StoreConfig): Promise<Store> {
  switch (config.kind) {
    case 'memory':
      return openSqliteStore({ file: ':memory:' });
    case 'sqlite':
      return openSqliteStore({ file: config.file });
    case 'postgres':
      return openPostgresStore({ connectionString: config.connectionString });
  }
}

function accountsOf(configured: readonly string[] | undefined, tenant: WatchedTenant): { readonly objectId: string }[] {
  return (configured ?? tenant.designatedIds).map((objectId) => ({ objectId }));
}

/** A problem with a code of its own (`STORE_IN_USE: …`), or the error as it is. */
function problemOf(error: unknown): ConfigProblem {
  const message = error instanceof Error ? error.message : String(error);
  const coded = /^([A-Z][A-Z0-9_]+): (.*)$/s.exec(message);
  return coded ? { code: coded[1] ?? '', message: coded[2] ?? '' } : { code: 'UNEXPECTED', message };
}

/** One line that is rewritten while the scan goes on; nothing where stderr is not a terminal. */
function showProgress(progress: ScanProgress): void {
  if (!process.stderr.isTTY) return;
  const line = `Reading ${progress.done} of ${progress.total}: ${progress.resource}`;
  process.stderr.write(
    `\r${line.slice(0, 78).padEnd(78)}${progress.done === progress.total ? `\r${' '.repeat(78)}\r` : ''}`,
  );
}

/** Writes the whole document or nothing: a reader of the file never sees half of it. */
async function writeDocument(document: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    process.stdout.write(document);
    return;
  }
  const partial = `${file}.${randomUUID()}.partial`;
  await writeFile(partial, document);
  await rename(partial, file);
}

export interface ScanOptions {
  readonly format: 'table' | 'json';
  readonly output: string | undefined;
  readonly failOn: Severity | undefined;
}

export type ScanCommandResult =
  | { readonly kind: 'scanned'; readonly exitCode: 0 | 1 | 2 }
  | { readonly kind: 'failed'; readonly problem: ConfigProblem };

async function scanOnce(config: ScanConfig, tenant: WatchedTenant, store: Store): Promise<ScanReport> {
  const start = scanTenant({
    reader: tenant.reader,
    scans: store.scans,
    clock,
    ids,
    tenantId: tenant.tenantId,
    accounts: accountsOf(config.emergencyAccounts, tenant),
    settings: config.settings,
  });
  const started = await start({ trigger: { kind: 'cli' }, onProgress: showProgress });
  if (started.kind === 'started') return started.report;
  const { byName, startedAt } = started.holder;
  throw new Error(
    `SCAN_RUNNING: ${byName} has been scanning this tenant since ${startedAt}; try again when it is done.`,
  );
}

/** Runs the scan command and writes its document. What the tenant does is in the document; `failed` is about this machine. */
export async function composeScan(config: ScanConfig, options: ScanOptions): Promise<ScanCommandResult> {
  try {
    const store = await openStore(config.store);
    const tenant = config.graph === null ? await openSandbox() : openRealTenant(config.graph);
    try {
      const report = await scanOnce(config, tenant, store);
      const document =
        options.format === 'json' ? `${JSON.stringify(scanDocumentOf(report.scan), null, 2)}\n` : scanTableOf(report);
      await writeDocument(document, options.output);
      return { kind: 'scanned', exitCode: exitCodeOf(report.scan, options.failOn) };
    } finally {
      await tenant.close();
      await store.close();
    }
  } catch (error) {
    // A store that cannot be opened, a scan that runs elsewhere, an output file that cannot be written.
    return { kind: 'failed', problem: problemOf(error) };
  }
}

function createLogger(level: LogLevel) {
  const log = pino({ level }, pino.destination({ fd: 2, sync: true }));
  return {
    info: (message: string, fields: object) => log.info(fields, message),
    warn: (message: string, fields: object) => log.warn(fields, message),
    error: (message: string, fields: object) => log.error(fields, message),
  };
}

export interface RunningBot {
  /** Where activities are posted. */
  readonly endpoint: string;
  /** Where to chat with the bot; undefined without the chat client. */
  readonly chatUrl: string | undefined;
  close(): Promise<void>;
}

export interface StartOptions {
  /** The chat client's port; undefined leaves it out. The chat client runs in the sandbox only. */
  readonly playgroundPort: number | undefined;
}

/** Starts the bot, and in the sandbox the simulated tenant and the chat client. Rejects with a coded message; nothing stays open then. */
export async function composeBot(config: BotConfig, options: StartOptions): Promise<RunningBot> {
  const opened: { close(): Promise<unknown> }[] = [];
  const closeAll = async () => {
    for (const part of opened.reverse().splice(0)) await part.close();
  };
  try {
    const { target } = config;
    // The chat SDKs take a second to load; the scan command shares this file and does without them.
    const [{ createBot }, { createCardRenderer }] = await Promise.all([
      import('./teams/bot.js'),
      import('./teams/cards/index.js'),
    ]);
    const store = await openStore(config.store);
    opened.push(store);
    const tenant = target.kind === 'sandbox' ? await openSandbox() : openRealTenant(target.graph);
    opened.push(tenant);
    const startScan = scanTenant({
      reader: tenant.reader,
      scans: store.scans,
      clock,
      ids,
      tenantId: tenant.tenantId,
      accounts: accountsOf(config.emergencyAccounts, tenant),
      settings: config.settings,
    });
    const reportUnlessMissing = async (scan: ReturnType<Store['scans']['findScan']>) => {
      const found = await scan;
      return found && reportOf(found);
    };
    const bot = createBot({
      credentials: target.kind === 'sandbox' ? null : target.bot,
      allowedTenantId: tenant.tenantId,
      startScan,
      findLatestReport: () => reportUnlessMissing(store.scans.findLatestScan(tenant.tenantId)),
      findReport: (scanId) => reportUnlessMissing(store.scans.findScan(scanId)),
      conversations: store.conversations,
      audit: store.audit,
      clock,
      ids,
      logger: createLogger(config.logLevel),
      cards: createCardRenderer(),
    });
    const listening = await bot.listen(config.host, config.port);
    opened.push(listening);
    const endpoint = `${listening.url}/api/messages`;
    if (target.kind !== 'sandbox' || options.playgroundPort === undefined) {
      return { endpoint, chatUrl: undefined, close: closeAll };
    }
    const chat = await startChatClient({
      port: options.playgroundPort,
      botEndpoint: endpoint,
      env: config.childEnvironment,
    });
    opened.push({ close: () => chat.stop() });
    return { endpoint, chatUrl: chat.url, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** The coded problem behind an error that `composeBot` rejected with. */
export function startProblemOf(error: unknown): ConfigProblem {
  return problemOf(error);
}
