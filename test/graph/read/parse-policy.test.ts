import { describe, expect, test } from '@jest/globals';
import type { ConditionalAccessPolicy } from '../../../src/domain/tenant/conditional-access-policy.js';
import { parsePolicies, parsePolicy } from '../../../src/graph/read/parse-policy.js';

const ID = '6b5e999b-0ba8-4186-a106-e0296c1c4358';
const GROUP = 'BA8E7DED-8B0F-4836-BA06-8FF1ECC5C8BA';

type Json = Readonly<Record<string, unknown>>;

function raw(changes: Json = {}, conditions: Json = {}, users: Json = {}): Json {
  return {
    id: ID,
    displayName: 'Require MFA',
    state: 'enabled',
    conditions: { users: { includeUsers: ['All'], ...users }, ...conditions },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
    ...changes,
  };
}

function parsed(policy: unknown): ConditionalAccessPolicy {
  const result = parsePolicy(policy);
  if (result.kind === 'malformed') throw new Error(`malformed: ${result.malformed.problem}`);
  return result.policy;
}

describe('a policy', () => {
  test('with nothing but the essentials has every list, empty', () => {
    expect(parsed(raw())).toEqual({
      id: ID,
      displayName: 'Require MFA',
      state: 'enabled',
      templateId: null,
      createdDateTime: null,
      modifiedDateTime: null,
      users: {
        includeUsers: ['All'],
        excludeUsers: [],
        includeGroups: [],
        excludeGroups: [],
        includeRoles: [],
        excludeRoles: [],
        includeGuestsOrExternalUsers: null,
        excludeGuestsOrExternalUsers: null,
      },
      targetsWorkloadIdentities: false,
      applications: {
        includeApplications: [],
        excludeApplications: [],
        includeUserActions: [],
        includeAuthenticationContextClassReferences: [],
      },
      clientAppTypes: [],
      grantControls: {
        operator: 'OR',
        builtInControls: ['mfa'],
        customAuthenticationFactors: [],
        termsOfUse: [],
        authenticationStrength: null,
      },
      sessionControls: [],
    });
  });

  test.each([
    ['all', 'All'],
    ['NONE', 'None'],
    ['guestsorexternalusers', 'GuestsOrExternalUsers'],
  ])('knows the keyword %s as %s', (written, keyword) => {
    expect(parsed(raw({}, {}, { includeUsers: [written] })).users?.includeUsers).toEqual([keyword]);
  });

  test('has object IDs in lower case, once, and leaves other references as they are', () => {
    const excludeGroups = [GROUP, GROUP.toLowerCase(), '<EmergencyAccessAccountsGroup>'];
    expect(parsed(raw({}, {}, { excludeGroups })).users?.excludeGroups).toEqual([
      GROUP.toLowerCase(),
      '<EmergencyAccessAccountsGroup>',
    ]);
  });

  test('knows states, controls and client app types in any case', () => {
    const policy = parsed(
      raw({ state: 'Disabled', grantControls: { builtInControls: ['Block'] } }, { clientAppTypes: ['All'] }),
    );
    expect(policy).toMatchObject({
      state: 'disabled',
      grantControls: { builtInControls: ['block'] },
      clientAppTypes: ['all'],
    });
  });

  test.each([[undefined], [null], ['']])('without a display name (%j) is named by its ID', (displayName) => {
    expect(parsed(raw({ displayName })).displayName).toBe(ID);
  });

  test('tolerates keys that are new to us', () => {
    expect(parsed(raw({ partialEnablementStrategy: null, 'state@odata.type': '#x' }, { times: null })).state).toBe(
      'enabled',
    );
  });

  test('without grant controls asks for none', () => {
    expect(parsed(raw({ grantControls: null })).grantControls).toBeNull();
  });

  test('names the session controls that are set', () => {
    const sessionControls = {
      'signInFrequency@odata.type': '#x',
      signInFrequency: { isEnabled: true, value: 4, type: 'hours' },
      persistentBrowser: { isEnabled: false, mode: null },
      cloudAppSecurity: null,
      applicationEnforcedRestrictions: { isEnabled: null },
      disableResilienceDefaults: true,
      continuousAccessEvaluation: { mode: 'strictLocation' },
    };
    expect(parsed(raw({ sessionControls })).sessionControls).toEqual([
      'signInFrequency',
      'disableResilienceDefaults',
      'continuousAccessEvaluation',
    ]);
  });
});

