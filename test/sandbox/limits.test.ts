import { describe, expect, test } from '@jest/globals';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { call, callBatch, get, startTenant } from './calls.js';

const POLICIES = '/identity/conditionalAccess/policies';
const AUDITS = '/v1.0/auditLogs/directoryAudits';
const METHODS = `/users/${NORTH_ID}/authentication/methods`;

/** A tenant with the published limits and a clock that stands still until it is set. */
async function limitedTenant() {
  const clock = { ms: 1_000_000 };
  const tenant = await startTenant({ behaviour: { limits: 'published' }, now: () => clock.ms });
  const ask = async (path: string) => {
    const { status, headers } = await call(tenant, path);
    return [status, headers.get('retry-after')];
  };
  return { tenant, clock, ask };
}

describe('published limits', () => {
  test('Conditional Access answers one request a second, on both versions together, and does not say when to return', async () => {
    const { clock, ask } = await limitedTenant();
    expect(await ask(`/v1.0${POLICIES}`)).toEqual([200, null]);
    expect(await ask(`/beta${POLICIES}`)).toEqual([429, null]);
    clock.ms += 999;
    expect(await ask(`/beta${POLICIES}`)).toEqual([429, null]);
    clock.ms += 1;
    expect(await ask(`/beta${POLICIES}`)).toEqual([200, null]);
  });

  test('authentication methods answer five requests in ten seconds and say when to return', async () => {
    const { clock, ask } = await limitedTenant();
    for (let asked = 0; asked < 5; asked += 1) expect(await ask(`/v1.0${METHODS}`)).toEqual([200, null]);
    clock.ms += 3_000;
    expect(await ask(`/v1.0${METHODS}`)).toEqual([429, '7']);
    clock.ms += 7_000;
    expect(await ask(`/v1.0${METHODS}`)).toEqual([200, null]);
  });

  test('the audit log answers five requests in ten seconds and says when to return', async () => {
    const { clock, ask } = await limitedTenant();
    for (let asked = 0; asked < 5; asked += 1) expect(await ask(AUDITS)).toEqual([200, null]);
    expect(await ask(AUDITS)).toEqual([429, '10']);
    clock.ms += 10_000;
    expect(await ask(AUDITS)).toEqual([200, null]);
  });

  test('ten requests for sign-in activity are answered in a minute, and other reads of users are not counted', async () => {
    const { clock, ask } = await limitedTenant();
    const user = `/v1.0/users/${NORTH_ID}`;
    for (let asked = 0; asked < 10; asked += 1) {
      expect(await ask(`${user}?$select=id,signInActivity`)).toEqual([200, null]);
      expect(await ask(`${user}?$select=id`)).toEqual([200, null]);
    }
    clock.ms += 20_000;
    expect(await ask(`${user}?$select=id,signInActivity`)).toEqual([429, '40']);
    expect(await ask(`${user}?$select=id`)).toEqual([200, null]);
    clock.ms += 40_000;
    expect(await ask(`${user}?$select=id,signInActivity`)).toEqual([200, null]);
  });

  test('methods, legacy MFA on beta and the report share one limit', async () => {
    const { ask } = await limitedTenant();
    const report = '/v1.0/reports/authenticationMethods/userRegistrationDetails';
    const requirements = `/beta/users/${NORTH_ID}/authentication/requirements`;
    for (const path of [report, requirements, `/v1.0${METHODS}`, requirements, report]) {
      expect(await ask(path)).toEqual([200, null]);
    }
    expect(await ask(requirements)).toEqual([429, '10']);
  });

  test('each request inside a batch counts, and the batch itself succeeds', async () => {
    const { tenant } = await limitedTenant();
    const { called, responses } = await callBatch(
      tenant,
      Array.from({ length: 7 }, (_, index) => get(String(index), METHODS)),
    );
    expect(called.status).toBe(200);
    const statuses = Array.from({ length: 7 }, (_, index) => responses.get(String(index))?.status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(responses.get('6')?.headers['retry-after']).toBe('10');
    expect(responses.get('6')?.body.error?.code).toBe('TooManyRequests');
  });

  test('the directory has no limit that a test could reach', async () => {
    const { ask } = await limitedTenant();
    for (let asked = 0; asked < 8; asked += 1) expect(await ask('/v1.0/domains')).toEqual([200, null]);
  });

  test('without published limits nothing is throttled', async () => {
    const tenant = await startTenant();
    const answers = [await call(tenant, `/v1.0${POLICIES}`), await call(tenant, `/beta${POLICIES}`)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });
});
