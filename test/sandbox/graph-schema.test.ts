import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { READER_PERMISSIONS } from '../../src/sandbox/identities.js';
import { NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { GROUP, RESTRICTED_UNIT_ID } from '../../src/sandbox/seed/contoso-directory.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import { call, startReadable, startTenant, valuesOf, write } from './calls.js';
import { graphJudge, type Judge } from './graph-schema.js';
import { EXCLUDE_NORTH, NEW_POLICY, POLICIES, referenceTo } from './writes.js';

const METADATA = '../shared/data/graph-openapi.yaml';
const there = existsSync(METADATA);
/** Skipped by name where the published metadata does not lie beside the repository. */
const describeWithMetadata = there ? describe : describe.skip;

const SELECTED_USER = [
  'id,userPrincipalName,displayName,userType,accountEnabled,onPremisesSyncEnabled,onPremisesImmutableId,passwordPolicies',
  'lastPasswordChangeDateTime,createdDateTime,signInSessionsValidFromDateTime,assignedLicenses,mobilePhone,businessPhones',
  'otherMails,mail,proxyAddresses,jobTitle,department,employeeId,isResourceAccount,isManagementRestricted,assignedPlans,givenName,surname',
].join(',');

const COLLECTIONS: readonly (readonly [type: string, path: string])[] = [
  ['organization', '/organization'],
  ['domain', '/domains'],
  ['conditionalAccessPolicy', '/identity/conditionalAccess/policies'],
  ['user', '/users'],
  ['user', `/users?$select=${SELECTED_USER}`],
  ['directoryObject', `/users/${NORTH_ID}/memberOf`],
  ['directoryObject', `/users/${NORTH_ID}/transitiveMemberOf`],
  ['directoryObject', `/users/${NORTH_ID}/transitiveMemberOf?$select=id,displayName,isAssignableToRole,roleTemplateId`],
  ['authenticationMethod', `/users/${NORTH_ID}/authentication/methods`],
  ['group', '/groups'],
  ['directoryObject', `/groups/${GROUP.exclusions}/members`],
  ['directoryObject', `/groups/${GROUP.exclusions}/transitiveMembers`],
  ['directoryObject', `/groups/${GROUP.exclusions}/owners`],
  ['directoryObject', `/groups/${GROUP.exclusions}/members?$select=id,displayName,userPrincipalName`],
  ['administrativeUnit', '/directory/administrativeUnits'],
  ['unifiedRoleAssignment', '/roleManagement/directory/roleAssignments?$expand=principal'],
  ['unifiedRoleAssignmentScheduleInstance', '/roleManagement/directory/roleAssignmentScheduleInstances'],
  ['unifiedRoleEligibilityScheduleInstance', '/roleManagement/directory/roleEligibilityScheduleInstances'],
  ['authenticationStrengthPolicy', '/policies/authenticationStrengthPolicies'],
  ['userRegistrationDetails', '/reports/authenticationMethods/userRegistrationDetails'],
  ['userRegistrationDetails', '/reports/authenticationMethods/userRegistrationDetails?$filter=isAdmin eq true'],
  ['unifiedRoleDefinition', '/roleManagement/directory/roleDefinitions'],
  [
    'unifiedRoleEligibilityScheduleInstance',
    '/roleManagement/directory/roleEligibilityScheduleInstances?$expand=principal',
  ],
  ['unifiedRoleManagementPolicyAssignment', '/policies/roleManagementPolicyAssignments'],
  ['accessReviewScheduleDefinition', '/identityGovernance/accessReviews/definitions'],
  ['riskyUser', '/identityProtection/riskyUsers'],
  ['servicePrincipal', '/servicePrincipals'],
];

const ENTITIES: readonly (readonly [type: string, path: string])[] = [
  ['identitySecurityDefaultsEnforcementPolicy', '/policies/identitySecurityDefaultsEnforcementPolicy'],
  ['authorizationPolicy', '/policies/authorizationPolicy'],
  ['authenticationMethodsPolicy', '/policies/authenticationMethodsPolicy'],
  [
    'administrativeUnit',
    `/directory/administrativeUnits/${RESTRICTED_UNIT_ID}?$select=id,displayName,isMemberManagementRestricted`,
  ],
  ['authenticationStrengthPolicy', '/policies/authenticationStrengthPolicies/00000000-0000-0000-0000-000000000004'],
  ['user', `/users/${NORTH_ID}`],
  ['user', `/users/${SOUTH_ID}/manager?$select=id,displayName`],
  ['user', `/users/${NORTH_ID}?$select=${SELECTED_USER}`],
  ['group', `/groups/${GROUP.exclusions}?$select=id,displayName,isManagementRestricted,membershipRule`],
];

describeWithMetadata(`responses of the simulated tenant (by ${METADATA})`, () => {
  let judge: Judge;
  beforeAll(() => {
    judge = graphJudge(METADATA);
  });

  test.each(COLLECTIONS)('a collection of %s is what Graph publishes: %s', async (type, path) => {
    const { status, body } = await call(await startReadable(), `/v1.0${path}`);
    const members = valuesOf(body);
    expect({ status, empty: members.length === 0 }).toEqual({ status: 200, empty: false });
    expect(judge(`microsoft.graph.${type}CollectionResponse`, body)).toEqual([]);
    expect(
      members.flatMap((member) => (member['@odata.type'] ? [] : judge(`microsoft.graph.${type}`, member))),
    ).toEqual([]);
  });

  test.each(ENTITIES)('one %s is what Graph publishes: %s', async (type, path) => {
    const { status, body } = await call(await startTenant(), `/v1.0${path}`);
    expect(status).toBe(200);
    expect(judge(`microsoft.graph.${type}`, body)).toEqual([]);
  });

  test('the passkey profiles of the compliant tenant are what Graph publishes', async () => {
    const tenant = await startTenant({ state: compliantTenant() });
    const { body } = await call(tenant, '/v1.0/policies/authenticationMethodsPolicy');
    expect(JSON.stringify(body)).toContain('allowedPasskeyProfiles');
    expect(judge('microsoft.graph.authenticationMethodsPolicy', body)).toEqual([]);
  });

  test('the per-user MFA state on beta is what Graph publishes', async () => {
    const { status, body } = await call(await startTenant(), `/beta/users/${SOUTH_ID}/authentication/requirements`);
    expect(status).toBe(200);
    expect(judge('betaStrongAuthenticationRequirements', body)).toEqual([]);
  });

  test('every user’s authentication methods are what Graph publishes', async () => {
    const tenant = await startTenant();
    const bodies = await Promise.all(
      tenant.state.users.map(async ({ id }) => (await call(tenant, `/v1.0/users/${id}/authentication/methods`)).body),
    );
    expect(bodies.flatMap((body) => judge('microsoft.graph.authenticationMethodCollectionResponse', body))).toEqual([]);
  });

  test('a deleted user and a deleted group are what Graph publishes, and name their type', async () => {
    const tenant = await startTenant();
    tenant.behaviour.readerPermissions = [...READER_PERMISSIONS, 'Directory.Read.All'];
    const [user, group] = [tenant.state.users.pop(), tenant.state.groups.pop()];
    const deletedDateTime = '2026-11-01T08:00:00Z';
    if (user) tenant.state.deletedUsers.push({ ...user, deletedDateTime });
    if (group) tenant.state.deletedGroups.push({ ...group, deletedDateTime });
    const bodies = await Promise.all(
      [user, group].map(async (object) => (await call(tenant, `/v1.0/directory/deletedItems/${object?.id}`)).body),
    );
    expect(bodies.map((body) => body['@odata.type'])).toEqual(['#microsoft.graph.user', '#microsoft.graph.group']);
    expect(bodies.flatMap((body) => judge(String(body['@odata.type']).slice(1), body))).toEqual([]);
  });

  test('actions and batches answer what Graph publishes', async () => {
    const tenant = await startReadable();
    const found = await call(tenant, '/v1.0/directoryObjects/getByIds', { body: { ids: [NORTH_ID, GROUP.finance] } });
    const checked = await call(tenant, `/v1.0/users/${NORTH_ID}/checkMemberGroups`, {
      body: { groupIds: [GROUP.finance] },
    });
    const batch = await call(tenant, '/v1.0/$batch', {
      body: { requests: [{ id: '1', method: 'GET', url: '/domains' }] },
    });
    expect([
      ...judge('microsoft.graph.directoryObjectCollectionResponse', found.body),
      ...judge('stringCollectionResponse', checked.body),
      ...judge('batchResponse', batch.body),
    ]).toEqual([]);
  });

  test('a created policy, the deleted ones and the audit log are what Graph publishes', async () => {
    const tenant = await startTenant();
    const created = await write(tenant, 'POST', POLICIES, NEW_POLICY);
    await write(tenant, 'PATCH', `${POLICIES}/${String(created.body['id'])}`, EXCLUDE_NORTH);
    await write(tenant, 'DELETE', `${POLICIES}/${String(created.body['id'])}`);
    await write(tenant, 'POST', `/v1.0/groups/${GROUP.finance}/members/$ref`, referenceTo(NORTH_ID));
    tenant.administrator.disableUser(NORTH_ID, REQUESTER);
    const deleted = await call(tenant, '/v1.0/identity/conditionalAccess/deletedItems/policies');
    const audits = await call(tenant, '/v1.0/auditLogs/directoryAudits');
    expect([valuesOf(deleted.body).length, valuesOf(audits.body).length]).toEqual([1, 5]);
    expect([
      ...judge('microsoft.graph.conditionalAccessPolicy', created.body),
      ...valuesOf(deleted.body).flatMap((policy) => judge('microsoft.graph.conditionalAccessPolicy', policy)),
      ...judge('microsoft.graph.directoryAuditCollectionResponse', audits.body),
      ...valuesOf(audits.body).flatMap((audit) => judge('microsoft.graph.directoryAudit', audit)),
    ]).toEqual([]);
  });

  test('the sign-in log is what Graph publishes', async () => {
    const tenant = await startTenant();
    tenant.administrator.signIn(NORTH_ID);
    tenant.administrator.signIn(NORTH_ID, { errorCode: 53003 });
    const { body } = await call(tenant, '/v1.0/auditLogs/signIns');
    expect([
      ...judge('microsoft.graph.signInCollectionResponse', body),
      ...valuesOf(body).flatMap((signIn) => judge('microsoft.graph.signIn', signIn)),
    ]).toEqual([]);
    expect(valuesOf(body)).toHaveLength(2);
  });

  test('an error is what Graph publishes', async () => {
    const { body } = await call(await startTenant(), '/v1.0/users/nobody');
    expect(judge('microsoft.graph.ODataErrors.ODataError', body)).toEqual([]);
  });

  test.each([
    ['a property of another type', { accountEnabled: 'yes' }],
    ['a property that Graph does not have', { accountEnabld: true }],
    ['a date that is none', { createdDateTime: 'yesterday' }],
  ])('a user with %s is found out', (_, wrong) => {
    const right = { id: NORTH_ID, accountEnabled: true, createdDateTime: '2026-01-01T00:00:00Z' };
    expect(judge('microsoft.graph.user', right)).toEqual([]);
    expect(judge('microsoft.graph.user', { ...right, ...wrong })).not.toEqual([]);
  });

  test('a policy with an unknown enum member is found out', () => {
    expect(judge('microsoft.graph.conditionalAccessPolicy', { state: 'enabled' })).toEqual([]);
    expect(judge('microsoft.graph.conditionalAccessPolicy', { state: 'on' })).not.toEqual([]);
  });
});
