import { compareScans, type ScanComparison } from '../domain/report/compare-scans.js';
import { htmlReportOf } from '../domain/report/html-report.js';
import { markdownReportOf } from '../domain/report/markdown-report.js';
import { markdownSummaryOf } from '../domain/report/markdown-summary.js';
import type { ScanReport } from '../domain/report/scan-report.js';
import type { AuditStore, ScanStore, ScanSummary } from './ports.js';
import type { Person } from './remediation.js';
import { personActor } from './remediation-dependencies.js';
import { scanReports, type ReportDependencies } from './scan-reports.js';

/** What was scanned before: listed, compared, and written down for somebody who was not there. */

const SCANS_PER_PAGE = 8;
const TREND_DAYS = 30;
const DAY_MS = 86_400_000;

/** Where reports are put on the machine of the bot. Writes whole files only. */
export interface ReportFolder {
  write(name: string, document: string): Promise<void>;
}

export interface HistoryPage {
  readonly scans: readonly ScanSummary[];
  /** From 0. */
  readonly page: number;
  readonly hasMore: boolean;
  /** Every scan; otherwise those that somebody asked for or that found something else than the one before. */
  readonly all: boolean;
}

export interface ExportedReport {
  readonly report: ScanReport;
  /** One page of Markdown. */
  readonly summary: string;
  /** Names of the files that were written; empty where the bot keeps none. */
  readonly files: readonly string[];
}

export interface ScanHistory {
  list(input: { readonly page: number; readonly all: boolean }): Promise<HistoryPage>;
  /** Oldest first: the last scan of each of the last thirty days on which there was one. */
  trend(): Promise<readonly ScanSummary[]>;
  /** Undefined: one of the two is not stored any more. */
  compare(scanId: string, otherId: string): Promise<ScanComparison | undefined>;
  /** Writes the report of the latest scan, with an audit event; undefined: there is no scan. */
  exportLatest(person: Person): Promise<ExportedReport | undefined>;
}

export interface HistoryDependencies extends ReportDependencies {
  readonly scans: ReportDependencies['scans'] & Pick<ScanStore, 'listScans' | 'listNotableScans' | 'listDailyScans'>;
  readonly audit: Pick<AuditStore, 'append'>;
  /** Null: the store can be read beside the bot, so that the export command can write the files. */
  readonly folder: ReportFolder | null;
}

/** Nothing of the tenant is in a file's name: the day, and as much of the scan's ID as tells it from others. */
function fileNamesOf({ scan }: ScanReport): { readonly html: string; readonly markdown: string } {
  const name = `emergency-access-${scan.completedAt.slice(0, 10)}-${scan.id.replace(/[^0-9a-z-]/gi, '').slice(0, 13)}`;
  return { html: `${name}.html`, markdown: `${name}.md` };
}

async function writeFiles(folder: ReportFolder | null, report: ScanReport): Promise<readonly string[]> {
  if (folder === null) return [];
  const { html, markdown } = fileNamesOf(report);
  await folder.write(html, htmlReportOf(report));
  await folder.write(markdown, markdownReportOf(report));
  return [html, markdown];
}

async function exportLatest(deps: HistoryDependencies, person: Person): Promise<ExportedReport | undefined> {
  const report = await scanReports(deps).findLatestReport();
  if (report === undefined) return undefined;
  const files = await writeFiles(deps.folder, report);
  await deps.audit.append({
    at: new Date(deps.clock.now()).toISOString(),
    actor: personActor(person.principal),
    action: 'report.exported',
    subject: report.scan.id,
    result: 'succeeded',
    details: { files: files.length, snapshotDigest: report.scan.snapshotDigest },
  });
  return { report, summary: markdownSummaryOf(report), files };
}

export function scanHistory(deps: HistoryDependencies): ScanHistory {
  const { scans, tenantId, clock } = deps;
  return {
    async list({ page, all }) {
      const part = { offset: page * SCANS_PER_PAGE, limit: SCANS_PER_PAGE + 1 };
      const found = all ? await scans.listScans(tenantId, part) : await scans.listNotableScans(tenantId, part);
      return { scans: found.slice(0, SCANS_PER_PAGE), page, hasMore: found.length > SCANS_PER_PAGE, all };
    },
    trend: () => scans.listDailyScans(tenantId, new Date(clock.now() - TREND_DAYS * DAY_MS).toISOString()),
    async compare(scanId, otherId) {
      const [one, other] = await Promise.all([scans.findScan(scanId), scans.findScan(otherId)]);
      return one && other && compareScans(one, other);
    },
    exportLatest: (person) => exportLatest(deps, person),
  };
}
