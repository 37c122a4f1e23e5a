import type { ScanSettings } from '../controls/control.js';
import { evaluateControls, verdictOf } from '../controls/evaluate.js';
import type { Scan } from '../scan.js';
import { digestOf } from '../tenant/canonical.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import { coverageOf } from './coverage.js';
import { policyMatrixOf } from './policy-matrix.js';

/** Everything of a scan that follows from its snapshot alone. */
export type JudgedSnapshot = Pick<
  Scan,
  'tenant' | 'verdict' | 'accounts' | 'findings' | 'policyMatrix' | 'coverage' | 'snapshotDigest'
>;

/** Judges a sealed snapshot: same content, same result, whatever the order Graph answered in. */
export function judgeSnapshot(snapshot: TenantSnapshot, settings: ScanSettings): JudgedSnapshot {
  const findings = evaluateControls(snapshot, settings);
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
  };
}
