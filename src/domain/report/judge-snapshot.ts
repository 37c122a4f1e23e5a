import type { ScanSettings } from '../controls/control.js';
import { evaluateControls, verdictOf } from '../controls/evaluate.js';
import type { CoverageRead, PolicyMatrixRow, Scan } from '../scan.js';
import { digestOf } from '../tenant/canonical.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';

/** Everything of a scan that follows from its snapshot alone. */
export type JudgedSnapshot = Pick<
  Scan,
  'tenant' | 'verdict' | 'accounts' | 'findings' | 'policyMatrix' | 'coverage' | 'snapshotDigest'
>;

/** Judges a sealed snapshot: same content, same result, whatever the order Graph answered in. */
export function judgeSnapshot(snapshot: TenantSnapshot, settings: ScanSettings): JudgedSnapshot {
  const findings = evaluateControls(snapshot, settings);
  const coverage: readonly CoverageRead[] = [];
  const policyMatrix: readonly PolicyMatrixRow[] = [];
  return {
    tenant: {
      id: snapshot.tenantId,
      displayName: snapshot.organization.known ? snapshot.organization.value.displayName : '',
    },
    verdict: verdictOf(findings),
    accounts: snapshot.accounts.map(({ id, user }) => ({
      id,
      userPrincipalName: user.known && user.value ? user.value.userPrincipalName : '',
      displayName: user.known && user.value ? (user.value.displayName ?? '') : '',
    })),
    findings,
    policyMatrix,
    coverage: { reads: coverage },
    snapshotDigest: digestOf(snapshot),
  };
}
