import { describe, expect, test } from '@jest/globals';
import { READER_PERMISSIONS } from '../../src/sandbox/identities.js';
import { isWrite } from '../../src/sandbox/http/permissions.js';
import { ROUTES } from '../../src/sandbox/resources/index.js';
import { NORTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { call, startTenant, valuesOf } from './calls.js';

/** What the reader's application may see, permission by permission. */

const without = (...gone: readonly string[]) => READER_PERMISSIONS.filter((permission) => !gone.includes(permission));

test('every question that the tenant answers has a permission', () => {
  const open = ROUTES.filter((route) => !isWrite(route) && route.permissions.length === 0);
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

describe.each([
  ['/v1.0/domains', 'Domain.Read.All'],
  ['/v1.0/identity/conditionalAccess/policies', 'Policy.Read.All'],
  [`/v1.0/users/${NORTH_ID}/authentication/methods`, 'UserAuthenticationMethod.Read.All'],
  [`/v1.0/users/${NORTH_ID}?$select=id,signInActivity`, 'AuditLog.Read.All'],
])('%s', (path, permission) => {
  test(`is refused without ${permission}`, async () => {
    const tenant = await startTenant();
    tenant.behaviour.readerPermissions = without(permission);
    const { status, body } = await call(tenant, path);
    expect(status).toBe(403);
    expect(body).toMatchObject({ error: { code: 'Authorization_RequestDenied' } });
  });

  test(`is answered with ${permission}`, async () => {
    expect((await call(await startTenant(), path)).status).toBe(200);
  });
});

test('a higher permission is as good as the least one', async () => {
  const tenant = await startTenant();
  tenant.behaviour.readerPermissions = ['Directory.Read.All'];
  expect((await call(tenant, '/v1.0/domains')).status).toBe(200);
});

describe('what may be known of a user', () => {
  // What BG-ACC-01, BG-ACC-02 and BG-AUTH-07 rest on, beside the names.
  const path = `/v1.0/users/${NORTH_ID}?$select=id,displayName,accountEnabled,onPremisesSyncEnabled,lastPasswordChangeDateTime`;

  test('with User.ReadBasic.All is who it is, and nothing that a scan judges', async () => {
    const tenant = await startTenant();
    tenant.behaviour.readerPermissions = ['User.ReadBasic.All'];
    const { status, body } = await call(tenant, path);
    expect(status).toBe(200);
    expect(Object.keys(body as object).sort()).toEqual(['@odata.context', 'displayName', 'id']);
  });

  test('with User.Read.All is all of it', async () => {
    const tenant = await startTenant();
    tenant.behaviour.readerPermissions = ['User.Read.All'];
    const { body } = await call(tenant, path);
    expect(body).toMatchObject({ accountEnabled: true, onPremisesSyncEnabled: null });
    expect(body).toHaveProperty('lastPasswordChangeDateTime', expect.any(String));
  });

  test('with User.ReadBasic.All and AuditLog.Read.All is not when it signed in', async () => {
    const tenant = await startTenant();
    tenant.behaviour.readerPermissions = ['User.ReadBasic.All', 'AuditLog.Read.All'];
    expect((await call(tenant, `/v1.0/users/${NORTH_ID}?$select=id,signInActivity`)).status).toBe(403);
  });
});

describe('members that the application may not read', () => {
  const path = `/v1.0/users/${NORTH_ID}/transitiveMemberOf`;

  test('are listed with type and ID, and nothing else', async () => {
    const tenant = await startTenant();
    tenant.behaviour.readerPermissions = without('RoleManagement.Read.Directory');
    const { body } = await call(tenant, path);
    const roles = valuesOf(body).filter((item) => item['@odata.type'] === '#microsoft.graph.directoryRole');
    expect(roles.length).toBeGreaterThan(0);
    expect(roles.filter((role) => typeof role['roleTemplateId'] === 'string')).toEqual([]);
    expect(roles.every((role) => typeof role['id'] === 'string')).toBe(true);
  });

  test('are listed whole for who may', async () => {
    const { body } = await call(await startTenant(), path);
    const roles = valuesOf(body).filter((item) => item['@odata.type'] === '#microsoft.graph.directoryRole');
    expect(roles.map((role) => typeof role['roleTemplateId'])).toContain('string');
  });
});

test('who may only read users learns who the tenant is, and not what it is licensed for', async () => {
  const tenant = await startTenant();
  const [whole] = valuesOf((await call(tenant, '/v1.0/organization')).body);
  tenant.behaviour.readerPermissions = ['User.Read.All'];
  const [limited] = valuesOf((await call(tenant, '/v1.0/organization')).body);
  expect(limited).toMatchObject({ id: whole?.['id'], displayName: whole?.['displayName'], assignedPlans: null });
  expect(whole?.['assignedPlans']).not.toBeNull();
});

test('a deleted group is shown to who may read groups whole, and a deleted user to who may read users', async () => {
  const tenant = await startTenant();
  const group = tenant.state.groups.find(({ id }) => id === GROUP.finance);
  tenant.state.deletedGroups.push({ ...group, id: GROUP.finance, deletedDateTime: '2026-11-01T08:00:00Z' });
  const path = `/v1.0/directory/deletedItems/${GROUP.finance}`;
  expect((await call(tenant, path)).status).toBe(403);
  tenant.behaviour.readerPermissions = [...READER_PERMISSIONS, 'Group.Read.All'];
  expect((await call(tenant, path)).status).toBe(200);
});
