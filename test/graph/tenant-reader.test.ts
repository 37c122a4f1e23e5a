import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../src/domain/tenant/canonical.js';
import { GLOBAL_ADMINISTRATOR, type TenantSnapshot } from '../../src/domain/tenant/snapshot.js';
import { createTenantReader } from '../../src/graph/tenant-reader.js';
import type { TokenSource } from '../../src/graph/client/token-source.js';
import type { GraphLimits } from '../../src/graph/limits.js';
import type { OwnApplications } from '../../src/graph/read/application-permissions.js';
import type { ScanProgress, TenantReading } from '../../src/workflows/ports.js';
import { graphError, silent, useFakeGraphs, type FakeGraph, type Routes } from './fake-graph.js';
import { CLOCK, FAST, tokens } from './open-client.js';

const startFake = useFakeGraphs();

const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const FIRST = 'bbbbbbbb-0000-4000-8000-000000000001';
const SECOND = 'bbbbbbbb-0000-4000-8000-000000000002';
const GROUP = 'cccccccc-0000-4000-8000-000000000001';
const UNIT = 'dddddddd-0000-4000-8000-000000000001';
const ROLE_GROUP = 'cccccccc-0000-4000-8000-000000000099';
const GRAPH = 'ffffffff-0000-4000-8000-000000000001';
const OWN = 'ffffffff-0000-4000-8000-000000000002';
const OWN_APP = 'ffffffff-0000-4000-8000-000000000003';
const POLICIES = '/identity/conditionalAccess/policies';

function list(...value: readonly unknown[]) {
  return { json: { value } };
}

function accountRoutes(id: string): Routes {
  return {
    [`GET /v1.0/users/${id}`]: {
      json: {
        id,
        userPrincipalName: `${id}@contoso.onmicrosoft.com`,
        displayName: null,
        userType: 'Member',
        accountEnabled: true,
        onPremisesSyncEnabled: null,
        onPremisesImmutableId: null,
        mail: null,
        otherMails: [],
        proxyAddresses: [],
        mobilePhone: null,
        businessPhones: [],
        givenName: null,
        surname: null,
        jobTitle: null,
        department: null,
        employeeId: null,
        isResourceAccount: null,
        assignedPlans: [],
        passwordPolicies: 'DisablePasswordExpiration',
        lastPasswordChangeDateTime: '2026-02-03T08:31:10Z',
        isManagementRestricted: true,
      },
    },
    [`GET /v1.0/users/${id}/transitiveMemberOf`]: list(
      { '@odata.type': '#microsoft.graph.group', id: GROUP },
      { '@odata.type': '#microsoft.graph.administrativeUnit', id: UNIT },
    ),
    [`GET /v1.0/directory/deletedItems/${id}`]: graphError(404, 'Request_ResourceNotFound'),
    [`GET /v1.0/users/${id}/authentication/methods`]: list({
      '@odata.type': '#microsoft.graph.fido2AuthenticationMethod',
      id: 'k',
    }),
    [`GET /v1.0/users/${id}/manager`]: graphError(404, 'Request_ResourceNotFound'),
    [`GET /beta/users/${id}/authentication/requirements`]: { json: { perUserMfaState: 'disabled' } },
  };
}

function groupRoutes(id: string): Routes {
  return {
    [`GET /v1.0/groups/${id}`]: {
      json: {
        id,
        displayName: 'Emergency access',
        securityEnabled: true,
        mailEnabled: false,
        visibility: null,
        groupTypes: [],
        membershipRule: null,
        isAssignableToRole: true,
        onPremisesSyncEnabled: null,
        isManagementRestricted: null,
      },
    },
    [`GET /v1.0/groups/${id}/members`]: list({ id: FIRST }, { id: SECOND }),
    [`GET /v1.0/groups/${id}/transitiveMembers`]: list(
      { id: FIRST },
      { '@odata.type': '#microsoft.graph.group', id: 'nested' },
      { id: SECOND },
    ),
    [`GET /v1.0/groups/${id}/owners`]: list(),
  };
}

function unitRoutes(id: string): Routes {
  return {
    [`GET /v1.0/directory/administrativeUnits/${id}`]: {
      json: { id, displayName: null, isMemberManagementRestricted: true },
    },
    [`GET /v1.0/directory/administrativeUnits/${id}/scopedRoleMembers`]: list(),
  };
}

