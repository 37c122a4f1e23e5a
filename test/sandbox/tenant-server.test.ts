import { describe, expect, test } from '@jest/globals';
import { FORGOTTEN_ID, NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP, RESTRICTED_UNIT_ID } from '../../src/sandbox/seed/contoso-directory.js';
import { startSandboxTenant } from '../../src/sandbox/tenant-server.js';
import { call, callAll, startReadable, startTenant, valuesOf } from './calls.js';

const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const ROLES = '/v1.0/roleManagement/directory';

describe('who may ask', () => {
  test.each([
    ['no Authorization header', ''],
    ['another token', 'Bearer somebody-else'],
    ['the token under another scheme', 'Basic TOKEN'],
  ])('%s is answered 401 InvalidAuthenticationToken', async (_, authorization) => {
    const tenant = await startTenant();
    const headers = { authorization: authorization.replace('TOKEN', tenant.token) };
    const { status, body } = await call(tenant, '/v1.0/organization', { headers });
    expect({ status, code: body.error?.code }).toEqual({ status: 401, code: 'InvalidAuthenticationToken' });
  });

  test('the token of this start is answered 200', async () => {
    const { status } = await call(await startTenant(), '/v1.0/organization');
    expect(status).toBe(200);
  });

  test('two starts mint two tokens', async () => {
    expect((await startTenant()).token).not.toBe((await startTenant()).token);
  });

  test('an occupied port is refused by number', async () => {
    const { url } = await startTenant();
    await expect(startSandboxTenant({ port: Number(new URL(url).port) })).rejects.toThrow(
      `SANDBOX_PORT_IN_USE: port ${new URL(url).port} is occupied`,
    );
  });
});

describe('requests nobody understands', () => {
  test.each([
    ['/v1.0/sites', 400, 'BadRequest', "Resource not found for the segment 'sites'."],
    ['/v1.0/users/x/photo', 400, 'BadRequest', "Resource not found for the segment 'photo'."],
    ['/v2.0/users', 400, 'BadRequest', 'Invalid version.'],
    ['/v1.0/users/nobody', 404, 'Request_ResourceNotFound', "Resource 'nobody' does not exist"],
    [`/v1.0/groups/${NORTH_ID}/members`, 404, 'Request_ResourceNotFound', 'does not exist'],
    ['/v1.0/users?$search=x', 400, 'Request_UnsupportedQuery', "'$search'"],
    ['/v1.0/users?$expand=manager', 400, 'Request_BadRequest', "'manager'"],
    ['/v1.0/users?$select=id,shoeSize', 400, 'Request_BadRequest', "'shoeSize'"],
    ["/v1.0/users?$filter=department eq 'IT'", 400, 'Request_UnsupportedQuery', "'department'"],
    ['/v1.0/users?$filter=accountEnabled ne false', 400, 'Request_BadRequest', 'filter'],
    ['/v1.0/users?$skiptoken=made-up', 400, 'Directory_ExpiredPageToken', 'token'],
  ])('%s is answered %i %s', async (path, status, code, message) => {
    const answer = await call(await startTenant(), path);
    expect({ status: answer.status, code: answer.body.error?.code }).toEqual({ status, code });
    expect(answer.body.error?.message).toContain(message);
  });

  test('a known path with another method is answered 405', async () => {
    const { status } = await call(await startTenant(), '/v1.0/organization', { body: {} });
    expect(status).toBe(405);
  });

  test('errors and answers carry the caller’s request ID', async () => {
    const tenant = await startTenant({ now: () => Date.parse('2026-11-23T10:00:00.123Z') });
    const headers = { 'client-request-id': 'my-request' };
    const { headers: answered, body } = await call(tenant, '/v1.0/users/nobody', { headers });
    expect(answered.get('client-request-id')).toBe('my-request');
    expect(body.error?.innerError).toEqual({
      date: '2026-11-23T10:00:00',
      'request-id': answered.get('request-id'),
      'client-request-id': 'my-request',
    });
  });
});

