import { describe, expect, test } from '@jest/globals';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { callBatch, get, startReadable, startTenant } from './calls.js';

const many = (count: number) => Array.from({ length: count }, (_, index) => get(String(index), '/domains'));

describe('$batch', () => {
  test('answers each request with its own status, in another order', async () => {
    const tenant = await startReadable();
    const { called, responses } = await callBatch(tenant, [
      get('a', `/users/${NORTH_ID}?$select=id`),
      get('b', '/users/nobody'),
      {
        id: 'c',
        method: 'POST',
        url: '/directoryObjects/getByIds',
        headers: { 'Content-Type': 'application/json' },
        body: { ids: [NORTH_ID] },
      },
    ]);
    expect(called.status).toBe(200);
    expect([...responses.keys()]).toEqual(['c', 'b', 'a']);
    expect(['a', 'b', 'c'].map((id) => responses.get(id)?.status)).toEqual([200, 404, 200]);
    expect(responses.get('a')?.body['id']).toBe(NORTH_ID);
    expect(responses.get('b')?.body.error?.code).toBe('Request_ResourceNotFound');
  });

  test('twenty requests are answered and twenty-one are refused', async () => {
    const tenant = await startTenant();
    expect((await callBatch(tenant, many(20))).responses.size).toBe(20);
    expect((await callBatch(tenant, many(21))).called.status).toBe(400);
  });

  test.each([
    ['the same id twice', [get('a', '/domains'), get('a', '/domains')], [get('a', '/domains'), get('b', '/domains')]],
    [
      'ids that differ in case only',
      [get('a', '/domains'), get('A', '/domains')],
      [get('a', '/domains'), get('B', '/domains')],
    ],
    ['an absolute url', [get('a', 'https://graph.microsoft.com/v1.0/domains')], [get('a', '/domains')]],
    ['a body without Content-Type', [{ ...get('a', '/domains'), body: {} }], [{ ...get('a', '/domains') }]],
    [
      'a dependency on nobody',
      [{ ...get('a', '/domains'), dependsOn: ['b'] }],
      [{ ...get('a', '/domains'), dependsOn: [] }],
    ],
    ['no request', [], [get('a', '/domains')]],
  ])('%s is refused as a whole', async (_, wrong, right) => {
    const tenant = await startTenant();
    expect((await callBatch(tenant, wrong)).called.status).toBe(400);
    expect((await callBatch(tenant, right)).called.status).toBe(200);
  });

  test('a request whose dependency failed is answered 424, and one whose dependency succeeded is carried out', async () => {
    const { responses } = await callBatch(await startTenant(), [
      get('ok', '/domains'),
      get('bad', '/users/nobody'),
      { ...get('after-ok', '/domains'), dependsOn: ['OK'] },
      { ...get('after-bad', '/domains'), dependsOn: ['bad'] },
    ]);
    expect(responses.get('after-ok')?.status).toBe(200);
    expect(responses.get('after-bad')?.status).toBe(424);
  });

  test('speaks the version it was sent to', async () => {
    const tenant = await startTenant();
    const path = '/identity/conditionalAccess/policies';
    const count = async (version: string) => {
      const { responses } = await callBatch(tenant, [get('a', path)], version);
      return (responses.get('a')?.body.value as unknown[]).length;
    };
    expect(await count('beta')).toBe((await count('v1.0')) + 1);
  });

  test('its requests are logged before it, marked as inner', async () => {
    const tenant = await startTenant();
    await callBatch(tenant, [get('a', '/domains')]);
    expect(tenant.requests.map(({ path, inBatch }) => [path, inBatch])).toEqual([
      ['/v1.0/domains', true],
      ['/v1.0/$batch', false],
    ]);
  });
});
