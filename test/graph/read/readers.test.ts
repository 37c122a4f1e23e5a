import { describe, expect, test } from '@jest/globals';
import { GLOBAL_ADMINISTRATOR } from '../../../src/domain/tenant/snapshot.js';
import { readAuthenticationMethods } from '../../../src/graph/read/authentication-methods.js';
import { readDomains } from '../../../src/graph/read/domains.js';
import {
  readRoleAssignments,
  readRoleAssignmentScheduleInstances,
  readRoleEligibilityScheduleInstances,
} from '../../../src/graph/read/global-administrators.js';
import { readGroupMembers } from '../../../src/graph/read/group-members.js';
import { readMemberships } from '../../../src/graph/read/memberships.js';
import { observe, type Read } from '../../../src/graph/read/observe.js';
import { readOrganization } from '../../../src/graph/read/organization.js';
import { readBetaPolicies, readPolicies } from '../../../src/graph/read/policies.js';
import { readSecurityDefaults } from '../../../src/graph/read/security-defaults.js';
import { readUser } from '../../../src/graph/read/user.js';
import { graphError, useFakeGraphs, type FakeAnswer } from '../fake-graph.js';
import { openClient } from '../open-client.js';

const startFake = useFakeGraphs();
const ID = '11111111-aaaa-4bbb-8ccc-222222222222';

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
};

const INSTANCE = {
  principalId: ID.toUpperCase(),
  directoryScopeId: '/',
  roleDefinitionId: GLOBAL_ADMINISTRATOR,
  assignmentType: 'Assigned',
  memberType: 'Direct',
  endDateTime: null,
};
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

const DOMAIN = { id: 'contoso.com', authenticationType: 'Managed', isInitial: false, isRoot: true, isVerified: true };
const GROUP = { '@odata.type': '#microsoft.graph.group', id: ID, displayName: 'G', isAssignableToRole: true };
const ROLE = { '@odata.type': '#microsoft.graph.directoryRole', id: 'r', roleTemplateId: GLOBAL_ADMINISTRATOR };
const FIDO2 = {
  '@odata.type': '#microsoft.graph.fido2AuthenticationMethod',
  id: 'k',
  aaGuid: 'a',
  passkeyType: 'deviceBound',
};
const EMPTY_METHOD = { displayName: null, passkeyType: null, aaGuid: null, phoneNumber: null };

const ROWS: readonly Row[] = [
  {
    name: 'organization',
    read: readOrganization,
    json: list({ id: ID.toUpperCase(), displayName: 'Contoso' }),
    value: { id: ID, displayName: 'Contoso' },
    damaged: [
      list(),
      list({ displayName: 'Contoso' }),
      list({ id: 'a', displayName: 'A' }, { id: 'b', displayName: 'B' }),
    ],
  },
  {
    name: 'domains',
    read: readDomains,
    json: list({ ...DOMAIN, isDefault: true }),
    value: [DOMAIN],
    damaged: [list(DOMAIN, null), list({ ...DOMAIN, authenticationType: 'x' }), list(without(DOMAIN, 'isInitial'))],
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
    json: list({ ...INSTANCE, principal: {} }, OTHER_ROLE),
    value: [{ principalId: ID, directoryScopeId: '/' }],
    damaged: [list(without(INSTANCE, 'principalId')), list(without(INSTANCE, 'roleDefinitionId'))],
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
    json: list(INSTANCE, OTHER_ROLE),
    value: [{ principalId: ID, directoryScopeId: '/', memberType: 'Direct', endDateTime: null }],
    damaged: [list(without(INSTANCE, 'endDateTime')), list(7)],
  },
  {
    name: 'authentication methods',
    read: readAuthenticationMethods(ID),
    json: list(FIDO2, { '@odata.type': '#microsoft.graph.externalAuthenticationMethod', id: 'e' }),
    value: [
      { ...EMPTY_METHOD, kind: 'fido2', id: 'k', aaGuid: 'a', passkeyType: 'deviceBound' },
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

test.each(['accountEnabled', 'onPremisesSyncEnabled', 'onPremisesImmutableId', 'mail', 'otherMails', 'userType'])(
  'a user without %s is known, and the property is named as missing',
  async (name) => {
    const value = await observed(readUser(ID), { json: without(USER, name) });
    expect(value).toMatchObject({ known: true, value: { id: ID, missingProperties: [name] } });
  },
);

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
