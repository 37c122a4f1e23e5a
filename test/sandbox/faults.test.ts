import { describe, expect, test } from '@jest/globals';
import type { FaultKind } from '../../src/sandbox/behaviour.js';
import { call, callBatch, get, startTenant, type Called, type GraphBody } from './calls.js';

const MATCH = /\/domains/;
const broken = (fault: FaultKind) => startTenant({ behaviour: { faults: [{ match: MATCH, fault }] } });

interface Seen {
  readonly status: number;
  readonly body: GraphBody | string;
}

const isError = (status: number, code: string) => (seen: Seen) =>
  seen.status === status && typeof seen.body === 'object' && seen.body.error?.code === code;
const isBody = (check: (body: GraphBody) => boolean) => (seen: Seen) =>
  seen.status === 200 && typeof seen.body === 'object' && check(seen.body);

/** What a fault looks like to a client, alone and inside a batch. */
const TABLE: readonly (readonly [FaultKind, (seen: Seen) => boolean])[] = [
  ['unauthorized', isError(401, 'InvalidAuthenticationToken')],
  ['forbidden', isError(403, 'Authorization_RequestDenied')],
  ['notFound', isError(404, 'UnknownError')],
  ['throttledForEver', isError(429, 'TooManyRequests')],
  ['internalServerError', isError(500, 'InternalServerError')],
  ['serviceUnavailable', isError(503, 'serviceUnavailable')],
  ['gatewayTimeout', isError(504, 'UnknownError')],
  ['html', ({ status, body }) => status === 200 && typeof body === 'string' && body.startsWith('<!DOCTYPE html>')],
  ['appliedThen504', isError(504, 'UnknownError')],
  ['emptyObject', isBody((body) => Object.keys(body).length === 0)],
  ['errorObject', isBody((body) => body.error?.code === 'UnknownError')],
  ['missingValue', isBody((body) => '@odata.context' in body && !('value' in body))],
  ['valueNotArray', isBody((body) => body.value !== undefined && !Array.isArray(body.value))],
  ['secondPageFails', isBody((body) => Array.isArray(body.value) && body['@odata.nextLink'] !== undefined)],
  ['nextLinkLoops', isBody((body) => Array.isArray(body.value) && body['@odata.nextLink'] !== undefined)],
  ['nextLinkOffHost', isBody((body) => body['@odata.nextLink']?.startsWith('https://graph.example.invalid/') === true)],
];

const seenAlone = ({ status, body, text, headers }: Called): Seen => ({
  status,
  body: headers.get('content-type')?.startsWith('text/html') ? text : body,
});

describe('a fault of status or body', () => {
  test.each(TABLE)('%s is seen on a request of its own', async (fault, looksRight) => {
    const seen = seenAlone(await call(await broken(fault), '/v1.0/domains'));
    expect({ seen, looksRight: looksRight(seen) }).toEqual({ seen, looksRight: true });
  });

  test.each(TABLE)('%s inside a batch is seen on that request only', async (fault, looksRight) => {
    const { called, responses } = await callBatch(await broken(fault), [
      get('hit', '/domains'),
      get('spared', '/groups'),
    ]);
    expect(called.status).toBe(200);
    const hit = responses.get('hit');
    expect({ hit, looksRight: hit !== undefined && looksRight(hit) }).toEqual({ hit, looksRight: true });
    expect(responses.get('spared')?.status).toBe(200);
  });

  test.each(TABLE)('without the fault %s is not seen', async (_, looksRight) => {
    const tenant = await startTenant({ behaviour: { faults: [{ match: /\/elsewhere/, fault: 'forbidden' }] } });
    expect(looksRight(seenAlone(await call(tenant, '/v1.0/domains')))).toBe(false);
  });
});

describe('faults of paging', () => {
  test('the second page fails', async () => {
    const tenant = await broken('secondPageFails');
    const { body } = await call(tenant, '/v1.0/domains');
    expect((await call(tenant, body['@odata.nextLink'] ?? '')).status).toBe(500);
  });

  test('a looping link leads to itself, with a page each time', async () => {
    const tenant = await broken('nextLinkLoops');
    const first = (await call(tenant, '/v1.0/domains')).body['@odata.nextLink'] ?? '';
    const again = await call(tenant, first);
    expect(again.status).toBe(200);
    expect(again.body['@odata.nextLink']).toBe(first);
  });

  test('a link to another host points where it was told to', async () => {
    const tenant = await broken('nextLinkOffHost');
    tenant.behaviour.offHost = 'http://127.0.0.1:9';
    expect((await call(tenant, '/v1.0/domains')).body['@odata.nextLink']).toMatch(
      /^http:\/\/127\.0\.0\.1:9\/v1\.0\/domains\?/,
    );
  });
});

