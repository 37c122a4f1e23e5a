import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS, type Finding } from '../../src/domain/controls/control.js';
import { judgeSnapshot, type JudgedSnapshot } from '../../src/domain/report/judge-snapshot.js';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createTenantReader, type GraphLimits } from '../../src/graph/tenant-reader.js';
import type { FaultKind } from '../../src/sandbox/behaviour.js';
import { READER_APP, REMEDIATOR_APP } from '../../src/sandbox/identities.js';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';

/**
 * Every read of a scan × every way an answer can go wrong, over real sockets, on a tenant that is compliant as long as
 * everything is read. Whatever breaks: no control that needs the read passes, and the tenant is not called compliant.
 */

const EVERY_CA_CONTROL = ['BG-CA-01', 'BG-CA-02', 'BG-CA-04', 'BG-CA-05', 'BG-CA-07', 'BG-CA-08', 'BG-CA-13'];
const EVERY_GROUP_CONTROL = ['BG-CA-09', 'BG-CA-10'];
const EVERY_ACCOUNT_CONTROL = [
  'BG-ACC-01',
  'BG-ACC-02',
  'BG-ACC-03',
  'BG-ACC-07',
  'BG-ACC-08',
  'BG-ROLE-01',
  'BG-AUTH-01',
  'BG-AUTH-02',
  'BG-CA-01',
  'BG-CA-02',
  'BG-PROT-01',
  'BG-DRILL-01',
];

/** BG-TEN-02 is judged on the tenant for one read and on each account for the other. */
const ON_TENANT = 'BG-TEN-02 tenant';
const ON_ACCOUNTS = 'BG-TEN-02 account';

/**
 * The requests of a scan, and the controls whose answer rests on each: an ID, or an ID and the type of the subject where
 * the control answers for other subjects without it.
 */