describe('selecting and filtering', () => {
  test('a user has the documented default properties without $select', async () => {
    const { body } = await call(await startTenant(), `/v1.0/users/${NORTH_ID}`);
    expect(Object.keys(body).sort()).toEqual(
      [
        '@odata.context businessPhones displayName givenName id jobTitle mail mobilePhone officeLocation',
        'preferredLanguage surname userPrincipalName',
      ].flatMap((names) => names.split(' ')),
    );
  });

  test('$select answers exactly what was asked for', async () => {
    const { body } = await call(await startTenant(), `/v1.0/users/${NORTH_ID}?$select=accountEnabled`);
    expect(body).toEqual({
      '@odata.context': expect.stringContaining('#users(accountEnabled)/$entity'),
      accountEnabled: true,
    });
  });

  test('isManagementRestricted comes only with $select, true in a restricted unit and null outside', async () => {
    const tenant = await startTenant();
    const restriction = async (id: string, query: string) =>
      (await call(tenant, `/v1.0/users/${id}${query}`)).body['isManagementRestricted'];
    expect(await restriction(NORTH_ID, '?$select=isManagementRestricted')).toBe(true);
    expect(await restriction(SOUTH_ID, '?$select=isManagementRestricted')).toBeNull();
    expect(await restriction(NORTH_ID, '')).toBeUndefined();
  });

  test('a user is found by object ID and by user principal name, in any case', async () => {
    const tenant = await startTenant();
    const name = tenant.state.users.find(({ id }) => id === SOUTH_ID)?.userPrincipalName ?? '';
    for (const key of [SOUTH_ID, SOUTH_ID.toUpperCase(), name, name.toUpperCase()]) {
      expect((await call(tenant, `/v1.0/users/${encodeURIComponent(key)}`)).body['id']).toBe(SOUTH_ID);
    }
  });

  test('a guest’s user principal name works when its # is encoded', async () => {
    const tenant = await startTenant();
    const guest = tenant.state.users.find(({ userType }) => userType === 'Guest');
    const filter = encodeURIComponent(`userPrincipalName eq '${guest?.userPrincipalName}'`);
    expect(valuesOf((await call(tenant, `/v1.0/users?$filter=${filter}`)).body)).toHaveLength(1);
  });

  test('role assignments are filtered by role and expanded with their principals', async () => {
    const filter = encodeURIComponent(`roleDefinitionId eq '${GLOBAL_ADMINISTRATOR}'`);
    const { body } = await call(await startTenant(), `${ROLES}/roleAssignments?$filter=${filter}&$expand=principal`);
    const principals = valuesOf(body).map(({ principal }) => principal);
    expect(principals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ '@odata.type': '#microsoft.graph.user', id: NORTH_ID }),
        expect.objectContaining({ '@odata.type': '#microsoft.graph.user', id: FORGOTTEN_ID }),
        expect.objectContaining({ '@odata.type': '#microsoft.graph.group', id: GROUP.globalAdministrators }),
      ]),
    );
    expect(principals).toHaveLength(4);
  });

  test('two filter clauses both have to hold', async () => {
    const both = (principalId: string) =>
      encodeURIComponent(`roleDefinitionId eq '${GLOBAL_ADMINISTRATOR}' and principalId eq '${principalId}'`);
    const tenant = await startTenant();
    const count = async (principalId: string) =>
      valuesOf((await call(tenant, `${ROLES}/roleAssignmentScheduleInstances?$filter=${both(principalId)}`)).body)
        .length;
    expect(await count(NORTH_ID)).toBe(1);
    expect(await count(SOUTH_ID)).toBe(0);
  });
});

