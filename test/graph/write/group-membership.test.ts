import { describe, expect, test } from '@jest/globals';
import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import { canonicalJson, digestOf } from '../../../src/domain/tenant/canonical.js';
import { graphError, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openWriter } from './writing.js';

const startFake = useFakeGraphs();

const GROUP = 'cccccccc-0000-4000-8000-000000000001';
const ACCOUNT = 'bbbbbbbb-0000-4000-8000-000000000001';
const ADA = 'bbbbbbbb-0000-4000-8000-00000000000a';
const EVE = 'bbbbbbbb-0000-4000-8000-00000000000e';
const READ = `GET /v1.0/groups/${GROUP}`;
const MEMBERS = `GET /v1.0/groups/${GROUP}/members`;
const POST = `POST /v1.0/groups/${GROUP}/members/$ref`;
const DELETE = `DELETE /v1.0/groups/${GROUP}/members/${ACCOUNT}/$ref`;

const ADD: TenantChange = { kind: 'addGroupMember', groupId: GROUP, accountId: ACCOUNT };
const REMOVE: TenantChange = { kind: 'removeGroupMember', groupId: GROUP, accountId: ACCOUNT };

const PLAIN = {
  id: GROUP,
  displayName: 'Exclusions',
  isAssignableToRole: null,
  isManagementRestricted: false,
  groupTypes: [],
  securityEnabled: true,
};

function members(...ids: readonly string[]): FakeAnswer {
  return { json: { value: ids.map((id) => ({ '@odata.type': '#microsoft.graph.user', id })) } };
}

async function open(answers: Record<string, FakeAnswer | readonly FakeAnswer[]> = {}) {
  const graph = await startFake({ [READ]: { json: PLAIN }, [MEMBERS]: members(ADA), ...answers });
  return { graph, writer: openWriter(graph) };
}

