import type { ScanSettings } from '../controls/control.js';
import { NO_RECORDS, type WatchRecords } from '../controls/watch-records.js';
import { evaluateControls, verdictOf } from '../controls/evaluate.js';
import { CONTROLS } from '../controls/index.js';
import type { Scan } from '../scan.js';
import { digestOf } from '../tenant/canonical.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import { coverageOf } from './coverage.js';
import { policyMatrixOf } from './policy-matrix.js';

/** Everything of a scan that follows from its snapshot and from what was recorded beside it, and how it was judged. */
export type JudgedSnapshot = Pick<
  Scan,
  'tenant' | 'verdict' | 'accounts' | 'findings' | 'policyMatrix' | 'coverage' | 'snapshotDigest' | 'settings'
>;

/**
 * Judges a sealed snapshot: same content and same records, same result, whatever the order Graph answered in. Without
 * `records` no bot watches, and nobody has signed for anything.
 */
export function judgeSnapshot(
  snapshot: TenantSnapshot,
  settings: ScanSettings,
  records: WatchRecords = NO_RECORDS,
): JudgedSnapshot {
  const findings = evaluateControls(snapshot, settings, CONTROLS, records);
  const reads = coverageOf(snapshot);
  return {
    tenant: {
      id: snapshot.tenantId,
      displayName: snapshot.organization.known ? snapshot.organization.value.displayName : '',
    },
    verdict: verdictOf(findings, reads),
    accounts: snapshot.accounts.map(({ id, user }) => ({
      id,
      userPrincipalName: user.known && user.value ? user.value.userPrincipalName : '',
      displayName: user.known && user.value ? (user.value.displayName ?? '') : '',
    })),
    findings,
    policyMatrix: policyMatrixOf(snapshot),
    coverage: { reads },
    snapshotDigest: digestOf(snapshot),
    settings,
  };
}
