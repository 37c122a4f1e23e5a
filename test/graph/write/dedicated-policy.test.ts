import { describe, expect, test } from '@jest/globals';
import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import { useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openWriter } from './writing.js';

const startFake = useFakeGraphs();

const ID = 'dddddddd-0000-4000-8000-000000000009';
const [NORTH, SOUTH, EVE] = ['1', '2', 'e'].map((end) => `bbbbbbbb-0000-4000-8000-00000000000${end}`) as [
  string,
  string,
  string,
];
const NAME = 'Emergency access: phishing-resistant';
const IDENTITY = { displayName: NAME, accountIds: [NORTH, SOUTH] } as const;
const CREATE: TenantChange = { kind: 'createDedicatedPolicy', ...IDENTITY };
const REMOVE: TenantChange = { kind: 'deleteDedicatedPolicy', ...IDENTITY };
const LIST = 'GET /v1.0/identity/conditionalAccess/policies';
const POST = 'POST /v1.0/identity/conditionalAccess/policies';
const DELETE = `DELETE /v1.0/identity/conditionalAccess/policies/${ID}`;
const STRENGTH = '00000000-0000-0000-0000-000000000004';

/** The policy as Graph answers it, with what Graph adds. */
function created(over: object = {}, users: object = {}) {
  return {
    id: ID,
    displayName: NAME,
    createdDateTime: '2026-05-01T12:00:00Z',
    modifiedDateTime: null,
    state: 'enabledForReportingButNotEnforced',
    sessionControls: null,
    conditions: {
      users: { includeUsers: [SOUTH, NORTH.toUpperCase()], excludeUsers: [], includeGroups: [], ...users },
      applications: { includeApplications: ['All'], excludeApplications: [] },
      clientAppTypes: ['all'],
      platforms: null,
    },
    grantControls: {
      operator: 'OR',
      builtInControls: [],
      authenticationStrength: { id: STRENGTH, displayName: 'Phishing-resistant MFA', allowedCombinations: ['fido2'] },
    },
    ...over,
  };
}

const OTHER = created({ id: 'other', displayName: 'Another policy' });

function list(...policies: readonly object[]): FakeAnswer {
  return { json: { value: [OTHER, ...policies] } };
}

async function open(lists: FakeAnswer | readonly FakeAnswer[]) {
  const graph = await startFake({ [LIST]: lists, [POST]: { status: 201, json: created() }, [DELETE]: { status: 204 } });
  return { graph, writer: openWriter(graph) };
}