describe('guests of a policy', () => {
  const types = 'internalGuest,b2bCollaborationGuest';
  const named = ['internalGuest', 'b2bCollaborationGuest'];

  test.each<[string, unknown, unknown]>([
    ['absent', null, null],
    ['an object of nulls', { guestOrExternalUserTypes: null, externalTenants: null }, null],
    ['an export without types', { ExternalTenants: { MembershipKind: 'all' }, GuestOrExternalUserTypes: null }, null],
    ['the type none', { guestOrExternalUserTypes: 'none' }, null],
    [
      'of all tenants',
      { guestOrExternalUserTypes: types, externalTenants: { membershipKind: 'all' } },
      { guestOrExternalUserTypes: named, externalTenants: 'all' },
    ],
    [
      'without a scope',
      { guestOrExternalUserTypes: types, externalTenants: null },
      { guestOrExternalUserTypes: named, externalTenants: 'all' },
    ],
    [
      'of listed tenants',
      { guestOrExternalUserTypes: types, externalTenants: { membershipKind: 'enumerated', members: [GROUP] } },
      { guestOrExternalUserTypes: named, externalTenants: [GROUP.toLowerCase()] },
    ],
    [
      'of tenants listed by type',
      {
        guestOrExternalUserTypes: types,
        externalTenants: { '@odata.type': '#microsoft.graph.conditionalAccessEnumeratedExternalTenants', members: [] },
      },
      { guestOrExternalUserTypes: named, externalTenants: [] },
    ],
  ])('%s', (_, includeGuestsOrExternalUsers, expected) => {
    expect(parsed(raw({}, {}, { includeGuestsOrExternalUsers })).users?.includeGuestsOrExternalUsers).toEqual(expected);
  });

  test('of an unknown scope are not understood', () => {
    const includeGuestsOrExternalUsers = {
      guestOrExternalUserTypes: types,
      externalTenants: { membershipKind: 'new' },
    };
    expect(parsePolicy(raw({}, {}, { includeGuestsOrExternalUsers })).kind).toBe('malformed');
  });
});

describe('the authentication strength of a policy', () => {
  const combinations = ['fido2', 'windowsHelloForBusiness'];

  test.each<[string, unknown, unknown]>([
    ['missing', undefined, null],
    ['null', null, null],
    ['an object of nulls', { Id: null, id: null, allowedCombinations: [] }, null],
    ['an ID only', { id: ID }, { id: ID, displayName: null, allowedCombinations: null }],
    [
      'in full',
      { id: ID, displayName: 'Strong', allowedCombinations: combinations, policyType: 'builtIn' },
      { id: ID, displayName: 'Strong', allowedCombinations: combinations },
    ],
  ])('%s', (_, authenticationStrength, expected) => {
    const policy = parsed(raw({ grantControls: { authenticationStrength } }));
    expect(policy.grantControls?.authenticationStrength).toEqual(expected);
  });

  test('without an ID is not understood', () => {
    const authenticationStrength = { displayName: 'Strong' };
    expect(parsePolicy(raw({ grantControls: { authenticationStrength } })).kind).toBe('malformed');
  });
});

describe('workload identities are the subject of a policy', () => {
  test.each<[string, Json, boolean]>([
    [
      'with service principals',
      { clientApplications: { includeServicePrincipals: ['ServicePrincipalsInMyTenant'] } },
      true,
    ],
    ['with agents', { clientApplications: { includeAgentIdServicePrincipals: ['All'] } }, true],
    [
      'with an agent filter',
      { clientApplications: { agentIdServicePrincipalFilter: { mode: 'include', rule: 'x' } } },
      true,
    ],
    ['with agent users', { agents: { includeAgentUsers: ['All'] } }, true],
    [
      'with a filter without a rule',
      { clientApplications: { agentIdServicePrincipalFilter: { mode: null, rule: null } } },
      false,
    ],
    [
      'with empty lists',
      { clientApplications: { includeServicePrincipals: [] }, agents: { includeAgentUsers: [] } },
      false,
    ],
    ['with nothing of the kind', {}, false],
  ])('%s: %#', (_, conditions, expected) => {
    expect(parsed(raw({}, conditions)).targetsWorkloadIdentities).toBe(expected);
  });

  test('and then it needs no users', () => {
    const conditions = { users: null, clientApplications: { includeServicePrincipals: ['All'] } };
    expect(parsed(raw({}, conditions))).toMatchObject({ users: null, targetsWorkloadIdentities: true });
  });
});

describe('a policy is malformed, under its name,', () => {
  test.each<[string, unknown]>([
    ['without conditions', raw({ conditions: undefined })],
    ['without users or workload identities', raw({}, { users: null })],
    ['with users of none of the known properties', raw({ conditions: { users: { somebody: ['All'] } } })],
    ['with users of nulls only', raw({ conditions: { users: { includeUsers: null } } })],
    ['with a list that is none', raw({}, {}, { excludeGroups: 'all' })],
    ['with a list of other things than texts', raw({}, {}, { excludeGroups: [{}] })],
    ['with a misspelled list beside the others', raw({}, {}, { ExcludeUsers: [ID] })],
    ['with misspelled controls', raw({ grantControls: { BuiltInControls: ['block'] } })],
    ['without a state', raw({ state: undefined })],
    ['with an unknown state', raw({ state: 'paused' })],
    ['without an ID', raw({ id: null })],
  ])('%s', (_, policy) => {
    const result = parsePolicy(policy);
    expect(result).toMatchObject({ kind: 'malformed', malformed: { displayName: 'Require MFA' } });
  });

  test('when it is the export of an SDK', () => {
    const exported = {
      Id: ID,
      DisplayName: 'Exported',
      State: 'enabled',
      Conditions: { Users: { IncludeUsers: ['All'] } },
    };
    expect(parsePolicy(exported)).toMatchObject({ kind: 'malformed', malformed: { id: ID, displayName: 'Exported' } });
  });

  test.each([[null], [7], ['policy'], [[]]])('or nameless when it is %j', (item) => {
    expect(parsePolicy(item)).toMatchObject({ kind: 'malformed', malformed: { id: null, displayName: null } });
  });

  test('and does not take the others with it', () => {
    const list = parsePolicies([raw(), raw({ state: 'paused' }), null]);
    expect([list.policies.length, list.malformed.length]).toEqual([1, 2]);
  });
});
