import { describe, expect, test } from '@jest/globals';
import { READER_PERMISSIONS } from '../../src/sandbox/identities.js';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import type { SandboxBehaviour } from '../../src/sandbox/behaviour.js';
import { call, startTenant, valuesOf, write } from './calls.js';
import { EXCLUDE_NORTH, excluding, NEW_POLICY, pathOf, POLICIES, policyNamed, referenceTo } from './writes.js';

const MEMBERS = `/v1.0/groups/${GROUP.emergencyAccounts}/members`;

async function laggingTenant(behaviour: Partial<SandboxBehaviour>) {
  const clock = { ms: Date.parse('2026-11-23T10:00:00Z') };
  // The bot itself never asks for memberOf.
  const readerPermissions = [...READER_PERMISSIONS, 'Directory.Read.All'];
  const tenant = await startTenant({ now: () => clock.ms, behaviour: { readerPermissions, ...behaviour } });
  const idsIn = async (path: string) => valuesOf((await call(tenant, path)).body).map(({ id }) => id);
  return { clock, tenant, idsIn };
}

describe('replication lag of groups', () => {
  test('every read of memberships shows the state before the write until the lag is over', async () => {
    const { clock, tenant, idsIn } = await laggingTenant({ replicationLagMs: 30_000 });
    const seen = async () => [
      (await idsIn(MEMBERS)).includes(NORTH_ID),
      (await idsIn(`/v1.0/groups/${GROUP.exclusions}/transitiveMembers`)).includes(NORTH_ID),
      (await idsIn(`/v1.0/users/${NORTH_ID}/transitiveMemberOf`)).includes(GROUP.exclusions),
      (await idsIn(`/v1.0/users/${NORTH_ID}/memberOf`)).includes(GROUP.emergencyAccounts),
    ];
    expect((await write(tenant, 'POST', `${MEMBERS}/$ref`, referenceTo(NORTH_ID))).status).toBe(204);
    clock.ms += 29_999;
    expect(await seen()).toEqual([false, false, false, false]);
    clock.ms += 1;
    expect(await seen()).toEqual([true, true, true, true]);
  });

  test('the write itself knows: a second one meanwhile is already there', async () => {
    const { tenant, idsIn } = await laggingTenant({ replicationLagMs: 30_000 });
    await write(tenant, 'POST', `${MEMBERS}/$ref`, referenceTo(NORTH_ID));
    expect((await write(tenant, 'POST', `${MEMBERS}/$ref`, referenceTo(NORTH_ID))).status).toBe(400);
    expect(await idsIn(MEMBERS)).toEqual([SOUTH_ID]);
  });

  test('two writes become visible one after the other', async () => {
    const { clock, tenant, idsIn } = await laggingTenant({ replicationLagMs: 30_000 });
    tenant.administrator.addMember(GROUP.emergencyAccounts, NORTH_ID, REQUESTER);
    clock.ms += 20_000;
    tenant.administrator.removeMember(GROUP.emergencyAccounts, SOUTH_ID, REQUESTER);
    const seen = [await idsIn(MEMBERS)];
    for (const later of [10_000, 20_000]) {
      clock.ms += later;
      seen.push(await idsIn(MEMBERS));
    }
    expect(seen).toEqual([[SOUTH_ID], [SOUTH_ID, NORTH_ID], [NORTH_ID]]);
  });

  test('does not hold back Conditional Access policies', async () => {
    const { tenant, idsIn } = await laggingTenant({ replicationLagMs: 30_000 });
    await write(tenant, 'DELETE', pathOf(tenant, 'CA018'));
    expect(await idsIn(POLICIES)).toHaveLength(tenant.state.policies.length - 1);
  });
});

describe('lag of policies', () => {
  const excludedIn = async (tenant: Awaited<ReturnType<typeof startTenant>>, path: string) => {
    const { body } = await call(tenant, path);
    return (body['conditions'] as { users: { excludeUsers: readonly string[] } }).users.excludeUsers;
  };

  test('an update, a creation and a deletion are shown when it is over', async () => {
    const { clock, tenant, idsIn } = await laggingTenant({ policyLagMs: 5_000 });
    const [updated, deleted] = [pathOf(tenant, 'CA018'), policyNamed(tenant, 'CA001').policy.id];
    await write(tenant, 'PATCH', updated, EXCLUDE_NORTH);
    const { body } = await write(tenant, 'POST', POLICIES, NEW_POLICY);
    await write(tenant, 'DELETE', `${POLICIES}/${deleted}`);
    const seen = async () => {
      const ids = await idsIn(POLICIES);
      return [await excludedIn(tenant, updated), ids.includes(body['id']), ids.includes(deleted)];
    };
    clock.ms += 4_999;
    expect(await seen()).toEqual([[], false, true]);
    clock.ms += 1;
    expect(await seen()).toEqual([[NORTH_ID], true, false]);
  });

  test('a write meanwhile starts from what was written, not from what is shown', async () => {
    const { clock, tenant } = await laggingTenant({ policyLagMs: 5_000 });
    const path = pathOf(tenant, 'CA018');
    await write(tenant, 'PATCH', path, EXCLUDE_NORTH);
    await write(tenant, 'PATCH', path, { state: 'disabled' });
    expect(await excludedIn(tenant, path)).toEqual([]);
    clock.ms += 5_000;
    const { body } = await call(tenant, path);
    expect(body).toMatchObject({ state: 'disabled', conditions: { users: { excludeUsers: [NORTH_ID] } } });
  });

  test('without lag both are shown at once', async () => {
    const { tenant, idsIn } = await laggingTenant({});
    await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), excluding(SOUTH_ID));
    await write(tenant, 'POST', `${MEMBERS}/$ref`, referenceTo(NORTH_ID));
    expect(await excludedIn(tenant, pathOf(tenant, 'CA018'))).toEqual([SOUTH_ID]);
    expect(await idsIn(MEMBERS)).toEqual([SOUTH_ID, NORTH_ID]);
  });
});
