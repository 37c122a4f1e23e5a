import { describe, expect, test } from '@jest/globals';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import type { SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { call, errorIn, startTenant, valuesOf, write } from './calls.js';
import { referenceTo } from './writes.js';

/** Following users and groups, as any HTTP client would. */

const USERS = `/v1.0/users/delta?$select=id,accountEnabled,displayName&$filter=id eq '${NORTH_ID}' or id eq '${SOUTH_ID}'`;
const GROUPS = `/v1.0/groups/delta?$select=id,displayName,members&$filter=id eq '${GROUP.emergencyAccounts}'`;

async function follow(tenant: SandboxTenant, link: string) {
  const { status, body } = await call(tenant, link);
  return { status, values: valuesOf(body), link: String(body['@odata.deltaLink']) };
}

async function startAt(path: string) {
  const tenant = await startTenant();
  const { link, values } = await follow(tenant, `${path}&$deltatoken=latest`);
  expect(values).toEqual([]);
  return { tenant, link };
}

describe('a followed user', () => {
  test('that nobody touched is not listed', async () => {
    const { tenant, link } = await startAt(USERS);
    expect(await follow(tenant, link)).toMatchObject({ status: 200, values: [] });
  });

  test('that changed is listed with what was selected, and not again by the next link', async () => {
    const { tenant, link } = await startAt(USERS);
    tenant.administrator.disableUser(NORTH_ID, REQUESTER);
    const changed = await follow(tenant, link);
    expect(changed.values).toMatchObject([{ id: NORTH_ID, accountEnabled: false }]);
    expect(Object.keys(changed.values[0] ?? {}).sort()).toEqual(['accountEnabled', 'displayName', 'id']);
    expect((await follow(tenant, changed.link)).values).toEqual([]);
  });

  test('is not listed for a property that was not selected', async () => {
    const { tenant, link } = await startAt(USERS);
    tenant.administrator.setPasswordPolicies(NORTH_ID, 'DisablePasswordExpiration, DisableStrongPassword', REQUESTER);
    expect((await follow(tenant, link)).values).toEqual([]);
  });

  test('that was deleted is listed as removed for now, one that is gone as removed for good, a restored one whole', async () => {
    const { tenant, link } = await startAt(USERS);
    tenant.administrator.deleteUser(NORTH_ID, REQUESTER);
    const deleted = await follow(tenant, link);
    expect(deleted.values).toEqual([{ id: NORTH_ID, '@removed': { reason: 'changed' } }]);
    tenant.administrator.restoreUser(NORTH_ID, REQUESTER);
    expect((await follow(tenant, deleted.link)).values).toMatchObject([{ id: NORTH_ID, accountEnabled: true }]);
    tenant.state.users = tenant.state.users.filter(({ id }) => id !== SOUTH_ID);
    expect((await follow(tenant, link)).values).toEqual([{ id: SOUTH_ID, '@removed': { reason: 'deleted' } }]);
  });

  test('is listed whole to a client that begins without "latest"', async () => {
    const { values } = await follow(await startTenant(), USERS);
    expect(values.map(({ id }) => id)).toEqual([NORTH_ID, SOUTH_ID]);
  });
});

describe('a followed group', () => {
  test('is listed when a write changed its members', async () => {
    const { tenant, link } = await startAt(GROUPS);
    const added = await write(
      tenant,
      'POST',
      `/v1.0/groups/${GROUP.emergencyAccounts}/members/$ref`,
      referenceTo(NORTH_ID),
    );
    expect(added.status).toBe(204);
    expect((await follow(tenant, link)).values).toMatchObject([{ id: GROUP.emergencyAccounts }]);
  });

  test('is not listed when another group changed', async () => {
    const { tenant, link } = await startAt(GROUPS);
    tenant.administrator.addMember(GROUP.finance, NORTH_ID, REQUESTER);
    expect((await follow(tenant, link)).values).toEqual([]);
  });
});

describe('following is refused', () => {
  test.each([
    ['without a filter', '/v1.0/users/delta?$deltatoken=latest'],
    ['with a filter that is not by ID', "/v1.0/users/delta?$filter=displayName eq 'North'"],
    ['of more than fifty', `/v1.0/users/delta?$filter=${Array(51).fill(`id eq '${NORTH_ID}'`).join(' or ')}`],
    ['of a property that users do not have', `${USERS.replace('displayName', 'members')}&$deltatoken=latest`],
    ['with an option that is not spoken here', `${USERS}&$top=5`],
    ['with a token that was not given out', '/v1.0/users/delta?$deltatoken=bm9uZQ'],
  ])('%s', async (_, path) => {
    expect(errorIn(await call(await startTenant(), path))).toMatchObject({ status: 400 });
  });

  test('with the token of another collection', async () => {
    const { tenant, link } = await startAt(GROUPS);
    expect(errorIn(await call(tenant, link.replace('groups', 'users')))).toMatchObject({ status: 400 });
    expect((await call(tenant, link)).status).toBe(200);
  });

  test('with a token and another option beside it', async () => {
    const { tenant, link } = await startAt(USERS);
    expect(errorIn(await call(tenant, `${link}&$select=id`))).toMatchObject({ status: 400 });
    expect((await call(tenant, link)).status).toBe(200);
  });

  test('of users to the remediator, which may follow groups', async () => {
    const tenant = await startTenant();
    expect((await call(tenant, `${USERS}&$deltatoken=latest`, { as: 'remediator' })).status).toBe(403);
    expect((await call(tenant, `${GROUPS}&$deltatoken=latest`, { as: 'remediator' })).status).toBe(200);
  });
});

test('$deltatoken is an option of nothing else', async () => {
  const tenant = await startTenant();
  expect((await call(tenant, `/v1.0/users/${NORTH_ID}?$deltatoken=latest`)).status).toBe(400);
  expect((await call(tenant, `/v1.0/users/${NORTH_ID}`)).status).toBe(200);
});
