import type { ConfigProblem, LogConfig } from '../config.js';
import { htmlReportOf } from '../domain/report/html-report.js';
import { markdownReportOf } from '../domain/report/markdown-report.js';
import type { ScanReport } from '../domain/report/scan-report.js';
import { reportOf } from '../domain/report/scan-report.js';
import type { Store } from '../workflows/ports.js';
import { readAcceptances } from '../workflows/scan-reports.js';
import { openStore } from './open-store.js';
import { problemOf } from './problem.js';
import { clock } from './watched-tenant.js';
import { writeDocument } from './write-document.js';

/** The export command: the report of a scan that is stored, as a document that a person can hand on. */

export interface ExportOptions {
  /** Undefined: the scan that was completed last. */
  readonly scanId: string | undefined;
  readonly format: 'html' | 'markdown';
  readonly output: string | undefined;
}

export type ExportCommandResult =
  { readonly kind: 'done'; readonly exitCode: 0 } | { readonly kind: 'failed'; readonly problem: ConfigProblem };

async function findReport({ scans, drift }: Store, scanId: string | undefined): Promise<ScanReport> {
  const scan = scanId === undefined ? await scans.findNewestScan() : await scans.findScan(scanId);
  if (!scan) {
    throw new Error(
      scanId === undefined
        ? 'EXPORT_NO_SCAN: no scan is stored here; set DATA_DIR or DATABASE_URL as for the bot, or scan anew with --format html.'
        : `EXPORT_SCAN_UNKNOWN: there is no scan ${scanId} in this store; leave --scan out for the latest one.`,
    );
  }
  return reportOf(scan, await readAcceptances({ tenantId: scan.tenant.id, drift, clock }));
}

export async function composeExport(config: LogConfig, options: ExportOptions): Promise<ExportCommandResult> {
  try {
    const store = await openStore(config.store);
    try {
      const report = await findReport(store, options.scanId);
      const document = options.format === 'html' ? htmlReportOf(report) : markdownReportOf(report);
      await writeDocument(document, options.output);
      return { kind: 'done', exitCode: 0 };
    } finally {
      await store.close();
    }
  } catch (error) {
    // Expected: a store in use, a scan that is not there, a file that cannot be written.
    return { kind: 'failed', problem: problemOf(error) };
  }
}
