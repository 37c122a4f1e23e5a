import { describe, expect, test } from '@jest/globals';
import { known, unknown, type Observed } from '../../../src/domain/tenant/observed.js';
import type { PolicyList } from '../../../src/domain/tenant/conditional-access-policy.js';
import { parsePolicies } from '../../../src/graph/read/parse-policy.js';
import { readReferences } from '../../../src/graph/read/references.js';
import {
  graphError,
  useFakeGraphs,
  type FakeAnswer,
  type FakeGraph,
  type FakeRequest,
  type Routes,
} from '../fake-graph.js';
import { openClient } from '../open-client.js';

const startFake = useFakeGraphs();

const READ_AT = '2026-05-01T12:00:00.000Z';
const USERS = 'GET /v1.0/users';
const GROUPS = 'GET /v1.0/groups';
const guid = (index: number) => `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`;
const deletedItem = (id: string) => `GET /v1.0/directory/deletedItems/${id}`;

function naming(...users: readonly object[]): Observed<PolicyList> {
  const raw = users.map((conditions, index) => ({
    id: `p${index}`,
    state: 'enabled',
    conditions: { users: conditions },
  }));
  return known(parsePolicies(raw), READ_AT);
}

async function resolve(routes: Routes, policies: Observed<PolicyList>) {
  const fake = await startFake(routes);
  const progress = { expect: () => undefined, advance: () => undefined };
  const session = { client: openClient(fake), onRead: progress.advance };
  return { fake, references: await readReferences(session, progress, policies) };
}

/** The IDs in `id in ('…','…')`. */
function idsIn({ query }: FakeRequest): readonly string[] {
  return [...(query.get('$filter') ?? '').matchAll(/'([^']+)'/g)].map(([, id]) => id ?? '');
}

const listOf = (ids: readonly string[]): FakeAnswer => ({
  json: { value: ids.map((id) => ({ id, displayName: 'It' })) },
});

/** A directory that has these users and groups. */
function directory(users: readonly string[], groups: readonly string[] = []): Routes {
  const of = (here: readonly string[]) => (request: FakeRequest) =>
    listOf(idsIn(request).filter((id) => here.includes(id)));
  return { [USERS]: of(users), [GROUPS]: of(groups) };
}

/** What was asked for, in pieces, of one kind. */
function askedIn(fake: FakeGraph, key: string): readonly (readonly string[])[] {
  return fake.inner.filter(({ method, path }) => `${method} ${path}` === key).map(idsIn);
}

const guids = (count: number) => Array.from({ length: count }, (_, index) => guid(index));

