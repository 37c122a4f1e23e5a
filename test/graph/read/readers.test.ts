import { describe, expect, test } from '@jest/globals';
import { GLOBAL_ADMINISTRATOR } from '../../../src/domain/tenant/snapshot.js';
import { readAdministrativeUnit, readScopedRoleMembers } from '../../../src/graph/read/administrative-unit.js';
import { readAuthenticationMethodsPolicy } from '../../../src/graph/read/authentication-methods-policy.js';
import { readAuthenticationMethods } from '../../../src/graph/read/authentication-methods.js';
import { readAuthenticationStrengths } from '../../../src/graph/read/authentication-strengths.js';
import { readAuthorizationPolicy } from '../../../src/graph/read/authorization-policy.js';
import { readDeletedReference, readDeletedUser } from '../../../src/graph/read/deleted-items.js';
import { readDomains } from '../../../src/graph/read/domains.js';
import {
  readExclusionGroup,
  readMembers,
  readOwners,
  readTransitiveMembers,
} from '../../../src/graph/read/exclusion-group.js';
import {
  readRoleAssignments,
  readRoleAssignmentScheduleInstances,
  readRoleEligibilityScheduleInstances,
} from '../../../src/graph/read/global-administrators.js';
import { readGroupMembers } from '../../../src/graph/read/group-members.js';
import { readManager } from '../../../src/graph/read/manager.js';
import { readMemberships } from '../../../src/graph/read/memberships.js';
import { readNamesakes } from '../../../src/graph/read/namesakes.js';
import { observe, type Read } from '../../../src/graph/read/observe.js';
import { readShownOrganization } from '../../../src/graph/read/organization.js';
import { readPerUserMfaState } from '../../../src/graph/read/per-user-mfa-state.js';
import { readBetaPolicies, readPolicies } from '../../../src/graph/read/policies.js';
import { readRegistrationDetails } from '../../../src/graph/read/registration-details.js';
import {
  readEveryRoleAssignment,
  readEveryRoleAssignmentScheduleInstance,
  readEveryRoleEligibilityScheduleInstance,
  readRoleDefinitions,
} from '../../../src/graph/read/role-review.js';
import { readSecurityDefaults } from '../../../src/graph/read/security-defaults.js';
import { readUser } from '../../../src/graph/read/user.js';
import { graphError, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openClient } from '../open-client.js';

const startFake = useFakeGraphs();
const ID = '11111111-aaaa-4bbb-8ccc-222222222222';
const OTHER = '11111111-aaaa-4bbb-8ccc-333333333333';

