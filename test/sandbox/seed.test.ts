import { describe, expect, test } from '@jest/globals';
import { chatClientConfig } from '../../src/sandbox/chat-client-config.js';
import { scopedRoleMembershipsOf, transitiveGroupIds } from '../../src/sandbox/directory.js';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { contosoTenant } from '../../src/sandbox/seed/contoso.js';
import { FORGOTTEN_ID, NORTH_ID, SOUTH_ID } from '../../src/sandbox/seed/contoso-accounts.js';
import { GROUP } from '../../src/sandbox/seed/contoso-directory.js';
import { DEPARTED_ID } from '../../src/sandbox/seed/contoso-policies.js';
import { APPROVERS, REQUESTER, sandboxApproversGroupId } from '../../src/sandbox/seed/people.js';
import { largeTenant } from '../../src/sandbox/seed/large-tenant.js';
import type { SandboxPolicy, SandboxState } from '../../src/sandbox/state.js';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SEEDS: readonly (readonly [string, () => SandboxState])[] = [
  ['contoso', contosoTenant],
  ['compliant', compliantTenant],
  ['large', () => largeTenant({ users: 60, policies: 12, accounts: 3 })],
];

const usersOf = ({ policy }: SandboxPolicy) => policy.conditions?.users;
const isEmpty = (list: readonly string[] | undefined) => list?.length === 0;
const enabled = ({ policy }: SandboxPolicy) => policy.state === 'enabled';

/** Each branch of the question whether a policy reaches an account, and a policy that takes it. */
const BRANCHES: readonly (readonly [string, (policy: SandboxPolicy) => boolean | undefined])[] = [
  [
    'all users, an account excluded by name',
    (p) => usersOf(p)?.includeUsers?.includes('All') && usersOf(p)?.excludeUsers?.includes(SOUTH_ID),
  ],
  [
    'an account excluded by a nested group alone',
    (p) => usersOf(p)?.excludeGroups?.includes(GROUP.exclusions) && !usersOf(p)?.excludeUsers?.includes(SOUTH_ID),
  ],
  ['an account excluded by its own group', (p) => usersOf(p)?.excludeGroups?.includes(GROUP.emergencyAccounts)],
  [
    'an account excluded by role',
    (p) => !isEmpty(usersOf(p)?.excludeRoles) && !usersOf(p)?.excludeUsers?.includes(NORTH_ID),
  ],
  ['one account included by name', (p) => usersOf(p)?.includeUsers?.includes(NORTH_ID)],
  ['a group included', (p) => usersOf(p)?.includeGroups?.includes(GROUP.finance)],
  ['roles included', (p) => !isEmpty(usersOf(p)?.includeRoles)],
  ['guests included by keyword', (p) => usersOf(p)?.includeUsers?.includes('GuestsOrExternalUsers')],
  ['guests included by type', (p) => usersOf(p)?.includeGuestsOrExternalUsers !== null],
  ['guests excluded by keyword', (p) => usersOf(p)?.excludeUsers?.includes('GuestsOrExternalUsers')],
  ['guests excluded by type', (p) => usersOf(p)?.excludeGuestsOrExternalUsers !== null],
  ['nobody but a group', (p) => usersOf(p)?.includeUsers?.includes('None') && !isEmpty(usersOf(p)?.includeGroups)],
  ['service principals', (p) => p.policy.conditions?.clientApplications !== null],
  ['agents, which v1.0 shows as nobody', (p) => 'agentIdRiskLevels' in p.betaConditions],
  ['report-only', (p) => p.policy.state === 'enabledForReportingButNotEnforced'],
  ['disabled', (p) => p.policy.state === 'disabled'],
  [
    'Microsoft-managed, report-only, without the exclusion',
    (p) => p.policy.templateId !== null && !enabled(p) && isEmpty(usersOf(p)?.excludeGroups),
  ],
  ['session controls only', (p) => p.policy.grantControls === null && p.policy.sessionControls !== null],
  ['a user action', (p) => !isEmpty(p.policy.conditions?.applications?.includeUserActions)],
  [
    'an authentication context',
    (p) => !isEmpty(p.policy.conditions?.applications?.includeAuthenticationContextClassReferences),
  ],
  [
    'dedicated to the accounts, phishing-resistant',
    (p) =>
      usersOf(p)?.includeGroups?.includes(GROUP.emergencyAccounts) &&
      p.policy.grantControls?.authenticationStrength !== null,
  ],
  [
    'an enabled policy that reaches North',
    (p) =>
      enabled(p) &&
      p.policy.displayName === 'CA018: Require MFA for Azure management' &&
      isEmpty(usersOf(p)?.excludeUsers),
  ],
  ['preview features', (p) => p.usesPreviewFeatures],
];

