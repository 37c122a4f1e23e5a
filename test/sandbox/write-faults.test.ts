import { describe, expect, test } from '@jest/globals';
import type { Fault, FaultKind } from '../../src/sandbox/behaviour.js';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { call, callBatch, startTenant, write } from './calls.js';
import { EXCLUDE_NORTH, NEW_POLICY, pathOf, POLICIES, policyNamed } from './writes.js';

const startWith = (fault: FaultKind, more: Partial<Fault> = {}) =>
  startTenant({ behaviour: { faults: [{ match: /\/policies/, fault, method: 'PATCH', ...more }] } });
const excludedIn = (tenant: Awaited<ReturnType<typeof startTenant>>) =>
  policyNamed(tenant, 'CA018').policy.conditions?.users?.excludeUsers;
const appliedIn = (tenant: Awaited<ReturnType<typeof startTenant>>) => tenant.writes.map(({ applied }) => applied);

describe('a write that fails', () => {
  test.each([
    ['unauthorized', 401],
    ['forbidden', 403],
    ['notFound', 404],
    ['throttledForEver', 429],
    ['internalServerError', 500],
    ['serviceUnavailable', 503],
    ['gatewayTimeout', 504],
  ] as const)('with %s has no effect', async (fault, status) => {
    const tenant = await startWith(fault);
    expect((await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), EXCLUDE_NORTH)).status).toBe(status);
    expect({ excluded: excludedIn(tenant), applied: appliedIn(tenant) }).toEqual({ excluded: [], applied: [false] });
    expect(tenant.state.directoryAudits).toEqual([]);
  });

  test('with appliedThen504 has taken effect once, and the answer is a 504 like any other', async () => {
    const tenant = await startWith('appliedThen504');
    const { status, body } = await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), EXCLUDE_NORTH);
    expect({ status, code: body.error?.code }).toEqual({ status: 504, code: 'UnknownError' });
    expect({ excluded: excludedIn(tenant), applied: appliedIn(tenant) }).toEqual({
      excluded: [NORTH_ID],
      applied: [true],
    });
    expect(tenant.state.directoryAudits).toHaveLength(1);
  });

  test.each(['appliedThenReset', 'reset'] as const)('with %s has taken effect, and no answer comes', async (fault) => {
    const tenant = await startWith(fault);
    await expect(write(tenant, 'PATCH', pathOf(tenant, 'CA018'), EXCLUDE_NORTH)).rejects.toThrow('fetch failed');
    expect({ excluded: excludedIn(tenant), applied: appliedIn(tenant) }).toEqual({
      excluded: [NORTH_ID],
      applied: [true],
    });
  });

  test('with appliedThenReset not even the status of a creation arrives', async () => {
    const tenant = await startWith('appliedThenReset', { method: 'POST' });
    await expect(write(tenant, 'POST', POLICIES, NEW_POLICY)).rejects.toThrow('fetch failed');
    expect(policyNamed(tenant, 'CA200').policy.state).toBe(NEW_POLICY.state);
    expect(tenant.requests.at(-1)?.status).toBeNull();
  });

  test('with silence has taken effect too', async () => {
    const tenant = await startWith('silence');
    const options = {
      method: 'PATCH',
      body: EXCLUDE_NORTH,
      as: 'remediator',
      signal: AbortSignal.timeout(100),
    } as const;
    await expect(call(tenant, pathOf(tenant, 'CA018'), options)).rejects.toThrow('timeout');
    expect(appliedIn(tenant)).toEqual([true]);
  });

  test('because the body is wrong has no effect, whatever is answered', async () => {
    const tenant = await startWith('appliedThen504');
    expect((await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), { colour: 'red' })).status).toBe(504);
    expect(appliedIn(tenant)).toEqual([false]);
  });
});

test('a fault with a method spares the other methods and is used up by its own only', async () => {
  const tenant = await startWith('appliedThen504', { times: 1 });
  const path = pathOf(tenant, 'CA018');
  const statuses = [
    await call(tenant, path),
    await write(tenant, 'PATCH', path, EXCLUDE_NORTH),
    await write(tenant, 'PATCH', path, EXCLUDE_NORTH),
  ];
  expect(statuses.map(({ status }) => status)).toEqual([200, 504, 204]);
});

test.each([
  ['on the write inside it', /\/policies/, 200, 504],
  ['on itself', /\$batch/, 504, undefined],
])('a batch with appliedThen504 %s has been carried out', async (_, match, outer, inner) => {
  const tenant = await startTenant({ behaviour: { faults: [{ match, fault: 'appliedThen504' }] } });
  const url = pathOf(tenant, 'CA018').replace('/v1.0', '');
  const headers = { 'Content-Type': 'application/json' };
  const request = { id: 'w', method: 'PATCH', url, headers, body: EXCLUDE_NORTH };
  const { called, responses } = await callBatch(tenant, [request], 'v1.0', 'remediator');
  expect([called.status, responses.get('w')?.status]).toEqual([outer, inner]);
  expect(appliedIn(tenant)).toEqual([true]);
});

test('each write is logged with its method, path and time, and a read is not', async () => {
  const tenant = await startTenant({ now: () => 1_800_000_000_000 });
  const path = pathOf(tenant, 'CA018');
  await call(tenant, path);
  await write(tenant, 'PATCH', path, EXCLUDE_NORTH);
  await write(tenant, 'POST', '/v1.0/directoryObjects/getByIds', { ids: [NORTH_ID] });
  expect(tenant.writes).toEqual([{ method: 'PATCH', path, at: 1_800_000_000_000, applied: true }]);
});

test('a write counts among the requests of Conditional Access, and one that is throttled has no effect', async () => {
  const clock = { ms: 1_800_000_000_000 };
  const tenant = await startTenant({ behaviour: { limits: 'published' }, now: () => clock.ms });
  const path = pathOf(tenant, 'CA018');
  const patch = async () => (await write(tenant, 'PATCH', path, EXCLUDE_NORTH)).status;
  const statuses = [(await call(tenant, path)).status, await patch()];
  clock.ms += 1000;
  statuses.push(await patch());
  expect({ statuses, applied: appliedIn(tenant) }).toEqual({ statuses: [200, 429, 204], applied: [false, true] });
});