describe('memberships', () => {
  test('transitiveMemberOf resolves nested groups, active roles and administrative units, each with its type', async () => {
    const tenant = await startTenant();
    const typesOf = async (id: string) =>
      valuesOf((await call(tenant, `/v1.0/users/${id}/transitiveMemberOf`)).body).map((member) => [
        member['@odata.type'],
        member['displayName'],
      ]);
    expect(await typesOf(SOUTH_ID)).toEqual([
      ['#microsoft.graph.group', 'Emergency access accounts'],
      ['#microsoft.graph.group', 'CA exclusions: all policies'],
    ]);
    expect(await typesOf(NORTH_ID)).toEqual([
      ['#microsoft.graph.directoryRole', 'Global Administrator'],
      ['#microsoft.graph.administrativeUnit', 'Restricted: emergency access'],
    ]);
  });

  test('memberOf stops at the first group', async () => {
    const { body } = await call(await startReadable(), `/v1.0/users/${SOUTH_ID}/memberOf`);
    expect(valuesOf(body).map(({ id }) => id)).toEqual([GROUP.emergencyAccounts]);
  });

  test('a role held through a group, and a role scoped to a unit, are told apart', async () => {
    const tenant = await startTenant();
    const held = tenant.state.roleAssignmentScheduleInstances.find(({ principalId }) => principalId === GROUP.tierZero);
    const [memberId = ''] = tenant.state.groupMembers[GROUP.tierZero] ?? [];
    const roles = async () =>
      valuesOf((await call(tenant, `/v1.0/users/${memberId}/transitiveMemberOf`)).body).filter(
        (member) => member['@odata.type'] === '#microsoft.graph.directoryRole',
      );
    expect((await roles()).map(({ roleTemplateId }) => roleTemplateId)).toEqual([held?.roleDefinitionId]);
    if (held) held.directoryScopeId = '/administrativeUnits/somewhere';
    expect(await roles()).toEqual([]);
  });

  test('groups that contain each other end', async () => {
    const tenant = await startTenant();
    tenant.state.groupMembers[GROUP.emergencyAccounts]?.push(GROUP.exclusions);
    const { body } = await call(tenant, `/v1.0/users/${SOUTH_ID}/transitiveMemberOf`);
    expect(valuesOf(body)).toHaveLength(2);
    expect((await call(tenant, `/v1.0/groups/${GROUP.exclusions}/transitiveMembers`)).status).toBe(200);
  });

  test('a cast list asks for eventual consistency and a count', async () => {
    const tenant = await startTenant();
    const path = `/v1.0/users/${SOUTH_ID}/transitiveMemberOf/microsoft.graph.group?$count=true`;
    expect((await call(tenant, path)).body.error?.code).toBe('Request_UnsupportedQuery');
    const { body } = await call(tenant, path, { headers: { consistencylevel: 'eventual' } });
    expect({ count: body['@odata.count'], members: valuesOf(body).length }).toEqual({ count: 2, members: 2 });
  });

  test('checkMemberGroups answers the groups that contain the user, for up to 20 groups', async () => {
    const tenant = await startTenant();
    const check = (groupIds: string[]) =>
      call(tenant, `/v1.0/users/${SOUTH_ID}/checkMemberGroups`, { body: { groupIds } });
    const twenty = [GROUP.exclusions, ...Array.from({ length: 19 }, () => GROUP.finance)];
    expect((await check(twenty)).body.value).toEqual([GROUP.exclusions]);
    expect((await check([...twenty, GROUP.finance])).status).toBe(400);
  });

  test('getByIds answers objects of several kinds and leaves out what does not exist', async () => {
    const { body } = await call(await startReadable(), '/v1.0/directoryObjects/getByIds', {
      body: { ids: [NORTH_ID, GROUP.finance, 'nothing'], types: ['user', 'group'] },
    });
    expect(valuesOf(body).map((member) => member['@odata.type'])).toEqual([
      '#microsoft.graph.user',
      '#microsoft.graph.group',
    ]);
  });
});

