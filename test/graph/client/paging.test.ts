import { describe, expect, test } from '@jest/globals';
import { readPages } from '../../../src/graph/client/paging.js';
import { graphError, useFakeGraphs, type FakeAnswer, type FakeGraph, type FakeRequest } from '../fake-graph.js';
import { openClient } from '../open-client.js';

const startFake = useFakeGraphs();
const KEY = 'GET /v1.0/things';
const CALL = { version: 'v1.0', path: '/things?$select=id' } as const;

function pageOf(request: FakeRequest): number {
  return Number(request.query.get('$skiptoken') ?? '1');
}

/** `count` pages of one item; `lastLink` replaces what the last one says is next. */
async function startPages(count: number, lastLink?: (fake: FakeGraph) => unknown): Promise<FakeGraph> {
  const fake: FakeGraph = await startFake({
    [KEY]: (request) => {
      const page = pageOf(request);
      const next = `${fake.origin}/v1.0/things?$select=id&$skiptoken=${page + 1}`;
      const link = page < count ? next : lastLink?.(fake);
      return { json: { value: [page], ...(link !== undefined && { '@odata.nextLink': link }) } };
    },
  });
  return fake;
}

describe('a collection', () => {
  test.each([
    ['no item', { json: { value: [] } }],
    ['an explicit absence of more', { json: { value: [], '@odata.nextLink': null } }],
  ])('of one page with %s is whole', async (_, answer: FakeAnswer) => {
    const fake = await startFake({ [KEY]: answer });
    expect(await readPages(openClient(fake), CALL)).toEqual({ kind: 'whole', items: [] });
  });

  test('of three pages is read to the end with the same headers on each', async () => {
    const fake = await startPages(3);
    expect(await readPages(openClient(fake), CALL)).toEqual({ kind: 'whole', items: [1, 2, 3] });
    expect(fake.requests.map(({ headers }) => headers['prefer'])).toEqual(
      [1, 2, 3].map(() => 'include-unknown-enum-members'),
    );
  });

  test.each([
    [20, 'whole'],
    [21, 'broken'],
    [1_000, 'broken'],
  ])('of %d pages where 20 are permitted is %s', async (count, kind) => {
    const fake = await startPages(count);
    expect(await readPages(openClient(fake), CALL)).toMatchObject({ kind });
    expect(fake.requests).toHaveLength(20);
  });

  test.each([
    ['the first page', (origin: string) => `${origin}/v1.0/things?$select=id`],
    ['the page itself', (origin: string) => `${origin}/v1.0/things?$select=id&$skiptoken=2`],
  ])('whose link leads back to %s ends as broken', async (_, link) => {
    const fake = await startPages(2, ({ origin }) => link(origin));
    expect(await readPages(openClient(fake), CALL)).toMatchObject({ kind: 'broken' });
    expect(fake.requests).toHaveLength(2);
  });

  test.each([
    ['another API version', (origin: string) => `${origin}/beta/things`],
    ['outside the version', (origin: string) => `${origin}/v1.0/../things`],
    ['a relative place', () => '/v1.0/things?$skiptoken=2'],
    ['nowhere', () => ''],
  ])('whose link leads to %s ends as broken', async (_, link) => {
    const fake = await startPages(1, ({ origin }) => link(origin));
    expect(await readPages(openClient(fake), CALL)).toMatchObject({ kind: 'broken' });
    expect(fake.requests).toHaveLength(1);
  });

  test('whose link leads to another host ends as broken and sends that host nothing', async () => {
    const other = await startFake({ [KEY]: { json: { value: [2] } } });
    const fake = await startPages(1, () => `${other.origin}/v1.0/things?$skiptoken=2`);
    expect(await readPages(openClient(fake), CALL)).toMatchObject({ kind: 'broken' });
    expect([fake.requests.length, other.requests.length]).toEqual([1, 0]);
  });

  test('whose second page fails hands on the failure and not the half', async () => {
    const fake: FakeGraph = await startFake({
      [KEY]: (request) =>
        pageOf(request) === 1
          ? { json: { value: [1], '@odata.nextLink': `${fake.origin}/v1.0/things?$skiptoken=2` } }
          : graphError(403, 'Authorization_RequestDenied'),
    });
    const pages = await readPages(openClient(fake), CALL);
    expect(pages).toMatchObject({ kind: 'badPage', answer: { status: 403 } });
    expect(pages).not.toHaveProperty('items');
  });

  test('goes on from a first page that a batch has brought', async () => {
    const fake = await startPages(2);
    const link = `${fake.origin}/v1.0/things?$select=id&$skiptoken=2`;
    const first = { kind: 'answered', status: 200, header: () => null, body: { value: [1], '@odata.nextLink': link } };
    const pages = await readPages(openClient(fake), CALL, first as Parameters<typeof readPages>[2]);
    expect(pages).toEqual({ kind: 'whole', items: [1, 2] });
    expect(fake.requests).toHaveLength(1);
  });

  test.each<[string, FakeAnswer]>([
    ['an empty object', { json: {} }],
    ['a value that is no list', { json: { value: {} } }],
    ['an error beside a value', { json: { value: [], error: { code: 'x' } } }],
    ['a link that is no text', { json: { value: [], '@odata.nextLink': 7 } }],
    ['HTML', { text: '<html></html>', headers: { 'Content-Type': 'text/html' } }],
  ])('answered with %s is no page', async (_, answer) => {
    const fake = await startFake({ [KEY]: answer });
    expect(await readPages(openClient(fake), CALL)).toMatchObject({ kind: 'badPage' });
  });
});