describe('what policies name', () => {
  test('is asked for once each, in all four lists, without keywords, as a user and as a group', async () => {
    const [a, b, c, d] = [guid(1), guid(2), guid(3), guid(4)];
    const { fake, references } = await resolve(
      directory([a, b], [c, d]),
      naming(
        { includeUsers: ['All', a], excludeUsers: ['GuestsOrExternalUsers', b.toUpperCase()] },
        { includeUsers: ['None'], includeGroups: [c], excludeGroups: [d, a], excludeUsers: [b] },
      ),
    );
    for (const key of [USERS, GROUPS]) {
      expect(askedIn(fake, key).map((ids) => [...ids].sort())).toEqual([[a, b, c, d]]);
    }
    expect(fake.requests).toHaveLength(1);
    expect(references).toMatchObject({ known: true, readAt: READ_AT });
    expect(references).toHaveProperty('value.length', 4);
  });

  test('and the directory has exists, with the kind it is of', async () => {
    const { references } = await resolve(
      directory([guid(1)], [guid(2)]),
      naming({ excludeUsers: [guid(1)], excludeGroups: [guid(2)] }),
    );
    expect(references).toMatchObject({
      value: [
        { id: guid(1), state: 'exists', kind: 'user', displayName: 'It' },
        { id: guid(2), state: 'exists', kind: 'group', displayName: 'It' },
      ],
    });
  });

  test('and the directory does not return is soft-deleted when it is among the deleted items, else not found', async () => {
    const [here, deleted, gone] = [guid(1), guid(2), guid(3)];
    const { references } = await resolve(
      {
        ...directory([here]),
        [deletedItem(deleted)]: { json: { '@odata.type': '#microsoft.graph.group', id: deleted, displayName: 'Old' } },
        [deletedItem(gone)]: graphError(404, 'Request_ResourceNotFound'),
      },
      naming({ excludeUsers: [here, gone], excludeGroups: [deleted] }),
    );
    expect(references).toEqual({
      known: true,
      readAt: READ_AT,
      value: [
        { id: here, state: 'exists', kind: 'user', displayName: 'It' },
        { id: gone, state: 'notFound', kind: null, displayName: null },
        { id: deleted, state: 'softDeleted', kind: 'group', displayName: 'Old' },
      ],
    });
  });

  test('and the directory does not return is missing, not gone, for whoever may not look at the deleted items', async () => {
    const { references } = await resolve(
      { ...directory([]), [deletedItem(guid(1))]: graphError(403, 'Authorization_RequestDenied') },
      naming({ excludeGroups: [guid(1)] }),
    );
    expect(references).toMatchObject({ value: [{ id: guid(1), state: 'missing', kind: null }] });
  });

  test('is nothing when policies name nobody, and then nobody is asked', async () => {
    const { fake, references } = await resolve({}, naming({ includeUsers: ['All'] }));
    expect(references).toEqual({ known: true, value: [], readAt: READ_AT });
    expect(fake.requests).toEqual([]);
  });

  test('is asked for in pieces of fifteen, which is what one filter may name', async () => {
    const ids = guids(16);
    const { fake, references } = await resolve(directory(ids), naming({ excludeUsers: ids }));
    expect(askedIn(fake, USERS).map(({ length }) => length)).toEqual([15, 1]);
    expect(references).toHaveProperty('value.length', 16);
  });

  test('leaves out what nobody asked for', async () => {
    const { references } = await resolve(
      { [USERS]: listOf([guid(1), guid(2)]), [GROUPS]: listOf([]) },
      naming({ excludeUsers: [guid(1)] }),
    );
    expect(references).toHaveProperty('value.length', 1);
  });
});

describe('what policies name is not known', () => {
  test('while the policies are not, for the same reason', async () => {
    const policies = unknown('forbidden', 'Policy.Read.All is not granted');
    expect((await resolve({}, policies)).references).toEqual(policies);
  });

  const DAMAGES: readonly [string, FakeAnswer, string][] = [
    ['the permission is missing', graphError(403, 'Authorization_RequestDenied'), 'forbidden'],
    ['the answer is empty', { json: {} }, 'malformed'],
    ['an object has no ID', { json: { value: [{ displayName: 'It' }] } }, 'malformed'],
  ];
  test.each([USERS, GROUPS].flatMap((key) => DAMAGES.map(([what, answer, reason]) => ({ key, what, answer, reason }))))(
    'when for $key $what',
    async ({ key, answer, reason }) => {
      const { references } = await resolve(
        { ...directory([guid(1)]), [key]: answer },
        naming({ excludeUsers: [guid(1)] }),
      );
      expect(references).toMatchObject({ known: false, reason });
    },
  );

  test('when one piece of several is refused', async () => {
    const ids = guids(16);
    const { references } = await resolve(
      {
        ...directory(ids),
        [USERS]: (request) => (idsIn(request).length === 1 ? graphError(403, 'x') : listOf(idsIn(request))),
      },
      naming({ excludeUsers: ids }),
    );
    expect(references).toMatchObject({ known: false, reason: 'forbidden' });
  });

  test('when the deleted items did not answer: not found must be proven', async () => {
    const { references } = await resolve(
      { ...directory([]), [deletedItem(guid(1))]: { status: 500, json: {} } },
      naming({ excludeUsers: [guid(1)] }),
    );
    expect(references).toMatchObject({ known: false, reason: 'unavailable' });
  });

  test('when more than a hundred are missing, of which none is looked up; a hundred are', async () => {
    const routes: Routes = {
      ...directory([]),
      ...Object.fromEntries(guids(101).map((id) => [deletedItem(id), graphError(404, 'Request_ResourceNotFound')])),
    };
    const beyond = await resolve(routes, naming({ excludeUsers: guids(101) }));
    const within = await resolve(routes, naming({ excludeUsers: guids(100) }));
    const lookups = beyond.fake.inner.filter(({ path }) => path.includes('/deletedItems/'));
    expect(beyond.references).toMatchObject({ known: false, reason: 'incomplete' });
    expect(lookups).toEqual([]);
    expect(within.references).toHaveProperty('value.length', 100);
  });
});
