import { Client, HTTPMessageHandler, ResponseType } from '@microsoft/microsoft-graph-client';
import { describe, expect, test } from '@jest/globals';
import { authentication } from '../../../src/graph/client/authentication.js';
import { TokenError, type TokenSource } from '../../../src/graph/client/token-source.js';
import { staticTokenSource } from '../../../src/graph/credentials.js';
import { graphError, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { FAST, openBudget, openClient, tokens } from '../open-client.js';

const startFake = useFakeGraphs();
const KEY = 'GET /v1.0/domains';
const GET = { method: 'GET', version: 'v1.0', path: '/domains' } as const;
const OK: FakeAnswer = { json: {} };

const CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';

function challenge(claims: string): FakeAnswer {
  return {
    ...graphError(401, 'InvalidAuthenticationToken'),
    headers: { 'WWW-Authenticate': `Bearer realm="", error="insufficient_claims", claims="${claims}"` },
  };
}

/** Gives a numbered token and keeps the claims it was asked with. */
function recordingTokens(): TokenSource & { readonly asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  return {
    asked,
    getToken: (claims) => {
      asked.push(claims);
      return Promise.resolve({ token: `token-${asked.length}` });
    },
  };
}

describe('the token', () => {
  test('goes with every request to the configured endpoint, over http on loopback too', async () => {
    const fake = await startFake({ [KEY]: OK });
    await openClient(fake, {}, staticTokenSource('abc')).send(GET);
    expect(fake.requests[0]?.headers['authorization']).toBe('Bearer abc');
  });

  test.each([
    ['another', 0],
    ['the same', 1],
  ])('and the request go to a host only if it is %s origin', async (which, requests) => {
    const configured = await startFake({ [KEY]: OK });
    const other = await startFake({ [KEY]: OK });
    const target = which === 'another' ? other : configured;
    const client = Client.initWithMiddleware({
      baseUrl: target.origin,
      middleware: [
        authentication({ origin: configured.origin, tokens, limits: FAST, budget: openBudget(1_000) }),
        new HTTPMessageHandler(),
      ],
    });
    const outcome = client.api('/domains').responseType(ResponseType.RAW).get();
    await Promise.allSettled([outcome]);
    expect(target.requests).toHaveLength(requests);
    expect(target === other ? 0 : other.requests.length).toBe(0);
  });

  test('does not follow a redirect to another host', async () => {
    const other = await startFake({ [KEY]: OK });
    const fake = await startFake({ [KEY]: { status: 302, headers: { Location: `${other.origin}/v1.0/domains` } } });
    expect(await openClient(fake).send(GET)).toMatchObject({ kind: 'answered', status: 302 });
    expect(other.requests).toHaveLength(0);
  });

  test('is renewed with the claims of a challenge, once', async () => {
    const encoded = Buffer.from(CLAIMS).toString('base64');
    const fake = await startFake({ [KEY]: [challenge(encoded), OK] });
    const source = recordingTokens();
    expect(await openClient(fake, {}, source).send(GET)).toMatchObject({ status: 200 });
    expect(source.asked).toEqual([undefined, CLAIMS]);
    expect(fake.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('is not renewed again when the challenge is repeated', async () => {
    const fake = await startFake({ [KEY]: challenge(Buffer.from(CLAIMS).toString('base64')) });
    expect(await openClient(fake).send(GET)).toMatchObject({ status: 401 });
    expect(fake.requests).toHaveLength(2);
  });

  test.each([
    ['without a challenge', graphError(401, 'InvalidAuthenticationToken')],
    ['with a challenge that is no JSON', challenge('bm9uc2Vuc2U=')],
  ])('is not renewed on a 401 %s', async (_, answer) => {
    const fake = await startFake({ [KEY]: answer });
    expect(await openClient(fake).send(GET)).toMatchObject({ status: 401 });
    expect(fake.requests).toHaveLength(1);
  });
});

describe('a token that cannot be got', () => {
  test.each([
    [
      'refused',
      'forbidden',
      /^GRAPH_TOKEN_REFUSED: AADSTS7000222; renew the secret$/,
      new TokenError('forbidden', 'AADSTS7000222; renew the secret'),
    ],
    ['out of reach', 'unavailable', /^GRAPH_TOKEN_UNAVAILABLE: /, new TokenError('unavailable', 'no network')],
    ['failing in an unknown way', 'unavailable', /^GRAPH_TOKEN_UNAVAILABLE: (?!.*hunter2)/, new Error('hunter2')],
  ])('because the source is %s is an answer, not a crash', async (_, reason, detail, error) => {
    const fake = await startFake({ [KEY]: OK });
    const answer = await openClient(fake, {}, { getToken: () => Promise.reject(error) }).send(GET);
    expect(answer).toMatchObject({ kind: 'failed', failure: { reason } });
    expect(answer).toHaveProperty('failure.detail', expect.stringMatching(detail));
    expect(fake.requests).toHaveLength(0);
  });

  test('because the source never answers ends with the call', async () => {
    const fake = await startFake({ [KEY]: OK });
    const never: TokenSource = { getToken: () => Promise.race([]) };
    const answer = await openClient(fake, { callTimeoutMs: 50 }, never).send(GET);
    expect(answer).toMatchObject({ kind: 'failed', failure: { reason: 'unavailable' } });
  });
});

describe('every request', () => {
  test('asks for unknown enum members and names its priority and itself', async () => {
    const fake = await startFake({ [KEY]: OK });
    await openClient(fake).send(GET);
    expect(fake.requests[0]?.headers).toMatchObject({
      prefer: 'include-unknown-enum-members',
      'x-ms-throttle-priority': 'high',
      'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    });
  });

  test('keeps a query that holds a URL in one piece', async () => {
    const fake = await startFake({ [KEY]: OK });
    await openClient(fake).send({ ...GET, path: '/domains?$skiptoken=https://elsewhere.example/x' });
    expect(fake.requests[0]?.query.get('$skiptoken')).toBe('https://elsewhere.example/x');
  });
});
