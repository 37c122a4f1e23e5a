import type { ScanReport } from '../../../src/domain/report/scan-report.js';
import type { ScanClaim, ScanProgress } from '../../../src/workflows/ports.js';
import type { ScanRequest, StartScan } from '../../../src/workflows/scan-tenant.js';

/** A `startScan` in the test's hands: one scan at a time, and nothing happens until the test says so. */

export interface DrivenScan {
  readonly request: ScanRequest;
  readonly claim: ScanClaim;
  progress(progress: ScanProgress): void;
  finish(): void;
  fail(error: Error): void;
}

export interface ScanDriver {
  readonly startScan: StartScan;
  readonly scans: readonly DrivenScan[];
  /** The scan that was started last. */
  latest(): DrivenScan;
}

const NO_OUTCOMES = { pass: 0, fail: 0, warn: 0, manual: 0, notApplicable: 0, error: 0 };

/** A report with nothing in it but its ID. */
export function emptyReport(scanId: string, startedAt = '2026-03-02T09:00:00.000Z'): ScanReport {
  return {
    scan: {
      id: scanId,
      tenant: { id: '11111111-1111-4111-8111-111111111111', displayName: 'Contoso' },
      trigger: { kind: 'schedule' },
      startedAt,
      completedAt: startedAt,
      verdict: 'compliant',
      accounts: [],
      findings: [],
      policyMatrix: [],
      coverage: { reads: [] },
      requests: { count: 0, batches: 0, retries: 0, durationMs: 0 },
      snapshotDigest: 'none',
    },
    accounts: [],
    findings: [],
    counts: NO_OUTCOMES,
    differingSettings: [],
    byNature: { technical: NO_OUTCOMES, procedural: NO_OUTCOMES, unknown: NO_OUTCOMES },
    policies: [],
    gaps: [],
  };
}

export function createScanDriver(now: () => number): ScanDriver {
  const scans: DrivenScan[] = [];
  let holder: ScanClaim | undefined;

  const startScan: StartScan = (request) => {
    if (holder) return Promise.resolve({ kind: 'alreadyRunning', holder, ended: null });
    const { trigger } = request;
    const claim: ScanClaim = {
      scanId: `scan-${scans.length + 1}`,
      startedAt: new Date(now()).toISOString(),
      byName: trigger.kind === 'command' ? trigger.byName : trigger.kind,
    };
    holder = claim;
    const report = new Promise<ScanReport>((resolve, reject) => {
      scans.push({
        request,
        claim,
        progress: (progress) => request.onProgress?.(progress),
        finish: () => {
          holder = undefined;
          resolve(emptyReport(claim.scanId));
        },
        fail: (error) => {
          holder = undefined;
          reject(error);
        },
      });
    });
    return Promise.resolve({ kind: 'started', claim, report });
  };

  return {
    startScan,
    scans,
    latest() {
      const scan = scans.at(-1);
      if (!scan) throw new Error('no scan was started');
      return scan;
    },
  };
}
