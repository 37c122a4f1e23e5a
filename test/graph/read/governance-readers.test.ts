import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { GLOBAL_ADMINISTRATOR } from '../../../src/domain/tenant/snapshot.js';
import { readAccessReviews } from '../../../src/graph/read/access-reviews.js';
import {
  readGrants,
  readGraphPrincipal,
  readServicePrincipalId,
} from '../../../src/graph/read/application-permissions.js';
import { readFederationConfiguration } from '../../../src/graph/read/federation.js';
import { readGroupAssignments, readGroupEligibilities } from '../../../src/graph/read/group-schedules.js';
import { readLifecycleWorkflows } from '../../../src/graph/read/lifecycle-workflows.js';
import { observe, type Read } from '../../../src/graph/read/observe.js';
import { readRiskyUsers } from '../../../src/graph/read/risky-users.js';
import { readRoleActivationPolicy } from '../../../src/graph/read/role-activation-policies.js';
import { readRoleGroup } from '../../../src/graph/read/role-groups.js';
import { graphError, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openClient } from '../open-client.js';

/** What governs privileged access: a documented answer is known, and each damage to it is not. */

const startFake = useFakeGraphs();
const ID = '11111111-aaaa-4bbb-8ccc-222222222222';
const OTHER = '33333333-aaaa-4bbb-8ccc-222222222222';

async function observed(read: Read<unknown>, answer: FakeAnswer): Promise<unknown> {
  const path = read.path.split('?', 1)[0] ?? '';
  const fake = await startFake({ [`GET /${read.version}${path}`]: answer });
  return observe({ client: openClient(fake), onRead: () => undefined }, read);
}

function list(...value: readonly unknown[]): unknown {
  return { value };
}

function without(object: object, key: string): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

interface Row {
  readonly name: string;
  readonly read: Read<unknown>;
  readonly json: unknown;
  readonly value: unknown;
  /** Each differs from `json` in one thing that must not pass for an answer. */
  readonly damaged: readonly unknown[];
}

const RISKY = {
  '@odata.type': '#microsoft.graph.riskyUser',
  id: ID.toUpperCase(),
  isDeleted: false,
  riskLastUpdatedDateTime: '2026-01-15T08:00:00Z',
  riskLevel: 'high',
  riskState: 'confirmedCompromised',
};

const REVIEW = {
  id: 'r1',
  displayName: 'Access Review',
  status: 'InProgress',
  scope: {
    '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
    principalScopes: [{ '@odata.type': '#microsoft.graph.accessReviewQueryScope', query: '/users' }],
    resourceScopes: [{ query: '/roleManagement/directory/roleDefinitions/62E90394' }],
  },
  instanceEnumerationScope: { query: `/groups/${ID}`, queryType: 'MicrosoftGraph' },
  settings: {
    autoApplyDecisionsEnabled: true,
    defaultDecisionEnabled: true,
    defaultDecision: 'Deny',
    instanceDurationInDays: 1,
  },
};
const REVIEWED = {
  id: 'r1',
  displayName: 'Access Review',
  status: 'InProgress',
  scopeQueries: ['/users', '/rolemanagement/directory/roledefinitions/62e90394', `/groups/${ID}`],
  autoApplyDecisionsEnabled: true,
  defaultDecisionEnabled: true,
  defaultDecision: 'Deny',
};

const WORKFLOW = {
  id: 'w1',
  displayName: 'Last day',
  category: 'leaver',
  isEnabled: true,
  isSchedulingEnabled: false,
  executionConditions: {
    '@odata.type': '#microsoft.graph.identityGovernance.triggerAndScopeBasedConditions',
    scope: { '@odata.type': '#microsoft.graph.identityGovernance.ruleBasedSubjectSet', rule: "(department eq 'IT')" },
  },
};

const FEDERATION = { id: 'f', displayName: 'Contoso', federatedIdpMfaBehavior: 'rejectMfaByFederatedIdp' };

const MEMBERSHIP = {
  id: 'i',
  groupId: ID.toUpperCase(),
  principalId: OTHER.toUpperCase(),
  accessId: 'member',
  assignmentType: 'Assigned',
  memberType: 'Direct',
  startDateTime: null,
  endDateTime: null,
};
const MEMBER = { principalId: OTHER, assignmentType: 'assigned', memberType: 'direct', endDateTime: null };

const APPROVAL = {
  '@odata.type': '#microsoft.graph.unifiedRoleManagementPolicyApprovalRule',
  id: 'Approval_EndUser_Assignment',
  setting: {
    isApprovalRequired: true,
    approvalStages: [
      {
        primaryApprovers: [
          { '@odata.type': '#microsoft.graph.singleUser', userId: ID.toUpperCase(), description: 'Ana' },
          { '@odata.type': '#microsoft.graph.groupMembers', groupId: OTHER, description: 'Approvers' },
          { '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 },
        ],
      },
      { primaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId: OTHER }] },
    ],
  },
};
const ofRole = (...rules: readonly unknown[]) => ({
  id: 'p',
  roleDefinitionId: GLOBAL_ADMINISTRATOR.toUpperCase(),
  policy: { id: 'p', rules: [{ id: 'Expiration_EndUser_Assignment', isExpirationRequired: true }, ...rules] },
});