const READS: readonly { readonly read: string; readonly match: RegExp; readonly controls: readonly string[] }[] = [
  { read: 'organization', match: /\/v1\.0\/organization/, controls: [] },
  { read: 'domains', match: /\/v1\.0\/domains/, controls: ['BG-ACC-03', 'BG-ACC-07'] },
  { read: 'security defaults', match: /identitySecurityDefaultsEnforcementPolicy/, controls: ['BG-TEN-01'] },
  { read: 'self-service of administrators', match: /\/policies\/authorizationPolicy/, controls: [ON_TENANT] },
  { read: 'registration campaign', match: /\/policies\/authenticationMethodsPolicy/, controls: [ON_ACCOUNTS] },
  {
    read: 'policies on v1.0',
    match: /\/v1\.0\/identity\/conditionalAccess\/policies/,
    controls: [...EVERY_CA_CONTROL, ...EVERY_GROUP_CONTROL, 'BG-TEN-01'],
  },
  { read: 'policies on beta', match: /\/beta\/identity\/conditionalAccess\/policies/, controls: EVERY_CA_CONTROL },
  { read: 'users that policies name', match: /\/users\?\$filter=id/, controls: ['BG-CA-08'] },
  { read: 'groups that policies name', match: /\/groups\?\$filter=id/, controls: ['BG-CA-08'] },
  { read: 'users', match: /\/users\/[0-9a-f-]{36}\?/, controls: ['BG-INV-01', 'BG-INV-03', ...EVERY_ACCOUNT_CONTROL] },
  // Of an account that was read nobody needs to know whether it is deleted, too.
  { read: 'deleted items', match: /\/directory\/deletedItems\//, controls: [] },
  {
    read: 'memberships',
    match: /\/transitiveMemberOf/,
    controls: ['BG-CA-01', 'BG-CA-02', 'BG-CA-04', 'BG-PROT-01'],
  },
  { read: 'exclusion group', match: /\/groups\/[0-9a-f-]{36}\?/, controls: EVERY_GROUP_CONTROL },
  { read: 'members of the exclusion group', match: /\/groups\/[0-9a-f-]{36}\/members/, controls: EVERY_GROUP_CONTROL },
  {
    read: 'everybody in the exclusion group, which is the dedicated one',
    match: /\/groups\/[0-9a-f-]{36}\/transitiveMembers/,
    controls: ['BG-CA-05', ...EVERY_GROUP_CONTROL],
  },
  { read: 'owners of the exclusion group', match: /\/groups\/[0-9a-f-]{36}\/owners/, controls: ['BG-CA-09'] },
  {
    read: 'administrative unit',
    match: /\/administrativeUnits\/[0-9a-f-]{36}\?/,
    controls: ['BG-PROT-01'],
  },
  { read: 'administrators of the unit', match: /\/scopedRoleMembers/, controls: ['BG-PROT-01'] },
  {
    read: 'authentication methods',
    match: /\/authentication\/methods/,
    controls: ['BG-AUTH-01', 'BG-AUTH-02', 'BG-INV-03'],
  },
  { read: 'sign-in activity', match: /select=id,signInActivity/, controls: ['BG-DRILL-01'] },
  { read: 'managers', match: /\/users\/[0-9a-f-]{36}\/manager\?/, controls: [] },
  { read: 'per-user MFA', match: /\/beta\/users\/[0-9a-f-]{36}\/authentication\/requirements/, controls: [] },
  { read: 'authentication strengths', match: /\/policies\/authenticationStrengthPolicies/, controls: [] },
  { read: 'registration report', match: /\/userRegistrationDetails\?/, controls: [] },
  { read: 'role assignments', match: /\/roleAssignments\?/, controls: [] },
  { read: 'permanent roles', match: /\/roleAssignmentScheduleInstances\?/, controls: ['BG-ROLE-01'] },
  { read: 'eligible roles', match: /\/roleEligibilityScheduleInstances\?/, controls: [] },
  { read: 'What If', match: /\/conditionalAccess\/evaluate/, controls: [] },
  { read: 'risky users', match: /\/identityProtection\/riskyUsers/, controls: [] },
  { read: 'approvals of activations', match: /\/roleManagementPolicyAssignments/, controls: [] },
  { read: 'access reviews', match: /\/accessReviews\/definitions/, controls: [] },
  { read: 'lifecycle workflows', match: /\/lifecycleWorkflows\/workflows/, controls: [] },
  { read: 'federation settings', match: /\/federationConfiguration/, controls: [] },
  { read: 'service principals', match: /\/servicePrincipals\(/, controls: [] },
  { read: 'granted permissions', match: /\/appRoleAssignedTo/, controls: [] },
];

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
const SINGLE_OBJECTS = [
  'security defaults',
  'self-service of administrators',
  'registration campaign',
  'users',
  'deleted items',
  'exclusion group',
  'administrative unit',
  'sign-in activity',
  'managers',
  'per-user MFA',
  'service principals',
];

interface FaultyRead {
  readonly read: string;
  readonly match: RegExp;
}

function everyFaultOf<R extends FaultyRead>(reads: readonly R[]): readonly (R & { readonly fault: FaultKind })[] {
  return reads.flatMap((read) =>
    FAULTS.filter((fault) => !(SINGLE_OBJECTS.includes(read.read) && OF_COLLECTIONS.includes(fault))).map((fault) => ({
      ...read,
      fault,
    })),
  );
}

const CASES = everyFaultOf(READS);

/** What breaks the connection breaks the whole batch, and with it reads that the verdict needs. */
const OF_CONNECTIONS: readonly FaultKind[] = ['silence', 'drip', 'reset', 'truncated'];

/** Reads that only the review of the current state before a plan needs. Unlike the others of their name they have no filter. */
const REVIEW_CASES = everyFaultOf([
  { read: 'role definitions', match: /\/roleDefinitions\?/ },
  { read: 'assignments of all roles', match: /\/roleAssignments$/ },
  { read: 'schedules of all roles', match: /\/roleAssignmentScheduleInstances$/ },
  { read: 'eligibilities of all roles', match: /\/roleEligibilityScheduleInstances$/ },
]).filter(({ fault }) => !OF_CONNECTIONS.includes(fault));

/** Asked for only where an account has a given name and a surname. */
const NAMESAKES = /\/v1\.0\/users\?\$filter=/;
const NAMESAKE_CASES = everyFaultOf([{ read: 'namesakes', match: NAMESAKES }]);

/** The compliant tenant with accounts that could be somebody's. */
function tenantWithNames(): SandboxState {
  const state = compliantTenant();
  for (const user of state.users.filter(({ id }) => state.emergencyAccountIds.includes(id))) {
    Object.assign(user, { givenName: 'Vault', surname: user.id });
  }
  return state;
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

/** Faults that end with the client's patience, which is short for them alone: a busy machine must not look like one. */
const OF_PATIENCE: readonly FaultKind[] = ['silence', 'drip'];
const SHORT_PATIENCE_MS = 400;

let elsewhere: Server;
const reachedElsewhere: string[] = [];
let offHost = '';

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    reachedElsewhere.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''}`);
    response.end('{"value":[]}');
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  offHost = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
});

afterAll(() => {
  elsewhere.closeAllConnections();
  elsewhere.close();
});

async function scan(tenant: SandboxTenant, limits: Partial<GraphLimits> = IMPATIENT): Promise<JudgedSnapshot> {
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

async function scanWith(
  match: RegExp,
  fault: FaultKind,
  state = compliantTenant(),
): Promise<{ judged: JudgedSnapshot; wasHit: boolean }> {
  const tenant = await startSandboxTenant({
    state,
    behaviour: { dripIntervalMs: 50, offHost, faults: [{ match, fault }] },
  });
  try {
    const isPatient = !OF_PATIENCE.includes(fault);
    const judged = await scan(tenant, { ...IMPATIENT, ...(!isPatient && { callTimeoutMs: SHORT_PATIENCE_MS }) });
    return {
      judged,
      wasHit: tenant.requests.some(({ path }) => match.test(path) || match.test(decodeURIComponent(path))),
    };
  } finally {
    await tenant.close();
  }
}

/** How `READS` may name what a finding says. */
function namesOf({ controlId, subject }: Finding): readonly string[] {
  return [controlId, `${controlId} ${subject.type}`];
}

/** Without a bot and without signatures nobody can answer these. */
const FOR_PEOPLE = ['BG-GOV-03', 'BG-GOV-04', 'BG-DRILL-02', 'BG-MON-01', 'BG-MON-03', 'BG-NOTIF-01'];

test('the twin without a fault is compliant, and every control of the table passes or does not apply', async () => {
  const tenant = await startSandboxTenant({ state: compliantTenant() });
  const judged = await scan(tenant);
  await tenant.close();
  expect(judged.verdict).toBe('compliant');
  expect(judged.coverage.reads.filter(({ status }) => status !== 'known')).toEqual([]);
  const passing = new Set(judged.findings.filter(({ outcome }) => outcome === 'pass').flatMap(namesOf));
  for (const name of READS.flatMap(({ controls }) => controls)) expect(passing).toContain(name);
  const others = judged.findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'notApplicable');
  expect(others.map(({ controlId, outcome }) => `${controlId} ${outcome}`)).toEqual(
    FOR_PEOPLE.map((id) => `${id} manual`),
  );
});

test('without a fault it is known that nobody has the names of an account', async () => {
  const tenant = await startSandboxTenant({ state: tenantWithNames() });
  const judged = await scan(tenant);
  const asked = tenant.requests.filter(({ path }) => NAMESAKES.test(decodeURIComponent(path)));
  await tenant.close();
  expect(asked).toHaveLength(2);
  expect(judged.coverage.reads.filter(({ status }) => status !== 'known')).toEqual([]);
});

describe('a read that goes wrong', () => {
  test.each(CASES)(
    '$read × $fault: nothing that rests on it passes, and the tenant is not called compliant',
    async ({ match, fault, controls }) => {
      const { judged, wasHit } = await scanWith(match, fault);
      expect(wasHit).toBe(true);
      expect(judged.verdict).not.toBe('compliant');
      const passing = judged.findings.filter(
        (finding) => finding.outcome === 'pass' && namesOf(finding).some((name) => controls.includes(name)),
      );
      expect(passing).toEqual([]);
      expect(judged.coverage.reads.some(({ status }) => status !== 'known')).toBe(true);
    },
  );

  test.each(REVIEW_CASES)(
    '$read × $fault: no control rests on it, so it is shown and the verdict stands',
    async ({ match, fault }) => {
      const { judged, wasHit } = await scanWith(match, fault);
      expect(wasHit).toBe(true);
      expect(judged.coverage.reads.filter(({ status }) => status !== 'known')).toHaveLength(1);
      expect(judged.verdict).toBe('compliant');
    },
  );

  test.each(NAMESAKE_CASES)('$read × $fault: it is not known whether there are any', async ({ match, fault }) => {
    const { judged, wasHit } = await scanWith(match, fault, tenantWithNames());
    expect(wasHit).toBe(true);
    expect(judged.verdict).not.toBe('compliant');
    const rows = judged.coverage.reads.filter(({ resource }) => resource.startsWith('users with the names of '));
    expect(rows.map(({ status }) => status)).not.toContain('known');
  });

  test('sends nothing to another host, least of all the token', () => {
    expect(reachedElsewhere).toEqual([]);
  });
});
