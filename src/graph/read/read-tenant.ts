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
import type { GraphClient } from '../client/graph-client.js';
import { allOf } from './all-of.js';
import { readServicePrincipals, servicePrincipalReads, type OwnApplications } from './application-permissions.js';
import { readAuthenticationMethodsPolicy } from './authentication-methods-policy.js';
import { readAuthenticationStrengths } from './authentication-strengths.js';
import { readAuthorizationPolicy } from './authorization-policy.js';
import { readDeletedUser } from './deleted-items.js';
import { readDomains } from './domains.js';
import { GOVERNANCE_READS, readGovernance } from './governance.js';
import { readManager } from './manager.js';
import { readMemberships } from './memberships.js';
import { observe, openBatch, type BatchOfReads, type ReadSession } from './observe.js';
import { readOrganization } from './organization.js';
import { readBetaPolicies, readPolicies } from './policies.js';
import { startProgress, type ProgressMeter } from './progress.js';
import { readReferences } from './references.js';
import { NOT_FOR_GUARD, readReports } from './reports.js';
import { readRiskyUsers } from './risky-users.js';
import { readRoleLists } from './role-lists.js';
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
import { readWhatIfs } from './what-if.js';

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
  /** Our own applications; absent: none is known. */
  readonly applications?: OwnApplications | undefined;
  /** What the lockout guard does without is not asked for. */
  readonly isForGuard?: boolean | undefined;
  readonly onProgress?: ((progress: ScanProgress) => void) | undefined;
}

/** Reads of the tenant itself; the other reads are counted per account, and in the second step as they come. */
const TENANT_READS = 17 + GOVERNANCE_READS;
const READS_PER_ACCOUNT = 8;

const NO_APPLICATIONS: OwnApplications = { reader: null, remediator: null };

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
    const [user, deletedItem, memberships, manager] = await Promise.all([
      directory.observe(readUser(id)),
      directory.observe(readDeletedUser(id)),
      directory.observe(readMemberships(id)),
      directory.observe(readManager(id)),
    ]);
    return { id, user, deletedItem, memberships, manager };
  });
  return {
    organization: readOrganization(directory),
    domains: directory.observe(readDomains),
    securityDefaults: directory.observe(readSecurityDefaults),
    authorizationPolicy: directory.observe(readAuthorizationPolicy),
    authenticationMethodsPolicy: directory.observe(readAuthenticationMethodsPolicy),
    authenticationStrengths: directory.observe(readAuthenticationStrengths),
    ...readRoleLists(directory),
    ...readGovernance(directory),
    roleReview: readRoleReview(directory),
    accounts: Promise.all(accounts),
  };
}

/** What is read of the accounts one by one, each list in the order of their IDs. */
interface ByAccount {
  readonly accounts: readonly AccountReads[];
  readonly methods: readonly AccountReading['authenticationMethods'][];
  readonly mfaStates: readonly AccountReading['perUserMfaState'][];
  readonly activities: readonly AccountReading['signInActivity'][];
  readonly namesakeIds: readonly AccountReading['namesakeIds'][];
  readonly whatIfs: readonly AccountReading['whatIf'][];
}

/** The member of `list` at `index`. Each list has one for every account. */
function at<T>(list: readonly T[], index: number): T {
  const member = list[index];
  if (member === undefined) throw new Error('Every account has been read once, in the order of the IDs.');
  return member;
}

function zipAccounts(lists: ByAccount): readonly AccountReading[] {
  return lists.accounts.map((account, index) => ({
    ...account,
    authenticationMethods: at(lists.methods, index),
    signInActivity: at(lists.activities, index),
    namesakeIds: at(lists.namesakeIds, index),
    perUserMfaState: at(lists.mfaStates, index),
    whatIf: at(lists.whatIfs, index),
  }));
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

/** In the order in which the Conditional Access class, one request a second, is to answer: the rest waits for the first. */
function readConditionalAccess(session: ReadSession) {
  return {
    policies: observe(session, readPolicies),
    betaPolicies: observe(session, readBetaPolicies),
    riskyUsers: observe(session, readRiskyUsers),
  };
}

function startReads(
  session: ReadSession,
  progress: ProgressMeter,
  ids: readonly string[],
  { applications = NO_APPLICATIONS, activities: memory = emptyMemory(), isForGuard = false }: TenantRequest,
) {
  const conditionalAccess = readConditionalAccess(session);
  const { policies, betaPolicies, riskyUsers } = conditionalAccess;
  const batch = openBatch(session);
  const directory = readDirectory(batch, ids);
  const now = new Date(session.client.clock.now()).toISOString();
  progress.expect(servicePrincipalReads(applications));
  const servicePrincipals = readServicePrincipals(batch, applications, now);
  batch.send();
  const { accounts, roleHolders, domains } = directory;
  const secondStep = allOf({ policies, accounts, roleHolders, domains, servicePrincipals }).then(
    ({ policies: list, accounts: read, ...tenant }) => readSecondStep(session, progress, list, ids, read, tenant),
  );
  // Behind the others of the class, whose answers tell whether there is anything to ask; waiting costs nothing.
  const whatIfs = Promise.all([accounts, policies, betaPolicies, riskyUsers]).then(([read, list, beta]) =>
    isForGuard ? read.map(() => NOT_FOR_GUARD) : readWhatIfs(session, read, list, beta),
  );
  const references = policies.then((list) => readReferences(session, progress, list));
  const activities = readSignInActivities(session, memory, ids);
  return {
    ...directory,
    ...readReports(session, ids, isForGuard),
    ...conditionalAccess,
    references,
    secondStep,
    activities,
    whatIfs,
  };
}

/** Reads everything once. What could not be read is in the snapshot as `Unknown`; rejects only for bugs. */
export async function readTenantSnapshot(client: GraphClient, request: TenantRequest): Promise<TenantSnapshot> {
  const takenAt = new Date(client.clock.now()).toISOString();
  const emergencyAccounts = request.accounts.map(({ objectId }) => ({ objectId: objectId.toLowerCase() }));
  const ids = [...new Set(emergencyAccounts.map(({ objectId }) => objectId))];
  const progress = startProgress(request.onProgress);
  progress.expect(TENANT_READS + READS_PER_ACCOUNT * ids.length);
  const session: ReadSession = { client, onRead: progress.advance };

  const reads = startReads(session, progress, ids, request);
  const { accounts, methods, mfaStates, activities, whatIfs, secondStep, ...tenant } = await allOf(reads);
  const { namesakeIds, ...around } = secondStep;
  const organization = checkTenant(tenant.organization, request.tenantId);
  return sealSnapshot({
    ...tenant,
    ...around,
    schema: 'glasswatch.snapshot/1',
    tenantId: request.tenantId?.toLowerCase() ?? (organization.known ? organization.value.id : ''),
    takenAt,
    emergencyAccounts,
    ...(request.designatedGroups?.length ? { designatedGroups: request.designatedGroups } : {}),
    organization,
    accounts: zipAccounts({ accounts, methods, mfaStates, activities, namesakeIds, whatIfs }),
  });
}
