import { describe, expect, test } from '@jest/globals';
import { drip, graphError, reset, silent, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openClient } from '../open-client.js';

const startFake = useFakeGraphs();
const OK: FakeAnswer = { json: { value: [] } };
const KEY = 'GET /v1.0/domains';
const GET = { method: 'GET', version: 'v1.0', path: '/domains' } as const;

function throttled(headers: Record<string, string>): FakeAnswer {
  return { ...graphError(429, 'TooManyRequests'), headers };
}

async function waitOf(first: FakeAnswer): Promise<{ waited: number; status: number | undefined }> {
  const fake = await startFake({ [KEY]: [first, OK] });
  const answer = await openClient(fake).send(GET);
  const [one, two] = fake.requestsTo(KEY);
  return {
    waited: (two?.at ?? NaN) - (one?.at ?? NaN),
    status: answer.kind === 'answered' ? answer.status : undefined,
  };
}

describe('a throttled read', () => {
  test('comes back after the seconds Graph names, and no sooner', async () => {
    const { waited, status } = await waitOf(throttled({ 'Retry-After': '1' }));
    expect(status).toBe(200);
    expect(waited).toBeGreaterThanOrEqual(1_000);
  });

  test('comes back after the HTTP date Graph names, and no sooner', async () => {
    const headers = { Date: 'Fri, 01 May 2026 12:00:00 GMT', 'Retry-After': 'Fri, 01 May 2026 12:00:01 GMT' };
    const { waited, status } = await waitOf(throttled(headers));
    expect(status).toBe(200);
    expect(waited).toBeGreaterThanOrEqual(1_000);
  });

  test('backs off by itself when Graph names no time', async () => {
    const { waited, status } = await waitOf(throttled({}));
    expect(status).toBe(200);
    expect(waited).toBeGreaterThanOrEqual(5);
  });

  test('is given up at once when Graph says to come back in ten hours', async () => {
    const fake = await startFake({ [KEY]: throttled({ 'Retry-After': '36000' }) });
    const answer = await openClient(fake).send(GET);
    expect(answer).toMatchObject({ kind: 'answered', status: 429 });
    expect(fake.requests).toHaveLength(1);
  });

  test('is given up when the wait is longer than what we wait for at most', async () => {
    const fake = await startFake({ [KEY]: [throttled({ 'Retry-After': '2' }), OK] });
    expect(await openClient(fake).send(GET)).toMatchObject({ kind: 'answered', status: 429 });
    expect(fake.requests).toHaveLength(1);
  });

  test('is given up when the wait is longer than what is left of the scan', async () => {
    const fake = await startFake({ [KEY]: throttled({ 'Retry-After': '1' }) });
    const answer = await openClient(fake, { scanBudgetMs: 500 }).send(GET);
    expect(answer).toMatchObject({ kind: 'answered', status: 429 });
    expect(fake.requests).toHaveLength(1);
  });

  test('ends after the permitted number of repetitions when Graph throttles for ever', async () => {
    const fake = await startFake({ [KEY]: throttled({ 'Retry-After': '0' }) });
    const client = openClient(fake);
    const answer = await client.send(GET);
    expect(answer).toMatchObject({ kind: 'answered', status: 429 });
    expect(fake.requests).toHaveLength(3);
    expect(client.budget.stats()).toMatchObject({ count: 3, batches: 0, retries: 2 });
  });
});

describe('what is repeated', () => {
  test.each([429, 503, 504])('a GET answered %d is sent again', async (status) => {
    const fake = await startFake({ [KEY]: [graphError(status, 'x'), OK] });
    expect(await openClient(fake).send(GET)).toMatchObject({ status: 200 });
  });

  test.each([400, 401, 403, 404, 500, 502])('a GET answered %d is not', async (status) => {
    const fake = await startFake({ [KEY]: [graphError(status, 'x'), OK] });
    expect(await openClient(fake).send(GET)).toMatchObject({ status });
  });

  test('a GET whose connection breaks in the body is sent again', async () => {
    const fake = await startFake({ [KEY]: [reset, OK] });
    expect(await openClient(fake).send(GET)).toMatchObject({ status: 200 });
  });

  test('a connection that always breaks ends as unavailable', async () => {
    const fake = await startFake({ [KEY]: reset });
    const answer = await openClient(fake).send(GET);
    expect(answer).toMatchObject({ kind: 'failed', failure: { reason: 'unavailable' } });
  });

  test('a POST that writes is sent once whatever Graph answers', async () => {
    const key = 'POST /v1.0/groups';
    const fake = await startFake({ [key]: [graphError(504, 'x'), OK] });
    const call = { method: 'POST', version: 'v1.0', path: '/groups', body: {} } as const;
    expect(await openClient(fake).send(call)).toMatchObject({ status: 504 });
    expect(fake.requestsTo(key)).toHaveLength(1);
  });

  test('a POST that only reads is sent again', async () => {
    const key = 'POST /v1.0/directoryObjects/getByIds';
    const fake = await startFake({ [key]: [graphError(504, 'x'), OK] });
    const call = { method: 'POST', version: 'v1.0', path: '/directoryObjects/getByIds', body: {} } as const;
    expect(await openClient(fake).send(call)).toMatchObject({ status: 200 });
    expect(fake.requestsTo(key)).toHaveLength(2);
  });

  test.each([
    ['PATCH', 1],
    ['GET', 2],
  ])('a batch that holds a %s is sent %d times', async (method, times) => {
    const key = 'POST /v1.0/$batch';
    const fake = await startFake({ [key]: [graphError(503, 'x'), OK] });
    const body = { requests: [{ id: '1', method, url: '/groups/1' }] };
    await openClient(fake).send({ method: 'POST', version: 'v1.0', path: '/$batch', body });
    expect(fake.requestsTo(key)).toHaveLength(times);
  });
});

describe('a call ends', () => {
  test.each([
    ['never begins', silent],
    ['never finishes', drip],
  ])('as timeout when the answer %s', async (_, fault) => {
    const fake = await startFake({ [KEY]: fault });
    const answer = await openClient(fake, { callTimeoutMs: 100 }).send(GET);
    expect(answer).toMatchObject({ kind: 'failed', failure: { reason: 'timeout' } });
    expect(answer).toHaveProperty('failure.detail', expect.stringMatching(/^GRAPH_TIMEOUT: /));
  });

  test('as timeout when the scan has no time left, without sending anything more', async () => {
    const fake = await startFake({ [KEY]: silent });
    const client = openClient(fake, { scanBudgetMs: 100 });
    const answers = [await client.send(GET), await client.send(GET)];
    expect(answers).toEqual([
      expect.objectContaining({ failure: expect.objectContaining({ reason: 'timeout' }) as unknown }),
      expect.objectContaining({ failure: expect.objectContaining({ reason: 'timeout' }) as unknown }),
    ]);
    expect(fake.requests).toHaveLength(1);
  });

  test('well when the answer is slow but in time', async () => {
    const slow: FakeAnswer = {
      raw: (response) => {
        response.write('{');
        setTimeout(() => response.end('}'), 30);
      },
    };
    const fake = await startFake({ [KEY]: slow });
    expect(await openClient(fake, { callTimeoutMs: 1_000 }).send(GET)).toMatchObject({ status: 200, body: {} });
  });
});