const USER = {
  id: ID.toUpperCase(),
  userPrincipalName: 'bg1@contoso.onmicrosoft.com',
  displayName: 'Break glass 1',
  userType: 'Member',
  accountEnabled: true,
  onPremisesSyncEnabled: null,
  onPremisesImmutableId: null,
  mail: null,
  otherMails: [],
  proxyAddresses: ['SMTP:bg1@contoso.com'],
  mobilePhone: null,
  businessPhones: ['+46 8 000'],
  givenName: null,
  surname: null,
  jobTitle: 'Administrator',
  department: null,
  employeeId: null,
  isResourceAccount: null,
  assignedPlans: [
    { service: 'exchange', servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0', capabilityStatus: 'Enabled' },
  ],
  passwordPolicies: 'DisablePasswordExpiration',
  lastPasswordChangeDateTime: '2026-02-03T08:31:10Z',
  isManagementRestricted: true,
};

const INSTANCE = {
  principalId: ID.toUpperCase(),
  directoryScopeId: '/',
  roleDefinitionId: GLOBAL_ADMINISTRATOR,
  assignmentType: 'Assigned',
  memberType: 'Direct',
  endDateTime: null,
};
const PRINCIPAL = { '@odata.type': '#microsoft.graph.group', id: ID, displayName: 'Administrators' };
const OTHER_ROLE = { ...INSTANCE, roleDefinitionId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' };

function without(object: object, key: string): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

async function observed(read: Read<unknown>, answer: FakeAnswer): Promise<unknown> {
  const fake = await startFake({ [`GET /${read.version}${read.path.split('?', 1)[0] ?? ''}`]: answer });
  const done: string[] = [];
  const value = await observe({ client: openClient(fake), onRead: (resource) => done.push(resource) }, read);
  expect(done).toEqual([read.resource]);
  return value;
}

function list(...value: readonly unknown[]): unknown {
  return { value };
}

interface Row {
  readonly name: string;
  readonly read: Read<unknown>;
  readonly json: unknown;
  readonly value: unknown;
  /** Each differs from `json` in one thing that must not pass for an answer. */
  readonly damaged: readonly unknown[];
}

const DOMAIN = {
  id: 'contoso.com',
  authenticationType: 'Managed',
  isInitial: false,
  isRoot: true,
  isVerified: true,
  passwordValidityPeriodInDays: 90,
};
const GROUP = { '@odata.type': '#microsoft.graph.group', id: ID, displayName: 'G', isAssignableToRole: true };
const ROLE = { '@odata.type': '#microsoft.graph.directoryRole', id: 'r', roleTemplateId: GLOBAL_ADMINISTRATOR };
const CREATED = '2026-01-19T10:02:00Z';
const FIDO2 = {
  '@odata.type': '#microsoft.graph.fido2AuthenticationMethod',
  id: 'k',
  aaGuid: 'a',
  passkeyType: 'deviceBound',
  createdDateTime: CREATED,
};
const DELETED = { '@odata.type': '#microsoft.graph.user', id: ID.toUpperCase(), displayName: 'Break glass 1' };
const CAMPAIGN = {
  state: 'enabled',
  snoozeDurationInDays: 1,
  includeTargets: [{ id: 'all_users', targetType: 'group' }],
  excludeTargets: [{ id: ID.toUpperCase(), targetType: 'user' }],
};
const enforcing = (campaign: unknown) => ({
  id: 'authenticationMethodsPolicy',
  registrationEnforcement: { authenticationMethodsRegistrationCampaign: campaign },
  authenticationMethodConfigurations: [],
});
const PROTECTED_GROUP = {
  id: ID.toUpperCase(),
  displayName: 'Emergency access',
  securityEnabled: true,
  mailEnabled: false,
  visibility: 'Private',
  groupTypes: [],
  membershipRule: null,
  isAssignableToRole: true,
  onPremisesSyncEnabled: null,
  isManagementRestricted: null,
};
const UNIT = { id: ID.toUpperCase(), displayName: null, isMemberManagementRestricted: true };
const MEMBER = {
  '@odata.type': '#microsoft.graph.user',
  id: ID.toUpperCase(),
  displayName: 'Break glass 1',
  userPrincipalName: 'bg1@contoso.onmicrosoft.com',
};
/** What the app may not read: type and ID, all else null. */
const HIDDEN = { '@odata.type': '#microsoft.graph.device', id: 'hidden', displayName: null, userPrincipalName: null };
const OF_ROLE = { principalId: ID, directoryScopeId: '/', roleDefinitionId: GLOBAL_ADMINISTRATOR };
const EMPTY_METHOD = { displayName: null, passkeyType: null, aaGuid: null, phoneNumber: null, createdDateTime: null };
const PLAN = {
  service: 'AADPremiumService',
  servicePlanId: GLOBAL_ADMINISTRATOR.toUpperCase(),
  capabilityStatus: 'Enabled',
};
const ORGANIZATION = {
  id: ID.toUpperCase(),
  displayName: 'Contoso',
  assignedPlans: [PLAN, { ...PLAN, servicePlanId: 'gone', capabilityStatus: 'Deleted' }],
};
const FIDO2_RESTRICTION = {
  '@odata.type': '#microsoft.graph.fido2CombinationConfiguration',
  id: 'c',
  appliesToCombinations: ['fido2'],
  allowedAAGUIDs: ['2FC0579F-8113-47EA-B116-BB5A8DB9202A'],
};
const STRENGTH = {
  id: ID.toUpperCase(),
  displayName: 'Keys of the vault',
  policyType: 'custom',
  allowedCombinations: ['fido2', 'password,sms', 'password, voice'],
  combinationConfigurations: [
    FIDO2_RESTRICTION,
    { '@odata.type': '#microsoft.graph.x509CertificateCombinationConfiguration', id: 'x', allowedIssuerSkis: [] },
  ],
};
const restricting = (restriction: object) => list({ ...STRENGTH, combinationConfigurations: [restriction] });
const REGISTERED = {
  id: ID.toUpperCase(),
  userPrincipalName: 'bg1@contoso.onmicrosoft.com',
  isAdmin: true,
  methodsRegistered: ['fido2SecurityKey'],
  isSsprRegistered: false,
  isMfaCapable: true,
  lastUpdatedDateTime: '2026-04-30T00:00:00Z',
};

const ROWS: readonly Row[] = [
  {
    name: 'organization',
    read: readShownOrganization,
    json: list(ORGANIZATION),
    value: { id: ID, displayName: 'Contoso', servicePlanIds: [GLOBAL_ADMINISTRATOR] },
    damaged: [
      list(),
      list(without(ORGANIZATION, 'id')),
      list(without(ORGANIZATION, 'assignedPlans')),
      list({ ...ORGANIZATION, assignedPlans: 'none' }),
      list(ORGANIZATION, { ...ORGANIZATION, id: 'b' }),
    ],
  },
  {
    name: 'domains',
    read: readDomains,
    json: list({ ...DOMAIN, isDefault: true }),
    value: [DOMAIN],
    damaged: [
      list(DOMAIN, null),
      list({ ...DOMAIN, authenticationType: 'x' }),
      list(without(DOMAIN, 'isInitial')),
      list(without(DOMAIN, 'passwordValidityPeriodInDays')),
    ],
  },
  {
    name: 'security defaults',
    read: readSecurityDefaults,
    json: { isEnabled: false },
    value: { isEnabled: false },
    damaged: [{ isEnabled: null }, { isEnabled: 'false' }, { isEnabled: false, error: {} }],
  },
  {
    name: 'users',
    read: readUser(ID),
    json: USER,
    value: { ...USER, id: ID, missingProperties: [] },
    damaged: [
      without(USER, 'id'),
      without(USER, 'userPrincipalName'),
      { ...USER, accountEnabled: 'true' },
      { ...USER, otherMails: 'a@contoso.com' },
      { ...USER, businessPhones: '+46' },
      { ...USER, assignedPlans: [{ service: 'exchange' }] },
      { ...USER, id: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' },
    ],
  },
  {
    name: 'memberships',
    read: readMemberships(ID),
    json: list(GROUP, ROLE, { '@odata.type': '#microsoft.graph.administrativeUnit', id: 'au' }),
    value: {
      groups: [{ id: ID, displayName: 'G', isAssignableToRole: true }],
      roleTemplateIds: [GLOBAL_ADMINISTRATOR],
      hasUnresolvedRoles: false,
      administrativeUnitIds: ['au'],
    },
    damaged: [list(without(GROUP, '@odata.type')), list(without(GROUP, 'id')), list('group')],
  },
  {
    name: 'role assignments',
    read: readRoleAssignments,
    json: list({ ...INSTANCE, principal: PRINCIPAL }, { ...OTHER_ROLE, principal: null }),
    value: {
      list: [{ principalId: ID, directoryScopeId: '/' }],
      holders: [{ id: ID, kind: 'group', name: 'Administrators' }],
    },
    damaged: [
      list({ ...without(INSTANCE, 'principalId'), principal: PRINCIPAL }),
      list({ ...without(INSTANCE, 'roleDefinitionId'), principal: PRINCIPAL }),
      list(INSTANCE),
    ],
  },
  {
    name: 'role assignment schedule instances',
    read: readRoleAssignmentScheduleInstances,
    json: list(INSTANCE, OTHER_ROLE),
    value: [
      { principalId: ID, directoryScopeId: '/', assignmentType: 'Assigned', memberType: 'Direct', endDateTime: null },
    ],
    damaged: [list(without(INSTANCE, 'endDateTime')), list(without(INSTANCE, 'assignmentType'))],
  },
  {
    name: 'role eligibility schedule instances',
    read: readRoleEligibilityScheduleInstances,
    json: list({ ...INSTANCE, principal: null }, { ...OTHER_ROLE, principal: PRINCIPAL }),
    value: {
      list: [{ principalId: ID, directoryScopeId: '/', memberType: 'Direct', endDateTime: null }],
      holders: [{ id: ID, kind: 'directoryObject', name: null }],
    },
    damaged: [list({ ...without(INSTANCE, 'endDateTime'), principal: null }), list(INSTANCE), list(7)],
  },
  {
    name: 'authentication methods',
    read: readAuthenticationMethods(ID),
    json: list(FIDO2, { '@odata.type': '#microsoft.graph.externalAuthenticationMethod', id: 'e' }),
    value: [
      { ...EMPTY_METHOD, kind: 'fido2', id: 'k', aaGuid: 'a', passkeyType: 'deviceBound', createdDateTime: CREATED },
      { ...EMPTY_METHOD, kind: 'external', id: 'e' },
    ],
    damaged: [list(without(FIDO2, '@odata.type')), list(without(FIDO2, 'id'))],
  },
  {
    name: 'group members',
    read: readGroupMembers(ID),
    json: list({ '@odata.type': '#microsoft.graph.user', id: ID.toUpperCase() }, { id: 'device' }, GROUP),
    value: [ID, 'device'],
    damaged: [list({ '@odata.type': '#microsoft.graph.user' }), list(null)],
  },
  {
    name: 'deleted users',
    read: readDeletedUser(ID),
    json: { ...DELETED, deletedDateTime: '2026-04-20T08:00:00Z' },
    value: { id: ID, displayName: 'Break glass 1', deletedDateTime: '2026-04-20T08:00:00Z' },
    damaged: [without(DELETED, 'id'), { ...DELETED, id: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' }],
  },
  {
    name: 'deleted references',
    read: readDeletedReference(ID),
    json: DELETED,
    value: { id: ID, state: 'softDeleted', kind: 'user', displayName: 'Break glass 1' },
    damaged: [without(DELETED, 'id'), { ...DELETED, id: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' }],
  },
  {
    name: 'the authorization policy',
    read: readAuthorizationPolicy,
    json: { id: 'authorizationPolicy', allowedToUseSSPR: true },
    value: { allowedToUseSSPR: true },
    damaged: [{ allowedToUseSSPR: true }, { id: 'authorizationPolicy', allowedToUseSSPR: 'false' }],
  },
  {
    name: 'the authentication methods policy',
    read: readAuthenticationMethodsPolicy,
    json: enforcing(CAMPAIGN),
    value: {
      registrationCampaign: { state: 'enabled', includeTargetIds: ['all_users'], excludeTargetIds: [ID] },
      configurations: [],
    },
    damaged: [
      without(enforcing(CAMPAIGN), 'registrationEnforcement'),
      without(enforcing(CAMPAIGN), 'authenticationMethodConfigurations'),
      { ...enforcing(CAMPAIGN), authenticationMethodConfigurations: null },
      { ...enforcing(CAMPAIGN), registrationEnforcement: {} },
      enforcing(without(CAMPAIGN, 'state')),
      enforcing(without(CAMPAIGN, 'excludeTargets')),
      enforcing({ ...CAMPAIGN, includeTargets: null }),
    ],
  },
  {
    name: 'authentication strengths',
    read: readAuthenticationStrengths,
    json: list(STRENGTH, { ...STRENGTH, id: 'b', combinationConfigurations: [] }),
    value: [
      {
        id: ID,
        displayName: 'Keys of the vault',
        allowedCombinations: ['fido2', 'password, sms', 'password, voice'],
        fido2Restrictions: [
          { appliesToCombinations: ['fido2'], allowedAAGUIDs: ['2fc0579f-8113-47ea-b116-bb5a8db9202a'] },
        ],
      },
      {
        id: 'b',
        displayName: 'Keys of the vault',
        allowedCombinations: ['fido2', 'password, sms', 'password, voice'],
        fido2Restrictions: [],
      },
    ],
    damaged: [
      list(without(STRENGTH, 'id')),
      list(without(STRENGTH, 'allowedCombinations')),
      list(without(STRENGTH, 'combinationConfigurations')),
      list({ ...STRENGTH, combinationConfigurations: null }),
      restricting(without(FIDO2_RESTRICTION, '@odata.type')),
      restricting(without(FIDO2_RESTRICTION, 'allowedAAGUIDs')),
      restricting(without(FIDO2_RESTRICTION, 'appliesToCombinations')),
    ],
  },
  {
    name: 'registration details',
    read: readRegistrationDetails,
    json: list(REGISTERED, { ...REGISTERED, id: 'b', isAdmin: false }),
    value: [without({ ...REGISTERED, id: ID }, 'isAdmin')],
    damaged: [
      list(without(REGISTERED, 'id')),
      list(without(REGISTERED, 'isAdmin')),
      list(without(REGISTERED, 'methodsRegistered')),
      list({ ...REGISTERED, methodsRegistered: null }),
      list(without(REGISTERED, 'isSsprRegistered')),
      list(without(REGISTERED, 'isMfaCapable')),
      list({ ...REGISTERED, lastUpdatedDateTime: 'yesterday' }),
    ],
  },
  {
    name: 'managers',
    read: readManager(ID),
    json: { '@odata.type': '#microsoft.graph.user', id: OTHER.toUpperCase(), displayName: 'Ada' },
    value: { id: OTHER, displayName: 'Ada' },
    damaged: [{ displayName: 'Ada' }, { id: OTHER, displayName: 7 }],
  },
  {
    name: 'namesakes',
    read: readNamesakes(ID, { givenName: 'Ada', surname: 'Berg' }),
    json: list({ id: ID.toUpperCase() }, { id: OTHER.toUpperCase() }),
    value: [OTHER],
    damaged: [list({ displayName: 'Ada Berg' }), list(null)],
  },
  {
    name: 'per-user MFA states',
    read: readPerUserMfaState(ID),
    json: { perUserMfaState: 'enforced' },
    value: 'enforced',
    damaged: [{ perUserMfaState: null }, { perUserMfaState: '' }, { perUserMfaState: 'enforced', error: {} }],
  },
  {
    name: 'exclusion groups',
    read: readExclusionGroup(ID),
    json: { ...PROTECTED_GROUP, mailNickname: 'x' },
    value: { ...PROTECTED_GROUP, id: ID },
    damaged: [
      without(PROTECTED_GROUP, 'isAssignableToRole'),
      without(PROTECTED_GROUP, 'isManagementRestricted'),
      without(PROTECTED_GROUP, 'groupTypes'),
      { ...PROTECTED_GROUP, groupTypes: null },
      { ...PROTECTED_GROUP, id: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' },
    ],
  },
  ...[readMembers(ID), readTransitiveMembers(ID), readOwners(ID)].map((read) => ({
    name: `${read.resource.split('/').at(-1) ?? ''} of an exclusion group`,
    read,
    json: list(MEMBER, HIDDEN, GROUP, { id: 'strange' }),
    value: [
      { id: ID, kind: 'user', name: 'bg1@contoso.onmicrosoft.com' },
      { id: 'hidden', kind: 'device', name: null },
      { id: ID, kind: 'group', name: 'G' },
      { id: 'strange', kind: 'directoryObject', name: null },
    ],
    damaged: [list(without(MEMBER, 'id')), list(null), list({ ...MEMBER, '@odata.type': 7 })],
  })),
  {
    name: 'administrative units',
    read: readAdministrativeUnit(ID),
    json: UNIT,
    value: { ...UNIT, id: ID },
    damaged: [without(UNIT, 'isMemberManagementRestricted'), { ...UNIT, id: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' }],
  },
  {
    name: 'scoped role members',
    read: readScopedRoleMembers(ID),
    json: list({ id: 'm1', roleId: 'r1', roleMemberInfo: { id: ID.toUpperCase() } }, { roleMemberInfo: { id: ID } }),
    value: [ID],
    damaged: [list({ id: 'm1', roleId: 'r1' }), list({ roleMemberInfo: { displayName: 'A' } })],
  },
  {
    name: 'role definitions',
    read: readRoleDefinitions,
    json: list({ id: ID, templateId: ID.toUpperCase(), displayName: 'Helpdesk', isBuiltIn: true, isEnabled: true }),
    value: [{ id: ID, templateId: ID, displayName: 'Helpdesk', isBuiltIn: true }],
    damaged: [list({ id: ID, displayName: 'Helpdesk' }), list({ id: ID, isBuiltIn: false })],
  },
  {
    name: 'role assignments of all roles',
    read: readEveryRoleAssignment,
    json: list(OF_ROLE, { ...OF_ROLE, directoryScopeId: null, appScopeId: '/app' }),
    value: [OF_ROLE, { ...OF_ROLE, directoryScopeId: '/app' }],
    damaged: [list(without(OF_ROLE, 'roleDefinitionId')), list(without(OF_ROLE, 'directoryScopeId'))],
  },
  {
    name: 'role assignment schedule instances of all roles',
    read: readEveryRoleAssignmentScheduleInstance,
    json: list(OTHER_ROLE),
    value: [{ ...OTHER_ROLE, principalId: ID }],
    damaged: [list(without(OTHER_ROLE, 'endDateTime')), list(without(OTHER_ROLE, 'assignmentType'))],
  },
  {
    name: 'role eligibility schedule instances of all roles',
    read: readEveryRoleEligibilityScheduleInstance,
    json: list(OTHER_ROLE),
    value: [without({ ...OTHER_ROLE, principalId: ID }, 'assignmentType')],
    damaged: [list(without(OTHER_ROLE, 'endDateTime')), list(without(OTHER_ROLE, 'memberType'))],
  },
  {
    name: 'beta policies',
    read: readBetaPolicies,
    json: list({ id: ID.toUpperCase(), displayName: 'P', state: 'Enabled' }, { id: 'b', state: 'new' }),
    value: [
      { id: ID, displayName: 'P', state: 'enabled' },
      { id: 'b', displayName: null, state: null },
    ],
    damaged: [list({ displayName: 'P', state: 'enabled' })],
  },
];

describe.each(ROWS)('$name', ({ read, json, value, damaged }) => {
  test('are known when Graph answers as documented', async () => {
    expect(await observed(read, { json })).toEqual({ known: true, value, readAt: '2026-05-01T12:00:00.000Z' });
  });

  test.each(damaged.map((body) => [body]))('are malformed when the answer is %j', async (body) => {
    expect(await observed(read, { json: body })).toMatchObject({ known: false, reason: 'malformed' });
  });

  test.each<[string, FakeAnswer]>([
    ['{}', { json: {} }],
    ['an error with status 200', { json: { error: { code: 'x', message: 'y' } } }],
    ['HTML', { text: '<html></html>', headers: { 'Content-Type': 'text/html' } }],
    ['truncated JSON', { text: '{"value":[{"id":"1"' }],
    ['null', { json: null }],
    ['nothing', { text: '' }],
  ])('are malformed when the answer is %s', async (_, answer) => {
    expect(await observed(read, answer)).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('are forbidden without the permission, and the operator is told which', async () => {
    const unknown = await observed(read, graphError(403, 'Authorization_RequestDenied'));
    expect(unknown).toMatchObject({ known: false, reason: 'forbidden' });
    expect(unknown).toHaveProperty('detail', expect.stringContaining(read.permission));
  });
});

describe.each<[string, Read<unknown>]>([
  ['a deleted user', readDeletedUser(ID)],
  ['a deleted reference', readDeletedReference(ID)],
  ['an exclusion group', readExclusionGroup(ID)],
  ['an administrative unit', readAdministrativeUnit(ID)],
  ['a manager', readManager(ID)],
  ['the MFA state of a user', readPerUserMfaState(ID)],
])('%s', (_, read) => {
  test('that the directory does not know is known to be absent', async () => {
    const answer = await observed(read, graphError(404, 'Request_ResourceNotFound'));
    expect(answer).toMatchObject({ known: true, value: null });
  });

  test('is not known when the path itself is not found', async () => {
    const answer = await observed(read, graphError(404, 'UnknownError'));
    expect(answer).toMatchObject({ known: false, reason: 'unavailable' });
  });
});

test.each<[string, unknown, unknown]>([
  ['no campaign is set', enforcing(null), null],
  ['nothing is enforced', { ...enforcing(null), registrationEnforcement: null }, null],
])('that %s is known when Graph says so', async (_, json, registrationCampaign) => {
  const answer = await observed(readAuthenticationMethodsPolicy, { json });
  expect(answer).toMatchObject({ known: true, value: { registrationCampaign } });
});

test('an authorization policy that does not tell whether administrators reset their passwords leaves that open', async () => {
  const answer = await observed(readAuthorizationPolicy, { json: { id: 'authorizationPolicy' } });
  expect(answer).toMatchObject({ known: true, value: { allowedToUseSSPR: null } });
});

test('role schedules are not licensed without Microsoft Entra ID P2', async () => {
  const refused = graphError(400, 'AadPremiumLicenseRequired');
  const answer = await observed(readEveryRoleEligibilityScheduleInstance, refused);
  expect(answer).toMatchObject({ known: false, reason: 'notLicensed' });
});

test('a report without its date leaves the date open', async () => {
  const answer = await observed(readRegistrationDetails, { json: list(without(REGISTERED, 'lastUpdatedDateTime')) });
  expect(answer).toMatchObject({ known: true, value: [{ lastUpdatedDateTime: null }] });
});

test('namesakes are asked for with names that cannot end the filter', () => {
  const { path } = readNamesakes(ID, { givenName: "Conan & 'Co'", surname: "O'Brien" });
  const query = new URLSearchParams(path.split('?').at(1));
  expect(query.get('$filter')).toBe("givenName eq 'Conan & ''Co''' and surname eq 'O''Brien'");
  expect([...query.keys()]).toEqual(['$filter', '$select', '$top']);
});

test('the authentication methods policy is not offered where the path is unknown', async () => {
  const answer = await observed(readAuthenticationMethodsPolicy, graphError(404, 'UnknownError'));
  expect(answer).toMatchObject({
    known: false,
    reason: 'unavailable',
    detail: expect.stringMatching(
      /^GRAPH_NOT_OFFERED: this cloud does not offer authenticationMethodsPolicy /,
    ) as unknown,
  });
});

describe('a user', () => {
  test('whom the directory does not know is known to be absent', async () => {
    expect(await observed(readUser(ID), graphError(404, 'Request_ResourceNotFound'))).toMatchObject({
      known: true,
      value: null,
    });
  });

  test('is not known when the path itself is not found', async () => {
    expect(await observed(readUser(ID), graphError(404, 'BadRequest'))).toMatchObject({
      known: false,
      reason: 'unavailable',
    });
  });
});

test.each([
  'accountEnabled',
  'onPremisesSyncEnabled',
  'onPremisesImmutableId',
  'mail',
  'otherMails',
  'businessPhones',
  'givenName',
  'employeeId',
  'isResourceAccount',
  'assignedPlans',
  'userType',
  'passwordPolicies',
  'lastPasswordChangeDateTime',
  'isManagementRestricted',
])('a user without %s is known, and the property is named as missing', async (name) => {
  const value = await observed(readUser(ID), { json: without(USER, name) });
  expect(value).toMatchObject({ known: true, value: { id: ID, missingProperties: [name] } });
});

test('a role without its template ID makes the list of roles incomplete', async () => {
  const json = list(without(ROLE, 'roleTemplateId'));
  expect(await observed(readMemberships(ID), { json })).toMatchObject({
    value: { roleTemplateIds: [], hasUnresolvedRoles: true },
  });
});

test('a policy that is not understood stays in the list under its name', async () => {
  const json = list({ id: ID, displayName: 'Odd', state: 'enabled' });
  const unknown = await observed(readPolicies, { json });
  expect(unknown).toMatchObject({ value: { policies: [], malformed: [{ id: ID, displayName: 'Odd' }] } });
});

test('a collection whose next link leads elsewhere is incomplete', async () => {
  const json = { value: [DOMAIN], '@odata.nextLink': 'https://graph.example/v1.0/domains' };
  const unknown = await observed(readDomains, { json });
  expect(unknown).toMatchObject({
    known: false,
    reason: 'incomplete',
    detail: expect.stringMatching(/^GRAPH_PAGING: domains /) as unknown,
  });
});
