import type { ConfigProblem, ScanConfig } from '../config.js';
import type { Severity } from '../domain/controls/control.js';
import type { Designated } from '../domain/designation/designated.js';
import { htmlReportOf } from '../domain/report/html-report.js';
import { markdownReportOf } from '../domain/report/markdown-report.js';
import { exitCodeOf, scanDocumentOf } from '../domain/report/scan-document.js';
import type { ScanReport } from '../domain/report/scan-report.js';
import { scanTableOf } from '../domain/report/scan-table.js';
import type { ScanProgress, Store } from '../workflows/ports.js';
import { readAcceptances } from '../workflows/scan-reports.js';
import { scanTenant } from '../workflows/scan-tenant.js';
import { openStore } from './open-store.js';
import { problemOf } from './problem.js';
import { readDesignated } from '../workflows/designated-accounts.js';
import { VERSION } from './version.js';
import { clock, ids, openRealTenant, openSandbox, type WatchedTenant } from './watched-tenant.js';
import { writeDocument } from './write-document.js';

/** The scan command: opens what it needs, scans once, writes one document. */

/** One line that is rewritten while the scan goes on; nothing where stderr is not a terminal. */
function showProgress(progress: ScanProgress): void {
  if (!process.stderr.isTTY) return;
  const line = `Reading ${progress.done} of ${progress.total}: ${progress.resource}`;
  process.stderr.write(
    `\r${line.slice(0, 78).padEnd(78)}${progress.done === progress.total ? `\r${' '.repeat(78)}\r` : ''}`,
  );
}

export interface ScanOptions {
  readonly format: 'table' | 'json' | 'markdown' | 'html';
  readonly output: string | undefined;
  readonly failOn: Severity | undefined;
}

export type ScanCommandResult =
  | { readonly kind: 'scanned'; readonly exitCode: 0 | 1 | 2 }
  | { readonly kind: 'failed'; readonly problem: ConfigProblem };

function documentOf(report: ScanReport, format: ScanOptions['format']): string {
  switch (format) {
    case 'table':
      return scanTableOf(report);
    case 'json':
      return `${JSON.stringify(scanDocumentOf(report.scan), null, 2)}\n`;
    case 'markdown':
      return markdownReportOf(report);
    case 'html':
      return htmlReportOf(report);
  }
}

/** Named with the command or in the environment; else what was designated in the chat; else the sandbox's own accounts. */
async function designatedFor(
  { emergencyAccounts }: ScanConfig,
  { tenantId, designatedIds }: WatchedTenant,
  { designations }: Store,
): Promise<Designated> {
  if (emergencyAccounts) return { accounts: emergencyAccounts.map((objectId) => ({ objectId })), groupIds: [] };
  return readDesignated({ tenantId, designations, configured: designatedIds });
}

async function scanOnce(config: ScanConfig, tenant: WatchedTenant, store: Store): Promise<ScanReport> {
  const start = scanTenant({
    reader: tenant.reader,
    scans: store.scans,
    clock,
    ids,
    tenantId: tenant.tenantId,
    accounts: () => designatedFor(config, tenant, store),
    settings: config.settings,
    version: VERSION,
    acceptances: () => readAcceptances({ tenantId: tenant.tenantId, drift: store.drift, clock }),
  });
  const started = await start({ trigger: { kind: 'cli' }, onProgress: showProgress });
  if (started.kind !== 'alreadyRunning') return started.report;
  const { byName, startedAt } = started.holder;
  throw new Error(
    `SCAN_RUNNING: ${byName} has been scanning this tenant since ${startedAt}; try again when it is done.`,
  );
}

/** Runs the scan command and writes its document. What the tenant does is in the document; `failed` is about this machine. */
export async function composeScan(config: ScanConfig, options: ScanOptions): Promise<ScanCommandResult> {
  try {
    const store = await openStore(config.store);
    const tenant = config.graph === null ? await openSandbox() : openRealTenant(config.graph, null);
    try {
      const report = await scanOnce(config, tenant, store);
      await writeDocument(documentOf(report, options.format), options.output);
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
