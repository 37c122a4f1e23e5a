import { describe, expect, test } from '@jest/globals';
import { READER_APP, REMEDIATOR_APP } from '../../src/sandbox/identities.js';
import { contosoTenant } from '../../src/sandbox/seed/contoso.js';
import { ALMA_ID, GROUP, HUGO_ID, MAJA_ID } from '../../src/sandbox/seed/contoso-directory.js';
import { ROLE } from '../../src/sandbox/seed/roles.js';
import { call, errorIn, startTenant, valuesOf } from './calls.js';

const PIM = '/v1.0/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances';
const RISKY = '/v1.0/identityProtection/riskyUsers';
const WORKFLOWS = '/v1.0/identityGovernance/lifecycleWorkflows/workflows';
const filter = (text: string) => `?$filter=${encodeURIComponent(text)}`;

describe('what governs Contoso', () => {
  test('lists the eligible members of a group, and not without saying of which', async () => {
    const tenant = await startTenant();
    const { body } = await call(
      tenant,
      `${PIM}${filter(`groupId eq '${GROUP.globalAdministrators}' and accessId eq 'member'`)}`,
    );
    expect(valuesOf(body)).toMatchObject([{ principalId: HUGO_ID, accessId: 'member', endDateTime: null }]);
    expect(errorIn(await call(tenant, PIM))).toMatchObject({ status: 400, code: 'InvalidFilter' });
  });

  test('finds users in either of two states of risk, and nobody else', async () => {
    const tenant = await startTenant();
    const ids = async (query: string) => valuesOf((await call(tenant, `${RISKY}${query}`)).body).map(({ id }) => id);
    expect(await ids('')).toEqual([ALMA_ID, MAJA_ID]);
    expect(await ids(filter("riskState eq 'atRisk' or riskState eq 'confirmedCompromised'"))).toEqual([ALMA_ID]);
    expect(await ids(filter("riskState eq 'none' or riskState eq 'remediated'"))).toEqual([MAJA_ID]);
  });

  test('does not understand alternatives in parentheses', async () => {
    const answer = await call(await startTenant(), `${RISKY}${filter("(riskState eq 'a' or riskState eq 'b')")}`);
    expect(answer.status).toBe(400);
  });

  test('shows one approver for Global Administrator, and the rules only to those who expand them', async () => {
    const tenant = await startTenant();
    const path = `/v1.0/policies/roleManagementPolicyAssignments${filter(`roleDefinitionId eq '${ROLE.globalAdministrator}'`)}`;
    const expanded = JSON.stringify((await call(tenant, `${path}&$expand=policy($expand=rules)`)).body);
    expect(expanded.match(/"userId"/g)).toHaveLength(1);
    expect(JSON.stringify((await call(tenant, path)).body)).not.toContain('rules');
  });

  test('gives the conditions of a workflow to those who select them', async () => {
    const tenant = await startTenant();
    const [bare] = valuesOf((await call(tenant, WORKFLOWS)).body);
    const [selected] = valuesOf((await call(tenant, `${WORKFLOWS}?$select=id,executionConditions`)).body);
    expect(bare).not.toHaveProperty('executionConditions');
    expect(selected).toMatchObject({ executionConditions: { scope: { rule: expect.any(String) as unknown } } });
  });

  test('has federation settings for the federated domain and none for the others', async () => {
    const tenant = await startTenant();
    const settingsOf = (domain: string) => call(tenant, `/v1.0/domains/${domain}/federationConfiguration`);
    expect(valuesOf((await settingsOf('fabrikam.com')).body)).toHaveLength(1);
    expect(errorIn(await settingsOf('contoso.com'))).toMatchObject({ status: 404, code: 'Request_ResourceNotFound' });
  });

  test('finds a service principal by application ID and by object ID', async () => {
    const tenant = await startTenant();
    const byAppId = await call(tenant, `/v1.0/servicePrincipals(appId='${READER_APP.appId}')?$select=id`);
    const byId = await call(tenant, `/v1.0/servicePrincipals/${READER_APP.servicePrincipalId}?$select=appId`);
    expect(byAppId.body).toMatchObject({ id: READER_APP.servicePrincipalId });
    expect(byId.body).toMatchObject({ appId: READER_APP.appId });
    expect((await call(tenant, "/v1.0/servicePrincipals(appId='nobody')")).status).toBe(404);
  });

  test('names everybody who may rewrite policies: the remediator, and a tool that everybody forgot', async () => {
    const tenant = await startTenant();
    const graph = await call(tenant, "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')");
    const roles = graph.body['appRoles'] as readonly { id: string; value: string }[];
    const role = roles.find(({ value }) => value === 'Policy.ReadWrite.ConditionalAccess')?.id;
    const path = `/v1.0/servicePrincipals/${String(graph.body['id'])}/appRoleAssignedTo?$top=999`;
    const granted = valuesOf((await call(tenant, path)).body).filter(({ appRoleId }) => appRoleId === role);
    expect(granted.map(({ principalDisplayName }) => principalDisplayName)).toEqual([
      REMEDIATOR_APP.displayName,
      'Policy backup (2023 trial)',
    ]);
  });

  test.each([
    ['access reviews', '/v1.0/identityGovernance/accessReviews/definitions', 400],
    ['approvals', '/v1.0/policies/roleManagementPolicyAssignments', 400],
    ['risky users', RISKY, 403],
    ['lifecycle workflows', WORKFLOWS, 403],
  ])('has no %s without the licence', async (_, path, status) => {
    const state = { ...contosoTenant(), hasPremiumP2: false, hasGovernance: false };
    expect((await call(await startTenant({ state }), path)).status).toBe(status);
    expect((await call(await startTenant(), path)).status).toBe(200);
  });
});
