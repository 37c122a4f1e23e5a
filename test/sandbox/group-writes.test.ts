import { describe, expect, test } from '@jest/globals';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import type { SandboxState } from '../../src/sandbox/state.js';
import { call, errorIn, startTenant, valuesOf, write } from './calls.js';
import { referenceTo } from './writes.js';

const membersOf = (group: string) => `/v1.0/groups/${group}/members`;
const MEMBERS = membersOf(GROUP.emergencyAccounts);
const NOBODY = guidFor('user:nobody');
const DENIED = { status: 403, code: 'Authorization_RequestDenied' };

async function idsIn(tenant: Awaited<ReturnType<typeof startTenant>>, path: string) {
  return valuesOf((await call(tenant, path)).body).map(({ id }) => id);
}

describe('adding a member', () => {
  test('answers 204 and shows in the group and in the account’s memberships', async () => {
    const tenant = await startTenant();
    const { status, text } = await write(tenant, 'POST', `${MEMBERS}/$ref`, referenceTo(NORTH_ID));
    expect({ status, text }).toEqual({ status: 204, text: '' });
    expect(await idsIn(tenant, MEMBERS)).toEqual([SOUTH_ID, NORTH_ID]);
    expect(await idsIn(tenant, `/v1.0/users/${NORTH_ID}/transitiveMemberOf`)).toContain(GROUP.exclusions);
  });

  test('that is already there is refused by name, whatever the case of its ID', async () => {
    const tenant = await startTenant();
    const again = await write(tenant, 'POST', `${MEMBERS}/$ref`, referenceTo(SOUTH_ID.toUpperCase()));
    expect(errorIn(again)).toEqual({
      status: 400,
      code: 'Request_BadRequest',
      message: expect.stringContaining('One or more added object references already exist') as unknown,
    });
    expect(tenant.writes.map(({ applied }) => applied)).toEqual([false]);
  });

  test.each([
    ['no body', undefined, 400],
    ['no reference', {}, 400],
    ['a reference to something else', { '@odata.id': 'https://graph.microsoft.com/v1.0/sites/x' }, 400],
    ['a reference to nobody', referenceTo(NOBODY), 404],
    ['a reference to an account', referenceTo(NORTH_ID), 204],
  ])('%s', async (_, body, status) => {
    expect((await write(await startTenant(), 'POST', `${MEMBERS}/$ref`, body)).status).toBe(status);
  });
});

describe('removing a member', () => {
  test('answers 204, and 404 when it is no member', async () => {
    const tenant = await startTenant();
    expect((await write(tenant, 'DELETE', `${MEMBERS}/${NORTH_ID}/$ref`)).status).toBe(404);
    expect((await write(tenant, 'DELETE', `${MEMBERS}/${SOUTH_ID}/$ref`)).status).toBe(204);
    expect(await idsIn(tenant, MEMBERS)).toEqual([]);
  });

  test('without /$ref asks for the account itself and is refused; the account and its membership stay', async () => {
    const tenant = await startTenant();
    expect(errorIn(await write(tenant, 'DELETE', `${MEMBERS}/${SOUTH_ID}`))).toMatchObject(DENIED);
    expect(await idsIn(tenant, MEMBERS)).toEqual([SOUTH_ID]);
    expect((await call(tenant, `/v1.0/users/${SOUTH_ID}`)).status).toBe(200);
  });
});

describe('a group that needs more than a permission', () => {
  const ordinary = (state: SandboxState) => state.groups.find(({ id }) => id === GROUP.emergencyAccounts);

  test.each<readonly [string, (state: SandboxState) => void, object]>([
    [
      'one that can be assigned to roles',
      (state) => Object.assign(ordinary(state) ?? {}, { isAssignableToRole: true }),
      DENIED,
    ],
    [
      'one in a restricted management unit',
      ({ administrativeUnitMembers }) => Object.values(administrativeUnitMembers).at(0)?.push(GROUP.emergencyAccounts),
      DENIED,
    ],
    [
      'one with dynamic members',
      (state) => Object.assign(ordinary(state) ?? {}, { groupTypes: ['DynamicMembership'] }),
      { status: 400, code: 'Request_BadRequest' },
    ],
    [
      'one that is synchronized',
      (state) => Object.assign(ordinary(state) ?? {}, { onPremisesSyncEnabled: true }),
      { status: 400, code: 'Request_BadRequest' },
    ],
  ])('%s is refused both ways, and the same group without that is not', async (_, change, refused) => {
    const tenant = await startTenant();
    const attempts = async () => [
      errorIn(await write(tenant, 'POST', `${MEMBERS}/$ref`, referenceTo(NORTH_ID))),
      errorIn(await write(tenant, 'DELETE', `${MEMBERS}/${SOUTH_ID}/$ref`)),
    ];
    const before = structuredClone(tenant.state);
    change(tenant.state);
    expect(await attempts()).toMatchObject([refused, refused]);
    tenant.state = before;
    expect((await attempts()).map(({ status }) => status)).toEqual([204, 204]);
  });

  test('the approvers’ group is one of them', async () => {
    const tenant = await startTenant();
    const path = membersOf(tenant.approversGroupId);
    expect(errorIn(await write(tenant, 'POST', `${path}/$ref`, referenceTo(NORTH_ID)))).toMatchObject(DENIED);
  });

  test('one that does not exist is answered 404', async () => {
    const path = membersOf(guidFor('group:nowhere'));
    expect((await write(await startTenant(), 'POST', `${path}/$ref`, referenceTo(NORTH_ID))).status).toBe(404);
  });
});