function policy(index: number): object {
  const users = index === 0 ? { includeGroups: [GROUP] } : { includeUsers: ['All'], excludeGroups: [GROUP] };
  return { id: `policy-${index}`, displayName: `Policy ${index}`, state: 'enabled', conditions: { users } };
}

const FEDERATED = {
  id: 'fabrikam.com',
  authenticationType: 'Federated',
  isInitial: false,
  isRoot: true,
  isVerified: true,
  passwordValidityPeriodInDays: null,
};
const HELD_BY_GROUP = {
  principalId: ROLE_GROUP,
  directoryScopeId: '/',
  roleDefinitionId: GLOBAL_ADMINISTRATOR,
  principal: { '@odata.type': '#microsoft.graph.group', id: ROLE_GROUP, displayName: 'Administrators' },
};
const SERVICE_PRINCIPALS = 'GET /v1.0/servicePrincipals';

/** What governs privileged access; `fabrikam.com` is federated, and one group holds Global Administrator. */
function governanceRoutes(): Routes {
  const pim = 'GET /v1.0/identityGovernance/privilegedAccess/group';
  return {
    'POST /v1.0/identity/conditionalAccess/evaluate': list(),
    'GET /v1.0/identityProtection/riskyUsers': list(),
    'GET /v1.0/policies/roleManagementPolicyAssignments': list(),
    'GET /v1.0/identityGovernance/accessReviews/definitions': list(),
    'GET /v1.0/identityGovernance/lifecycleWorkflows/workflows': list(),
    'GET /v1.0/domains/fabrikam.com/federationConfiguration': graphError(404, 'Request_ResourceNotFound'),
    [`GET /v1.0/groups/${ROLE_GROUP}`]: { json: { id: ROLE_GROUP, displayName: 'A', isAssignableToRole: true } },
    [`GET /v1.0/groups/${ROLE_GROUP}/transitiveMembers`]: list(),
    [`${pim}/assignmentScheduleInstances`]: list(),
    [`${pim}/eligibilityScheduleInstances`]: list(),
    [`${SERVICE_PRINCIPALS}(appId='00000003-0000-0000-c000-000000000000')`]: {
      json: {
        id: GRAPH,
        appRoles: [
          { id: 'role-mail', value: 'Mail.Send' },
          { id: 'role-policy', value: 'Policy.ReadWrite.ConditionalAccess' },
        ],
      },
    },
    [`${SERVICE_PRINCIPALS}/${GRAPH}/appRoleAssignedTo`]: list(
      ...['role-mail', 'role-policy'].flatMap((appRoleId) =>
        [OWN, 'stranger'].map((principalId) => ({ principalId, principalType: 'ServicePrincipal', appRoleId })),
      ),
    ),
  };
}

function tenantRoutes(ids: readonly string[] = [FIRST, SECOND]): Routes {
  const policies = Array.from({ length: 240 }, (_, index) => policy(index));
  return {
    'GET /v1.0/organization': list({ id: TENANT, displayName: 'Contoso', assignedPlans: [] }),
    'GET /v1.0/domains': list(FEDERATED),
    ...governanceRoutes(),
    'GET /v1.0/policies/identitySecurityDefaultsEnforcementPolicy': { json: { isEnabled: false } },
    'GET /v1.0/policies/authorizationPolicy': { json: { id: 'authorizationPolicy', allowedToUseSSPR: false } },
    'GET /v1.0/policies/authenticationMethodsPolicy': {
      json: {
        id: 'authenticationMethodsPolicy',
        registrationEnforcement: null,
        authenticationMethodConfigurations: [],
      },
    },
    'GET /v1.0/policies/authenticationStrengthPolicies': list(),
    'GET /v1.0/reports/authenticationMethods/userRegistrationDetails': list(),
    'GET /v1.0/roleManagement/directory/roleDefinitions': list(),
    'GET /v1.0/roleManagement/directory/roleAssignments': list(HELD_BY_GROUP),
    'GET /v1.0/roleManagement/directory/roleAssignmentScheduleInstances': list(),
    'GET /v1.0/roleManagement/directory/roleEligibilityScheduleInstances': list(),
    [`GET /v1.0${POLICIES}`]: list(...policies),
    [`GET /beta${POLICIES}`]: list(...policies),
    'GET /v1.0/users': list(),
    'GET /v1.0/groups': list({ id: GROUP, displayName: 'Exclusions' }),
    ...groupRoutes(GROUP),
    ...unitRoutes(UNIT),
    ...(Object.assign({}, ...ids.map(accountRoutes)) as Routes),
  };
}

