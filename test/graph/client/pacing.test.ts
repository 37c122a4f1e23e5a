import { describe, expect, test } from '@jest/globals';
import { readBatch } from '../../../src/graph/client/batch.js';
import { throttleClassOf, type ThrottleClass } from '../../../src/graph/client/pacing.js';
import type { GraphLimits } from '../../../src/graph/limits.js';
import { silent, useFakeGraphs } from '../fake-graph.js';
import { openClient } from '../open-client.js';

const startFake = useFakeGraphs();
const POLICIES = '/identity/conditionalAccess/policies';
const METHODS = '/users/1/authentication/methods';

describe('the throttle class', () => {
  test.each<[string, ThrottleClass]>([
    ['/v1.0/identity/conditionalAccess/policies', 'conditionalAccess'],
    ['/beta/identity/conditionalAccess/policies', 'conditionalAccess'],
    ['/users/1/authentication/methods', 'reports'],
    ['/beta/users/1/authentication/requirements', 'reports'],
    ['/reports/authenticationMethods/userRegistrationDetails?$filter=isAdmin%20eq%20true', 'reports'],
    ['/users/1?$select=id,signInActivity', 'signInActivity'],
    ['/users/1?$select=id,mail', 'directory'],
    ['/users/1/transitiveMemberOf', 'directory'],
    ['/organization', 'directory'],
  ])('of %s is %s', (url, expected) => {
    const [path = '', query = ''] = url.split('?');
    expect(throttleClassOf({ method: 'GET', path, query })).toBe(expected);
  });
});

/** When each of `count` calls to `path`, all made at once, was received. */
async function arrivals(path: string, count: number, limits: Partial<GraphLimits>): Promise<readonly number[]> {
  const fake = await startFake({ [`GET /v1.0${path}`]: { json: {} } });
  const client = openClient(fake, limits);
  const call = { method: 'GET', version: 'v1.0', path } as const;
  await Promise.all(Array.from({ length: count }, () => client.send(call)));
  return fake.requests.map(({ at }) => at);
}

/** The shortest time in which `count` consecutive arrivals came. */
function tightest(times: readonly number[], count: number): number {
  return Math.min(...times.slice(count - 1).map((time, index) => time - (times[index] ?? NaN)));
}

describe('pacing', () => {
  test('lets Conditional Access requests arrive one at a time, each a whole spacing after the last', async () => {
    const times = await arrivals(POLICIES, 3, { conditionalAccessSpacingMs: 100 });
    expect(times).toHaveLength(3);
    expect(tightest(times, 2)).toBeGreaterThanOrEqual(100);
  });

  test('lets requests go in the order in which they came', async () => {
    const paths = Array.from({ length: 30 }, (_, index) => `${POLICIES}/${index}`);
    const fake = await startFake(Object.fromEntries(paths.map((path) => [`GET /v1.0${path}`, { json: {} }])));
    const client = openClient(fake, { conditionalAccessSpacingMs: 3 });
    await Promise.all(paths.map((path) => client.send({ method: 'GET', version: 'v1.0', path })));
    expect(fake.requests.map(({ path }) => path)).toEqual(paths.map((path) => `/v1.0${path}`));
  });

  test('counts v1.0 and beta together', async () => {
    const fake = await startFake({ [`GET /v1.0${POLICIES}`]: { json: {} }, [`GET /beta${POLICIES}`]: { json: {} } });
    const client = openClient(fake, { conditionalAccessSpacingMs: 100 });
    await Promise.all(
      (['v1.0', 'beta'] as const).map((version) => client.send({ method: 'GET', version, path: POLICIES })),
    );
    expect(
      tightest(
        fake.requests.map(({ at }) => at),
        2,
      ),
    ).toBeGreaterThanOrEqual(100);
  });

  test('lets no more than five authentication reads arrive in any window', async () => {
    const times = await arrivals(METHODS, 11, { reportsWindowMs: 150 });
    expect(times).toHaveLength(11);
    expect(tightest(times, 6)).toBeGreaterThanOrEqual(150);
    expect(tightest(times, 5)).toBeLessThan(150);
  });

  test('counts each request inside a batch', async () => {
    const ids = ['1', '2', '3', '4', '5', '6'];
    const paths = ids.map((id) => `/users/${id}/authentication/methods`);
    const fake = await startFake(Object.fromEntries(paths.map((path) => [`GET /v1.0${path}`, { json: {} }])));
    const client = openClient(fake, { reportsWindowMs: 150 });
    await Promise.all([readBatch(client, paths.slice(0, 3)), readBatch(client, paths.slice(3))]);
    expect(
      tightest(
        fake.requests.map(({ at }) => at),
        2,
      ),
    ).toBeGreaterThanOrEqual(150);
  });

  test('lets no more than ten requests for activity arrive in any of its windows, and other reads of users pass', async () => {
    const users = Array.from({ length: 11 }, (_, index) => `/users/${index}`);
    const fake = await startFake(Object.fromEntries(users.map((path) => [`GET /v1.0${path}`, { json: {} }])));
    const client = openClient(fake, { signInActivityWindowMs: 300 });
    const activity = readBatch(
      client,
      users.slice(0, 10).map((path) => `${path}?$select=id,signInActivity`),
    );
    const another = readBatch(client, [`${String(users[10])}?$select=id,signInActivity`]);
    const other = readBatch(client, [`${String(users[10])}?$select=id`]);
    await Promise.all([activity, other]);
    expect(fake.inner).toHaveLength(11);
    await another;
    const [first = NaN, ...later] = fake.requests.map(({ at }) => at);
    expect(fake.inner).toHaveLength(12);
    expect((later.at(-1) ?? NaN) - first).toBeGreaterThanOrEqual(300);
  });

  test('does not hold back the directory', async () => {
    const times = await arrivals('/domains', 3, { conditionalAccessSpacingMs: 400, reportsWindowMs: 400 });
    expect(tightest(times, 2)).toBeLessThan(400);
  });

  test.each([
    [100, 'answered'],
    [9_000, 'failed'],
  ])('a slot in %d ms is %s within a scan of five seconds', async (conditionalAccessSpacingMs, kind) => {
    const fake = await startFake({ [`GET /v1.0${POLICIES}`]: { json: {} } });
    const client = openClient(fake, { conditionalAccessSpacingMs });
    const call = { method: 'GET', version: 'v1.0', path: POLICIES } as const;
    expect(await client.send(call)).toMatchObject({ kind: 'answered' });
    expect(await client.send(call)).toMatchObject({ kind });
  });

  test('gives a slot back when its request fails', async () => {
    const fake = await startFake({ [`GET /v1.0${POLICIES}`]: [silent, { json: {} }] });
    const client = openClient(fake, { callTimeoutMs: 100, maxRetries: 0 });
    const call = { method: 'GET', version: 'v1.0', path: POLICIES } as const;
    const answers = await Promise.all([client.send(call), client.send(call)]);
    expect(answers).toMatchObject([{ failure: { reason: 'timeout' } }, { kind: 'answered' }]);
  });
});