const GRANT = {
  id: 'g',
  appRoleId: OTHER.toUpperCase(),
  principalDisplayName: 'Backup',
  principalId: ID.toUpperCase(),
  principalType: 'ServicePrincipal',
  resourceId: 'graph',
};
const APP_ROLE = { id: OTHER.toUpperCase(), value: 'Policy.Read.All', allowedMemberTypes: ['Application'] };

const ROWS: readonly Row[] = [
  {
    name: 'risky users',
    read: readRiskyUsers,
    json: list(RISKY, { ...RISKY, id: OTHER, riskState: 'remediated' }),
    value: [
      {
        id: ID,
        riskState: 'confirmedCompromised',
        riskLevel: 'high',
        riskLastUpdatedDateTime: '2026-01-15T08:00:00Z',
      },
    ],
    damaged: [list(without(RISKY, 'riskState')), list(without(RISKY, 'id')), list({ ...RISKY, riskLevel: null })],
  },
  {
    name: 'access reviews',
    read: readAccessReviews,
    json: list(REVIEW, { ...REVIEW, id: 'r2', scope: null, instanceEnumerationScope: null }),
    value: [REVIEWED, { ...REVIEWED, id: 'r2', scopeQueries: [] }],
    damaged: [
      list(without(REVIEW, 'scope')),
      list(without(REVIEW, 'settings')),
      list({ ...REVIEW, settings: without(REVIEW.settings, 'autoApplyDecisionsEnabled') }),
      list({ ...REVIEW, settings: without(REVIEW.settings, 'defaultDecision') }),
    ],
  },
  {
    name: 'lifecycle workflows',
    read: readLifecycleWorkflows,
    json: list(WORKFLOW, { ...WORKFLOW, id: 'w2', executionConditions: { '@odata.type': 'onDemandExecutionOnly' } }),
    value: [
      { ...without(WORKFLOW, 'executionConditions'), scopeRule: "(department eq 'IT')" },
      { ...without(WORKFLOW, 'executionConditions'), id: 'w2', scopeRule: null },
    ],
    damaged: [
      list(without(WORKFLOW, 'isEnabled')),
      list(without(WORKFLOW, 'isSchedulingEnabled')),
      list(without(WORKFLOW, 'category')),
      list({ ...WORKFLOW, executionConditions: { scope: { rule: 7 } } }),
    ],
  },
  {
    name: 'federation settings',
    read: readFederationConfiguration('contoso.com'),
    json: list(FEDERATION),
    value: { displayName: 'Contoso', federatedIdpMfaBehavior: 'rejectMfaByFederatedIdp' },
    damaged: [
      list(FEDERATION, FEDERATION),
      list({ ...FEDERATION, federatedIdpMfaBehavior: 7 }),
      { value: [FEDERATION], '@odata.nextLink': 'https://graph.example/next' },
      { value: null },
    ],
  },
  {
    name: 'governed memberships',
    read: readGroupAssignments(ID),
    json: list(MEMBERSHIP, { ...MEMBERSHIP, accessId: 'owner' }, { ...MEMBERSHIP, groupId: OTHER }),
    value: [MEMBER],
    damaged: [
      list(without(MEMBERSHIP, 'assignmentType')),
      list(without(MEMBERSHIP, 'endDateTime')),
      list(without(MEMBERSHIP, 'accessId')),
    ],
  },
  {
    name: 'eligible memberships',
    read: readGroupEligibilities(ID),
    json: list(without(MEMBERSHIP, 'assignmentType'), { ...without(MEMBERSHIP, 'assignmentType'), accessId: 'owner' }),
    value: [{ ...MEMBER, assignmentType: 'eligible' }],
    damaged: [list(without(MEMBERSHIP, 'endDateTime')), list(without(MEMBERSHIP, 'principalId'))],
  },
  {
    name: 'the group that holds a role',
    read: readRoleGroup(ID),
    json: { id: ID.toUpperCase(), displayName: 'Administrators', isAssignableToRole: true, mail: null },
    value: { id: ID, displayName: 'Administrators', isAssignableToRole: true },
    damaged: [
      { id: ID, displayName: 'Administrators' },
      { id: OTHER, displayName: 'Administrators', isAssignableToRole: true },
    ],
  },
  {
    name: 'approvals of a role',
    read: readRoleActivationPolicy(GLOBAL_ADMINISTRATOR),
    json: list(ofRole(APPROVAL), { ...ofRole(APPROVAL), roleDefinitionId: OTHER }),
    value: [
      {
        roleDefinitionId: GLOBAL_ADMINISTRATOR,
        isApprovalRequired: true,
        approvers: [
          { kind: 'user', id: ID, name: 'Ana' },
          { kind: 'group', id: OTHER, name: 'Approvers' },
          { kind: 'requestorManager', id: null, name: null },
        ],
      },
    ],
    damaged: [
      list(ofRole()),
      list(without(ofRole(APPROVAL), 'policy')),
      list(ofRole({ ...APPROVAL, setting: null })),
      list(ofRole({ ...APPROVAL, setting: without(APPROVAL.setting, 'isApprovalRequired') })),
      list(ofRole({ ...APPROVAL, setting: { ...APPROVAL.setting, approvalStages: [{}] } })),
      list(ofRole({ ...APPROVAL, setting: { ...APPROVAL.setting, approvalStages: [] } })),
      list(ofRole({ ...APPROVAL, setting: { ...APPROVAL.setting, approvalStages: null } })),
      list(ofRole({ ...APPROVAL, setting: without(APPROVAL.setting, 'approvalStages') })),
    ],
  },
  {
    name: 'a role that is activated without approval, and has no stages',
    read: readRoleActivationPolicy(GLOBAL_ADMINISTRATOR),
    json: list(ofRole({ ...APPROVAL, setting: { isApprovalRequired: false } })),
    value: [{ roleDefinitionId: GLOBAL_ADMINISTRATOR, isApprovalRequired: false, approvers: [] }],
    damaged: [list(ofRole({ ...APPROVAL, setting: {} }))],
  },
  {
    name: 'the service principal of Microsoft Graph',
    read: readGraphPrincipal,
    json: { id: ID.toUpperCase(), appRoles: [APP_ROLE], displayName: 'Microsoft Graph' },
    value: { id: ID, appRoles: [{ id: OTHER, value: 'Policy.Read.All' }] },
    damaged: [{ id: ID }, { appRoles: [APP_ROLE] }, { id: ID, appRoles: [without(APP_ROLE, 'id')] }],
  },
  {
    name: 'a service principal of ours',
    read: readServicePrincipalId(OTHER),
    json: { id: ID.toUpperCase() },
    value: ID,
    damaged: [{ id: null }, { id: 7 }],
  },
  {
    name: 'grants',
    read: readGrants({ id: 'graph', appRoles: [{ id: OTHER, value: 'Policy.Read.All' }] }),
    json: list(GRANT, { ...GRANT, appRoleId: 'new' }, { ...GRANT, principalType: 'User' }),
    value: [
      { principalId: ID, principalName: 'Backup', permission: 'Policy.Read.All' },
      { principalId: ID, principalName: 'Backup', permission: 'new' },
    ],
    damaged: [
      list(without(GRANT, 'principalId')),
      list(without(GRANT, 'appRoleId')),
      list(without(GRANT, 'principalType')),
    ],
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
    ['null', { json: null }],
  ])('are malformed when the answer is %s', async (_, answer) => {
    expect(await observed(read, answer)).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('are forbidden without the permission, and the operator is told which', async () => {
    const unknown = await observed(read, graphError(403, 'Authorization_RequestDenied'));
    expect(unknown).toMatchObject({ known: false, reason: 'forbidden' });
    expect(unknown).toHaveProperty('detail', expect.stringContaining(read.permission));
  });
});

