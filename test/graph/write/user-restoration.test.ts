import { describe, expect, test } from '@jest/globals';
import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import { canonicalJson, digestOf } from '../../../src/domain/tenant/canonical.js';
import { graphError, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openWriter } from './writing.js';

const startFake = useFakeGraphs();

const ACCOUNT = 'bbbbbbbb-0000-4000-8000-000000000001';
const USER_PATH = `GET /v1.0/users/${ACCOUNT}`;
const DELETED_PATH = `GET /v1.0/directory/deletedItems/${ACCOUNT}`;
const RESTORE_PATH = `POST /v1.0/directory/deletedItems/${ACCOUNT}/restore`;
const RESTORE: TenantChange = { kind: 'restoreUser', accountId: ACCOUNT };

const DELETED_ITEM = { id: ACCOUNT, displayName: 'Vault 1', deletedDateTime: '2026-04-20T08:00:00Z' };
const USER = {
  id: ACCOUNT,
  userPrincipalName: 'vault1@contoso.onmicrosoft.com',
  displayName: 'Vault 1',
  userType: 'Member',
  accountEnabled: true,
  onPremisesSyncEnabled: null,
  passwordPolicies: null,
};
const IS_USER: FakeAnswer = { json: USER };
const IS_DELETED: FakeAnswer = { json: { '@odata.type': '#microsoft.graph.user', ...DELETED_ITEM } };
const NOT_THERE = graphError(404, 'Request_ResourceNotFound');

async function open(
  user: FakeAnswer | readonly FakeAnswer[],
  deleted: FakeAnswer | readonly FakeAnswer[],
  answer: FakeAnswer = IS_USER,
) {
  const graph = await startFake({ [USER_PATH]: user, [DELETED_PATH]: deleted, [RESTORE_PATH]: answer });
  return { graph, writer: openWriter(graph) };
}

describe('reading an account to restore', () => {
  test('digests the deleted item as a snapshot holds it', async () => {
    const { writer } = await open(NOT_THERE, IS_DELETED);
    expect(await writer.readKnown(RESTORE)).toMatchObject({
      objectDigest: digestOf(DELETED_ITEM),
      objectImage: canonicalJson(DELETED_ITEM),
      inPlace: false,
    });
  });

  test('is in place when the account exists, and is not sent then', async () => {
    const { graph, writer } = await open(IS_USER, NOT_THERE);
    const before = await writer.readKnown(RESTORE);
    expect(before).toMatchObject({ inPlace: true });
    expect(await writer.write(RESTORE, before)).toMatchObject({ kind: 'refused', code: 'ALREADY_IN_PLACE' });
    expect(graph.requestsTo(RESTORE_PATH)).toEqual([]);
  });

  test('of an account that is gone for good is not in place, and cannot be written', async () => {
    const { graph, writer } = await open(NOT_THERE, NOT_THERE);
    const before = await writer.readKnown(RESTORE);
    expect(before).toMatchObject({ objectDigest: null, objectImage: null, inPlace: false });
    expect(await writer.write(RESTORE, before)).toMatchObject({ kind: 'refused', code: 'OBJECT_GONE' });
    expect(graph.requestsTo(RESTORE_PATH)).toEqual([]);
  });

  test.each([
    ['users', graphError(403, 'Authorization_RequestDenied'), IS_DELETED],
    ['deleted items', NOT_THERE, graphError(403, 'Authorization_RequestDenied')],
  ])('is unknown when the %s cannot be read', async (_, user, deleted) => {
    const { writer } = await open(user, deleted);
    expect(await writer.read(RESTORE)).toMatchObject({ known: false, reason: 'forbidden' });
  });
});

describe('restoring', () => {
  test('asks for this one account, once', async () => {
    const { graph, writer } = await open(NOT_THERE, IS_DELETED);
    expect(await writer.write(RESTORE, await writer.readKnown(RESTORE))).toEqual({ kind: 'written' });
    expect(graph.requestsTo(RESTORE_PATH)).toHaveLength(1);
  });

  test('that Graph forbids names the permission and the role', async () => {
    const { writer } = await open(NOT_THERE, IS_DELETED, graphError(403, 'Authorization_RequestDenied'));
    const result = await writer.write(RESTORE, await writer.readKnown(RESTORE));
    expect(result).toMatchObject({ kind: 'refused' });
    expect(result).toHaveProperty('detail', expect.stringContaining('User.DeleteRestore.All'));
  });
});

describe('verifying a restoration', () => {
  test('waits until the account shows, also while it shows in neither place', async () => {
    const { writer } = await open([NOT_THERE, NOT_THERE, NOT_THERE, IS_USER], [IS_DELETED, IS_DELETED, NOT_THERE]);
    expect(await writer.verify(RESTORE, await writer.readKnown(RESTORE))).toEqual({ kind: 'verified' });
    expect(writer.pauses).toEqual([10, 20]);
  });

  test('ends as not visible while it is still deleted', async () => {
    const { writer } = await open(NOT_THERE, IS_DELETED);
    expect(await writer.verify(RESTORE, await writer.readKnown(RESTORE))).toMatchObject({ kind: 'notVisible' });
  });

  test('names what is not as it was before the deletion', async () => {
    const { writer } = await open([NOT_THERE, { json: { ...USER, displayName: 'Somebody' } }], IS_DELETED);
    const result = await writer.verify(RESTORE, await writer.readKnown(RESTORE));
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining('displayName'));
  });
});
