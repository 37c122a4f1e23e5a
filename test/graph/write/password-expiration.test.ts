import { describe, expect, test } from '@jest/globals';
import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import { canonicalJson, digestOf } from '../../../src/domain/tenant/canonical.js';
import { graphError, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openWriter } from './writing.js';

const startFake = useFakeGraphs();

const ACCOUNT = 'bbbbbbbb-0000-4000-8000-000000000001';
const GET = `GET /v1.0/users/${ACCOUNT}`;
const PATCH = `PATCH /v1.0/users/${ACCOUNT}`;
const SET: TenantChange = { kind: 'setPasswordNeverExpires', accountId: ACCOUNT };
const CLEAR: TenantChange = { kind: 'clearPasswordNeverExpires', accountId: ACCOUNT };
const NEVER = 'DisablePasswordExpiration';
const WEAK = 'DisableStrongPassword';

const USER = {
  id: ACCOUNT,
  userPrincipalName: 'vault1@contoso.onmicrosoft.com',
  displayName: 'Vault 1',
  userType: 'Member',
  accountEnabled: true,
  onPremisesSyncEnabled: null,
  passwordPolicies: null,
};

function userWith(passwordPolicies: string | null, over: object = {}): FakeAnswer {
  return { json: { ...USER, passwordPolicies, ...over } };
}

async function open(reads: FakeAnswer | readonly FakeAnswer[], answer: FakeAnswer = { status: 204 }) {
  const graph = await startFake({ [GET]: reads, [PATCH]: answer });
  return { graph, writer: openWriter(graph) };
}

describe('reading the password policies for a change', () => {
  test('digests nothing but what the change touches', async () => {
    const { writer } = await open(userWith(WEAK));
    expect(await writer.readKnown(SET)).toMatchObject({
      objectDigest: digestOf({ passwordPolicies: WEAK }),
      objectImage: canonicalJson({ passwordPolicies: WEAK }),
    });
  });

  test.each([
    { flags: null, isSet: false },
    { flags: 'None', isSet: false },
    { flags: WEAK, isSet: false },
    { flags: NEVER, isSet: true },
    { flags: `${WEAK}, ${NEVER.toLowerCase()}`, isSet: true },
  ])('$flags means that the password never expires: $isSet', async ({ flags, isSet }) => {
    const { writer } = await open(userWith(flags));
    expect(await writer.readKnown(SET)).toMatchObject({ inPlace: isSet });
    expect(await writer.readKnown(CLEAR)).toMatchObject({ inPlace: !isSet });
  });

  test.each([SET, CLEAR])('of an account that is gone is never in place: $kind', async (change) => {
    const { writer } = await open(graphError(404, 'Request_ResourceNotFound'));
    const before = await writer.readKnown(change);
    expect(before).toMatchObject({ objectDigest: null, objectImage: null, inPlace: false });
    expect(await writer.write(change, before)).toMatchObject({ kind: 'refused', code: 'OBJECT_GONE' });
  });

  test('is malformed when Graph leaves them out', async () => {
    const { passwordPolicies: _, ...less } = USER;
    const { writer } = await open({ json: less });
    expect(await writer.read(SET)).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('is malformed when it is another account', async () => {
    const { writer } = await open(userWith(null, { id: 'bbbbbbbb-0000-4000-8000-00000000000a' }));
    expect(await writer.read(SET)).toMatchObject({ known: false, reason: 'malformed' });
  });
});

describe('writing the password policies', () => {
  test.each([
    { change: SET, flags: null, sent: NEVER },
    { change: SET, flags: 'None', sent: NEVER },
    { change: SET, flags: WEAK, sent: `${NEVER}, ${WEAK}` },
    { change: CLEAR, flags: NEVER, sent: 'None' },
    { change: CLEAR, flags: `${NEVER}, ${WEAK}`, sent: WEAK },
  ])('$change.kind with $flags sends $sent and nothing else, once', async ({ change, flags, sent }) => {
    const { graph, writer } = await open(userWith(flags));
    expect(await writer.write(change, await writer.readKnown(change))).toEqual({ kind: 'written' });
    expect(graph.requestsTo(PATCH).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { passwordPolicies: sent },
    ]);
  });

  test('that Graph forbids names the permission and the role', async () => {
    const { graph, writer } = await open(userWith(null), graphError(403, 'Authorization_RequestDenied'));
    const result = await writer.write(SET, await writer.readKnown(SET));
    expect(result).toMatchObject({ kind: 'refused', code: 'Authorization_RequestDenied' });
    expect(result).toHaveProperty(
      'detail',
      expect.stringMatching(/User\.ReadWrite\.All.*Privileged Authentication Administrator/),
    );
    expect(graph.requestsTo(PATCH)).toHaveLength(1);
  });

  test('that Graph does not answer is unknown, and sent once', async () => {
    const { graph, writer } = await open(userWith(null), graphError(504, 'UnknownError'));
    expect(await writer.write(SET, await writer.readKnown(SET))).toMatchObject({ kind: 'unknown' });
    expect(graph.requestsTo(PATCH)).toHaveLength(1);
  });
});

describe('verifying the password policies', () => {
  async function verified(change: TenantChange, before: FakeAnswer, ...after: readonly FakeAnswer[]) {
    const { writer } = await open([before, ...after]);
    return { result: await writer.verify(change, await writer.readKnown(change)), writer };
  }

  test.each([
    { change: SET, before: WEAK, after: `${WEAK}, ${NEVER}` },
    { change: CLEAR, before: NEVER, after: 'None' },
    { change: CLEAR, before: NEVER, after: null },
  ])('$change.kind: $before → $after is verified', async ({ change, before, after }) => {
    const { result } = await verified(change, userWith(before), userWith(after));
    expect(result).toEqual({ kind: 'verified' });
  });

  test('waits for replication', async () => {
    const { result, writer } = await verified(SET, userWith(null), userWith(null), userWith(NEVER));
    expect({ result, pauses: writer.pauses }).toEqual({ result: { kind: 'verified' }, pauses: [10] });
  });

  test('ends as not visible when it never shows', async () => {
    const { result } = await verified(SET, userWith(null), userWith(null));
    expect(result).toMatchObject({ kind: 'notVisible' });
  });

  test.each([
    ['passwordPolicies, when another flag is gone', userWith(WEAK), userWith(NEVER), 'passwordPolicies'],
    ['passwordPolicies, when another flag came', userWith(null), userWith(`${NEVER}, ${WEAK}`), 'passwordPolicies'],
    [
      'accountEnabled, when it changed too',
      userWith(null),
      userWith(NEVER, { accountEnabled: false }),
      'accountEnabled',
    ],
  ])('names %s', async (_, before, after, property) => {
    const { result } = await verified(SET, before, after);
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining(`GRAPH_FOREIGN_CHANGE: ${property} changed`));
  });

  test('of an account that was deleted meanwhile says so', async () => {
    const { result } = await verified(SET, userWith(null), graphError(404, 'Request_ResourceNotFound'));
    expect(result).toMatchObject({ kind: 'foreignChange' });
  });
});
