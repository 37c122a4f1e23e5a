import { describe, expect, test } from '@jest/globals';
import { known, unknown, type Observed } from '../../../src/domain/tenant/observed.js';
import type { PolicyList } from '../../../src/domain/tenant/conditional-access-policy.js';
import { parsePolicies } from '../../../src/graph/read/parse-policy.js';
import { readReferences } from '../../../src/graph/read/references.js';
import { graphError, useFakeGraphs, type FakeAnswer, type FakeGraph, type Routes } from '../fake-graph.js';
import { openClient } from '../open-client.js';

const startFake = useFakeGraphs();

const READ_AT = '2026-05-01T12:00:00.000Z';
const BY_IDS = 'POST /v1.0/directoryObjects/getByIds';
const guid = (index: number) => `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`;
const deletedItem = (id: string) => `GET /v1.0/directory/deletedItems/${id}`;
const USER = '#microsoft.graph.user';

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

function askedIn(fake: FakeGraph): readonly (readonly string[])[] {
  return fake.requestsTo(BY_IDS).map(({ body }) => (JSON.parse(body) as { ids: string[] }).ids);
}

function existing(...ids: readonly string[]): FakeAnswer {
  return { json: { value: ids.map((id) => ({ '@odata.type': USER, id, displayName: 'It' })) } };
}

describe('what policies name', () => {
  test('is asked for once each, in all four lists, without keywords', async () => {
    const [a, b, c, d] = [guid(1), guid(2), guid(3), guid(4)];
    const { fake, references } = await resolve(
      { [BY_IDS]: existing(a, b, c, d) },
      naming(
        { includeUsers: ['All', a], excludeUsers: ['GuestsOrExternalUsers', b.toUpperCase()] },
        { includeUsers: ['None'], includeGroups: [c], excludeGroups: [d, a], excludeUsers: [b] },
      ),
    );
    expect(askedIn(fake).map((ids) => [...ids].sort())).toEqual([[a, b, c, d]]);
    expect(references).toMatchObject({ known: true, readAt: READ_AT });
    expect(references).toHaveProperty('value.length', 4);
  });

  test('and the directory has exists, with the kind it is of', async () => {
    const kinds = ['user', 'group', 'device', 'servicePrincipal'];
    const value = kinds.map((kind, index) => ({ '@odata.type': `#microsoft.graph.${kind}`, id: guid(index) }));
    const { references } = await resolve(
      { [BY_IDS]: { json: { value } } },
      naming({ excludeUsers: value.map(({ id }) => id) }),
    );
    expect(references).toMatchObject({
      value: kinds.map((kind, index) => ({ id: guid(index), state: 'exists', kind, displayName: null })),
    });
  });

  test('and the directory does not return is soft-deleted when it is among the deleted items, else not found', async () => {
    const [here, deleted, gone] = [guid(1), guid(2), guid(3)];
    const { references } = await resolve(
      {
        [BY_IDS]: existing(here),
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

  test('is nothing when policies name nobody, and then nobody is asked', async () => {
    const { fake, references } = await resolve({}, naming({ includeUsers: ['All'] }));
    expect(references).toEqual({ known: true, value: [], readAt: READ_AT });
    expect(fake.requests).toEqual([]);
  });

  test('is asked for in pieces of a thousand', async () => {
    const ids = Array.from({ length: 1_001 }, (_, index) => guid(index));
    const { fake, references } = await resolve(
      { [BY_IDS]: ({ body }) => existing(...(JSON.parse(body) as { ids: string[] }).ids) },
      naming({ excludeUsers: ids }),
    );
    expect(askedIn(fake).map(({ length }) => length)).toEqual([1_000, 1]);
    expect(references).toHaveProperty('value.length', 1_001);
  });

  test('leaves out what nobody asked for', async () => {
    const { references } = await resolve({ [BY_IDS]: existing(guid(1), guid(2)) }, naming({ excludeUsers: [guid(1)] }));
    expect(references).toHaveProperty('value.length', 1);
  });
});

describe('what policies name is not known', () => {
  test('while the policies are not, for the same reason', async () => {
    const policies = unknown('forbidden', 'Policy.Read.All is not granted');
    expect((await resolve({}, policies)).references).toEqual(policies);
  });

  test.each<[string, FakeAnswer, string]>([
    ['the permission is missing', graphError(403, 'Authorization_RequestDenied'), 'forbidden'],
    ['the answer is empty', { json: {} }, 'malformed'],
    ['an object has no ID', { json: { value: [{ '@odata.type': USER }] } }, 'malformed'],
  ])('when %s', async (_, answer, reason) => {
    const { references } = await resolve({ [BY_IDS]: answer }, naming({ excludeUsers: [guid(1)] }));
    expect(references).toMatchObject({ known: false, reason });
  });

  test('when one piece of several is refused', async () => {
    const ids = Array.from({ length: 1_001 }, (_, index) => guid(index));
    const { references } = await resolve(
      {
        [BY_IDS]: ({ body }) => {
          const asked = (JSON.parse(body) as { ids: string[] }).ids;
          return asked.length === 1 ? graphError(403, 'x') : existing(...asked);
        },
      },
      naming({ excludeUsers: ids }),
    );
    expect(references).toMatchObject({ known: false, reason: 'forbidden' });
  });

  test('when the deleted items could not be asked: not found must be proven', async () => {
    const { references } = await resolve(
      { [BY_IDS]: existing(), [deletedItem(guid(1))]: graphError(403, 'Authorization_RequestDenied') },
      naming({ excludeUsers: [guid(1)] }),
    );
    expect(references).toMatchObject({ known: false, reason: 'forbidden' });
  });

  test('when more than a hundred are missing, of which none is looked up; a hundred are', async () => {
    const missing = (count: number) => Array.from({ length: count }, (_, index) => guid(index));
    const routes: Routes = {
      [BY_IDS]: existing(),
      ...Object.fromEntries(
        missing(101).map((id) => [deletedItem(id), graphError(404, 'Request_ResourceNotFound')] as const),
      ),
    };
    const beyond = await resolve(routes, naming({ excludeUsers: missing(101) }));
    const within = await resolve(routes, naming({ excludeUsers: missing(100) }));
    expect(beyond.references).toMatchObject({ known: false, reason: 'incomplete' });
    expect(beyond.fake.inner).toEqual([]);
    expect(within.references).toHaveProperty('value.length', 100);
  });
});

test('a question for IDs is asked again after a refusal, for asking changes nothing', async () => {
  const { fake, references } = await resolve(
    { [BY_IDS]: [{ status: 503, json: {} }, existing(guid(1))] },
    naming({ excludeUsers: [guid(1)] }),
  );
  expect(references.known).toBe(true);
  expect(fake.requestsTo(BY_IDS)).toHaveLength(2);
});
