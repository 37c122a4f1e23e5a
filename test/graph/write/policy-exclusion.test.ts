import { describe, expect, test } from '@jest/globals';
import { canonicalJson, digestOf } from '../../../src/domain/tenant/canonical.js';
import { createTenantReader } from '../../../src/graph/tenant-reader.js';
import { graphError, useFakeGraphs } from '../fake-graph.js';
import { CLOCK, FAST, tokens } from '../open-client.js';
import {
  ACCOUNT,
  ADA,
  ADD,
  aPolicy,
  BOB,
  EVE,
  GET,
  PATCH,
  policyFake,
  POLICIES,
  POLICY_ID,
  REMOVE,
} from './policy-fake.js';
import { openWriter } from './writing.js';

const startFake = useFakeGraphs();

describe('reading a policy for a change', () => {
  test('gives the digest that a scan of the same policy gives', async () => {
    const fake = policyFake([BOB.toUpperCase(), ADA]);
    const graph = await startFake({
      ...fake.routes,
      [`GET ${POLICIES}`]: () => ({ json: { value: [fake.policy] } }),
      'POST /v1.0/$batch': { json: { responses: [] } },
      'GET /beta/identity/conditionalAccess/policies': { json: { value: [] } },
      'GET /v1.0/identityProtection/riskyUsers': { json: { value: [] } },
      'POST /v1.0/directoryObjects/getByIds': { json: { value: [] } },
    });
    const scan = createTenantReader({ endpoint: graph.origin, tokens, clock: CLOCK, limits: FAST });
    const { snapshot } = await scan.readTenant({ accounts: [], priority: 'high' });
    const scanned = snapshot.policies.known ? snapshot.policies.value.policies : [];
    const { objectDigest, objectImage } = await openWriter(graph).readKnown(ADD);
    expect(scanned.map(digestOf)).toEqual([objectDigest]);
    expect(scanned.map(canonicalJson)).toEqual([objectImage]);
  });

  test('gives another digest when the policy was modified since', async () => {
    const fake = policyFake([ADA]);
    const writer = openWriter(await startFake(fake.routes));
    const { objectDigest } = await writer.readKnown(ADD);
    fake.policy = aPolicy([ADA], { modifiedDateTime: '2026-05-01T00:00:00Z' });
    expect((await writer.readKnown(ADD)).objectDigest).not.toBe(objectDigest);
  });

  test('keeps everything that Graph said as the image', async () => {
    const fake = policyFake([ADA]);
    const { image } = await openWriter(await startFake(fake.routes)).readKnown(ADD);
    expect(image).toBe(canonicalJson(fake.policy));
  });

  test.each([
    { change: ADD, excluded: 'somebody else', list: [ADA], inPlace: false },
    { change: ADD, excluded: 'the account, in capitals,', list: [ADA, ACCOUNT.toUpperCase()], inPlace: true },
    { change: REMOVE, excluded: 'the account, in capitals,', list: [ADA, ACCOUNT.toUpperCase()], inPlace: false },
    { change: REMOVE, excluded: 'nobody', list: null, inPlace: true },
  ])('$change.kind with $excluded excluded is in place: $inPlace', async ({ change, list, inPlace }) => {
    const writer = openWriter(await startFake(policyFake(list).routes));
    expect(await writer.readKnown(change)).toMatchObject({ inPlace });
  });

  test.each([
    { change: ADD, inPlace: false },
    { change: REMOVE, inPlace: true },
  ])('that is gone leaves no digest; $change.kind is in place: $inPlace', async ({ change, inPlace }) => {
    const writer = openWriter(await startFake({ [GET]: graphError(404, 'ResourceNotFound') }));
    expect(await writer.readKnown(change)).toEqual({ objectDigest: null, objectImage: null, inPlace, image: 'null' });
  });

  test('that uses preview features says that v1.0 cannot change it', async () => {
    const preview = graphError(400, 'BadRequest', '1037: The policy you requested contains preview features.');
    const reading = await openWriter(await startFake({ [GET]: preview })).read(ADD);
    expect(reading).toMatchObject({ known: false, reason: 'unavailable' });
    expect(reading).toHaveProperty('detail', expect.stringMatching(/^GRAPH_PREVIEW_POLICY: /));
  });

  test('with another bad request does not', async () => {
    const reading = await openWriter(await startFake({ [GET]: graphError(400, 'BadRequest', '1007: no') })).read(ADD);
    expect(reading).toHaveProperty('detail', expect.stringMatching(/^GRAPH_UNAVAILABLE: /));
  });

  test.each([
    ['has a list in another spelling', { conditions: { users: { ExcludeUsers: [ADA] } } }],
    ['is another policy', { id: ADA }],
  ])('that %s is malformed', async (_, over) => {
    const reading = await openWriter(await startFake({ [GET]: { json: aPolicy([], over) } })).read(ADD);
    expect(reading).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('about workload identities has no exclusions to change', async () => {
    const conditions = { clientApplications: { includeServicePrincipals: ['All'] } };
    const reading = await openWriter(await startFake({ [GET]: { json: aPolicy([], { conditions }) } })).read(ADD);
    expect(reading).toHaveProperty('detail', expect.stringMatching(/^GRAPH_POLICY_WITHOUT_USERS: /));
  });
});

describe('writing an exclusion', () => {
  test.each([
    { change: ADD, excluded: 'others', list: [BOB.toUpperCase(), ADA], sent: [ADA, BOB.toUpperCase(), ACCOUNT] },
    { change: ADD, excluded: 'nobody', list: null, sent: [ACCOUNT] },
    {
      change: REMOVE,
      excluded: 'others and the account',
      list: [ADA, ACCOUNT.toUpperCase(), 'GuestsOrExternalUsers'],
      sent: [ADA, 'GuestsOrExternalUsers'],
    },
    { change: REMOVE, excluded: 'only the account', list: [ACCOUNT], sent: [] },
  ])('$change.kind with $excluded excluded sends the whole list and nothing else', async ({ change, list, sent }) => {
    const graph = await startFake(policyFake(list).routes);
    const writer = openWriter(graph);
    expect(await writer.write(change, await writer.readKnown(change))).toEqual({ kind: 'written' });
    const [request] = graph.requestsTo(PATCH);
    expect(canonicalJson(JSON.parse(request?.body ?? ''))).toBe(
      canonicalJson({ conditions: { users: { excludeUsers: sent } } }),
    );
  });

  test('to a policy that is gone is refused without a request', async () => {
    const graph = await startFake({});
    const before = { objectDigest: null, objectImage: null, inPlace: false, image: 'null' };
    expect(await openWriter(graph).write(ADD, before)).toMatchObject({ kind: 'refused', code: 'OBJECT_GONE' });
  });
});

describe('verifying an exclusion', () => {
  async function writeThenVerify(
    excludeUsers: readonly string[],
    afterwards: (fake: ReturnType<typeof policyFake>) => void,
  ) {
    const fake = policyFake(excludeUsers);
    const writer = openWriter(await startFake(fake.routes));
    const before = await writer.readKnown(ADD);
    await writer.write(ADD, before);
    afterwards(fake);
    return { result: await writer.verify(ADD, before), writer };
  }

  test('of a policy that changed in nothing else says so at once', async () => {
    const { result, writer } = await writeThenVerify([ADA, BOB], () => undefined);
    expect(result).toEqual({ kind: 'verified' });
    expect(writer).toMatchObject({ pauses: [], warnings: [] });
  });

  test('needs nothing but the image, as after a crash', async () => {
    const fake = policyFake([ADA]);
    const writer = openWriter(await startFake(fake.routes));
    const before = await writer.readKnown(ADD);
    await writer.write(ADD, before);
    const kept = { objectDigest: null, objectImage: null, inPlace: false, image: before.image };
    expect(await writer.verify(ADD, kept)).toEqual({ kind: 'verified' });
  });

  test('takes an absent list for an empty one, and an order for none', async () => {
    const { result } = await writeThenVerify([ADA, BOB], (fake) => {
      const users = { includeUsers: ['All'], excludeUsers: [ACCOUNT, BOB, ADA], includeRoles: [] };
      fake.policy = aPolicy([], { conditions: { ...fake.policy.conditions, users } });
    });
    expect(result).toEqual({ kind: 'verified' });
  });

  test.each([
    ['state', { state: 'disabled' }],
    ['grantControls.operator', { grantControls: { operator: 'AND', builtInControls: ['mfa'] } }],
    [
      'conditions.users.includeUsers',
      {
        conditions: {
          ...aPolicy([]).conditions,
          users: { includeUsers: [EVE], excludeUsers: [ADA, ACCOUNT], includeGroups: [] },
        },
      },
    ],
  ])('names %s when somebody changed it', async (property, over) => {
    const { result } = await writeThenVerify([ADA], (fake) => {
      fake.policy = aPolicy([ADA, ACCOUNT], over);
    });
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining(`GRAPH_FOREIGN_CHANGE: ${property} changed`));
  });

  test.each([
    ['lacks', [ACCOUNT], ADA],
    ['also has', [ADA, ACCOUNT, EVE], EVE],
  ])('names an exclusion that the list %s', async (word, list, id) => {
    const { result } = await writeThenVerify([ADA], (fake) => fake.edit(list, '2026-05-01T12:00:03Z'));
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining(`conditions.users.excludeUsers ${word} ${id}`));
  });

  test('does not print an exclusion that is no ID', async () => {
    const { result } = await writeThenVerify([ADA], (fake) =>
      fake.edit([ADA, ACCOUNT, '[click](evil)'], '2026-05-01T12:00:03Z'),
    );
    expect(result).toHaveProperty('detail', expect.stringContaining('also has an entry that cannot be printed'));
  });

  test('of a policy that was deleted says so', async () => {
    const fake = policyFake([ADA]);
    const graph = await startFake({
      ...fake.routes,
      [GET]: [{ json: fake.policy }, graphError(404, 'ResourceNotFound')],
    });
    const writer = openWriter(graph);
    expect(await writer.verify(ADD, await writer.readKnown(ADD))).toMatchObject({ kind: 'foreignChange' });
  });

  test('of a removal does not mind that the list is empty now', async () => {
    const writer = openWriter(await startFake(policyFake([ACCOUNT]).routes));
    const before = await writer.readKnown(REMOVE);
    await writer.write(REMOVE, before);
    expect(await writer.verify(REMOVE, before)).toEqual({ kind: 'verified' });
  });

  test('never writes', async () => {
    const graph = await startFake(policyFake([ADA]).routes);
    const writer = openWriter(graph);
    await writer.verify(ADD, await writer.readKnown(ADD));
    expect(graph.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(graph.requests.every(({ path }) => path.endsWith(POLICY_ID))).toBe(true);
  });
});
