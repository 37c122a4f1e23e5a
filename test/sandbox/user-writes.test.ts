import { describe, expect, test } from '@jest/globals';
import type { SandboxBehaviour } from '../../src/sandbox/behaviour.js';
import { SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import { activeRole } from '../../src/sandbox/seed/roles.js';
import { authenticatorApp } from '../../src/sandbox/seed/users.js';
import type { SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { call, startTenant, valuesOf } from './calls.js';

const USER = `/v1.0/users/${SOUTH_ID}`;
const DELETED = `/v1.0/directory/deletedItems/${SOUTH_ID}`;
const METHODS = `${USER}/authentication/methods`;
const PHONE = `${USER}/authentication/phoneMethods/3179e48a-750b-4051-897c-87b9720928f7`;
const METHODS_POLICY = '/v1.0/policies/authenticationMethodsPolicy';
const AUTHORIZATION_POLICY = '/v1.0/policies/authorizationPolicy';
const BY = { person: REQUESTER.objectId };

async function tenantOfAdministrator(behaviour: Partial<SandboxBehaviour> = {}) {
  const clock = { ms: Date.parse('2026-11-23T10:00:00Z') };
  const tenant = await startTenant({ now: () => clock.ms, behaviour });
  tenant.state.roleAssignmentScheduleInstances.push(activeRole(REQUESTER.objectId, 'globalAdministrator'));
  const send = (method: string, path: string, body?: unknown) => call(tenant, path, { method, body, as: BY });
  return { clock, tenant, send };
}

/** The audit log, oldest first: activity, service, and the objects it is about. */
function auditsOf({ state }: SandboxTenant) {
  return state.directoryAudits.map(({ entry }) => [
    entry.activityDisplayName,
    entry.loggedByService,
    entry.targetResources?.map(({ id }) => id),
  ]);
}

describe('changing a user', () => {
  test('answers 204, shows, and is in the audit log with the values before and after', async () => {
    const { tenant, send } = await tenantOfAdministrator();
    const body = { passwordPolicies: 'DisablePasswordExpiration' };
    expect((await send('PATCH', USER, body)).status).toBe(204);
    expect((await call(tenant, `${USER}?$select=passwordPolicies`)).body).toMatchObject(body);
    expect(auditsOf(tenant)).toEqual([['Update user', 'Core Directory', [SOUTH_ID]]]);
    expect(tenant.state.directoryAudits[0]?.entry.targetResources?.[0]?.modifiedProperties).toEqual([
      { displayName: 'PasswordPolicies', oldValue: '[null]', newValue: '["DisablePasswordExpiration"]' },
    ]);
  });

  test.each([
    [{ accountEnabled: false }, ['Disable account']],
    [{ accountEnabled: true }, []],
    [{ accountEnabled: false, displayName: 'South' }, ['Disable account', 'Update user']],
  ])('%j leaves %j', async (body, names) => {
    const { tenant, send } = await tenantOfAdministrator();
    expect((await send('PATCH', USER, body)).status).toBe(204);
    expect(auditsOf(tenant).map(([name]) => name)).toEqual(names);
  });

  test.each([
    [{ passwordPolicies: 'DisablePasswordExpiration, DisableStrongPassword' }, 204],
    [{ passwordPolicies: 'None' }, 204],
    [{ passwordPolicies: null }, 204],
    [{ passwordPolicies: 'NeverExpires' }, 400],
    [{ passwordPolicies: ['DisablePasswordExpiration'] }, 400],
    [{ accountEnabled: 'true' }, 400],
    [{ jobTitle: 'King' }, 400],
    [undefined, 400],
  ])('%j is answered with %i', async (body, status) => {
    const { tenant, send } = await tenantOfAdministrator();
    expect((await send('PATCH', USER, body)).status).toBe(status);
    expect(tenant.writes.map(({ applied }) => applied)).toEqual([status === 204]);
  });

  test('that does not exist is answered 404', async () => {
    const { send } = await tenantOfAdministrator();
    expect((await send('PATCH', `/v1.0/users/${guidFor('user:nobody')}`, { accountEnabled: true })).status).toBe(404);
  });
});

describe('deleting and restoring a user', () => {
  test('moves it to the deleted items and back, name, memberships and methods included', async () => {
    const { tenant, send } = await tenantOfAdministrator();
    const before = structuredClone(tenant.state.users.find(({ id }) => id === SOUTH_ID));
    expect((await send('DELETE', USER)).status).toBe(204);
    expect((await call(tenant, USER)).status).toBe(404);
    const deleted = await call(tenant, `${DELETED}?$select=id,displayName,deletedDateTime`);
    expect(deleted.body).toMatchObject({ id: SOUTH_ID, deletedDateTime: '2026-11-23T10:00:00.000Z' });
    const members = `/v1.0/groups/${GROUP.emergencyAccounts}/members`;
    expect(valuesOf((await call(tenant, members)).body)).toEqual([]);
    const restored = await send('POST', `${DELETED}/restore`, {});
    expect({ status: restored.status, id: restored.body['id'] }).toEqual({ status: 200, id: SOUTH_ID });
    expect((await call(tenant, DELETED)).status).toBe(404);
    expect(tenant.state.users.find(({ id }) => id === SOUTH_ID)).toEqual(before);
    expect(valuesOf((await call(tenant, members)).body)).toMatchObject([{ id: SOUTH_ID }]);
    expect(valuesOf((await call(tenant, METHODS)).body)).not.toEqual([]);
    expect(auditsOf(tenant).map(([name]) => name)).toEqual(['Delete user', 'Restore user']);
  });

  test('that was not deleted cannot be restored', async () => {
    const { send } = await tenantOfAdministrator();
    expect((await send('POST', `${DELETED}/restore`, {})).status).toBe(404);
  });
});

describe('deleting an authentication method', () => {
  test('answers 204 once and 404 afterwards, and leaves the others', async () => {
    const { tenant, send } = await tenantOfAdministrator();
    const count = valuesOf((await call(tenant, METHODS)).body).length;
    expect([(await send('DELETE', PHONE)).status, (await send('DELETE', PHONE)).status]).toEqual([204, 404]);
    expect(valuesOf((await call(tenant, METHODS)).body)).toHaveLength(count - 1);
    expect(auditsOf(tenant)).toEqual([['Admin deleted security info', 'Authentication Methods', [SOUTH_ID]]]);
  });

  test.each([
    ['of another kind is not found', PHONE.replace('phoneMethods', 'emailMethods'), 404],
    ['of a kind that is not deleted here is no resource', PHONE.replace('phoneMethods', 'passwordMethods'), 400],
  ])('%s', async (_, path, status) => {
    const { send } = await tenantOfAdministrator();
    expect((await send('DELETE', path)).status).toBe(status);
  });
});

describe('the settings of the tenant', () => {
  const campaignOf = ({ state }: SandboxTenant) =>
    state.authenticationMethodsPolicy.registrationEnforcement?.authenticationMethodsRegistrationCampaign;
  const bodyWith = (campaign: object) => ({
    registrationEnforcement: { authenticationMethodsRegistrationCampaign: campaign },
  });
  const EXCLUDED = [{ id: SOUTH_ID, targetType: 'user' }];

  test('the registration campaign takes what was sent and keeps the rest', async () => {
    const { tenant, send } = await tenantOfAdministrator();
    const before = structuredClone(campaignOf(tenant));
    expect((await send('PATCH', METHODS_POLICY, bodyWith({ excludeTargets: EXCLUDED }))).status).toBe(204);
    expect(campaignOf(tenant)).toEqual({ ...before, excludeTargets: EXCLUDED });
    expect(tenant.state.authenticationMethodsPolicy.lastModifiedDateTime).toBe('2026-11-23T10:00:00.000Z');
    expect(auditsOf(tenant)).toEqual([
      ['Authentication Methods Policy Update', 'Authentication Methods', ['authenticationMethodsPolicy']],
    ]);
  });

  test.each([
    ['an unknown state', METHODS_POLICY, bodyWith({ state: 'unknownFutureValue' })],
    ['a target without a type', METHODS_POLICY, bodyWith({ excludeTargets: [{ id: SOUTH_ID }] })],
    ['something else of the policy', METHODS_POLICY, { displayName: 'Mine' }],
    ['something else than true or false', AUTHORIZATION_POLICY, { allowedToUseSSPR: null }],
    ['something else of the other policy', AUTHORIZATION_POLICY, { allowInvitesFrom: 'none' }],
  ])('%s is refused', async (_, path, body) => {
    const { tenant, send } = await tenantOfAdministrator();
    expect((await send('PATCH', path, body)).status).toBe(400);
    expect(auditsOf(tenant)).toEqual([]);
  });

  test('whether administrators reset their own passwords can be changed', async () => {
    const { tenant, send } = await tenantOfAdministrator();
    expect((await send('PATCH', AUTHORIZATION_POLICY, { allowedToUseSSPR: false })).status).toBe(204);
    expect((await call(tenant, AUTHORIZATION_POLICY)).body['allowedToUseSSPR']).toBe(false);
    expect(auditsOf(tenant)).toEqual([['Update authorization policy', 'Core Directory', ['authorizationPolicy']]]);
  });
});

describe('replication lag', () => {
  const LAG = { replicationLagMs: 30_000 };

  test.each([
    [
      'a changed user',
      { method: 'PATCH', path: USER, body: { displayName: 'South' } },
      async (tenant: SandboxTenant) => (await call(tenant, USER)).body['displayName'] === 'South',
    ],
    [
      'a deleted user',
      { method: 'DELETE', path: USER, body: undefined },
      async (tenant: SandboxTenant) =>
        (await call(tenant, USER)).status === 404 && (await call(tenant, DELETED)).status === 200,
    ],
    [
      'a deleted method',
      { method: 'DELETE', path: PHONE, body: undefined },
      async (tenant: SandboxTenant) => !(await call(tenant, METHODS)).text.includes('phoneAuthenticationMethod'),
    ],
    [
      'the authorization policy',
      { method: 'PATCH', path: AUTHORIZATION_POLICY, body: { allowedToUseSSPR: false } },
      async (tenant: SandboxTenant) => (await call(tenant, AUTHORIZATION_POLICY)).body['allowedToUseSSPR'] === false,
    ],
    [
      'the registration campaign',
      {
        method: 'PATCH',
        path: METHODS_POLICY,
        body: { registrationEnforcement: { authenticationMethodsRegistrationCampaign: { state: 'disabled' } } },
      },
      async (tenant: SandboxTenant) =>
        JSON.stringify((await call(tenant, METHODS_POLICY)).body['registrationEnforcement']).includes('"disabled"'),
    ],
  ])('%s shows when it is over, and not before', async (_, { method, path, body }, isVisible) => {
    const { clock, tenant, send } = await tenantOfAdministrator(LAG);
    expect((await send(method, path, body)).status).toBe(204);
    clock.ms += 29_999;
    expect(await isVisible(tenant)).toBe(false);
    clock.ms += 1;
    expect(await isVisible(tenant)).toBe(true);
  });

  test('a restored user shows in the deleted items until then', async () => {
    const { clock, tenant, send } = await tenantOfAdministrator(LAG);
    tenant.administrator.deleteUser(SOUTH_ID, REQUESTER);
    clock.ms += 30_000;
    await send('POST', `${DELETED}/restore`, {});
    const statuses = async () => [(await call(tenant, USER)).status, (await call(tenant, DELETED)).status];
    expect(await statuses()).toEqual([404, 200]);
    clock.ms += 30_000;
    expect(await statuses()).toEqual([200, 404]);
  });
});

test('the administrator’s hand changes users and methods as readers see them, with audit entries', async () => {
  const { tenant } = await tenantOfAdministrator();
  const { administrator } = tenant;
  administrator.disableUser(SOUTH_ID, REQUESTER);
  administrator.enableUser(SOUTH_ID, REQUESTER);
  administrator.renameUser(SOUTH_ID, 'South', REQUESTER);
  administrator.setPasswordPolicies(SOUTH_ID, 'DisablePasswordExpiration', REQUESTER);
  administrator.addAuthenticationMethod(SOUTH_ID, authenticatorApp('Somebody’s phone'), REQUESTER);
  administrator.deleteUser(SOUTH_ID, REQUESTER);
  expect((await call(tenant, USER)).status).toBe(404);
  administrator.restoreUser(SOUTH_ID, REQUESTER);
  const { body } = await call(tenant, `${USER}?$select=accountEnabled,displayName,passwordPolicies`);
  expect(body).toMatchObject({
    accountEnabled: true,
    displayName: 'South',
    passwordPolicies: 'DisablePasswordExpiration',
  });
  expect((await call(tenant, METHODS)).text).toContain('Somebody’s phone');
  expect(auditsOf(tenant).map(([name]) => name)).toEqual([
    'Disable account',
    'Enable account',
    'Update user',
    'Update user',
    'Admin registered security info',
    'Delete user',
    'Restore user',
  ]);
  expect(() => administrator.restoreUser(SOUTH_ID, REQUESTER)).toThrow(`has no deleted user '${SOUTH_ID}'`);
});
