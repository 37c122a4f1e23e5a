import { afterEach, describe, expect, test } from '@jest/globals';
import { groundOf } from '../../../src/domain/remediation/ground.js';
import type { TenantChange } from '../../../src/domain/remediation/plan.js';
import { createTenantReader } from '../../../src/graph/tenant-reader.js';
import { createTenantWriter } from '../../../src/graph/tenant-writer.js';
import type { ActingAs } from '../../../src/graph/write/group-membership.js';
import { SOUTH_ID } from '../../../src/sandbox/seed/contoso-accounts.js';
import { REQUESTER, sandboxApproversGroupId } from '../../../src/sandbox/seed/people.js';
import { activeRole } from '../../../src/sandbox/seed/roles.js';
import { startSandboxTenant, type SandboxTenant } from '../../../src/sandbox/tenant-server.js';
import { FAST } from '../open-client.js';

/** Each change that only a person's rights carry, against the simulated tenant: done with a person's token, refused with the app's. */

const running: SandboxTenant[] = [];
afterEach(async () => {
  for (const tenant of running.splice(0)) await tenant.close();
});

async function startTenant(): Promise<SandboxTenant> {
  const tenant = await startSandboxTenant();
  running.push(tenant);
  tenant.state.roleAssignmentScheduleInstances.push(activeRole(REQUESTER.objectId, 'globalAdministrator'));
  return tenant;
}

function writerWith(tenant: SandboxTenant, actingAs: ActingAs) {
  const token = actingAs === 'person' ? tenant.delegatedToken(REQUESTER.objectId) : tenant.remediatorToken;
  return createTenantWriter({
    endpoint: tenant.url,
    tokens: { getToken: () => Promise.resolve({ token }) },
    actingAs,
    clock: { now: Date.now },
    limits: FAST,
    patience: { pausesMs: [], wait: () => Promise.resolve() },
  });
}

/** Reads, writes and verifies one change. */
async function carryOut(tenant: SandboxTenant, change: TenantChange) {
  const writer = writerWith(tenant, 'person');
  const before = await writer.read(change);
  if (!before.known) throw new Error(before.detail);
  const written = await writer.write(change, before.value);
  return { inPlace: before.value.inPlace, written, verified: await writer.verify(change, before.value) };
}

const DONE = { inPlace: false, written: { kind: 'written' }, verified: { kind: 'verified' } };
const PHONE_ID = '3179e48a-750b-4051-897c-87b9720928f7';

const CHANGES: readonly TenantChange[] = [
  { kind: 'setPasswordNeverExpires', accountId: SOUTH_ID },
  { kind: 'deleteAuthenticationMethod', accountId: SOUTH_ID, methodKind: 'phone', methodId: PHONE_ID },
  { kind: 'excludeFromCampaign', accountId: SOUTH_ID },
  { kind: 'setAdministratorsSspr', allowed: false },
  { kind: 'addGroupMember', groupId: sandboxApproversGroupId, accountId: SOUTH_ID },
];

describe('the ground of a plan', () => {
  async function expectSameGround(tenant: SandboxTenant, change: TenantChange) {
    const tokens = { getToken: () => Promise.resolve({ token: tenant.token }) };
    const reader = createTenantReader({ endpoint: tenant.url, tokens, clock: { now: Date.now }, limits: FAST });
    const { snapshot } = await reader.readTenant({ accounts: [{ objectId: SOUTH_ID }], priority: 'high' });
    const reading = await writerWith(tenant, 'person').read(change);
    const ground = groundOf(change, snapshot);
    expect(ground).not.toBeNull();
    expect(reading).toMatchObject({ value: { objectDigest: ground?.digest, objectImage: ground?.image } });
  }

  // A group is in a snapshot only when an account is in it.
  const ofSnapshot = CHANGES.filter(({ kind }) => kind !== 'addGroupMember');

  test.each(ofSnapshot)('for $kind is what the writer reads, while nothing changes', async (change) => {
    await expectSameGround(await startTenant(), change);
  });

  test('for restoreUser is what the writer reads, too', async () => {
    const tenant = await startTenant();
    tenant.administrator.deleteUser(SOUTH_ID, REQUESTER);
    await expectSameGround(tenant, { kind: 'restoreUser', accountId: SOUTH_ID });
  });
});

describe('with the token of a person who holds the role', () => {
  test.each(CHANGES)('$kind is written and verified', async (change) => {
    expect(await carryOut(await startTenant(), change)).toEqual(DONE);
  });

  test('a deleted account is restored', async () => {
    const tenant = await startTenant();
    tenant.administrator.deleteUser(SOUTH_ID, REQUESTER);
    expect(await carryOut(tenant, { kind: 'restoreUser', accountId: SOUTH_ID })).toEqual(DONE);
  });

  test.each<[TenantChange, TenantChange]>([
    [
      { kind: 'setPasswordNeverExpires', accountId: SOUTH_ID },
      { kind: 'clearPasswordNeverExpires', accountId: SOUTH_ID },
    ],
    [
      { kind: 'excludeFromCampaign', accountId: SOUTH_ID },
      { kind: 'includeInCampaign', accountId: SOUTH_ID },
    ],
    [
      { kind: 'setAdministratorsSspr', allowed: false },
      { kind: 'setAdministratorsSspr', allowed: true },
    ],
  ])('%j can be taken back', async (change, inverse) => {
    const tenant = await startTenant();
    expect(await carryOut(tenant, change)).toEqual(DONE);
    expect(await carryOut(tenant, inverse)).toEqual(DONE);
  });

  test('a stale reference is removed from a policy', async () => {
    const tenant = await startTenant();
    const [entry] = tenant.state.policies;
    const objectId = 'eeeeeeee-0000-4000-8000-000000000001';
    entry?.policy.conditions?.users?.excludeUsers?.push(objectId);
    const policyId = entry?.policy.id ?? '';
    const change: TenantChange = { kind: 'removeStaleReference', policyId, list: 'excludeUsers', objectId };
    expect(await carryOut(tenant, change)).toEqual(DONE);
  });
});

describe('with the remediator’s token', () => {
  test.each(CHANGES)('$kind changes nothing', async (change) => {
    const tenant = await startTenant();
    const before = await writerWith(tenant, 'person').read(change);
    if (!before.known) throw new Error(before.detail);
    const writer = writerWith(tenant, 'app');
    expect(await writer.write(change, before.value)).toMatchObject({
      kind: 'refused',
      code: 'Authorization_RequestDenied',
    });
    expect(tenant.writes.map(({ applied }) => applied)).toEqual([false]);
  });
});