interface Options {
  readonly isForGuard?: boolean;
  readonly accounts?: readonly string[];
  readonly tenantId?: string;
  readonly applications?: OwnApplications;
  readonly limits?: Partial<GraphLimits>;
  readonly tokens?: TokenSource;
  readonly onProgress?: (progress: ScanProgress) => void;
}

function read(fake: FakeGraph, options: Options = {}): Promise<TenantReading> {
  const reader = createTenantReader({
    endpoint: fake.origin,
    tokens: options.tokens ?? tokens,
    clock: CLOCK,
    limits: { ...FAST, ...options.limits },
    ...(options.tenantId !== undefined && { tenantId: options.tenantId }),
    ...(options.applications && { applications: options.applications }),
  });
  return reader.readTenant({
    accounts: (options.accounts ?? [FIRST, SECOND]).map((objectId) => ({ objectId })),
    priority: 'high',
    ...(options.isForGuard !== undefined && { isForGuard: options.isForGuard }),
    ...(options.onProgress && { onProgress: options.onProgress }),
  });
}

const NOT_READ = { known: false };

/** Every observed resource of a snapshot. */
function observedIn(snapshot: TenantSnapshot): readonly { readonly known: boolean; readonly reason?: string }[] {
  return [
    snapshot.organization,
    snapshot.domains,
    snapshot.securityDefaults,
    snapshot.authorizationPolicy,
    snapshot.authenticationMethodsPolicy,
    snapshot.policies,
    snapshot.betaPolicies,
    snapshot.roleAssignments,
    snapshot.roleAssignmentScheduleInstances,
    snapshot.roleEligibilityScheduleInstances,
    snapshot.references,
    snapshot.authenticationStrengths,
    snapshot.registrationDetails,
    snapshot.roleHolders,
    snapshot.riskyUsers,
    snapshot.roleActivationPolicies,
    snapshot.accessReviews,
    snapshot.lifecycleWorkflows,
    snapshot.applicationPermissions,
    ...snapshot.federationConfigurations.map(({ configuration }) => configuration),
    ...snapshot.roleGroups.flatMap((reading) => [
      reading.group,
      reading.transitiveMembers,
      reading.assignmentScheduleInstances,
      reading.eligibilityScheduleInstances,
    ]),
    snapshot.roleReview.roleDefinitions,
    snapshot.roleReview.assignments,
    snapshot.roleReview.assignmentScheduleInstances,
    snapshot.roleReview.eligibilityScheduleInstances,
    ...snapshot.accounts.flatMap(({ signInActivity = NOT_READ, ...rest }) => [
      signInActivity,
      rest.user,
      rest.deletedItem,
      rest.memberships,
      rest.authenticationMethods,
      rest.manager,
      rest.namesakeIds,
      rest.perUserMfaState,
      rest.whatIf,
    ]),
    ...snapshot.groups.map(({ transitiveMemberIds }) => transitiveMemberIds),
    ...snapshot.exclusionGroups.flatMap(({ group, members, transitiveMembers, owners }) => [
      group,
      members,
      transitiveMembers,
      owners,
    ]),
    ...snapshot.administrativeUnits.flatMap(({ unit, scopedRoleMemberIds }) => [unit, scopedRoleMemberIds]),
  ];
}

