import { describe, expect, test } from '@jest/globals';
import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import { canonicalJson, digestOf } from '../../../src/domain/tenant/canonical.js';
import { graphError, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openWriter } from './writing.js';

const startFake = useFakeGraphs();

const ACCOUNT = 'bbbbbbbb-0000-4000-8000-000000000001';
const PHONE_ID = '3179e48a-750b-4051-897c-87b9720928f7';
const KEY_ID = '-2_GRUg2-HYz6_1YG4YRAQ2';
const AUTHENTICATION = `/v1.0/users/${ACCOUNT}/authentication`;
const GET = `GET ${AUTHENTICATION}/methods`;

function deletionOf(methodKind: string, methodId: string): TenantChange {
  return { kind: 'deleteAuthenticationMethod', accountId: ACCOUNT, methodKind, methodId };
}
const DELETE_PHONE = deletionOf('phone', PHONE_ID);

function method(kind: string, id: string, over: object = {}) {
  return { '@odata.type': `#microsoft.graph.${kind}AuthenticationMethod`, id, ...over };
}
const PHONE = method('phone', PHONE_ID, { phoneNumber: '+46 1' });
const KEY = method('fido2', KEY_ID, { displayName: 'Safe A' });

function methods(...value: readonly object[]): FakeAnswer {
  return { json: { value } };
}

async function open(reads: FakeAnswer | readonly FakeAnswer[], more: Record<string, FakeAnswer> = {}) {
  const graph = await startFake({ [GET]: reads, ...more });
  return { graph, writer: openWriter(graph) };
}

describe('reading the methods of an account for a deletion', () => {
  test('digests kind and ID of every method', async () => {
    const { writer } = await open(methods(PHONE, KEY));
    const ground = { methods: [PHONE, KEY].map(({ id }, at) => ({ kind: at === 0 ? 'phone' : 'fido2', id })) };
    expect(await writer.readKnown(DELETE_PHONE)).toMatchObject({
      objectDigest: digestOf(ground),
      objectImage: canonicalJson(ground),
      inPlace: false,
    });
  });

  test.each([
    ['is there', DELETE_PHONE, false],
    ['is there in capitals', deletionOf('phone', PHONE_ID.toUpperCase()), false],
    ['is there as another kind', deletionOf('email', PHONE_ID), false],
    ['is not there', deletionOf('phone', 'b6332ec1-7057-4abe-9331-3d72feddfe41'), true],
    ['differs from a key in its case only', deletionOf('fido2', KEY_ID.toLowerCase()), true],
  ])('a method that %s', async (_, change, inPlace) => {
    const { writer } = await open(methods(PHONE, KEY));
    expect(await writer.readKnown(change)).toMatchObject({ inPlace });
  });

  test('of an account that is gone is unknown, and no deletion that is done', async () => {
    const { writer } = await open(graphError(404, 'Request_ResourceNotFound'));
    expect(await writer.read(DELETE_PHONE)).toMatchObject({ known: false });
  });
});

describe('deleting a method', () => {
  test.each([
    ['phone', 'phoneMethods', 'UserAuthMethod-Phone.ReadWrite.All'],
    ['microsoftAuthenticator', 'microsoftAuthenticatorMethods', 'UserAuthMethod-MicrosoftAuthApp.ReadWrite.All'],
    ['softwareOath', 'softwareOathMethods', 'UserAuthMethod-SoftwareOATH.ReadWrite.All'],
    ['email', 'emailMethods', 'UserAuthMethod-Email.ReadWrite.All'],
    ['temporaryAccessPass', 'temporaryAccessPassMethods', 'UserAuthMethod-TAP.ReadWrite.All'],
    ['fido2', 'fido2Methods', 'UserAuthMethod-Passkey.ReadWrite.All'],
  ])('of kind %s goes to %s once, and needs %s', async (kind, segment, permission) => {
    const path = `DELETE ${AUTHENTICATION}/${segment}/${KEY_ID}`;
    const change = deletionOf(kind, KEY_ID);
    const list = methods(method(kind, KEY_ID));
    const allowed = await open(list, { [path]: { status: 204 } });
    expect(await allowed.writer.write(change, await allowed.writer.readKnown(change))).toEqual({ kind: 'written' });
    expect(allowed.graph.requestsTo(path)).toHaveLength(1);
    const denied = await open(list, { [path]: graphError(403, 'Authorization_RequestDenied') });
    const result = await denied.writer.write(change, await denied.writer.readKnown(change));
    expect(result).toMatchObject({ kind: 'refused', code: 'Authorization_RequestDenied' });
    expect(result).toHaveProperty('detail', expect.stringContaining(permission));
  });

  test.each(['password', 'windowsHelloForBusiness', 'platformCredential', 'somethingNew'])(
    'of kind %s is refused without a request',
    async (kind) => {
      const { graph, writer } = await open(methods(method(kind, KEY_ID), PHONE));
      const change = deletionOf(kind, KEY_ID);
      const result = await writer.write(change, await writer.readKnown(change));
      expect(result).toMatchObject({ kind: 'refused', code: 'METHOD_NOT_DELETABLE' });
      expect(graph.requests.map(({ method: verb }) => verb)).toEqual(['GET']);
    },
  );

  test('that is of another kind than planned is refused without a request', async () => {
    const { graph, writer } = await open(methods(PHONE, KEY));
    const change = deletionOf('phone', KEY_ID);
    const result = await writer.write(change, await writer.readKnown(change));
    expect(result).toMatchObject({ kind: 'refused', code: 'METHOD_IS_ANOTHER' });
    expect(graph.requests.map(({ method: verb }) => verb)).toEqual(['GET']);
  });
});

describe('verifying a deletion', () => {
  async function verified(before: FakeAnswer, ...after: readonly FakeAnswer[]) {
    const { writer } = await open([before, ...after]);
    return { result: await writer.verify(DELETE_PHONE, await writer.readKnown(DELETE_PHONE)), writer };
  }

  test('waits until the method is gone', async () => {
    const { result, writer } = await verified(methods(PHONE, KEY), methods(PHONE, KEY), methods(KEY));
    expect({ result, pauses: writer.pauses }).toEqual({ result: { kind: 'verified' }, pauses: [10] });
  });

  test('ends as not visible while it is there', async () => {
    const { result } = await verified(methods(PHONE, KEY));
    expect(result).toMatchObject({ kind: 'notVisible' });
  });

  test.each([
    ['went too', methods(PHONE, KEY), methods(), 'fido2'],
    ['came', methods(PHONE), methods(KEY), 'fido2'],
    ['was renamed', methods(PHONE, KEY), methods({ ...KEY, displayName: 'Mine' }), 'fido2'],
  ])('names the kind of another method that %s', async (_, before, after, kind) => {
    const { result } = await verified(before, after);
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining(`(${kind})`));
  });
});
