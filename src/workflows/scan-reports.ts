import { acceptancesOf, type Acceptance } from '../domain/report/acceptances.js';
import { reportOf, type ScanReport } from '../domain/report/scan-report.js';
import type { Clock, DriftStore, ScanStore } from './ports.js';

/** Stored scans arranged for reading, each with what people have accepted up to now. */

export interface ReportDependencies {
  readonly tenantId: string;
  readonly scans: Pick<ScanStore, 'findScan' | 'findLatestScan'>;
  readonly drift: Pick<DriftStore, 'listOpenCases'>;
  readonly clock: Clock;
}

export interface ScanReports {
  /** The most recently completed scan. */
  findLatestReport(): Promise<ScanReport | undefined>;
  findReport(scanId: string): Promise<ScanReport | undefined>;
}

/** What the waivers of the tenant's cases cover now. */
export async function readAcceptances({
  tenantId,
  drift,
  clock,
}: Omit<ReportDependencies, 'scans'>): Promise<readonly Acceptance[]> {
  return acceptancesOf(await drift.listOpenCases(tenantId), new Date(clock.now()).toISOString());
}

export function scanReports(deps: ReportDependencies): ScanReports {
  const report = async (found: ReturnType<ScanStore['findScan']>): Promise<ScanReport | undefined> => {
    const scan = await found;
    return scan && reportOf(scan, await readAcceptances({ ...deps, tenantId: scan.tenant.id }));
  };
  return {
    findLatestReport: () => report(deps.scans.findLatestScan(deps.tenantId)),
    findReport: (scanId) => report(deps.scans.findScan(scanId)),
  };
}
