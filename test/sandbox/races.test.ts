import { describe, expect, test } from '@jest/globals';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import { call, callBatch, get, startTenant, write } from './calls.js';
import { EXCLUDE_NORTH, pathOf, policyNamed } from './writes.js';

const excludeSouth = (policy: ReturnType<typeof policyNamed>['policy']) => {
  policy.conditions?.users?.excludeUsers?.push(SOUTH_ID);
};

describe('a race that is staged', () => {
  test('an administrator steps in before the write arrives, and the write overwrites without a word', async () => {
    const tenant = await startTenant();
    const { id } = policyNamed(tenant, 'CA018').policy;
    tenant.behaviour.onRequest = ({ method }) => {
      if (method === 'PATCH') tenant.administrator.updatePolicy(id, excludeSouth, REQUESTER);
    };
    expect((await write(tenant, 'PATCH', pathOf(tenant, 'CA018'), EXCLUDE_NORTH)).status).toBe(204);
    expect(policyNamed(tenant, 'CA018').policy.conditions?.users?.excludeUsers).toEqual([NORTH_ID]);
    expect(tenant.state.directoryAudits.map(({ entry }) => entry.initiatedBy?.user?.id)).toEqual([
      REQUESTER.objectId,
      undefined,
    ]);
  });

  test('the request waits for whoever steps in, and sees what they did, the tenant they put there included', async () => {
    const tenant = await startTenant();
    const path = pathOf(tenant, 'CA018');
    const other = structuredClone(tenant.state);
    other.policies = [];
    tenant.behaviour.onRequest = async () => {
      await Promise.resolve();
      tenant.state = other;
    };
    expect((await call(tenant, path)).status).toBe(404);
  });

  test('each request is announced by method and path, inside a batch too, and none without a token', async () => {
    const tenant = await startTenant();
    const seen: string[] = [];
    tenant.behaviour.onRequest = ({ method, path }) => void seen.push(`${method} ${path}`);
    await call(tenant, '/v1.0/domains?$select=id');
    await callBatch(tenant, [get('a', '/groups')]);
    await call(tenant, '/v1.0/domains', { headers: { authorization: 'Bearer nobody' } });
    expect(seen).toEqual(['GET /v1.0/domains?$select=id', 'POST /v1.0/$batch', 'GET /v1.0/groups']);
  });
});

describe('the administrator’s hand', () => {
  test('edits a copy: what was read before stays what it was', async () => {
    const tenant = await startTenant();
    const before = policyNamed(tenant, 'CA018');
    tenant.administrator.updatePolicy(before.policy.id, excludeSouth, REQUESTER);
    expect(before.policy.conditions?.users?.excludeUsers).toEqual([]);
    const { policy: after } = policyNamed(tenant, 'CA018');
    expect(after.conditions?.users?.excludeUsers).toEqual([SOUTH_ID]);
    expect(Date.parse(String(after.modifiedDateTime))).toBeGreaterThan(
      Date.parse(String(before.policy.modifiedDateTime)),
    );
  });

  test('changes members, accounts and policies as readers see them', async () => {
    const tenant = await startTenant();
    const path = pathOf(tenant, 'CA018');
    tenant.administrator.addMember(GROUP.emergencyAccounts, NORTH_ID, REQUESTER);
    tenant.administrator.removeMember(GROUP.emergencyAccounts, SOUTH_ID, REQUESTER);
    tenant.administrator.disableUser(NORTH_ID, REQUESTER);
    tenant.administrator.deletePolicy(policyNamed(tenant, 'CA018').policy.id, REQUESTER);
    const { body } = await call(tenant, `/v1.0/users/${NORTH_ID}?$select=accountEnabled`);
    const members = await call(tenant, `/v1.0/groups/${GROUP.emergencyAccounts}/members?$select=id`);
    expect(body['accountEnabled']).toBe(false);
    expect(members.body.value).toMatchObject([{ id: NORTH_ID }]);
    expect((await call(tenant, path)).status).toBe(404);
  });

  test('an object that does not exist is a mistake of the caller', async () => {
    const { administrator } = await startTenant();
    const id = guidFor('nothing');
    expect(() => administrator.updatePolicy(id, excludeSouth, REQUESTER)).toThrow(`has no policy '${id}'`);
    expect(() => administrator.addMember(id, NORTH_ID, REQUESTER)).toThrow(`has no group '${id}'`);
    expect(() => administrator.disableUser(id, REQUESTER)).toThrow(`has no user '${id}'`);
  });
});
