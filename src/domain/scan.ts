import type { Finding, ScanSettings } from './controls/control.js';
import type { Verdict } from './controls/evaluate.js';
import type { UnknownReason } from './tenant/observed.js';
import type { PolicyApplicability } from './tenant/policy-applicability.js';

/** One run of the controls over one snapshot, as it is stored and shown. */

export type ScanTrigger =
  | {
      readonly kind: 'command';
      readonly by: { readonly tenantId: string; readonly objectId: string };
      readonly byName: string;
    }
  | { readonly kind: 'schedule' }
  | { readonly kind: 'cli' }
  /** The scan after a remediation request was carried out. */
  | { readonly kind: 'remediation'; readonly requestId: string };

/** One resource that was asked for, and whether it is known. */
export interface CoverageRead {
  readonly resource: string;
  readonly status: 'known' | UnknownReason;
  readonly detail: string;
}

/** HTTP round trips of one scan; a `$batch` counts once. */
export interface RequestStats {
  readonly count: number;
  readonly batches: number;
  readonly retries: number;
  readonly durationMs: number;
}

/** One row of the account × policy matrix. */
export interface PolicyMatrixRow {
  readonly policyId: string;
  readonly policyName: string;
  readonly state: string;
  readonly accountId: string;
  readonly applicability: PolicyApplicability;
  /** The rules that decided, in words, for example `excludeGroups: Emergency access exclusions`. */
  readonly via: readonly string[];
  /** Of an exclusion: the include rules that would reach the account without it. Absent in scans older than the field. */
  readonly includedBy?: readonly string[];
}

export interface Scan {
  readonly id: string;
  readonly tenant: { readonly id: string; readonly displayName: string };
  readonly trigger: ScanTrigger;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly completedAt: string;
  readonly verdict: Verdict;
  readonly accounts: readonly {
    readonly id: string;
    readonly userPrincipalName: string;
    readonly displayName: string;
  }[];
  readonly findings: readonly Finding[];
  readonly policyMatrix: readonly PolicyMatrixRow[];
  readonly coverage: { readonly reads: readonly CoverageRead[] };
  readonly requests: RequestStats;
  readonly snapshotDigest: string;
  /** How strictly it was judged. Absent: stored before settings were kept with a scan. */
  readonly settings?: ScanSettings;
  /** The version of this program that judged. */
  readonly version?: string;
}
