import { describe, expect, test } from '@jest/globals';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import { COLLEAGUES, REQUESTER, sandboxApproversGroupId } from '../../src/sandbox/seed/people.js';
import { activeRole, eligibleRole, type RoleKey } from '../../src/sandbox/seed/roles.js';
import type { SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { call, errorIn, startTenant } from './calls.js';
import { EXCLUDE_NORTH, pathOf, policyNamed, referenceTo } from './writes.js';

const DENIED = { status: 403, code: 'Authorization_RequestDenied' };
const HELPER = COLLEAGUES[3].objectId;
const STAFF = guidFor('user:Alma Nordin');
const PHONE = '3179e48a-750b-4051-897c-87b9720928f7';
const NEVER = { passwordPolicies: 'DisablePasswordExpiration' };
const CAMPAIGN = { registrationEnforcement: { authenticationMethodsRegistrationCampaign: { state: 'disabled' } } };

function methodPath(userId: string): string {
  return `/v1.0/users/${userId}/authentication/phoneMethods/${PHONE}`;
}

interface Attempt {
  readonly method: string;
  /** A path, or the beginning of a policy's name. */
  readonly path: string;
  readonly body?: object;
}

const WRITES = {
  policy: { method: 'PATCH', path: 'CA018', body: EXCLUDE_NORTH },
  ordinaryGroup: {
    method: 'POST',
    path: `/v1.0/groups/${GROUP.emergencyAccounts}/members/$ref`,
    body: referenceTo(STAFF),
  },
  roleAssignableGroup: {
    method: 'POST',
    path: `/v1.0/groups/${sandboxApproversGroupId}/members/$ref`,
    body: referenceTo(STAFF),
  },
  ordinaryUser: { method: 'PATCH', path: `/v1.0/users/${STAFF}`, body: NEVER },
  privilegedUser: { method: 'PATCH', path: `/v1.0/users/${SOUTH_ID}`, body: NEVER },
  restrictedUser: { method: 'PATCH', path: `/v1.0/users/${NORTH_ID}`, body: { passwordPolicies: null } },
  ordinaryMethod: { method: 'DELETE', path: methodPath(STAFF) },
  privilegedMethod: { method: 'DELETE', path: methodPath(SOUTH_ID) },
  methodsPolicy: { method: 'PATCH', path: '/v1.0/policies/authenticationMethodsPolicy', body: CAMPAIGN },
  authorizationPolicy: {
    method: 'PATCH',
    path: '/v1.0/policies/authorizationPolicy',
    body: { allowedToUseSSPR: false },
  },
  securityDefaults: {
    method: 'PATCH',
    path: '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy',
    body: { isEnabled: true },
  },
} satisfies Record<string, Attempt>;
type Write = keyof typeof WRITES;

/** A tenant in which the person holds just these roles. */
async function tenantWith(roles: readonly RoleKey[]): Promise<SandboxTenant> {
  const tenant = await startTenant();
  const others = tenant.state.roleAssignmentScheduleInstances.filter(({ principalId }) => principalId !== HELPER);
  tenant.state.roleAssignmentScheduleInstances = [...others, ...roles.map((role) => activeRole(HELPER, role))];
  return tenant;
}

async function attempt(tenant: SandboxTenant, write: Write) {
  const { method, path, body }: Attempt = WRITES[write];
  const full = path.startsWith('/') ? path : pathOf(tenant, path);
  return errorIn(await call(tenant, full, { method, body, as: { person: HELPER } }));
}

const ALL = Object.keys(WRITES) as Write[];

describe('a person may write what their directory roles allow, and nothing else', () => {
  test.each<[RoleKey | 'no role', readonly Write[]]>([
    ['no role', []],
    ['globalReader', []],
    ['conditionalAccessAdministrator', ['policy']],
    ['securityAdministrator', ['policy']],
    ['userAdministrator', ['ordinaryGroup', 'ordinaryUser']],
    ['privilegedRoleAdministrator', ['roleAssignableGroup', 'authorizationPolicy']],
    ['authenticationPolicyAdministrator', ['methodsPolicy']],
    ['privilegedAuthenticationAdministrator', ['ordinaryUser', 'privilegedUser', 'ordinaryMethod', 'privilegedMethod']],
    ['globalAdministrator', ALL.filter((write) => write !== 'restrictedUser' && write !== 'securityDefaults')],
  ])('%s', async (role, allowed) => {
    const outcomes = await Promise.all(
      ALL.map(async (write) => [
        write,
        (await attempt(await tenantWith(role === 'no role' ? [] : [role]), write)).status,
      ]),
    );
    expect(outcomes).toEqual(ALL.map((write) => [write, allowed.includes(write) ? 204 : 403]));
  });

  test('a role that is only eligible allows nothing', async () => {
    const tenant = await tenantWith([]);
    tenant.state.roleEligibilityScheduleInstances.push(eligibleRole(HELPER, 'globalAdministrator'));
    expect(await attempt(tenant, 'policy')).toMatchObject(DENIED);
    tenant.state.roleAssignmentScheduleInstances.push(activeRole(HELPER, 'globalAdministrator'));
    expect(await attempt(tenant, 'policy')).toMatchObject({ status: 204 });
  });

  test('a role comes with a role-assignable group, and not with another', async () => {
    const tenant = await tenantWith([]);
    tenant.state.groupMembers[GROUP.contractors]?.push(HELPER);
    tenant.state.roleAssignmentScheduleInstances.push(activeRole(GROUP.contractors, 'globalAdministrator'));
    expect(await attempt(tenant, 'policy')).toMatchObject(DENIED);
    for (const group of tenant.state.groups) if (group.id === GROUP.contractors) group.isAssignableToRole = true;
    expect(await attempt(tenant, 'policy')).toMatchObject({ status: 204 });
  });
});

describe('a restricted management administrative unit', () => {
  const scopeOf = (tenant: SandboxTenant) => `/administrativeUnits/${tenant.state.administrativeUnits[0]?.id ?? ''}`;

  test('keeps out a Global Administrator, and lets in who administers the unit', async () => {
    const tenant = await tenantWith(['globalAdministrator']);
    const denied = await attempt(tenant, 'restrictedUser');
    expect(denied).toMatchObject(DENIED);
    expect(denied.message).toContain('restricted management administrative unit');
    const scoped = activeRole(HELPER, 'userAdministrator', { directoryScopeId: scopeOf(tenant) });
    tenant.state.roleAssignmentScheduleInstances.push(scoped);
    expect(await attempt(tenant, 'restrictedUser')).toMatchObject({ status: 204 });
  });

  test('gives its administrator no rights outside of it', async () => {
    const tenant = await tenantWith([]);
    const scoped = activeRole(HELPER, 'userAdministrator', { directoryScopeId: scopeOf(tenant) });
    tenant.state.roleAssignmentScheduleInstances.push(scoped);
    expect(await attempt(tenant, 'restrictedUser')).toMatchObject({ status: 204 });
    expect(await attempt(tenant, 'ordinaryUser')).toMatchObject(DENIED);
  });

  test.each([
    ['ordinaryGroup', GROUP.emergencyAccounts, 204],
    ['roleAssignableGroup', sandboxApproversGroupId, 403],
  ] as const)('for %s lets its administrator: %s → %i', async (write, groupId, status) => {
    const tenant = await tenantWith(['globalAdministrator']);
    Object.values(tenant.state.administrativeUnitMembers).at(0)?.push(groupId);
    expect(await attempt(tenant, write)).toMatchObject(DENIED);
    const scoped = activeRole(HELPER, 'userAdministrator', { directoryScopeId: scopeOf(tenant) });
    tenant.state.roleAssignmentScheduleInstances.push(scoped);
    expect(await attempt(tenant, write)).toMatchObject({ status });
  });
});

describe('the token of a person', () => {
  test('reads what the reader may, and is named in the audit log', async () => {
    const tenant = await startTenant();
    const as = { person: REQUESTER.objectId };
    expect((await call(tenant, `/v1.0/users/${NORTH_ID}/authentication/methods`, { as })).status).toBe(200);
    expect((await call(tenant, pathOf(tenant, 'CA018'), { method: 'PATCH', body: EXCLUDE_NORTH, as })).status).toBe(
      204,
    );
    const { objectId: id, displayName, userPrincipalName } = REQUESTER;
    expect(tenant.state.directoryAudits.map(({ entry }) => entry.initiatedBy)).toMatchObject([
      { app: null, user: { id, displayName, userPrincipalName } },
    ]);
    expect(policyNamed(tenant, 'CA018').policy.conditions?.users?.excludeUsers).toEqual([NORTH_ID]);
  });

  test('is the same each time, and another than anybody else’s', async () => {
    const tenant = await startTenant();
    const tokens = [REQUESTER.objectId, REQUESTER.objectId, HELPER].map((id) => tenant.delegatedToken(id));
    expect(new Set([...tokens, tenant.token, tenant.remediatorToken]).size).toBe(4);
  });

  test('is not given for somebody who is not in the tenant', async () => {
    const tenant = await startTenant();
    expect(() => tenant.delegatedToken(guidFor('user:nobody'))).toThrow('SANDBOX_NO_SUCH_OBJECT');
  });

  test.each([
    ['blocked', (tenant: SandboxTenant) => tenant.administrator.disableUser(HELPER, REQUESTER)],
    ['deleted', (tenant: SandboxTenant) => tenant.administrator.deleteUser(HELPER, REQUESTER)],
  ])('is not valid any more once they are %s', async (_, stop) => {
    const tenant = await startTenant();
    const headers = { authorization: `Bearer ${tenant.delegatedToken(HELPER)}` };
    expect((await call(tenant, '/v1.0/domains', { headers })).status).toBe(200);
    stop(tenant);
    expect((await call(tenant, '/v1.0/domains', { headers })).status).toBe(401);
  });
});