test.each<[string, Read<unknown>, unknown]>([
  ['federation settings of a domain that has none', readFederationConfiguration('contoso.com'), null],
  ['a group that is gone', readRoleGroup(ID), null],
  ['a service principal that the tenant does not have', readServicePrincipalId(OTHER), null],
])('%s are known to be absent, and unknown when the path itself is not found', async (_, read, value) => {
  expect(await observed(read, graphError(404, 'Request_ResourceNotFound'))).toMatchObject({ known: true, value });
  expect(await observed(read, graphError(404, 'UnknownError'))).toMatchObject({ known: false, reason: 'unavailable' });
});

test('an empty list of federation settings is none', async () => {
  const read = readFederationConfiguration('contoso.com');
  expect(await observed(read, { json: list() })).toMatchObject({ known: true, value: null });
});

test.each<[string, Read<unknown>, FakeAnswer]>([
  ['approvals', readRoleActivationPolicy(GLOBAL_ADMINISTRATOR), graphError(400, 'AadPremiumLicenseRequired')],
  ['risky users', readRiskyUsers, graphError(403, 'Forbidden', 'Your tenant is not licensed for this feature.')],
  ['workflows', readLifecycleWorkflows, graphError(403, 'Forbidden', 'Your tenant is not licensed for this feature.')],
])('%s are not licensed in a tenant without the licence', async (_, read, answer) => {
  expect(await observed(read, answer)).toMatchObject({ known: false, reason: 'notLicensed' });
});

const EXAMPLES = '../shared/data/graph-examples';
const testWithExamples = existsSync(EXAMPLES) ? test : test.skip;

testWithExamples.each<[string, Read<unknown>, string]>([
  ['access reviews', readAccessReviews, 'identityGovernance-accessReviews-definitions'],
  ['approvals', readRoleActivationPolicy(GLOBAL_ADMINISTRATOR), 'policies-roleManagementPolicyAssignments-expandRules'],
])('%s are known when Graph answers what its documentation shows', async (_, read, example) => {
  const json: unknown = JSON.parse(readFileSync(`${EXAMPLES}/${example}.json`, 'utf8'));
  expect(await observed(read, { json })).toMatchObject({ known: true, value: { length: 1 } });
});
