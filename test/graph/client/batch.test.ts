import { describe, expect, test } from '@jest/globals';
import { readBatch } from '../../../src/graph/client/batch.js';
import { graphError, silent, useFakeGraphs, type FakeAnswer, type FakeRequest } from '../fake-graph.js';
import { openClient } from '../open-client.js';

const startFake = useFakeGraphs();
const BATCH = 'POST /v1.0/$batch';
const ONE = 'GET /v1.0/one';
const TWO = 'GET /v1.0/two';
const PATHS = ['/one', '/two'];

function named(name: string): FakeAnswer {
  return { json: { name } };
}

/** Answers the ids of the request with `respond`. */
function answering(respond: (ids: readonly string[]) => readonly unknown[]): (request: FakeRequest) => FakeAnswer {
  return ({ body }) => {
    const { requests } = JSON.parse(body) as { requests: readonly { id: string }[] };
    return { json: { responses: respond(requests.map(({ id }) => id)) } };
  };
}

describe('a batch', () => {
  test('answers in the order of asking although Graph answers in another', async () => {
    const fake = await startFake({ [ONE]: named('one'), [TWO]: graphError(403, 'Authorization_RequestDenied') });
    const client = openClient(fake);
    const answers = await readBatch(client, PATHS);
    expect(answers).toMatchObject([{ status: 200, body: { name: 'one' } }, { status: 403 }]);
    expect(client.budget.stats()).toMatchObject({ count: 1, batches: 1, retries: 0 });
  });

  test('of beta asks beta for everything in it', async () => {
    const fake = await startFake({ 'GET /beta/one': named('one'), 'GET /beta/two': named('two') });
    const answers = await readBatch(openClient(fake), PATHS, 'beta');
    expect(answers).toMatchObject([{ body: { name: 'one' } }, { body: { name: 'two' } }]);
    expect(fake.requestsTo('POST /beta/$batch')).toHaveLength(1);
  });

  test('of nothing sends nothing', async () => {
    const fake = await startFake({});
    expect(await readBatch(openClient(fake), [])).toEqual([]);
    expect(fake.requests).toHaveLength(0);
  });

  test.each([
    [20, 1],
    [21, 2],
  ])('of %d requests takes %d round trips', async (count, trips) => {
    const paths = Array.from({ length: count }, (_, index) => `/item${index}`);
    const fake = await startFake(Object.fromEntries(paths.map((path) => [`GET /v1.0${path}`, named(path)])));
    const answers = await readBatch(openClient(fake), paths);
    expect(answers.map((answer) => answer.kind === 'answered' && answer.body)).toEqual(
      paths.map((path) => ({ name: path })),
    );
    expect(fake.requests).toHaveLength(trips);
  });

  test('asks again, in a new batch, only for what was throttled, after the longest wait', async () => {
    const busy = { ...graphError(429, 'TooManyRequests'), headers: { 'Retry-After': '1' } };
    const fake = await startFake({ [ONE]: named('one'), [TWO]: [busy, named('two')] });
    const client = openClient(fake);
    const answers = await readBatch(client, PATHS);
    expect(answers).toMatchObject([{ body: { name: 'one' } }, { body: { name: 'two' } }]);
    expect(fake.inner.map(({ path }) => path)).toEqual(['/v1.0/one', '/v1.0/two', '/v1.0/two']);
    expect((fake.requests[1]?.at ?? NaN) - (fake.requests[0]?.at ?? NaN)).toBeGreaterThanOrEqual(1_000);
    expect(client.budget.stats()).toMatchObject({ count: 2, batches: 2, retries: 1 });
  });

  test('leaves a request throttled that Graph throttles for ever', async () => {
    const busy = { ...graphError(429, 'TooManyRequests'), headers: { 'Retry-After': '0' } };
    const fake = await startFake({ [ONE]: named('one'), [TWO]: busy });
    expect(await readBatch(openClient(fake), PATHS)).toMatchObject([{ status: 200 }, { status: 429 }]);
    expect(fake.requests).toHaveLength(3);
  });

  test.each([404, 405, 501])('that the endpoint refuses with %d is read one by one', async (status) => {
    const fake = await startFake({ [BATCH]: graphError(status, 'x'), [ONE]: named('one'), [TWO]: named('two') });
    const answers = await readBatch(openClient(fake), PATHS);
    expect(answers).toMatchObject([{ body: { name: 'one' } }, { body: { name: 'two' } }]);
  });

  test('that is forbidden as a whole is not read one by one', async () => {
    const fake = await startFake({ [BATCH]: graphError(403, 'x') });
    expect(await readBatch(openClient(fake), PATHS)).toMatchObject([{ status: 403 }, { status: 403 }]);
    expect(fake.requests).toHaveLength(1);
  });

  test('that times out fails each of its requests', async () => {
    const fake = await startFake({ [BATCH]: silent });
    const answers = await readBatch(openClient(fake, { callTimeoutMs: 50 }), PATHS);
    expect(answers).toMatchObject([{ failure: { reason: 'timeout' } }, { failure: { reason: 'timeout' } }]);
  });

  test.each<[string, FakeAnswer]>([
    ['HTML', { text: '<html>', headers: { 'Content-Type': 'text/html' } }],
    ['an empty object', { json: {} }],
    ['truncated JSON', { text: '{"responses":[{"id":"1","st' }],
    ['responses that are no list', { json: { responses: {} } }],
  ])('answered with %s is malformed throughout', async (_, answer) => {
    const fake = await startFake({ [BATCH]: answer });
    const answers = await readBatch(openClient(fake), PATHS);
    expect(answers).toMatchObject([{ failure: { reason: 'malformed' } }, { failure: { reason: 'malformed' } }]);
  });

  test.each([
    ['is missing', 1],
    ['comes twice', 3],
  ])('whose answer to one request %s leaves that one unknown', async (_, count) => {
    const respond = answering(([first, second]) =>
      [second, first, first].slice(0, count).map((id) => ({ id, status: 200, body: {} })),
    );
    const fake = await startFake({ [BATCH]: respond });
    const answers = await readBatch(openClient(fake), PATHS);
    expect(answers).toMatchObject([{ failure: { reason: 'unavailable' } }, { kind: 'answered', status: 200 }]);
  });

  test('gives no body where an inner one is no JSON', async () => {
    const fake = await startFake({ [ONE]: { text: 'PGh0bWw+' }, [TWO]: named('two') });
    const answers = await readBatch(openClient(fake), PATHS);
    expect(answers).toMatchObject([{ body: undefined }, { body: { name: 'two' } }]);
  });
});