describe('creating the dedicated policy', () => {
  test('sends it report-only, for exactly the accounts, on all resources and clients', async () => {
    const { graph, writer } = await open(list());
    expect(await writer.write(CREATE, await writer.readKnown(CREATE))).toEqual({ kind: 'written' });
    expect(graph.requestsTo(POST).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      {
        displayName: NAME,
        state: 'enabledForReportingButNotEnforced',
        conditions: {
          users: { includeUsers: [NORTH, SOUTH] },
          applications: { includeApplications: ['All'] },
          clientAppTypes: ['all'],
        },
        grantControls: { operator: 'OR', authenticationStrength: { id: STRENGTH } },
      },
    ]);
  });

  test('is in place when a policy has that name and those accounts', async () => {
    const { writer } = await open(list(created()));
    const reading = await writer.readKnown(CREATE);
    expect(reading.inPlace).toBe(true);
    expect(reading.objectDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  test('that is in place sends nothing', async () => {
    const { graph, writer } = await open(list(created()));
    expect(await writer.write(CREATE, await writer.readKnown(CREATE))).toMatchObject({ code: 'ALREADY_IN_PLACE' });
    expect(graph.requestsTo(POST)).toEqual([]);
  });

  test.each([
    ['another name', created({ displayName: `${NAME} 2` })],
    ['the name in another case', created({ displayName: NAME.toUpperCase() })],
  ])('is not in place when the policy has %s', async (_, policy) => {
    const { writer } = await open(list(policy));
    expect(await writer.readKnown(CREATE)).toEqual({
      inPlace: false,
      objectDigest: null,
      objectImage: null,
      image: '[]',
    });
  });

  test.each([
    ['one account more', { includeUsers: [NORTH, SOUTH, EVE] }],
    ['one account less', { includeUsers: [NORTH] }],
    ['a group too', { includeGroups: [EVE] }],
    ['an exclusion', { excludeUsers: [NORTH] }],
  ])('is refused when a policy of that name has %s', async (_, users) => {
    const { graph, writer } = await open(list(created({}, users)));
    const before = await writer.readKnown(CREATE);
    expect(before.inPlace).toBe(false);
    expect(await writer.write(CREATE, before)).toMatchObject({ kind: 'refused', code: 'NAME_TAKEN' });
    expect(graph.requestsTo(POST)).toEqual([]);
  });

  test('cannot be decided when a policy of that name is not understood', async () => {
    const { writer } = await open(list(created({ state: 'new' })));
    expect(await writer.read(CREATE)).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('is verified when the list shows it as it was sent', async () => {
    const { writer } = await open([list(), list(), list(created())]);
    expect(await writer.verify(CREATE, await writer.readKnown(CREATE))).toEqual({ kind: 'verified' });
    expect(writer.pauses).toEqual([10]);
  });

  test.each([
    ['state', { state: 'enabled' }],
    ['grantControls.builtInControls', { grantControls: { ...created().grantControls, builtInControls: ['block'] } }],
  ])('names %s when it is not as it was sent', async (property, over) => {
    const { writer } = await open([list(), list(created(over))]);
    const result = await writer.verify(CREATE, await writer.readKnown(CREATE));
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining(property));
  });

  test('reports a second one like it', async () => {
    const { writer } = await open([list(), list(created(), created({ id: 'second' }))]);
    expect(await writer.verify(CREATE, await writer.readKnown(CREATE))).toMatchObject({ kind: 'foreignChange' });
  });
});

describe('deleting the dedicated policy', () => {
  test('deletes the one of that name, with those accounts, that is report-only', async () => {
    const { graph, writer } = await open(list(created()));
    expect(await writer.write(REMOVE, await writer.readKnown(REMOVE))).toEqual({ kind: 'written' });
    expect(graph.requestsTo(DELETE)).toHaveLength(1);
  });

  test.each([
    ['was switched on', created({ state: 'enabled' }), 'DEDICATED_POLICY_SWITCHED'],
    ['was switched off', created({ state: 'disabled' }), 'DEDICATED_POLICY_SWITCHED'],
    ['has another account', created({}, { includeUsers: [NORTH, EVE] }), 'DEDICATED_POLICY_NOT_CERTAIN'],
  ])('is refused when it %s', async (_, policy, code) => {
    const { graph, writer } = await open(list(policy));
    const before = await writer.readKnown(REMOVE);
    expect(before.inPlace).toBe(false);
    expect(await writer.write(REMOVE, before)).toMatchObject({ kind: 'refused', code });
    expect(graph.requestsTo(DELETE)).toEqual([]);
  });

  test('is refused when there are two', async () => {
    const { writer } = await open(list(created(), created({ id: 'second' })));
    const result = await writer.write(REMOVE, await writer.readKnown(REMOVE));
    expect(result).toMatchObject({ kind: 'refused', code: 'DEDICATED_POLICY_NOT_CERTAIN' });
  });

  test('is in place when no policy has that name', async () => {
    const { writer } = await open(list());
    expect(await writer.readKnown(REMOVE)).toMatchObject({ inPlace: true });
  });

  test('is verified when the list does not show it any more', async () => {
    const { writer } = await open([list(created()), list(created()), list()]);
    expect(await writer.verify(REMOVE, await writer.readKnown(REMOVE))).toEqual({ kind: 'verified' });
    expect(writer.pauses).toEqual([10]);
  });
});