describe('a scan of a tenant that answers', () => {
  test('knows every resource, in a sealed snapshot', async () => {
    const { snapshot } = await read(await startFake(tenantRoutes()));
    expect(observedIn(snapshot).every(({ known }) => known)).toBe(true);
    expect(observedIn(snapshot)).toHaveLength(53);
    expect(snapshot).toMatchObject({
      schema: 'glasswatch.snapshot/1',
      tenantId: TENANT,
      takenAt: '2026-05-01T12:00:00.000Z',
    });
    expect(snapshot.groups).toMatchObject([{ id: GROUP, transitiveMemberIds: { value: [FIRST, SECOND] } }]);
    expect(Object.isFrozen(snapshot.accounts)).toBe(true);
  });

  test('for the lockout guard asks neither What If nor for legacy MFA states, and knows all the rest', async () => {
    const fake = await startFake(tenantRoutes());
    const { snapshot } = await read(fake, { isForGuard: true });
    const asked = [...fake.requests, ...fake.inner].map(({ path }) => path);

    expect(asked.filter((path) => /\/evaluate$|\/authentication\/requirements$/.test(path))).toEqual([]);
    expect(snapshot.accounts.map(({ whatIf, perUserMfaState }) => [whatIf.known, perUserMfaState.known])).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(observedIn(snapshot).filter(({ known }) => !known)).toHaveLength(4);
  });

  test('takes sixteen round trips for 240 policies and five accounts', async () => {
    const ids = [1, 2, 3, 4, 5].map((index) => `bbbbbbbb-0000-4000-8000-00000000000${index}`);
    const { requests } = await read(await startFake(tenantRoutes(ids)), { accounts: ids });
    expect(requests).toMatchObject({ count: 16, batches: 8, retries: 0 });
  });

  test('takes little longer than the time between nine Conditional Access requests', async () => {
    const fake = await startFake(tenantRoutes());
    const { requests } = await read(fake, { limits: { conditionalAccessSpacingMs: 250 } });
    expect(requests.durationMs).toBeGreaterThanOrEqual(8 * 250);
    expect(requests.durationMs).toBeLessThan(15 * 250);
  });

  test('asks Conditional Access for its policies first, for the rest of the scan waits for them', async () => {
    const fake = await startFake(tenantRoutes());
    await read(fake);
    const asked = fake.requests.map(({ method, path }) => `${method} ${path}`).filter((key) => /\/identity/.test(key));
    expect(asked.slice(0, 3)).toEqual([
      `GET /v1.0${POLICIES}`,
      `GET /beta${POLICIES}`,
      'GET /v1.0/identityProtection/riskyUsers',
    ]);
    expect(new Set(asked.slice(3))).toEqual(new Set(['POST /v1.0/identity/conditionalAccess/evaluate']));
    expect(fake.inner.filter(({ path }) => /conditionalAccess|identityProtection/.test(path))).toEqual([]);
  });

  test('looks into the group that holds the role, and into the federated domain', async () => {
    const { snapshot } = await read(await startFake(tenantRoutes()));
    expect(snapshot.roleHolders).toMatchObject({ value: [{ id: ROLE_GROUP, kind: 'group', name: 'Administrators' }] });
    expect(snapshot.roleAssignments).toMatchObject({ value: [{ principalId: ROLE_GROUP, directoryScopeId: '/' }] });
    expect(snapshot.roleGroups).toMatchObject([{ id: ROLE_GROUP, group: { value: { isAssignableToRole: true } } }]);
    expect(snapshot.federationConfigurations).toMatchObject([
      { domainId: 'fabrikam.com', configuration: { value: null } },
    ]);
  });

  test('reads a group that policies exclude and that holds the role once', async () => {
    const held = { ...HELD_BY_GROUP, principalId: GROUP };
    const fake = await startFake({
      ...tenantRoutes(),
      'GET /v1.0/roleManagement/directory/roleAssignments': list(held),
    });
    const { snapshot } = await read(fake);
    expect(fake.inner.filter(({ path }) => path === `/v1.0/groups/${GROUP}`)).toHaveLength(1);
    expect(snapshot.roleGroups).toMatchObject([
      { id: GROUP, group: { value: { id: GROUP } }, transitiveMembers: { value: { length: 3 } } },
    ]);
  });

  test('keeps every grant of our own applications, and of others the dangerous ones', async () => {
    const grantsTo = async (applications?: OwnApplications) => {
      const own = `${SERVICE_PRINCIPALS}(appId='${OWN_APP}')`;
      const fake = await startFake({ ...tenantRoutes(), [own]: { json: { id: OWN } } });
      const { applicationPermissions: read_ } = (await read(fake, applications ? { applications } : {})).snapshot;
      return read_.known ? read_.value : null;
    };
    const dangerous = [OWN, 'stranger'].map((principalId) => ({
      principalId,
      permission: 'Policy.ReadWrite.ConditionalAccess',
    }));
    const unnamed = await grantsTo();
    expect(unnamed).toMatchObject({ readerPrincipalId: null, remediatorPrincipalId: null });
    expect(unnamed?.grants).toMatchObject(dangerous);
    const named = await grantsTo({ reader: OWN_APP.toUpperCase(), remediator: null });
    expect(named).toMatchObject({ readerPrincipalId: OWN, remediatorPrincipalId: null });
    expect(named?.grants).toMatchObject([{ principalId: OWN, permission: 'Mail.Send' }, ...dangerous]);
  });

  test('does not take an organization whose licences are hidden for one without any', async () => {
    const hidden = list({ id: TENANT, displayName: 'Contoso', assignedPlans: null });
    const fake = await startFake({ ...tenantRoutes(), 'GET /v1.0/organization': hidden });
    const { organization } = (await read(fake)).snapshot;
    expect(organization).toMatchObject({ known: false, reason: 'forbidden' });
    expect(organization).toHaveProperty(
      'detail',
      expect.stringMatching(/^GRAPH_FORBIDDEN: Organization\.Read\.All is not granted for organization /),
    );
  });

  test('reads an account that is designated twice once, in lower case', async () => {
    const fake = await startFake(tenantRoutes([FIRST]));
    const { snapshot } = await read(fake, { accounts: [FIRST.toUpperCase(), FIRST] });
    expect(snapshot.accounts.map(({ id }) => id)).toEqual([FIRST]);
    expect(snapshot.emergencyAccounts).toEqual([{ objectId: FIRST }, { objectId: FIRST }]);
  });

  test('reads a group that policies both include and exclude once, and lists it without nested groups', async () => {
    const fake = await startFake(tenantRoutes());
    const { snapshot } = await read(fake);
    expect(fake.inner.filter(({ path }) => path === `/v1.0/groups/${GROUP}/transitiveMembers`)).toHaveLength(1);
    expect(snapshot.groups).toMatchObject([{ id: GROUP, transitiveMemberIds: { value: [FIRST, SECOND] } }]);
    expect(snapshot.exclusionGroups).toMatchObject([
      { id: GROUP, members: { value: [{ id: FIRST }, { id: SECOND }] }, transitiveMembers: { value: { length: 3 } } },
    ]);
  });

  test('knows what became of an account that the directory does not have any more', async () => {
    const fake = await startFake({
      ...tenantRoutes([FIRST]),
      [`GET /v1.0/users/${FIRST}`]: graphError(404, 'Request_ResourceNotFound'),
      [`GET /v1.0/users/${FIRST}/transitiveMemberOf`]: graphError(404, 'Request_ResourceNotFound'),
      [`GET /v1.0/directory/deletedItems/${FIRST}`]: {
        json: { id: FIRST, displayName: 'First', deletedDateTime: '2026-04-20T08:00:00Z' },
      },
    });
    const { snapshot } = await read(fake, { accounts: [FIRST] });
    expect(snapshot.accounts).toMatchObject([
      { user: { value: null }, deletedItem: { value: { id: FIRST, deletedDateTime: '2026-04-20T08:00:00Z' } } },
    ]);
  });

  test('asks for namesakes only of an account that has both names', async () => {
    const named = (id: string, names: object): Routes => {
      const { json } = accountRoutes(id)[`GET /v1.0/users/${id}`] as { json: object };
      return { [`GET /v1.0/users/${id}`]: { json: { ...json, ...names } } };
    };
    const fake = await startFake({
      ...tenantRoutes(),
      ...named(FIRST, { givenName: 'Ada', surname: 'Berg' }),
      ...named(SECOND, { givenName: 'Ada', surname: null }),
      'GET /v1.0/users': list({ id: FIRST }, { id: GROUP }),
    });
    const { snapshot } = await read(fake);
    expect(snapshot.accounts.map(({ namesakeIds }) => namesakeIds)).toMatchObject([{ value: [GROUP] }, { value: [] }]);
    const asked = fake.inner.filter(({ path }) => path === '/v1.0/users').map(({ query }) => query.get('$filter'));
    expect(asked.filter((filter) => filter?.startsWith('givenName'))).toHaveLength(1);
  });

  test.each([
    ['the account was not read', graphError(403, 'Authorization_RequestDenied'), 'forbidden'],
    ['its names were left out', { json: { id: FIRST, userPrincipalName: 'a@contoso.com' } }, 'malformed'],
  ])('does not know the namesakes while %s', async (_, answer, reason) => {
    const fake = await startFake({ ...tenantRoutes([FIRST]), [`GET /v1.0/users/${FIRST}`]: answer });
    const { snapshot } = await read(fake, { accounts: [FIRST] });
    expect(snapshot.accounts).toMatchObject([{ namesakeIds: { known: false, reason } }]);
  });

  test('without any account still reads the tenant, and asks only for users that policies name', async () => {
    const fake = await startFake(tenantRoutes([]));
    const { snapshot } = await read(fake, { accounts: [] });
    expect(snapshot.accounts).toEqual([]);
    const asked = fake.inner.filter(({ path }) => path.includes('/users'));
    expect(asked.map(({ path, query }) => `${path} ${String(query.get('$filter'))}`)).toEqual([
      `/v1.0/users id in ('${GROUP}')`,
    ]);
  });

  test('reports every read once, with a total that only grows', async () => {
    const seen: ScanProgress[] = [];
    await read(await startFake(tenantRoutes()), { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done }) => done)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.map(({ total }) => total)).toEqual(seen.map(({ total }) => total).sort((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ done: 52, total: 52 });
    expect(new Set(seen.map(({ resource }) => resource)).size).toBe(52);
  });
});

