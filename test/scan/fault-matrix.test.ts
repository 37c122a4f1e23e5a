import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../src/domain/controls/control.js';
import { judgeSnapshot, type JudgedSnapshot } from '../../src/domain/report/judge-snapshot.js';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createTenantReader, type GraphLimits } from '../../src/graph/tenant-reader.js';
import type { FaultKind } from '../../src/sandbox/behaviour.js';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';

/**
 * Every read of a scan × every way an answer can go wrong, over real sockets, on a tenant that is compliant as long as
 * everything is read. Whatever breaks: no control that needs the read passes, and the tenant is not called compliant.
 */

const EVERY_CA_CONTROL = ['BG-CA-01', 'BG-CA-02', 'BG-CA-04', 'BG-CA-05', 'BG-CA-07', 'BG-CA-13'];
const EVERY_ACCOUNT_CONTROL = [
  'BG-ACC-01',
  'BG-ACC-02',
  'BG-ACC-03',
  'BG-ROLE-01',
  'BG-AUTH-01',
  'BG-CA-01',
  'BG-CA-02',
];

/** The requests of a scan, and the controls whose answer rests on each. */
const READS: readonly { readonly read: string; readonly match: RegExp; readonly controls: readonly string[] }[] = [
  { read: 'organization', match: /\/v1\.0\/organization/, controls: [] },
  { read: 'domains', match: /\/v1\.0\/domains/, controls: ['BG-ACC-03'] },
  { read: 'security defaults', match: /identitySecurityDefaultsEnforcementPolicy/, controls: ['BG-TEN-01'] },
  {
    read: 'policies on v1.0',
    match: /\/v1\.0\/identity\/conditionalAccess\/policies/,
    controls: [...EVERY_CA_CONTROL, 'BG-TEN-01'],
  },
  { read: 'policies on beta', match: /\/beta\/identity\/conditionalAccess\/policies/, controls: EVERY_CA_CONTROL },
  { read: 'users', match: /\/users\/[0-9a-f-]{36}\?/, controls: ['BG-INV-01', 'BG-INV-03', ...EVERY_ACCOUNT_CONTROL] },
  { read: 'memberships', match: /\/transitiveMemberOf/, controls: ['BG-CA-01', 'BG-CA-02', 'BG-CA-04'] },
  { read: 'members of a dedicated group', match: /\/groups\/[0-9a-f-]{36}\/transitiveMembers/, controls: ['BG-CA-05'] },
  { read: 'authentication methods', match: /\/authentication\/methods/, controls: ['BG-AUTH-01', 'BG-INV-03'] },
  { read: 'role assignments', match: /\/roleAssignments\?/, controls: [] },
  { read: 'permanent roles', match: /\/roleAssignmentScheduleInstances/, controls: ['BG-ROLE-01'] },
  { read: 'eligible roles', match: /\/roleEligibilityScheduleInstances/, controls: [] },
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
const SINGLE_OBJECTS = ['security defaults', 'users'];

const CASES = READS.flatMap((read) =>
  FAULTS.filter((fault) => !(SINGLE_OBJECTS.includes(read.read) && OF_COLLECTIONS.includes(fault))).map((fault) => ({
    ...read,
    fault,
  })),
);

/** The product's limits, shrunk so that waiting costs nothing. */
const IMPATIENT: Partial<GraphLimits> = {
  callTimeoutMs: 150,
  scanBudgetMs: 5_000,
  maxRetries: 1,
  backoffBaseMs: 1,
  maxRetryAfterMs: 50,
  conditionalAccessSpacingMs: 0,
  reportsPer10s: 1_000,
  maxPages: 20,
};

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

async function scan(tenant: SandboxTenant): Promise<JudgedSnapshot> {
  const reader = createTenantReader({
    endpoint: tenant.url,
    tokens: staticTokenSource(tenant.token),
    clock: { now: () => Date.now() },
    tenantId: tenant.tenantId,
    limits: IMPATIENT,
  });
  const accounts = tenant.emergencyAccountIds.map((objectId) => ({ objectId }));
  const { snapshot } = await reader.readTenant({ accounts, priority: 'high' });
  return judgeSnapshot(snapshot, DEFAULT_SETTINGS);
}

async function scanWith(match: RegExp, fault: FaultKind): Promise<{ judged: JudgedSnapshot; wasHit: boolean }> {
  const tenant = await startSandboxTenant({
    state: compliantTenant(),
    behaviour: { dripIntervalMs: 50, offHost, faults: [{ match, fault }] },
  });
  try {
    const judged = await scan(tenant);
    return {
      judged,
      wasHit: tenant.requests.some(({ path }) => match.test(path) || match.test(decodeURIComponent(path))),
    };
  } finally {
    await tenant.close();
  }
}

test('the twin without a fault is compliant, and every control of the table passes or does not apply', async () => {
  const tenant = await startSandboxTenant({ state: compliantTenant() });
  const judged = await scan(tenant);
  await tenant.close();
  expect(judged.verdict).toBe('compliant');
  expect(judged.coverage.reads.filter(({ status }) => status !== 'known')).toEqual([]);
  const passing = new Set(
    judged.findings.filter(({ outcome }) => outcome === 'pass').map(({ controlId }) => controlId),
  );
  for (const controlId of READS.flatMap(({ controls }) => controls)) expect(passing).toContain(controlId);
});

describe('a read that goes wrong', () => {
  test.each(CASES)(
    '$read × $fault: nothing that rests on it passes, and the tenant is not called compliant',
    async ({ match, fault, controls }) => {
      const { judged, wasHit } = await scanWith(match, fault);
      expect(wasHit).toBe(true);
      expect(judged.verdict).not.toBe('compliant');
      const passing = judged.findings.filter(
        ({ controlId, outcome }) => outcome === 'pass' && controls.includes(controlId),
      );
      expect(passing).toEqual([]);
      expect(judged.coverage.reads.some(({ status }) => status !== 'known')).toBe(true);
    },
  );

  test('sends nothing to another host, least of all the token', () => {
    expect(reachedElsewhere).toEqual([]);
  });
});
