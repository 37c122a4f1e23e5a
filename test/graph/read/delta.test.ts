import { describe, expect, test } from '@jest/globals';
import { createEventReader } from '../../../src/graph/event-reader.js';
import { graphError, useFakeGraphs, type FakeAnswer, type FakeGraph, type Routes } from '../fake-graph.js';
import { CLOCK, FAST, tokens } from '../open-client.js';

/** What changed among users and groups, asked over the wire. */

const startFake = useFakeGraphs();

const NORTH = 'aaaaaaaa-0000-4000-8000-000000000001';
const SOUTH = 'aaaaaaaa-0000-4000-8000-000000000002';
const STRANGER = 'aaaaaaaa-0000-4000-8000-000000000003';
const USERS = 'GET /v1.0/users/delta';
const GROUPS = 'GET /v1.0/groups/delta';

function linkOf({ origin }: Pick<FakeGraph, 'origin'>, token: string, option = '$deltatoken'): string {
  return `${origin}/v1.0/users/delta?${option}=${token}`;
}

/** Starts with the link `old==`; whatever else is asked gets `answer`, made for the fake's own origin. */
async function startUsers(answer: (fake: FakeGraph) => FakeAnswer | readonly FakeAnswer[]) {
  const answers: FakeAnswer[] = [];
  const fake: FakeGraph = await startFake({
    [USERS]: ({ query }): FakeAnswer => {
      if (query.get('$deltatoken') === 'latest') {
        return { json: { value: [], '@odata.deltaLink': linkOf(fake, 'new==') } };
      }
      return answers.shift() ?? { status: 500, json: {} };
    },
  } satisfies Routes);
  answers.push(...[answer(fake)].flat());
  const reader = createEventReader({ endpoint: fake.origin, tokens, clock: CLOCK, limits: { ...FAST, maxRetries: 0 } });
  return { fake, reader, readOn: () => reader.readDelta('users', [NORTH, SOUTH], linkOf(fake, 'old==')) };
}

const changesOf = (fake: FakeGraph, ...value: readonly unknown[]): FakeAnswer => ({
  json: { value, '@odata.deltaLink': linkOf(fake, 'new==') },
});

describe('the first question about changes', () => {
  test('asks for the state from now on by ID, and answers no changes and the link', async () => {
    const { fake, reader } = await startUsers(() => []);
    const reading = await reader.readDelta('users', [NORTH.toUpperCase(), SOUTH], null);
    expect(reading).toMatchObject({ known: true, value: { changedIds: [], link: linkOf(fake, 'new==') } });
    const query = fake.requests[0]?.query;
    expect(query?.get('$filter')).toBe(`id eq '${NORTH}' or id eq '${SOUTH}'`);
    expect(query?.get('$select')?.split(',')).toEqual(
      expect.arrayContaining(['id', 'accountEnabled', 'userPrincipalName', 'passwordPolicies']),
    );
  });

  test('about groups asks for their members', async () => {
    const fake: FakeGraph = await startFake({
      [GROUPS]: () => ({ json: { value: [], '@odata.deltaLink': `${fake.origin}/v1.0/groups/delta?$deltatoken=new` } }),
    });
    const reader = createEventReader({ endpoint: fake.origin, tokens, clock: CLOCK, limits: FAST });
    expect(await reader.readDelta('groups', [NORTH], null)).toMatchObject({ known: true });
    expect(fake.requests[0]?.query.get('$select')).toBe('id,displayName,members');
  });
});

describe('a link that is followed', () => {
  test('answers what changed, in lower case and once each, removed objects too', async () => {
    const { fake, readOn } = await startUsers((graph) =>
      changesOf(graph, { id: NORTH.toUpperCase() }, { id: SOUTH, '@removed': { reason: 'changed' } }, { id: NORTH }),
    );
    expect(await readOn()).toMatchObject({
      known: true,
      value: { changedIds: [NORTH, SOUTH], link: linkOf(fake, 'new==') },
    });
    expect(fake.requests.map(({ query }) => query.get('$deltatoken'))).toEqual(['old==']);
  });

  test('answers nothing when nothing changed', async () => {
    const { readOn } = await startUsers((graph) => changesOf(graph));
    expect(await readOn()).toMatchObject({ known: true, value: { changedIds: [] } });
  });

  test('answers nothing about objects that nobody asked for', async () => {
    const { readOn } = await startUsers((graph) => changesOf(graph, { id: STRANGER }, { id: SOUTH }));
    expect(await readOn()).toMatchObject({ known: true, value: { changedIds: [SOUTH] } });
  });

  test('is read to its last page, which alone has the next link', async () => {
    const { fake, readOn } = await startUsers((graph) => [
      { json: { value: [{ id: NORTH }], '@odata.nextLink': linkOf(graph, 'p2', '$skiptoken') } },
      changesOf(graph, { id: SOUTH }),
    ]);
    expect(await readOn()).toMatchObject({ value: { changedIds: [NORTH, SOUTH], link: linkOf(fake, 'new==') } });
  });

  test.each<[string, FakeAnswer]>([
    ['410', graphError(410, 'resyncRequired')],
    ['syncStateNotFound', graphError(400, 'syncStateNotFound')],
  ])('that Graph has forgotten (%s) begins anew, and everything counts as changed', async (_, answer) => {
    const { fake, readOn } = await startUsers(() => answer);
    expect(await readOn()).toMatchObject({
      known: true,
      value: { changedIds: [NORTH, SOUTH], link: linkOf(fake, 'new==') },
    });
  });

  test.each<[string, (fake: FakeGraph) => FakeAnswer, string]>([
    ['Graph refuses', () => graphError(403, 'Authorization_RequestDenied'), 'forbidden'],
    ['the request is wrong', () => graphError(400, 'Request_BadRequest'), 'unavailable'],
    ['there is no list', (fake) => ({ json: { '@odata.deltaLink': linkOf(fake, 'new') } }), 'malformed'],
    ['there is no link', () => ({ json: { value: [{ id: NORTH }] } }), 'malformed'],
    ['an object has no ID', (fake) => changesOf(fake, {}), 'malformed'],
    [
      'the link leads to another host',
      () => ({ json: { value: [], '@odata.deltaLink': linkOf({ origin: 'http://127.0.0.1:9' }, 'new') } }),
      'incomplete',
    ],
    [
      'a page leads to another host',
      () => ({ json: { value: [], '@odata.nextLink': linkOf({ origin: 'http://127.0.0.1:9' }, 'p2') } }),
      'incomplete',
    ],
  ])('is not known when %s', async (_, answer, reason) => {
    const { readOn } = await startUsers(answer);
    expect(await readOn()).toMatchObject({ known: false, reason });
  });

  test('to another host gets no request, and so no token', async () => {
    const { fake, reader } = await startUsers(() => []);
    const other = await startFake({});
    const reading = await reader.readDelta('users', [NORTH], linkOf(other, 'old'));
    expect(reading).toMatchObject({ known: false, reason: 'incomplete' });
    expect([fake.requests, other.requests]).toEqual([[], []]);
  });
});
