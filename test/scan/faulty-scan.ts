import type { Finding } from '../../src/domain/controls/control.js';
import { DEFAULT_SETTINGS } from '../../src/domain/controls/control.js';
import { judgeSnapshot, type JudgedSnapshot } from '../../src/domain/report/judge-snapshot.js';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createTenantReader, type GraphLimits } from '../../src/graph/tenant-reader.js';
import type { FaultKind, SandboxBehaviour } from '../../src/sandbox/behaviour.js';
import { READER_APP, REMEDIATOR_APP } from '../../src/sandbox/identities.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';

/** Scans of a simulated tenant over real sockets, in which one read goes wrong in one way. */

const FAULTS: readonly FaultKind[] = [
  'unauthorized',
  'forbidden',
  'notFound',
  'throttledForEver',
  'internalServerError',
  'serviceUnavailable',
  'gatewayTimeout',
  'silence',
  'drip',
  'reset',
  'html',
  'emptyObject',
  'errorObject',
  'truncated',
  'missingValue',
  'valueNotArray',
  'secondPageFails',
  'nextLinkLoops',
  'nextLinkOffHost',
];

/** Faults that only a collection can have. */
const OF_COLLECTIONS: readonly FaultKind[] = [
  'missingValue',
  'valueNotArray',
  'secondPageFails',
  'nextLinkLoops',
  'nextLinkOffHost',
];

/** What breaks the connection breaks the whole batch, and with it reads that the verdict needs. */
export const OF_CONNECTIONS: readonly FaultKind[] = ['silence', 'drip', 'reset', 'truncated'];

/** Faults that end with the client's patience, which is short for them alone: a busy machine must not look like one. */
const OF_PATIENCE: readonly FaultKind[] = ['silence', 'drip'];
const SHORT_PATIENCE_MS = 400;

export interface FaultyRead {
  readonly read: string;
  /** The requests that go wrong, by path and query, encoded or not. */
  readonly match: RegExp;
  /** It asks for one object, which has no pages. */
  readonly isOfOneObject?: true;
}

/** Each read with each fault that it can have. */
export function everyFaultOf<R extends FaultyRead>(
  reads: readonly R[],
): readonly (R & { readonly fault: FaultKind })[] {
  return reads.flatMap((read) =>
    FAULTS.filter((fault) => read.isOfOneObject !== true || !OF_COLLECTIONS.includes(fault)).map((fault) => ({
      ...read,
      fault,
    })),
  );
}

/** The product's limits, shrunk so that waiting costs nothing. */
const IMPATIENT: Partial<GraphLimits> = {
  callTimeoutMs: 2_000,
  scanBudgetMs: 5_000,
  maxRetries: 1,
  backoffBaseMs: 1,
  maxRetryAfterMs: 50,
  conditionalAccessSpacingMs: 0,
  reportsPer10s: 1_000,
  signInActivityPerMinute: 1_000,
  maxPages: 20,
};

async function scan(tenant: SandboxTenant, limits: Partial<GraphLimits>): Promise<JudgedSnapshot> {
  const reader = createTenantReader({
    endpoint: tenant.url,
    tokens: staticTokenSource(tenant.token),
    clock: { now: () => Date.now() },
    tenantId: tenant.tenantId,
    applications: { reader: READER_APP.appId, remediator: REMEDIATOR_APP.appId },
    limits,
  });
  const accounts = tenant.emergencyAccountIds.map((objectId) => ({ objectId }));
  const { snapshot } = await reader.readTenant({ accounts, priority: 'high' });
  return judgeSnapshot(snapshot, DEFAULT_SETTINGS);
}

export interface Scanned {
  readonly judged: JudgedSnapshot;
  /** Path and query of every request that the tenant saw, decoded. */
  readonly asked: readonly string[];
}

/** One scan of a tenant of its own. */
export async function scanOf(
  state: SandboxState,
  behaviour: Partial<SandboxBehaviour> = {},
  limits: Partial<GraphLimits> = {},
): Promise<Scanned> {
  const tenant = await startSandboxTenant({ state, behaviour });
  try {
    const judged = await scan(tenant, { ...IMPATIENT, ...limits });
    return { judged, asked: tenant.requests.map(({ path }) => decodeURIComponent(path)) };
  } finally {
    await tenant.close();
  }
}

/** A scan in which the requests that `match` go wrong. `offHost` is where a link to another host leads. */
export async function scanWithFault(
  state: SandboxState,
  { match, fault, offHost }: { readonly match: RegExp; readonly fault: FaultKind; readonly offHost: string },
): Promise<Scanned & { readonly wasHit: boolean }> {
  const limits = OF_PATIENCE.includes(fault) ? { callTimeoutMs: SHORT_PATIENCE_MS } : {};
  const scanned = await scanOf(state, { dripIntervalMs: 50, offHost, faults: [{ match, fault }] }, limits);
  return { ...scanned, wasHit: scanned.asked.some((path) => match.test(path)) };
}

/** How a table may name what a finding says: by its control, or by its control and the type of its subject. */
export function namesOf({ controlId, subject }: Finding): readonly string[] {
  return [controlId, `${controlId} ${subject.type}`];
}
