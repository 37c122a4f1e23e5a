import { sealSnapshot } from '../../domain/tenant/canonical.js';
import { unknown, type Observed } from '../../domain/tenant/observed.js';
import type { AccountReading, EmergencyAccount, Organization, TenantSnapshot } from '../../domain/tenant/snapshot.js';
import type { ScanProgress } from '../../workflows/ports.js';
import { chunksOf } from '../client/chunks.js';
import type { GraphClient } from '../client/graph-client.js';
import { readAuthenticationMethods } from './authentication-methods.js';
import { readDomains } from './domains.js';
import {
  readRoleAssignments,
  readRoleAssignmentScheduleInstances,
  readRoleEligibilityScheduleInstances,
} from './global-administrators.js';
import { readGroups, type AccountReads } from './groups.js';
import { readMemberships } from './memberships.js';
import { observe, openBatch, type BatchOfReads, type ReadSession } from './observe.js';
import { readOrganization } from './organization.js';
import { readBetaPolicies, readPolicies } from './policies.js';
import { startProgress, type ProgressMeter } from './progress.js';
import { readSecurityDefaults } from './security-defaults.js';
import { readUser } from './user.js';

/**
 * The plan of one scan: which reads travel together, which wait for which, and how they become one snapshot. Everything
 * that needs nothing else starts at once; the throttle classes space themselves out in the client.
 */

export interface TenantRequest {
  readonly accounts: readonly EmergencyAccount[];
  /** As configured; the answer of `organization` is held against it. */
  readonly tenantId: string | undefined;
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
}

/** Reads of the tenant itself; the other reads are counted per account and per group. */
const TENANT_READS = 8;
const READS_PER_ACCOUNT = 3;

/** The directory class: one `$batch` up to seven accounts. */
function readDirectory(directory: BatchOfReads, ids: readonly string[]) {
  const accounts = ids.map(async (id): Promise<AccountReads> => {
    const [user, memberships] = await Promise.all([
      directory.observe(readUser(id)),
      directory.observe(readMemberships(id)),
    ]);
    return { user, memberships };
  });
  return {
    organization: directory.observe(readOrganization),
    domains: directory.observe(readDomains),
    securityDefaults: directory.observe(readSecurityDefaults),
    roleAssignments: directory.observe(readRoleAssignments),
    roleAssignmentScheduleInstances: directory.observe(readRoleAssignmentScheduleInstances),
    roleEligibilityScheduleInstances: directory.observe(readRoleEligibilityScheduleInstances),
    accounts: Promise.all(accounts),
  };
}

/** In batches as large as the class allows in one window; the client holds the second back. */
async function readMethods(session: ReadSession, ids: readonly string[]) {
  const reads = chunksOf(ids, session.client.limits.reportsPer10s).map((chunk) => {
    const batch = openBatch(session);
    const methods = chunk.map((id) => batch.observe(readAuthenticationMethods(id)));
    batch.send();
    return Promise.all(methods);
  });
  return (await Promise.all(reads)).flat();
}

function zipAccounts(
  ids: readonly string[],
  accounts: readonly AccountReads[],
  methods: readonly AccountReading['authenticationMethods'][],
): readonly AccountReading[] {
  return accounts.flatMap((account, index) => {
    const [id, authenticationMethods] = [ids[index], methods[index]];
    return id === undefined || authenticationMethods === undefined ? [] : [{ id, ...account, authenticationMethods }];
  });
}

/** The organization, unless it is another tenant than the configured one: then nothing may be said in its name. */
function checkTenant(organization: Observed<Organization>, tenantId: string | undefined): Observed<Organization> {
  if (!organization.known || tenantId === undefined) return organization;
  if (organization.value.id === tenantId.toLowerCase()) return organization;
  return unknown(
    'malformed',
    'TENANT_MISMATCH: the credentials belong to another tenant than the configured one; check tenant ID and credentials',
  );
}

async function allOf<R extends Record<string, Promise<unknown>>>(
  reads: R,
): Promise<{ readonly [K in keyof R]: Awaited<R[K]> }> {
  const names = Object.keys(reads);
  const values = await Promise.all(Object.values(reads));
  return Object.fromEntries(names.map((name, index) => [name, values[index]])) as { [K in keyof R]: Awaited<R[K]> };
}

function startReads(session: ReadSession, progress: ProgressMeter, ids: readonly string[]) {
  const policies = observe(session, readPolicies);
  const betaPolicies = observe(session, readBetaPolicies);
  const batch = openBatch(session);
  const directory = readDirectory(batch, ids);
  batch.send();
  const groups = Promise.all([policies, directory.accounts]).then(([list, accounts]) =>
    readGroups(session, progress, list, ids, accounts),
  );
  return { ...directory, policies, betaPolicies, groups, methods: readMethods(session, ids) };
}

/** Reads everything once. What could not be read is in the snapshot as `Unknown`; rejects only for bugs. */
export async function readTenantSnapshot(client: GraphClient, request: TenantRequest): Promise<TenantSnapshot> {
  const takenAt = new Date(client.clock.now()).toISOString();
  const emergencyAccounts = request.accounts.map(({ objectId }) => ({ objectId: objectId.toLowerCase() }));
  const ids = [...new Set(emergencyAccounts.map(({ objectId }) => objectId))];
  const progress = startProgress(request.onProgress);
  progress.expect(TENANT_READS + READS_PER_ACCOUNT * ids.length);
  const session: ReadSession = { client, onRead: progress.advance };

  const { accounts, methods, ...tenant } = await allOf(startReads(session, progress, ids));
  const organization = checkTenant(tenant.organization, request.tenantId);
  return sealSnapshot({
    ...tenant,
    schema: 'glasswatch.snapshot/1',
    tenantId: request.tenantId?.toLowerCase() ?? (organization.known ? organization.value.id : ''),
    takenAt,
    emergencyAccounts,
    organization,
    accounts: zipAccounts(ids, accounts, methods),
  });
}