describe('the tenant Contoso', () => {
  test.each(BRANCHES)('has a policy for the branch: %s', (_, takes) => {
    expect(contosoTenant().policies.filter((policy) => takes(policy) === true).length).toBeGreaterThanOrEqual(1);
  });

  test('has at least 16 policies, of which exactly one is missing from v1.0', () => {
    const { policies } = contosoTenant();
    expect(policies.length).toBeGreaterThanOrEqual(16);
    expect(policies.filter(({ usesPreviewFeatures }) => usesPreviewFeatures)).toHaveLength(1);
  });

  test('has two designated accounts, and a third that is excluded almost everywhere', () => {
    const { emergencyAccountIds, policies } = contosoTenant();
    expect(emergencyAccountIds).toEqual([NORTH_ID, SOUTH_ID]);
    const groups = transitiveGroupIds(contosoTenant(), FORGOTTEN_ID);
    const excluding = policies.filter(
      (policy) =>
        usersOf(policy)?.excludeUsers?.includes(FORGOTTEN_ID) ||
        usersOf(policy)?.excludeGroups?.some((id) => groups.includes(id)),
    );
    expect(excluding.length).toBeGreaterThan(policies.length / 2);
  });

  test('has one policy that names somebody who is gone for good', () => {
    const { policies, users, deletedUsers } = contosoTenant();
    const naming = policies.filter((policy) => usersOf(policy)?.excludeUsers?.includes(DEPARTED_ID));
    expect(naming).toHaveLength(1);
    expect([...users, ...deletedUsers].map(({ id }) => id)).not.toContain(DEPARTED_ID);
  });

  test('has one account whose password expires, and whose only second factor is a phone', () => {
    const { users, domains, authenticationMethods } = contosoTenant();
    const passwords = [NORTH_ID, SOUTH_ID].map((id) => users.find((user) => user.id === id)?.passwordPolicies);
    const south = users.find(({ id }) => id === SOUTH_ID);
    const domain = domains.find(({ id }) => south?.userPrincipalName.endsWith(`@${id}`));
    expect(passwords).toEqual(['DisablePasswordExpiration', null]);
    expect(domain?.passwordValidityPeriodInDays).toBe(90);
    expect(authenticationMethods[SOUTH_ID]?.map((method) => method['@odata.type'])).toEqual([
      '#microsoft.graph.passwordAuthenticationMethod',
      '#microsoft.graph.phoneAuthenticationMethod',
    ]);
  });

  test('lets administrators reset their own passwords, and leaves the registration campaign to Microsoft', () => {
    const { authorizationPolicy, authenticationMethodsPolicy } = contosoTenant();
    expect(authorizationPolicy.allowedToUseSSPR).toBe(true);
    expect(authenticationMethodsPolicy.registrationEnforcement?.authenticationMethodsRegistrationCampaign?.state).toBe(
      'default',
    );
  });

  test('has an initial, a managed and a federated domain', () => {
    expect(contosoTenant().domains.map(({ isInitial, authenticationType }) => [isInitial, authenticationType])).toEqual(
      [
        [true, 'Managed'],
        [false, 'Managed'],
        [false, 'Federated'],
      ],
    );
  });
});

