import { describe, expect, test } from '@jest/globals';
import { TokenError, type TokenSource } from '../../src/graph/client/token-source.js';
import { createTenantWriter } from '../../src/graph/tenant-writer.js';
import { drip, graphError, reset, silent, useFakeGraphs, type FakeAnswer } from './fake-graph.js';
import { CLOCK, tokens } from './open-client.js';
import { ACCOUNT, ADA, ADD, GET, PATCH, policyFake } from './write/policy-fake.js';
import { openWriter } from './write/writing.js';

const startFake = useFakeGraphs();

/** One write that is answered with `answer`, and how often it was sent. */
async function writeAnswered(answer: FakeAnswer, tokenSource: TokenSource = tokens) {
  const graph = await startFake({ ...policyFake([ADA]).routes, [PATCH]: answer });
  const before = await openWriter(graph).readKnown(ADD);
  const writer = openWriter(graph, { limits: { callTimeoutMs: 150 }, tokens: tokenSource });
  const result = await writer.write(ADD, before);
  return { result, sent: graph.requestsTo(PATCH).length };
}

describe('a write', () => {
  test.each([200, 201, 204])('that Graph answers with %d is written', async (status) => {
    expect(await writeAnswered({ status })).toEqual({ result: { kind: 'written' }, sent: 1 });
  });

  test.each<[string, FakeAnswer]>([
    ['times out', silent],
    ['never ends', drip],
    ['breaks off', reset],
    ['is answered with 500', graphError(500, 'InternalServerError')],
    ['is answered with 502 and HTML', { status: 502, text: '<html>' }],
    ['is answered with 503', { ...graphError(503, 'serviceUnavailable'), headers: { 'Retry-After': '0' } }],
    ['is answered with 504', graphError(504, 'UnknownError')],
    ['is answered with 408', graphError(408, 'x')],
    ['is redirected', { status: 302, headers: { Location: '/elsewhere' } }],
    ['is answered with an error in a success', graphError(200, 'x')],
  ])('that %s is unknown, and sent once', async (_, answer) => {
    const { result, sent } = await writeAnswered(answer);
    expect(result).toMatchObject({ kind: 'unknown' });
    expect(result).toHaveProperty('detail', expect.stringMatching(/^GRAPH_WRITE_UNKNOWN: .*\((GRAPH_|HTTP )/));
    expect(sent).toBe(1);
  });

  test.each<[string, FakeAnswer, string]>([
    ['400 of Conditional Access', graphError(400, 'BadRequest', '1038: The policy contains preview features.'), '1038'],
    ['400 of Graph', graphError(400, 'Request_BadRequest'), 'Request_BadRequest'],
    [
      '400 about something that exists',
      graphError(400, 'Request_BadRequest', 'It does already exist.'),
      'Request_BadRequest',
    ],
    ['401', graphError(401, 'InvalidAuthenticationToken'), 'InvalidAuthenticationToken'],
    ['403', graphError(403, 'Authorization_RequestDenied'), 'Authorization_RequestDenied'],
    ['404', graphError(404, 'ResourceNotFound'), 'ResourceNotFound'],
    ['409', graphError(409, 'Directory_ConcurrencyViolation'), 'Directory_ConcurrencyViolation'],
    ['403 without a body', { status: 403 }, 'HTTP_403'],
    ['429', { ...graphError(429, 'TooManyRequests'), headers: { 'Retry-After': '0' } }, 'throttled'],
  ])('that Graph refuses with %s is refused under its code, and sent once', async (_, answer, code) => {
    const { result, sent } = await writeAnswered(answer);
    expect(result).toMatchObject({ kind: 'refused', code });
    expect(sent).toBe(1);
  });

  test('does not repeat what Graph says about it', async () => {
    const { result } = await writeAnswered(graphError(400, 'BadRequest', '1007: secret-name'));
    expect(JSON.stringify(result)).not.toContain('secret-name');
  });

  test('without a token is refused and not sent', async () => {
    const none: TokenSource = { getToken: () => Promise.reject(new TokenError('forbidden', 'no')) };
    const { result, sent } = await writeAnswered({ status: 204 }, none);
    expect(result).toMatchObject({ kind: 'refused', code: 'GRAPH_TOKEN_REFUSED' });
    expect(sent).toBe(0);
  });

  test('that is in place already is not sent', async () => {
    const graph = await startFake(policyFake([ADA, ACCOUNT]).routes);
    const writer = openWriter(graph);
    const result = await writer.write(ADD, await writer.readKnown(ADD));
    expect(result).toMatchObject({ kind: 'refused', code: 'ALREADY_IN_PLACE' });
    expect(graph.requestsTo(PATCH)).toEqual([]);
  });

  test('ends with its time even when a token never comes', async () => {
    const graph = await startFake(policyFake([ADA]).routes);
    const before = await openWriter(graph).readKnown(ADD);
    const never: TokenSource = { getToken: () => new Promise(() => undefined) };
    const writer = openWriter(graph, { tokens: never, limits: { scanBudgetMs: 50 } });
    expect(await writer.write(ADD, before)).not.toMatchObject({ kind: 'written' });
    expect(graph.requestsTo(PATCH)).toEqual([]);
  });
});

describe("the remediator's token", () => {
  test('goes with every request to the endpoint', async () => {
    const graph = await startFake(policyFake([ADA]).routes);
    const writer = openWriter(graph);
    const before = await writer.readKnown(ADD);
    await writer.write(ADD, before);
    await writer.verify(ADD, before);
    expect(graph.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'GET']);
    expect(new Set(graph.requests.map(({ headers }) => headers['authorization']))).toEqual(
      new Set(['Bearer secret-token']),
    );
  });

  test('does not follow a write that is redirected', async () => {
    const elsewhere = await startFake({});
    const location = { status: 307, headers: { Location: `${elsewhere.origin}/v1.0/x` } };
    const graph = await startFake({ ...policyFake([ADA]).routes, [PATCH]: location });
    const writer = openWriter(graph);
    expect(await writer.write(ADD, await writer.readKnown(ADD))).toMatchObject({ kind: 'unknown' });
    expect(elsewhere.requests).toEqual([]);
  });
});

test('a reading that fails is unknown with its reason', async () => {
  const graph = await startFake({ [GET]: graphError(403, 'Authorization_RequestDenied') });
  expect(await openWriter(graph).read(ADD)).toMatchObject({ known: false, reason: 'forbidden' });
});

test('an endpoint that is neither Graph nor loopback is refused before anything is sent', () => {
  const create = (endpoint: string) => createTenantWriter({ endpoint, tokens, clock: CLOCK });
  expect(() => create('https://graph.example.com')).toThrow(/^GRAPH_ENDPOINT_UNKNOWN: /);
  expect(create('https://graph.microsoft.com')).toHaveProperty('write');
});