describe('the tenant ID', () => {
  test('as configured fits the organization, in any case', async () => {
    const { snapshot } = await read(await startFake(tenantRoutes()), { tenantId: TENANT.toUpperCase() });
    expect(snapshot).toMatchObject({ tenantId: TENANT, organization: { known: true } });
  });

  test('of another tenant makes the organization unknown', async () => {
    const { snapshot } = await read(await startFake(tenantRoutes()), { tenantId: FIRST });
    expect(snapshot).toMatchObject({ tenantId: FIRST, organization: { known: false, reason: 'malformed' } });
    expect(snapshot.organization).toHaveProperty('detail', expect.stringMatching(/^TENANT_MISMATCH: /));
  });

  test('is empty when neither is known', async () => {
    const fake = await startFake({ ...tenantRoutes(), 'GET /v1.0/organization': graphError(403, 'x') });
    expect((await read(fake)).snapshot.tenantId).toBe('');
  });
});

describe('a failure', () => {
  test('of one read in a batch leaves the others known', async () => {
    const fake = await startFake({
      ...tenantRoutes(),
      'GET /v1.0/domains': graphError(403, 'Authorization_RequestDenied'),
    });
    const { snapshot } = await read(fake);
    expect(snapshot.domains).toMatchObject({ known: false, reason: 'forbidden' });
    expect(observedIn(snapshot).filter(({ known }) => !known)).toHaveLength(1);
  });

  test('of the token leaves nothing known and ends the scan', async () => {
    const refused: TokenSource = { getToken: () => Promise.reject(new Error('no')) };
    const { snapshot, requests } = await read(await startFake({}), { tokens: refused });
    expect(new Set(observedIn(snapshot).map(({ reason }) => reason))).toEqual(new Set(['unavailable']));
    expect(requests.count).toBe(0);
  });

  test('of the policies leaves groups and references unread, and administrative units known', async () => {
    const fake = await startFake({ ...tenantRoutes(), [`GET /v1.0${POLICIES}`]: graphError(403, 'x') });
    const { snapshot } = await read(fake);
    expect(snapshot).toMatchObject({ policies: { known: false }, groups: [], exclusionGroups: [] });
    expect(snapshot.references).toEqual(snapshot.policies);
    expect(snapshot.administrativeUnits).toMatchObject([{ id: UNIT, unit: { known: true } }]);
  });

  test('of the memberships has any excluded group read, for the accounts may be in it', async () => {
    const outside = 'cccccccc-0000-4000-8000-000000000002';
    const users = { includeUsers: ['All'], excludeGroups: [outside] };
    const fake = await startFake({
      ...tenantRoutes(),
      ...groupRoutes(outside),
      [`GET /v1.0${POLICIES}`]: list({ id: 'p', displayName: 'P', state: 'enabled', conditions: { users } }),
      'GET /v1.0/groups': list({ id: outside, displayName: 'Outside' }),
    });
    expect((await read(fake)).snapshot.exclusionGroups).toEqual([]);
    fake.routes[`GET /v1.0/users/${FIRST}/transitiveMemberOf`] = graphError(403, 'Authorization_RequestDenied');
    expect((await read(fake)).snapshot.exclusionGroups).toMatchObject([{ id: outside, group: { known: true } }]);
  });

  test('to read more than ten exclusion groups or administrative units is incomplete for the others', async () => {
    const many = Array.from({ length: 11 }, (_, index) => `eeeeeeee-0000-4000-8000-0000000000${10 + index}`);
    const users = { includeUsers: ['All'], excludeGroups: many };
    const fake = await startFake({
      ...tenantRoutes([FIRST]),
      ...(Object.assign({}, ...many.map(groupRoutes)) as Routes),
      ...(Object.assign({}, ...many.map(unitRoutes)) as Routes),
      [`GET /v1.0/users/${FIRST}/transitiveMemberOf`]: list(
        ...many.flatMap((id) => [
          { '@odata.type': '#microsoft.graph.group', id },
          { '@odata.type': '#microsoft.graph.administrativeUnit', id },
        ]),
      ),
      [`GET /v1.0${POLICIES}`]: list({ id: 'p', displayName: 'P', state: 'enabled', conditions: { users } }),
      'GET /v1.0/groups': list(...many.map((id) => ({ id, displayName: 'One of many' }))),
    });
    const { exclusionGroups, administrativeUnits } = (await read(fake, { accounts: [FIRST] })).snapshot;
    expect(exclusionGroups.map(({ group }) => group.known)).toEqual([...Array<boolean>(10).fill(true), false]);
    expect(exclusionGroups.at(-1)).toMatchObject({
      members: { reason: 'incomplete' },
      transitiveMembers: { reason: 'incomplete' },
      owners: { reason: 'incomplete' },
    });
    expect(administrativeUnits.map(({ unit }) => unit.known)).toEqual([...Array<boolean>(10).fill(true), false]);
    expect(administrativeUnits.at(-1)).toMatchObject({ scopedRoleMemberIds: { reason: 'incomplete' } });
  });

  test('to answer at all ends the scan within its budget, everything unknown', async () => {
    const fake = await startFake({
      'POST /v1.0/$batch': silent,
      'POST /beta/$batch': silent,
      [`GET /v1.0${POLICIES}`]: silent,
      [`GET /beta${POLICIES}`]: silent,
      'GET /v1.0/identityProtection/riskyUsers': silent,
    });
    const { snapshot, requests } = await read(fake, { limits: { scanBudgetMs: 300 } });
    expect(new Set(observedIn(snapshot).map(({ reason }) => reason))).toEqual(new Set(['timeout']));
    expect(requests.durationMs).toBeLessThan(900);
  });

  test('never puts the token into the snapshot', async () => {
    const broken = { status: 500, text: 'secret-token' };
    const fake = await startFake({
      'POST /v1.0/$batch': broken,
      'POST /beta/$batch': broken,
      [`GET /v1.0${POLICIES}`]: broken,
      [`GET /beta${POLICIES}`]: broken,
      'GET /v1.0/identityProtection/riskyUsers': broken,
    });
    const { snapshot } = await read(fake);
    expect(observedIn(snapshot).some(({ known }) => known)).toBe(false);
    expect(canonicalJson(snapshot)).not.toContain('secret-token');
  });
});

test('an endpoint that is neither Graph nor loopback is refused before anything is sent', () => {
  const create = (endpoint: string) => createTenantReader({ endpoint, tokens, clock: CLOCK });
  expect(() => create('https://graph.example.com')).toThrow(/^GRAPH_ENDPOINT_UNKNOWN: /);
  expect(create('https://graph.microsoft.com')).toHaveProperty('readTenant');
});
