import type { RemediationRequest } from '../../src/domain/approval/request.js';
import { DEFAULT_SETTINGS } from '../../src/domain/controls/control.js';
import type { ScanReport } from '../../src/domain/report/scan-report.js';
import { createApproverDirectory } from '../../src/graph/approver-directory.js';
import { staticTokenSource } from '../../src/graph/credentials.js';
import type { GraphLimits } from '../../src/graph/limits.js';
import { createTenantReader } from '../../src/graph/tenant-reader.js';
import { createTenantWriter } from '../../src/graph/tenant-writer.js';
import {
  COLLEAGUES,
  REQUESTER,
  SANDBOX_TENANT_ID,
  type Person as SandboxPerson,
} from '../../src/sandbox/seed/people.js';
import type { Clock, Store } from '../../src/workflows/ports.js';
import type { Person } from '../../src/workflows/remediation.js';
import type { RemediationDependencies } from '../../src/workflows/remediation-dependencies.js';
import { scanTenant } from '../../src/workflows/scan-tenant.js';

/** The remediation workflows over the real reader, the real writer and a real store, on the simulated tenant. */

/** Where the simulated tenant is, for this process or for a child. */
export interface TenantAddress {
  readonly url: string;
  readonly token: string;
  readonly remediatorToken: string;
  readonly approversGroupId: string;
  readonly emergencyAccountIds: readonly string[];
}

/** The product's limits without the waiting between requests. */
const HASTY: Partial<GraphLimits> = {
  conditionalAccessSpacingMs: 0,
  reportsPer10s: 1_000,
  signInActivityPerMinute: 1_000,
  backoffBaseMs: 1,
  maxRetries: 1,
};

export const REAL_CLOCK: Clock = { now: () => Date.now() };

function personOf({ objectId, displayName }: SandboxPerson): Person {
  return { principal: { tenantId: SANDBOX_TENANT_ID, objectId }, name: displayName };
}

export const RILEY = personOf(REQUESTER);
export const [AVERY, BLAKE, PRIYA] = COLLEAGUES.map(personOf) as [Person, Person, Person];

/** The same accounts whenever it is asked. */
export function fixedAccounts(accountIds: readonly string[]): RemediationDependencies['accounts'] {
  const accounts = accountIds.map((objectId) => ({ objectId }));
  return () => Promise.resolve({ accounts, groupIds: [] });
}

export interface Parts {
  readonly deps: RemediationDependencies;
  readonly accountIds: () => Promise<readonly string[]>;
  /** Resolves when nothing goes on behind an answer any more. */
  readonly settled: () => Promise<void>;
}

/** Of all parts in this process: no two of them may give the same ID. */
let last = 0;

/** The dependencies as the product composes them, with `changes` in place of some. */
export function remediationParts(
  address: TenantAddress,
  store: Store,
  clock: Clock = REAL_CLOCK,
  changes: Partial<RemediationDependencies> = {},
): Parts {
  const { url: endpoint, emergencyAccountIds: accountIds } = address;
  const tokens = staticTokenSource(address.token);
  const reader = createTenantReader({ endpoint, tokens, clock, tenantId: SANDBOX_TENANT_ID, limits: HASTY });
  const accounts = fixedAccounts(accountIds);
  const ids = { next: () => `id-${process.pid}-${(last += 1)}` };
  const startScan = scanTenant({
    reader,
    scans: store.scans,
    clock,
    ids,
    tenantId: SANDBOX_TENANT_ID,
    accounts,
    settings: DEFAULT_SETTINGS,
  });
  let background: Promise<unknown>[] = [];
  const deps: RemediationDependencies = {
    tenantId: SANDBOX_TENANT_ID,
    requests: store.requests,
    scans: store.scans,
    audit: store.audit,
    approvers: createApproverDirectory({ endpoint, tokens, clock, groupId: address.approversGroupId, limits: HASTY }),
    writer: createTenantWriter({
      endpoint,
      tokens: staticTokenSource(address.remediatorToken),
      clock,
      limits: HASTY,
      patience: { pausesMs: [1, 1], wait: () => Promise.resolve() },
    }),
    delegated: null,
    automation: store.automation,
    reader,
    accounts,
    startScan,
    clock,
    ids,
    planLifetimeMs: 4 * 60 * 60_000,
    requestChanged: () => Promise.resolve(),
    postRequest: () => Promise.resolve(),
    inBackground: (work) => void background.push(work()),
    ...changes,
  };
  const settled = async () => {
    while (background.length > 0) await Promise.all(background.splice(0));
    background = [];
  };
  return { deps, accountIds: () => Promise.resolve(accountIds), settled };
}

export async function scanOnce({ startScan }: RemediationDependencies): Promise<ScanReport> {
  const started = await startScan({ trigger: { kind: 'schedule' } });
  if (started.kind !== 'started') throw new Error('A scan was already running.');
  return started.report;
}

/** The failing finding of `controlId` about the account whose name begins with `name`. */
export function findingOf(report: ScanReport, controlId: string, name: string) {
  const found = report.findings.find(
    (finding) => finding.controlId === controlId && finding.outcome === 'fail' && finding.subject.name.startsWith(name),
  );
  if (!found) throw new Error(`There is no failing ${controlId} about ${name}.`);
  return { scanId: report.scan.id, fingerprint: found.fingerprint };
}

export function proposed(result: { readonly kind: string; readonly request?: RemediationRequest }): RemediationRequest {
  if (result.kind !== 'proposed' || !result.request) throw new Error(`Not proposed: ${JSON.stringify(result)}`);
  return result.request;
}
