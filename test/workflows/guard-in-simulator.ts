import fc from 'fast-check';
import { DEFAULT_SETTINGS } from '../../src/domain/controls/control.js';
import { evaluateControls } from '../../src/domain/controls/evaluate.js';
import { planFor } from '../../src/domain/remediation/plan-for.js';
import type { RemediationPlan, RemediationStep, TenantChange } from '../../src/domain/remediation/plan.js';
import { usableAccounts } from '../../src/domain/remediation/usable-accounts.js';
import { policyMatrixOf } from '../../src/domain/report/policy-matrix.js';
import type { TenantSnapshot } from '../../src/domain/tenant/snapshot.js';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createTenantReader } from '../../src/graph/tenant-reader.js';
import { createTenantWriter } from '../../src/graph/tenant-writer.js';
import { soundTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { INITIAL_DOMAIN } from '../../src/sandbox/seed/foundation.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import { makePolicy, requireAnyOf } from '../../src/sandbox/seed/policies.js';
import { activeRole, ROLE } from '../../src/sandbox/seed/roles.js';
import { makeUser, mobilePhone, passwordMethod } from '../../src/sandbox/seed/users.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { isSetting } from '../../src/workflows/step-writer.js';
import type { TenantWriter } from '../../src/workflows/ports.js';

/**
 * Random tenants in the simulator: a plan that the guard lets pass is carried out over HTTP, with the remediator's token or
 * a person's, and after each step the tenant is read again. Two test files share the tenants, so that both processors work.
 */

/** Of each of the two. CI asks for 10,000 in all. */
export const TENANTS = Math.ceil(Number(process.env['GUARD_TENANTS'] ?? 40) / 2);
const HASTY = {
  conditionalAccessSpacingMs: 0,
  reportsPer10s: 1_000_000,
  signInActivityPerMinute: 1_000_000,
  backoffBaseMs: 1,
  maxRetries: 0,
};
const clock = { now: () => Date.now() };
const INTRUDER = guidFor('user:intruder');

/** What can be wrong in a tenant. Each gets the state and a number to choose with. */
const DEFECTS: readonly ((state: SandboxState, n: number) => void)[] = [
  (state, n) => leaveGroup(state, accountAt(state, n)),
  (state, n) => forgetExclusion(state, n),
  (state) => void state.policies.push(reaching('mfa')),
  (state) => void state.policies.push(reaching('block')),
  (state) => void state.policies.push(reaching('approvedApplication')),
  (state, n) => void (userAt(state, n).accountEnabled = false),
  (state, n) => void (state.authenticationMethods[accountAt(state, n)] = [passwordMethod()]),
  (state, n) => void state.authenticationMethods[accountAt(state, n)]?.push(mobilePhone('+46 70 123 45 67')),
  (state, n) => loseRole(state, accountAt(state, n)),
  (state, n) => expirePassword(state, n),
  (state, n) => softDelete(state, n),
  (state) => addIntruder(state),
  (state) => unprotectGroups(state),
  (state) => excludeNobody(state),
  (state) => void (state.authorizationPolicy.allowedToUseSSPR = true),
  (state) => askToRegister(state),
  (state) => void (state.administrativeUnitMembers = {}),
  (state) => void state.policies.shift(),
  (state) => state.policies.forEach((policy) => (policy.policy.state = 'enabledForReportingButNotEnforced')),
];

function accountAt({ emergencyAccountIds: ids }: SandboxState, n: number): string {
  return ids[n % ids.length] ?? '';
}

function userAt(state: SandboxState, n: number) {
  const user = state.users.find(({ id }) => id === accountAt(state, n));
  // An earlier defect has deleted it.
  return user ?? makeUser({ id: '', userPrincipalName: `gone@${INITIAL_DOMAIN}`, displayName: null });
}

function exclusionGroupsOf({ policies }: SandboxState): readonly string[] {
  return [...new Set(policies.flatMap(({ policy }) => policy.conditions?.users?.excludeGroups ?? []))];
}

function leaveGroup(state: SandboxState, accountId: string): void {
  for (const id of exclusionGroupsOf(state)) {
    state.groupMembers[id] = (state.groupMembers[id] ?? []).filter((member) => member !== accountId);
  }
}

function forgetExclusion({ policies }: SandboxState, n: number): void {
  const users = policies[n % Math.max(1, policies.length)]?.policy.conditions?.users;
  if (users) users.excludeGroups = [];
}

function reaching(control: 'mfa' | 'block' | 'approvedApplication') {
  const displayName = `CA9: ${control} for everybody`;
  return makePolicy({ displayName, users: { includeUsers: ['All'] }, grantControls: requireAnyOf(control) });
}

function loseRole(state: SandboxState, accountId: string): void {
  state.roleAssignmentScheduleInstances = state.roleAssignmentScheduleInstances.filter(
    ({ principalId, roleDefinitionId }) => principalId !== accountId || roleDefinitionId !== ROLE.globalAdministrator,
  );
}

function expirePassword(state: SandboxState, n: number): void {
  userAt(state, n).passwordPolicies = null;
  for (const domain of state.domains) domain.passwordValidityPeriodInDays = 90;
}

function softDelete(state: SandboxState, n: number): void {
  const user = state.users.find(({ id }) => id === accountAt(state, n));
  if (!user) return;
  state.users = state.users.filter(({ id }) => id !== user.id);
  state.deletedUsers.push({ ...user, deletedDateTime: new Date().toISOString() });
}

function addIntruder(state: SandboxState): void {
  const userPrincipalName = `intruder@${INITIAL_DOMAIN}`;
  state.users.push(makeUser({ id: INTRUDER, userPrincipalName, displayName: 'An intruder' }));
  state.authenticationMethods[INTRUDER] = [passwordMethod()];
  for (const id of exclusionGroupsOf(state)) state.groupMembers[id]?.push(INTRUDER);
}

function unprotectGroups(state: SandboxState): void {
  for (const group of state.groups) {
    if (exclusionGroupsOf(state).includes(group.id)) group.isAssignableToRole = null;
  }
}

function excludeNobody({ policies }: SandboxState): void {
  const users = policies.at(-1)?.policy.conditions?.users;
  if (users) users.excludeUsers = [...(users.excludeUsers ?? []), guidFor('user:long gone')];
}

function askToRegister({ authenticationMethodsPolicy: policy }: SandboxState): void {
  const campaign = policy.registrationEnforcement?.authenticationMethodsRegistrationCampaign;
  if (campaign) campaign.state = 'enabled';
}

const tenants = fc
  .record({
    accounts: fc.integer({ min: 1, max: 3 }),
    policies: fc.integer({ min: 1, max: 4 }),
    defects: fc.subarray([...DEFECTS.keys()], { minLength: 1, maxLength: 4 }),
    choice: fc.nat(100),
  })
  .map(({ accounts, policies, defects, choice }) => {
    const state = soundTenant({ accounts, policies });
    state.roleAssignmentScheduleInstances.push(activeRole(REQUESTER.objectId, 'globalAdministrator'));
    defects.forEach((defect, index) => DEFECTS[defect]?.(state, choice + index));
    return { state, choice };
  });

interface Simulator {
  readonly tenant: SandboxTenant;
  readonly asBot: TenantWriter;
  readonly asPerson: TenantWriter;
}

export async function startSimulator(): Promise<Simulator> {
  const tenant = await startSandboxTenant({ state: soundTenant({ accounts: 1, policies: 1 }) });
  const shared = {
    endpoint: tenant.url,
    clock,
    limits: HASTY,
    patience: { pausesMs: [], wait: () => Promise.resolve() },
  };
  const own = staticTokenSource(tenant.delegatedToken(REQUESTER.objectId));
  return {
    tenant,
    asBot: createTenantWriter({ ...shared, tokens: staticTokenSource(tenant.remediatorToken) }),
    asPerson: createTenantWriter({ ...shared, tokens: own, actingAs: 'person' }),
  };
}

async function readNow({ tenant }: Simulator): Promise<TenantSnapshot> {
  const tokens = staticTokenSource(tenant.token);
  const reader = createTenantReader({ endpoint: tenant.url, tokens, clock, limits: HASTY });
  const accounts = tenant.state.emergencyAccountIds.map((objectId) => ({ objectId }));
  return (await reader.readTenant({ accounts, priority: 'high' })).snapshot;
}

function plansFor(snapshot: TenantSnapshot): readonly RemediationPlan[] {
  const findings = evaluateControls(snapshot, { ...DEFAULT_SETTINGS, requireDedicatedPolicy: true });
  const context = { id: 'plan', now: Date.now(), lifetimeMs: 60_000, earlierFindings: findings };
  return findings.flatMap((finding) => {
    const result = planFor(finding, snapshot, context);
    return result.kind === 'planned' ? [result.plan] : [];
  });
}

/** Carries a step out whoever it is for, as the one whose rights it takes. False: Graph refused it, or nobody can. */
async function carryOut({ asBot, asPerson }: Simulator, { executor, change }: RemediationStep): Promise<boolean> {
  if (change === null || isSetting(change)) return false;
  return write(executor === 'bot' ? asBot : asPerson, change);
}

async function write(writer: TenantWriter, change: TenantChange): Promise<boolean> {
  const reading = await writer.read(change);
  if (!reading.known || reading.value.inPlace) return false;
  return (await writer.write(change, reading.value)).kind === 'written';
}

function excludedPairs(snapshot: TenantSnapshot): readonly string[] {
  return policyMatrixOf(snapshot)
    .filter(({ applicability, state }) => applicability === 'excluded' && state !== 'disabled')
    .map(({ policyId, accountId }) => `${policyId} ${accountId}`);
}

function expectNoLoss(before: TenantSnapshot, after: TenantSnapshot, what: string): void {
  const still = excludedPairs(after);
  const lost = excludedPairs(before).filter((pair) => !still.includes(pair));
  if (usableAccounts(after).length < usableAccounts(before).length || lost.length > 0) {
    throw new Error(`${what} weakens emergency access`);
  }
}

/**
 * Carries out one plan for each random tenant. Throws when a step makes fewer accounts usable or loses an exclusion; answers
 * the fixes that were really written.
 */
export async function proveGuard(simulator: Simulator, seed: number): Promise<ReadonlySet<string>> {
  const carriedOut = new Set<string>();
  await fc.assert(
    fc.asyncProperty(tenants, async ({ state, choice }) => {
      simulator.tenant.state = state;
      let before = await readNow(simulator);
      const plans = plansFor(before);
      const plan = plans[choice % Math.max(1, plans.length)];
      for (const step of plan?.steps ?? []) {
        if (!(await carryOut(simulator, step))) continue;
        const after = await readNow(simulator);
        expectNoLoss(before, after, `${String(plan?.controlId)} ${step.title}`);
        carriedOut.add(step.fixId);
        before = after;
      }
    }),
    { numRuns: TENANTS, seed },
  );
  return carriedOut;
}
