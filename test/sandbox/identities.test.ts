import { describe, expect, test } from '@jest/globals';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { call, callBatch, get, startTenant } from './calls.js';
import { EXCLUDE_NORTH, NEW_POLICY, pathOf, POLICIES, referenceTo } from './writes.js';

const DENIED = { status: 403, code: 'Authorization_RequestDenied' };
const ORDINARY = `/v1.0/groups/${GROUP.emergencyAccounts}/members`;

type Attempt = readonly [name: string, method: string, path: string, body?: object];

const ALLOWED: readonly Attempt[] = [
  ['update a policy', 'PATCH', 'CA018', EXCLUDE_NORTH],
  ['create a policy', 'POST', POLICIES, NEW_POLICY],
  ['delete a policy', 'DELETE', 'CA018'],
  ['add a member', 'POST', `${ORDINARY}/$ref`, referenceTo(NORTH_ID)],
  ['remove a member', 'DELETE', `/v1.0/groups/${GROUP.contractors}/members/MEMBER/$ref`],
];

const WITHHELD: readonly Attempt[] = [
  ['change a user', 'PATCH', `/v1.0/users/${NORTH_ID}`, { accountEnabled: true }],
  ['delete a user', 'DELETE', `/v1.0/users/${SOUTH_ID}`],
  ['restore a user', 'POST', `/v1.0/directory/deletedItems/${SOUTH_ID}/restore`, {}],
  ['delete a phone', 'DELETE', `/v1.0/users/${SOUTH_ID}/authentication/phoneMethods/x`],
  ['change the methods policy', 'PATCH', '/v1.0/policies/authenticationMethodsPolicy', {}],
  ['change the authorization policy', 'PATCH', '/v1.0/policies/authorizationPolicy', { allowedToUseSSPR: false }],
  ['create a user', 'POST', '/v1.0/users', {}],
  ['rename a group', 'PATCH', `/v1.0/groups/${GROUP.emergencyAccounts}`, { displayName: 'x' }],
  ['assign a role', 'POST', '/v1.0/roleManagement/directory/roleAssignments', {}],
  ['switch security defaults', 'PATCH', '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy', {}],
];

describe('who may write', () => {
  async function attempt(as: 'reader' | 'remediator', [, method, path, body]: Attempt) {
    const tenant = await startTenant();
    const [member = ''] = tenant.state.groupMembers[GROUP.contractors] ?? [];
    const full = path.startsWith('/') ? path.replace('MEMBER', member) : pathOf(tenant, path);
    const answer = await call(tenant, full, { method, body, as });
    return { tenant, seen: { status: answer.status, code: answer.body.error?.code } };
  }

  test.each(ALLOWED)('the remediator may %s, and the reader may not', async (...row) => {
    const asRemediator = await attempt('remediator', row);
    expect([201, 204]).toContain(asRemediator.seen.status);
    expect(asRemediator.tenant.writes.map(({ applied }) => applied)).toEqual([true]);
    const asReader = await attempt('reader', row);
    expect(asReader.seen).toEqual(DENIED);
    expect(asReader.tenant.writes.map(({ applied }) => applied)).toEqual([false]);
    expect(asReader.tenant.state.directoryAudits).toEqual([]);
  });

  test.each(WITHHELD)('neither of them may %s', async (...row) => {
    for (const as of ['reader', 'remediator'] as const) {
      const { tenant, seen } = await attempt(as, row);
      expect({ seen, applied: tenant.writes.map(({ applied }) => applied) }).toEqual({
        seen: DENIED,
        applied: [false],
      });
    }
  });

  test('the two tokens differ, and a third is nobody’s', async () => {
    const tenant = await startTenant();
    expect(tenant.remediatorToken).not.toBe(tenant.token);
    const headers = { authorization: `Bearer ${tenant.remediatorToken}x` };
    expect((await call(tenant, '/v1.0/groups', { headers })).status).toBe(401);
    expect((await call(tenant, '/v1.0/groups', { as: 'remediator' })).status).toBe(200);
  });

  test('a permission that is withheld is withheld from the remediator too', async () => {
    const tenant = await startTenant({ behaviour: { forbidden: [/conditionalAccess/] } });
    const options = { method: 'PATCH', body: EXCLUDE_NORTH, as: 'remediator' } as const;
    expect((await call(tenant, pathOf(tenant, 'CA018'), options)).status).toBe(403);
    tenant.behaviour.forbidden = [];
    expect((await call(tenant, pathOf(tenant, 'CA018'), options)).status).toBe(204);
  });
});

describe('what the remediator may read', () => {
  test.each([
    POLICIES,
    '/beta/identity/conditionalAccess/policies',
    `/v1.0/groups/${GROUP.exclusions}`,
    `${ORDINARY}?$select=id&$top=999`,
    `/v1.0/groups/${GROUP.exclusions}/transitiveMembers`,
    `/v1.0/users/${NORTH_ID}`,
    `/v1.0/users/${NORTH_ID}/transitiveMemberOf`,
    '/v1.0/auditLogs/directoryAudits',
  ])('%s, as the reader may', async (path) => {
    const tenant = await startTenant();
    const statuses = [await call(tenant, path, { as: 'remediator' }), await call(tenant, path)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
  });

  test.each([
    '/v1.0/organization',
    '/v1.0/domains',
    `/v1.0/users/${NORTH_ID}/authentication/methods`,
    '/v1.0/roleManagement/directory/roleAssignments',
  ])('not %s, which the reader may', async (path) => {
    const tenant = await startTenant();
    const statuses = [await call(tenant, path, { as: 'remediator' }), await call(tenant, path)];
    expect(statuses.map(({ status }) => status)).toEqual([403, 200]);
  });
});

test('inside a batch the rights are those of the batch’s token', async () => {
  const tenant = await startTenant();
  const url = pathOf(tenant, 'CA018').replace('/v1.0', '');
  const headers = { 'Content-Type': 'application/json' };
  const requests = [{ id: 'w', method: 'PATCH', url, headers, body: EXCLUDE_NORTH }, get('r', url)];
  const asReader = await callBatch(tenant, requests);
  expect([...asReader.responses.values()].map(({ id, status }) => [id, status])).toEqual([
    ['r', 200],
    ['w', 403],
  ]);
  const asRemediator = await callBatch(tenant, requests, 'v1.0', 'remediator');
  expect([...asRemediator.responses.values()].map(({ id, status }) => [id, status])).toEqual([
    ['r', 200],
    ['w', 204],
  ]);
  expect(tenant.writes.map(({ path, applied }) => [path, applied])).toEqual([
    [`/v1.0${url}`, false],
    [`/v1.0${url}`, true],
  ]);
});
