import { sealSnapshot } from '../../domain/tenant/canonical.js';
import { unknown, type Observed } from '../../domain/tenant/observed.js';
import type {
  AccountReading,
  DesignatedGroupReading,
  EmergencyAccount,
  Organization,
  RoleReview,
  TenantSnapshot,
} from '../../domain/tenant/snapshot.js';
import type { ScanProgress } from '../../workflows/ports.js';
import { chunksOf } from '../client/chunks.js';
import type { GraphClient } from '../client/graph-client.js';
import { allOf } from './all-of.js';
import { readAuthenticationMethods } from './authentication-methods.js';
import { readAuthenticationMethodsPolicy } from './authentication-methods-policy.js';
import { readAuthorizationPolicy } from './authorization-policy.js';
import { readDeletedUser } from './deleted-items.js';
import { readDomains } from './domains.js';
import {
  readRoleAssignments,
  readRoleAssignmentScheduleInstances,
  readRoleEligibilityScheduleInstances,
} from './global-administrators.js';
import { readMemberships } from './memberships.js';
import { observe, openBatch, type BatchOfReads, type ReadSession } from './observe.js';
import { readOrganization } from './organization.js';
import { readBetaPolicies, readPolicies } from './policies.js';
import { startProgress, type ProgressMeter } from './progress.js';
import { readReferences } from './references.js';
import {
  readEveryRoleAssignment,
  readEveryRoleAssignmentScheduleInstance,
  readEveryRoleEligibilityScheduleInstance,
  readRoleDefinitions,
} from './role-review.js';
import { readSecondStep, type AccountReads } from './second-step.js';
import { readSecurityDefaults } from './security-defaults.js';
import { emptyMemory, readSignInActivities, type ActivityMemory } from './sign-in-activity.js';
import { readUser } from './user.js';

/**
 * The plan of one scan: which reads travel together, which wait for which, and how they become one snapshot. Everything
 * that needs nothing else starts at once; the throttle classes space themselves out in the client.
 */

export interface TenantRequest {
  readonly accounts: readonly EmergencyAccount[];
  /** Read before: their users are among the accounts. */
  readonly designatedGroups?: readonly DesignatedGroupReading[];
  /** As configured; the answer of `organization` is held against it. */
  readonly tenantId: string | undefined;
  /** What is asked for less often than scans come; kept by whoever scans again. */
  readonly activities?: ActivityMemory;
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
}

/** Reads of the tenant itself; the other reads are counted per account, and in the second step as they come. */
const TENANT_READS = 14;
const READS_PER_ACCOUNT = 5;

/** The current state for a plan to begin with. No control looks at it. */
function readRoleReview(directory: BatchOfReads): Promise<RoleReview> {
  return allOf({
    roleDefinitions: directory.observe(readRoleDefinitions),
    assignments: directory.observe(readEveryRoleAssignment),
    assignmentScheduleInstances: directory.observe(readEveryRoleAssignmentScheduleInstance),
    eligibilityScheduleInstances: directory.observe(readEveryRoleEligibilityScheduleInstance),
  });
}

/** The directory class: one `$batch` up to two accounts, two up to nine. */
function readDirectory(directory: BatchOfReads, ids: readonly string[]) {
  const accounts = ids.map(async (id): Promise<AccountReads> => {
    const [user, deletedItem, memberships] = await Promise.all([
      directory.observe(readUser(id)),
      directory.observe(readDeletedUser(id)),
      directory.observe(readMemberships(id)),
    ]);
    return { user, deletedItem, memberships };
  });
  return {
    organization: directory.observe(readOrganization),
    domains: directory.observe(readDomains),
    securityDefaults: directory.observe(readSecurityDefaults),
    authorizationPolicy: directory.observe(readAuthorizationPolicy),
    authenticationMethodsPolicy: directory.observe(readAuthenticationMethodsPolicy),
    roleAssignments: directory.observe(readRoleAssignments),
    roleAssignmentScheduleInstances: directory.observe(readRoleAssignmentScheduleInstances),
    roleEligibilityScheduleInstances: directory.observe(readRoleEligibilityScheduleInstances),
    roleReview: readRoleReview(directory),
    accounts: Promise.all(accounts),
  };
}

/** What is in the snapshot's shape and has no reader yet. */
const NOT_ASKED = unknown('unavailable', 'NOT_ASKED: this version does not read it');

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
  activities: Awaited<ReturnType<typeof readSignInActivities>>,
): readonly AccountReading[] {
  return accounts.flatMap((account, index) => {
    const [id, authenticationMethods, signInActivity] = [ids[index], methods[index], activities[index]];
    if (id === undefined || authenticationMethods === undefined || signInActivity === undefined) return [];
    return [
      {
        id,
        ...account,
        authenticationMethods,
        signInActivity,
        manager: NOT_ASKED,
        namesakeIds: NOT_ASKED,
        perUserMfaState: NOT_ASKED,
        whatIf: NOT_ASKED,
      },
    ];
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

function startReads(session: ReadSession, progress: ProgressMeter, ids: readonly string[], memory: ActivityMemory) {
  const policies = observe(session, readPolicies);
  const betaPolicies = observe(session, readBetaPolicies);
  const batch = openBatch(session);
  const directory = readDirectory(batch, ids);
  batch.send();
  const secondStep = Promise.all([policies, directory.accounts]).then(([list, accounts]) =>
    readSecondStep(session, progress, list, ids, accounts),
  );
  const references = policies.then((list) => readReferences(session, progress, list));
  const methods = readMethods(session, ids);
  const activities = readSignInActivities(session, memory, ids);
  return { ...directory, policies, betaPolicies, references, secondStep, methods, activities };
}

/** Reads everything once. What could not be read is in the snapshot as `Unknown`; rejects only for bugs. */
export async function readTenantSnapshot(client: GraphClient, request: TenantRequest): Promise<TenantSnapshot> {
  const takenAt = new Date(client.clock.now()).toISOString();
  const emergencyAccounts = request.accounts.map(({ objectId }) => ({ objectId: objectId.toLowerCase() }));
  const ids = [...new Set(emergencyAccounts.map(({ objectId }) => objectId))];
  const progress = startProgress(request.onProgress);
  progress.expect(TENANT_READS + READS_PER_ACCOUNT * ids.length);
  const session: ReadSession = { client, onRead: progress.advance };

  const reads = startReads(session, progress, ids, request.activities ?? emptyMemory());
  const { accounts, methods, activities, secondStep, ...tenant } = await allOf(reads);
  const organization = checkTenant(tenant.organization, request.tenantId);
  return sealSnapshot({
    ...tenant,
    ...secondStep,
    schema: 'glasswatch.snapshot/1',
    tenantId: request.tenantId?.toLowerCase() ?? (organization.known ? organization.value.id : ''),
    takenAt,
    emergencyAccounts,
    ...(request.designatedGroups?.length ? { designatedGroups: request.designatedGroups } : {}),
    organization,
    accounts: zipAccounts(ids, accounts, methods, activities),
    roleHolders: NOT_ASKED,
    authenticationStrengths: NOT_ASKED,
    registrationDetails: NOT_ASKED,
    riskyUsers: NOT_ASKED,
    roleGroups: [],
    roleActivationPolicies: NOT_ASKED,
    accessReviews: NOT_ASKED,
    lifecycleWorkflows: NOT_ASKED,
    federationConfigurations: [],
    applicationPermissions: NOT_ASKED,
  });
}
