import { describe, expect, test } from '@jest/globals';
import { createApproverDirectory, fixedApprovers } from '../../src/graph/approver-directory.js';
import { graphError, silent, useFakeGraphs, type FakeAnswer } from './fake-graph.js';
import { CLOCK, FAST, tokens } from './open-client.js';

const startFake = useFakeGraphs();

const GROUP = 'cccccccc-0000-4000-8000-000000000001';
const KEY = `GET /v1.0/groups/${GROUP}/transitiveMembers`;
const ADA = 'bbbbbbbb-0000-4000-8000-00000000000a';
const BOB = 'bbbbbbbb-0000-4000-8000-00000000000b';
const READ_AT = '2026-05-01T12:00:00.000Z';

function member(id: string, type = 'user') {
  return { '@odata.type': `#microsoft.graph.${type}`, id };
}

async function open(answer: FakeAnswer | readonly FakeAnswer[]) {
  const graph = await startFake({ [KEY]: answer });
  const options = { endpoint: graph.origin, tokens, clock: CLOCK, groupId: GROUP };
  const directory = createApproverDirectory({ ...options, limits: { ...FAST, scanBudgetMs: 300 } });
  return { graph, directory };
}

describe('the approvers of a group', () => {
  test('are its users, in lower case, and nothing else that is in it', async () => {
    const value = [member(ADA.toUpperCase()), member('g', 'group'), member('s', 'servicePrincipal'), member(BOB)];
    const { directory } = await open({ json: { value } });
    expect(await directory.readApprovers()).toEqual({ known: true, value: [ADA, BOB], readAt: READ_AT });
  });

  test('are read to the last page', async () => {
    const graph = await startFake({
      [KEY]: ({ query }) =>
        query.has('$skiptoken')
          ? { json: { value: [member(BOB)] } }
          : {
              json: {
                value: [member(ADA)],
                '@odata.nextLink': `${graph.origin}/v1.0/groups/${GROUP}/transitiveMembers?$skiptoken=2`,
              },
            },
    });
    const directory = createApproverDirectory({
      endpoint: graph.origin,
      tokens,
      clock: CLOCK,
      groupId: GROUP,
      limits: FAST,
    });
    expect(await directory.readApprovers()).toMatchObject({ known: true, value: [ADA, BOB] });
  });

  test('are asked for anew each time, from no index that lags behind', async () => {
    const { graph, directory } = await open([{ json: { value: [member(ADA)] } }, { json: { value: [] } }]);
    expect(await directory.readApprovers()).toMatchObject({ value: [ADA] });
    expect(await directory.readApprovers()).toMatchObject({ value: [] });
    expect(graph.requests.map(({ headers }) => headers['consistencylevel'])).toEqual([undefined, undefined]);
  });

  test.each<[string, FakeAnswer, string]>([
    ['Graph refuses', graphError(403, 'Authorization_RequestDenied'), 'forbidden'],
    ['the group does not exist', graphError(404, 'Request_ResourceNotFound'), 'unavailable'],
    ['Graph does not answer', silent, 'timeout'],
    ['a member is of no named type', { json: { value: [member(ADA), { id: BOB }] } }, 'malformed'],
    ['there is no list', { json: {} }, 'malformed'],
  ])('are unknown when %s', async (_, answer, reason) => {
    const { directory } = await open(answer);
    expect(await directory.readApprovers()).toMatchObject({ known: false, reason });
  });
});

test('fixed approvers are known, in lower case', async () => {
  const approvers = await fixedApprovers([ADA.toUpperCase(), BOB], CLOCK).readApprovers();
  expect(approvers).toEqual({ known: true, value: [ADA, BOB], readAt: READ_AT });
});

test('fixed approvers are known at the time of the question when no clock is named', async () => {
  const earlier = Date.now();
  const approvers = await fixedApprovers([ADA]).readApprovers();
  expect(Date.parse(approvers.known ? approvers.readAt : '')).toBeGreaterThanOrEqual(earlier);
});