describe('reading a group for a change', () => {
  test('gives the digest of the group as a snapshot holds it', async () => {
    const { writer } = await open();
    const inSnapshot = { id: GROUP, displayName: 'Exclusions', isAssignableToRole: null };
    expect(await writer.readKnown(ADD)).toMatchObject({
      objectDigest: digestOf(inSnapshot),
      objectImage: canonicalJson(inSnapshot),
    });
  });

  test.each([
    { change: ADD, who: 'somebody else', ids: [ADA], inPlace: false },
    { change: ADD, who: 'the account too', ids: [ADA, ACCOUNT.toUpperCase()], inPlace: true },
    { change: REMOVE, who: 'the account too', ids: [ADA, ACCOUNT], inPlace: false },
    { change: REMOVE, who: 'somebody else', ids: [ADA], inPlace: true },
  ])('$change.kind with $who as member is in place: $inPlace', async ({ change, ids, inPlace }) => {
    const { writer } = await open({ [MEMBERS]: members(...ids) });
    expect(await writer.readKnown(change)).toMatchObject({ inPlace });
  });

  test.each([
    { change: ADD, inPlace: false },
    { change: REMOVE, inPlace: true },
  ])('that is gone leaves no digest; $change.kind is in place: $inPlace', async ({ change, inPlace }) => {
    const { writer } = await open({ [READ]: graphError(404, 'Request_ResourceNotFound') });
    expect(await writer.readKnown(change)).toEqual({ objectDigest: null, objectImage: null, inPlace, image: 'null' });
  });

  test.each([
    ['in a restricted management unit', { isManagementRestricted: true }],
    ['assignable to roles', { isAssignableToRole: true }],
    ['dynamic', { groupTypes: ['DynamicMembership'] }],
    ['no security group', { securityEnabled: false }],
  ])('that is %s is left to people', async (_, over) => {
    const { writer } = await open({ [READ]: { json: { ...PLAIN, ...over } } });
    const reading = await writer.read(ADD);
    expect(reading).toMatchObject({ known: false, reason: 'unavailable' });
    expect(reading).toHaveProperty('detail', expect.stringMatching(/^GRAPH_GROUP_FOR_PEOPLE: /));
  });

  test.each([
    ['in a restricted management unit', { isManagementRestricted: true }, true],
    ['assignable to roles', { isAssignableToRole: true }, true],
    ['dynamic', { groupTypes: ['DynamicMembership'] }, false],
    ['no security group', { securityEnabled: false }, false],
  ])('that is %s can be changed with a person’s rights: %#', async (_, over, isReadable) => {
    const graph = await startFake({ [READ]: { json: { ...PLAIN, ...over } }, [MEMBERS]: members(ADA) });
    const reading = await openWriter(graph, { actingAs: 'person' }).read(ADD);
    expect(reading.known).toBe(isReadable);
  });

  test('whose answer lacks what was asked for is malformed', async () => {
    const { isManagementRestricted: _, ...less } = PLAIN;
    const { writer } = await open({ [READ]: { json: less } });
    expect(await writer.read(ADD)).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('that is another group is malformed', async () => {
    const { writer } = await open({ [READ]: { json: { ...PLAIN, id: ADA } } });
    expect(await writer.read(ADD)).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('asks no index that lags behind', async () => {
    const { graph, writer } = await open();
    await writer.readKnown(ADD);
    expect(graph.requests.filter(({ headers, query }) => headers['consistencylevel'] ?? query.get('$count'))).toEqual(
      [],
    );
  });
});

describe('writing a membership', () => {
  test('adds by a reference to the account', async () => {
    const { graph, writer } = await open({ [POST]: { status: 204 } });
    expect(await writer.write(ADD, await writer.readKnown(ADD))).toEqual({ kind: 'written' });
    expect(graph.requestsTo(POST).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { '@odata.id': `${graph.origin}/v1.0/directoryObjects/${ACCOUNT}` },
    ]);
  });

  test('removes the reference and never the account', async () => {
    const { graph, writer } = await open({ [MEMBERS]: members(ADA, ACCOUNT), [DELETE]: { status: 204 } });
    expect(await writer.write(REMOVE, await writer.readKnown(REMOVE))).toEqual({ kind: 'written' });
    expect(graph.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([
      `/v1.0/groups/${GROUP}/members/${ACCOUNT}/$ref`,
    ]);
  });

  const ALREADY = graphError(400, 'Request_BadRequest', 'One or more added object references already exist.');

  test('that is refused because it is there already counts as written', async () => {
    const { writer } = await open({ [POST]: ALREADY });
    expect(await writer.write(ADD, await writer.readKnown(ADD))).toEqual({ kind: 'written' });
  });

  test('that is refused as another bad request does not', async () => {
    const { writer } = await open({ [POST]: graphError(400, 'Request_BadRequest', 'Invalid reference.') });
    expect(await writer.write(ADD, await writer.readKnown(ADD))).toMatchObject({
      kind: 'refused',
      code: 'Request_BadRequest',
    });
  });

  test.each([
    { of: 'an ordinary group', over: {}, needs: 'this takes GroupMember.ReadWrite.All' },
    { of: 'a role-assignable group', over: { isAssignableToRole: true }, needs: 'Privileged Role Administrator' },
  ])('of $of that Graph forbids names what is missing', async ({ over, needs }) => {
    const forbidden = { [POST]: graphError(403, 'Authorization_RequestDenied') };
    const graph = await startFake({ [READ]: { json: { ...PLAIN, ...over } }, [MEMBERS]: members(ADA), ...forbidden });
    const writer = openWriter(graph, { actingAs: 'person' });
    const result = await writer.write(ADD, await writer.readKnown(ADD));
    expect(result).toMatchObject({ kind: 'refused', code: 'Authorization_RequestDenied' });
    expect(result).toHaveProperty('detail', expect.stringContaining(needs));
  });

  test('to a group that is gone is refused without a request', async () => {
    const { graph, writer } = await open();
    const before = { objectDigest: null, objectImage: null, inPlace: false, image: 'null' };
    expect(await writer.write(ADD, before)).toMatchObject({ kind: 'refused', code: 'OBJECT_GONE' });
    expect(graph.requests).toEqual([]);
  });
});

describe('verifying a membership', () => {
  test('waits for replication and asks for nothing else', async () => {
    const { writer } = await open({ [MEMBERS]: [members(ADA), members(ADA), members(ADA, ACCOUNT)] });
    expect(await writer.verify(ADD, await writer.readKnown(ADD))).toEqual({ kind: 'verified' });
    expect(writer.pauses).toEqual([10]);
  });

  test('of a removal sees the account go', async () => {
    const { writer } = await open({ [MEMBERS]: [members(ADA, ACCOUNT), members(ADA)] });
    expect(await writer.verify(REMOVE, await writer.readKnown(REMOVE))).toEqual({ kind: 'verified' });
  });

  test.each([
    ['also has', members(ADA, ACCOUNT, EVE), EVE],
    ['lacks', members(ACCOUNT), ADA],
  ])('names a member that the group %s', async (word, after, id) => {
    const { writer } = await open({ [MEMBERS]: [members(ADA), after] });
    const result = await writer.verify(ADD, await writer.readKnown(ADD));
    expect(result).toHaveProperty('detail', expect.stringContaining(`members ${word} ${id}`));
  });

  test('names a property of the group that changed', async () => {
    const renamed = { json: { ...PLAIN, displayName: 'Other' } };
    const { writer } = await open({
      [READ]: [{ json: PLAIN }, renamed],
      [MEMBERS]: [members(ADA), members(ADA, ACCOUNT)],
    });
    const result = await writer.verify(ADD, await writer.readKnown(ADD));
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining('displayName changed'));
  });

  test('of a group that was deleted says so', async () => {
    const { writer } = await open({ [READ]: [{ json: PLAIN }, graphError(404, 'Request_ResourceNotFound')] });
    expect(await writer.verify(ADD, await writer.readKnown(ADD))).toMatchObject({ kind: 'foreignChange' });
  });
});