describe('a fault of the connection', () => {
  /** How the two ways of asking for /domains go: alone, and inside a batch. */
  const WAYS = [
    [
      'alone',
      (tenant: Awaited<ReturnType<typeof broken>>, signal?: AbortSignal) =>
        call(tenant, '/v1.0/domains', signal ? { signal } : {}),
    ],
    [
      'inside a batch',
      (tenant: Awaited<ReturnType<typeof broken>>, signal?: AbortSignal) =>
        call(tenant, '/v1.0/$batch', { body: { requests: [get('a', '/domains')] }, ...(signal && { signal }) }),
    ],
  ] as const;

  test.each(WAYS)('silence: nothing ever comes back, %s', async (_, ask) => {
    const tenant = await broken('silence');
    await expect(ask(tenant, AbortSignal.timeout(100))).rejects.toThrow('timeout');
    expect(tenant.requests.at(-1)?.status).toBeNull();
  });

  test.each(WAYS)('appliedThenReset: the connection ends before the first byte, %s', async (_, ask) => {
    const tenant = await broken('appliedThenReset');
    await expect(ask(tenant)).rejects.toThrow('fetch failed');
    expect(tenant.requests.at(-1)?.status).toBeNull();
  });

  test.each(WAYS)('reset: the connection breaks in the middle of the body, %s', async (_, ask) => {
    await expect(ask(await broken('reset'))).rejects.toThrow('terminated');
  });

  test.each(WAYS)('truncated: a complete HTTP answer with half a document, %s', async (_, ask) => {
    await expect(ask(await broken('truncated'))).rejects.toThrow(SyntaxError);
  });

  test('drip: the answer comes whole, one byte at a time', async () => {
    const tenant = await startTenant({
      behaviour: { dripIntervalMs: 1, faults: [{ match: /organization/, fault: 'drip' }] },
    });
    const response = await fetch(`${tenant.url}/v1.0/organization?$select=id`, {
      headers: { authorization: `Bearer ${tenant.token}` },
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) chunks.push(chunk as Uint8Array);
    expect(JSON.parse(Buffer.concat(chunks).toString())).toHaveProperty('value');
    expect(chunks.length).toBeGreaterThan(20);
  });

  test('without the fault both ways succeed', async () => {
    const tenant = await startTenant();
    for (const [, ask] of WAYS) expect((await ask(tenant)).status).toBe(200);
  });
});

describe('where and how often', () => {
  test('a fault with times hits so many requests', async () => {
    const tenant = await startTenant({
      behaviour: { faults: [{ match: MATCH, fault: 'serviceUnavailable', times: 2, retryAfter: '1' }] },
    });
    const answers = [
      await call(tenant, '/v1.0/domains'),
      await call(tenant, '/v1.0/domains'),
      await call(tenant, '/v1.0/domains'),
    ];
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [503, '1'],
      [503, '1'],
      [200, null],
    ]);
  });

  test('a pattern sees version and decoded query, whatever its flags', async () => {
    const filter = encodeURIComponent("userPrincipalName eq 'nobody@contoso.com'");
    const match = /v1\.0\/users\?\$filter=userPrincipalName eq/g;
    const tenant = await startTenant({ behaviour: { faults: [{ match, fault: 'forbidden' }] } });
    const ask = async (version: string) => (await call(tenant, `/${version}/users?$filter=${filter}`)).status;
    expect([await ask('v1.0'), await ask('v1.0'), await ask('beta')]).toEqual([403, 403, 200]);
  });

  test('a batch can be hit as a whole', async () => {
    const tenant = await startTenant({ behaviour: { faults: [{ match: /\$batch/, fault: 'gatewayTimeout' }] } });
    expect((await callBatch(tenant, [get('a', '/domains')])).called.status).toBe(504);
    expect((await call(tenant, '/v1.0/domains')).status).toBe(200);
  });

  test('a withheld permission is answered 403 for its path alone', async () => {
    const tenant = await startTenant({ behaviour: { forbidden: [/\/authentication\/methods/] } });
    const [{ id } = { id: '' }] = tenant.state.users;
    expect((await call(tenant, `/v1.0/users/${id}/authentication/methods`)).body.error?.code).toBe(
      'Authorization_RequestDenied',
    );
    expect((await call(tenant, `/v1.0/users/${id}`)).status).toBe(200);
  });
});