describe('what is deleted, and who administers a unit', () => {
  test('a deleted user is found by its ID among the deleted items, and nowhere else', async () => {
    const tenant = await startReadable();
    const path = `/v1.0/directory/deletedItems/${SOUTH_ID}?$select=id,displayName,deletedDateTime`;
    const before = await call(tenant, path);
    const index = tenant.state.users.findIndex(({ id }) => id === SOUTH_ID);
    const [south] = tenant.state.users.splice(index, 1);
    if (south) tenant.state.deletedUsers.push({ ...south, deletedDateTime: '2026-11-01T08:00:00Z' });
    const after = await call(tenant, path);
    const found = await call(tenant, '/v1.0/directoryObjects/getByIds', { body: { ids: [SOUTH_ID] } });
    expect({ status: before.status, code: before.body.error?.code }).toEqual({
      status: 404,
      code: 'Request_ResourceNotFound',
    });
    expect(after.body).toMatchObject({
      '@odata.type': '#microsoft.graph.user',
      id: SOUTH_ID,
      displayName: 'Emergency Access South',
      deletedDateTime: '2026-11-01T08:00:00Z',
    });
    expect((await call(tenant, `/v1.0/users/${SOUTH_ID}`)).status).toBe(404);
    expect(valuesOf(found.body)).toEqual([]);
  });

  test('who holds a role scoped to a unit administers it, and who holds it for the tenant does not', async () => {
    const tenant = await startTenant();
    const path = `/v1.0/directory/administrativeUnits/${RESTRICTED_UNIT_ID}/scopedRoleMembers`;
    expect(valuesOf((await call(tenant, path)).body)).toEqual([]);
    const held = tenant.state.roleAssignmentScheduleInstances.find(({ principalId }) => principalId === NORTH_ID);
    if (held) held.directoryScopeId = `/administrativeUnits/${RESTRICTED_UNIT_ID}`;
    expect(valuesOf((await call(tenant, path)).body)).toMatchObject([
      { administrativeUnitId: RESTRICTED_UNIT_ID, roleMemberInfo: { id: NORTH_ID } },
    ]);
    expect((await call(tenant, `/v1.0/directory/administrativeUnits/${NORTH_ID}/scopedRoleMembers`)).status).toBe(404);
  });

  test('a user in a restricted unit says so when asked, and any other user says nothing', async () => {
    const tenant = await startTenant();
    const restricted = async (id: string) =>
      (await call(tenant, `/v1.0/users/${id}?$select=isManagementRestricted`)).body['isManagementRestricted'];
    expect([await restricted(NORTH_ID), await restricted(SOUTH_ID)]).toEqual([true, null]);
  });
});

describe('paging', () => {
  test('every member comes exactly once, over links that keep the query', async () => {
    const tenant = await startTenant({ behaviour: { pageSize: 5 } });
    const { pages, values } = await callAll(tenant, '/v1.0/users?$select=id');
    expect(values.map(({ id }) => id)).toEqual(tenant.state.users.map(({ id }) => id));
    expect(pages).toBe(Math.ceil(tenant.state.users.length / 5));
    expect(values.every((value) => Object.keys(value).length === 1)).toBe(true);
  });

  test('next links point to this server and carry an opaque token', async () => {
    const tenant = await startTenant({ behaviour: { pageSize: 1 } });
    const link = (await call(tenant, '/v1.0/domains')).body['@odata.nextLink'] ?? '';
    expect(new URL(link).origin).toBe(tenant.url);
    expect(new URL(link).searchParams.get('$skiptoken')).toMatch(/^[\w-]{8,}$/);
  });

  test('a collection that fits has no next link, and Conditional Access policies always fit', async () => {
    const tenant = await startTenant();
    for (const path of ['/v1.0/domains', '/beta/identity/conditionalAccess/policies']) {
      expect((await call(tenant, path)).body['@odata.nextLink']).toBeUndefined();
    }
  });

  test('$top asks for smaller pages', async () => {
    expect((await callAll(await startTenant(), '/v1.0/domains?$top=2')).pages).toBe(2);
  });
});

describe('what the tenant is', () => {
  test('without Microsoft Entra ID P2 the schedules are refused and the assignments are not', async () => {
    const tenant = await startTenant();
    const schedule = () => call(tenant, `${ROLES}/roleAssignmentScheduleInstances`);
    expect((await schedule()).status).toBe(200);
    tenant.state.hasPremiumP2 = false;
    const refused = await schedule();
    expect({ status: refused.status, code: refused.body.error?.code }).toEqual({
      status: 400,
      code: 'AadPremiumLicenseRequired',
    });
    expect((await call(tenant, `${ROLES}/roleAssignments`)).status).toBe(200);
  });

  test('a change of state shows in the next answer', async () => {
    const tenant = await startTenant();
    tenant.state.securityDefaults.isEnabled = true;
    const { body } = await call(tenant, '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy');
    expect(body['isEnabled']).toBe(true);
  });

  test('latency delays each answer, and a request is logged with what became of it', async () => {
    const tenant = await startTenant({ behaviour: { latencyMs: 30 }, now: () => 7 });
    const before = performance.now();
    await call(tenant, '/v1.0/users/nobody');
    expect(performance.now() - before).toBeGreaterThanOrEqual(29);
    expect(tenant.requests).toEqual([
      { method: 'GET', path: '/v1.0/users/nobody', status: 404, at: 7, inBatch: false, authorization: true },
    ]);
  });
});