describe.each(SEEDS)('the seed %s', (_, seed) => {
  test('is built anew each time, with the same content', () => {
    const [first, second] = [seed(), seed()];
    expect(first).toEqual(second);
    first.groups.forEach((group) => (group.displayName = 'changed'));
    for (const { policy } of first.policies) policy.conditions?.users?.excludeUsers?.push('changed');
    expect(second).toEqual(seed());
  });

  test('has unique GUIDs, and every reference leads to an object', () => {
    const state = seed();
    const ids = [...state.users, ...state.groups, ...state.administrativeUnits].map(({ id }) => id);
    expect(ids.filter((id) => !GUID.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    const policyIds = state.policies.map(({ policy }) => policy.id);
    expect(new Set(policyIds).size).toBe(policyIds.length);
    const referenced = [
      ...Object.entries(state.groupMembers).flatMap(([id, members]) => [id, ...members]),
      ...Object.entries(state.groupOwners).flatMap(([id, owners]) => [id, ...owners]),
      ...Object.entries(state.administrativeUnitMembers).flatMap(([id, members]) => [id, ...members]),
      ...Object.keys(state.authenticationMethods),
      ...state.emergencyAccountIds,
      ...state.roleAssignmentScheduleInstances.map(({ principalId }) => principalId),
      ...state.roleEligibilityScheduleInstances.map(({ principalId }) => principalId),
      ...state.policies.flatMap((policy) => [
        ...(usersOf(policy)?.excludeGroups ?? []),
        ...(usersOf(policy)?.includeGroups ?? []),
        ...(usersOf(policy)?.excludeUsers ?? []).filter((id) => id !== 'GuestsOrExternalUsers' && id !== DEPARTED_ID),
      ]),
    ];
    expect(referenced.filter((id) => !ids.includes(String(id)))).toEqual([]);
  });

  test('knows everybody who can chat with the bot, by object ID and name', () => {
    const state = seed();
    const config = chatClientConfig();
    expect(config.tenantId).toBe(state.tenantId);
    expect(config.users).toHaveLength(5);
    for (const person of [config.currentUser, ...config.users]) {
      expect(state.users.find(({ id }) => id === person.aadObjectId)).toMatchObject({
        userPrincipalName: person.userPrincipleName,
        displayName: person.name,
      });
    }
    expect(state.groups.map(({ id }) => id)).toContain(config.team.aadGroupId);
  });
});

describe('the compliant tenant', () => {
  test('excludes a group of just its accounts from every policy but the one dedicated to that group', () => {
    const { policies, groupMembers, emergencyAccountIds } = compliantTenant();
    const excludesAccounts = (id: string) => expect(groupMembers[id]).toEqual(emergencyAccountIds);
    const dedicated = policies.filter((policy) => usersOf(policy)?.excludeGroups?.length === 0);
    for (const policy of policies) for (const id of usersOf(policy)?.excludeGroups ?? []) excludesAccounts(id);
    expect(emergencyAccountIds).toHaveLength(2);
    expect(dedicated).toHaveLength(1);
    for (const id of dedicated.flatMap((policy) => usersOf(policy)?.includeGroups ?? [])) excludesAccounts(id);
  });

  test('keeps its accounts in a restricted unit with an administrator of its own', () => {
    const state = compliantTenant();
    const [unit] = state.administrativeUnits;
    expect(unit?.isMemberManagementRestricted).toBe(true);
    expect(state.administrativeUnitMembers[unit?.id ?? '']).toEqual(state.emergencyAccountIds);
    const administrators = scopedRoleMembershipsOf(state, unit?.id ?? '').map(({ roleMemberInfo }) => roleMemberInfo);
    expect(administrators).toMatchObject([{ id: APPROVERS[1]?.objectId }]);
    expect(state.emergencyAccountIds).not.toContain(APPROVERS[1]?.objectId);
  });

  test('asks nobody to register, resets no administrator’s password and lets the accounts’ passwords live', () => {
    const { authorizationPolicy, authenticationMethodsPolicy, users, emergencyAccountIds } = compliantTenant();
    const accounts = users.filter(({ id }) => emergencyAccountIds.includes(id));
    expect(authorizationPolicy.allowedToUseSSPR).toBe(false);
    expect(authenticationMethodsPolicy.registrationEnforcement?.authenticationMethodsRegistrationCampaign?.state).toBe(
      'disabled',
    );
    expect(accounts.map(({ passwordPolicies }) => passwordPolicies)).toEqual(
      accounts.map(() => 'DisablePasswordExpiration'),
    );
  });

  test('has enabled, report-only and disabled policies and nothing that only beta shows', () => {
    const { policies } = compliantTenant();
    expect(new Set(policies.map(({ policy }) => policy.state)).size).toBe(3);
    expect(policies.some(({ usesPreviewFeatures }) => usesPreviewFeatures)).toBe(false);
  });
});

describe('the large tenant', () => {
  test('has exactly the size that was asked for', () => {
    const state = largeTenant({ users: 5000, policies: 240, accounts: 5 });
    expect([state.users.length, state.policies.length, state.emergencyAccountIds.length]).toEqual([5000, 240, 5]);
    expect(state.policies.some(({ usesPreviewFeatures }) => usesPreviewFeatures)).toBe(false);
  });
});

describe('what remediation finds', () => {
  test('the approvers’ group has exactly the two approvers, who are not the requester', () => {
    for (const [, seed] of SEEDS) {
      const { groups, groupMembers } = seed();
      expect(groups.find(({ id }) => id === sandboxApproversGroupId)?.displayName).toBe('Emergency access approvers');
      expect(groupMembers[sandboxApproversGroupId]).toEqual(APPROVERS.map(({ objectId }) => objectId));
    }
    expect(APPROVERS).toHaveLength(2);
    expect(APPROVERS).not.toContain(REQUESTER);
  });

  test('an enabled policy on everyone reaches North, and no group that it excludes is protected', () => {
    const state = contosoTenant();
    const users = state.policies.find(({ policy }) => policy.displayName?.startsWith('CA018'))?.policy.conditions
      ?.users;
    const excludedGroups = state.groups.filter(({ id }) => users?.excludeGroups?.includes(id));
    expect(users).toMatchObject({ includeUsers: ['All'], excludeUsers: [], excludeRoles: [] });
    expect(transitiveGroupIds(state, NORTH_ID)).not.toContain(excludedGroups[0]?.id);
    expect(excludedGroups.map(({ isAssignableToRole }) => isAssignableToRole)).toEqual([null]);
  });
});
