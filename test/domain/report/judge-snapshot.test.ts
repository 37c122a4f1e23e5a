import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../src/domain/controls/control.js';
import { judgeSnapshot } from '../../../src/domain/report/judge-snapshot.js';
import type { RoleGroupReading } from '../../../src/domain/tenant/governance.js';
import type { Observed } from '../../../src/domain/tenant/observed.js';
import { unknown, type UnknownReason } from '../../../src/domain/tenant/observed.js';
import type { AccountReading, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aPolicy,
  aSnapshot,
  aUser,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  someUsers,
  TENANT,
  UNIT,
  UNREAD,
} from '../a-snapshot.js';

function judge(overrides: Partial<TenantSnapshot> = {}) {
  return judgeSnapshot(aSnapshot(overrides), DEFAULT_SETTINGS);
}

function cellsOf(overrides: Partial<TenantSnapshot>) {
  return judge(overrides).policyMatrix.map(({ policyId, state, accountId, applicability, via }) => [
    policyId,
    state,
    accountId === FIRST ? 'first' : 'second',
    applicability,
    ...via,
  ]);
}

describe('a judged snapshot', () => {
  test('names the tenant and its accounts', () => {
    const accounts = [
      anAccount(FIRST, { user: read(aUser(FIRST, { displayName: 'One' })) }),
      anAccount(SECOND, { user: UNREAD }),
    ];

    expect(judge({ accounts })).toMatchObject({
      tenant: { id: TENANT, displayName: 'Contoso' },
      accounts: [
        { id: FIRST, userPrincipalName: 'account-1111@contoso.onmicrosoft.com', displayName: 'One' },
        { id: SECOND, userPrincipalName: '', displayName: '' },
      ],
    });
  });

  test('keeps the settings it was judged with', () => {
    const settings = { ...DEFAULT_SETTINGS, caExclusion: 'effective' as const };
    expect(judgeSnapshot(aSnapshot(), settings).settings).toEqual(settings);
  });

  test('of the same content has the same digest whenever it was read', () => {
    expect(judge({ takenAt: '2030-01-01T00:00:00.000Z' }).snapshotDigest).toBe(judge().snapshotDigest);
  });

  test('of a tenant with nothing wrong is compliant, and of one without accounts is not', () => {
    expect(judge().verdict).toBe('compliant');
    expect(judge({ accounts: [] }).verdict).toBe('nonCompliant');
  });
});

describe('the policy matrix', () => {
  const only = { ...policiesOf(aPolicy({ id: 'p' })), accounts: [anAccount(FIRST)] };
  const hidden = { id: 'h', displayName: 'Hidden', state: 'enabled' as const };
  const broken = { id: 'b', displayName: 'Broken', problem: 'state is missing' };

  test('has a row for every policy and account, with the rule that decided', () => {
    const policies = policiesOf(
      aPolicy({ id: 'a' }),
      aPolicy({ id: 'b', state: 'disabled', users: someUsers({ includeUsers: [FIRST] }) }),
      aPolicy({ id: 'c', users: null, targetsWorkloadIdentities: true }),
    );

    expect(cellsOf(policies)).toEqual([
      ['a', 'enabled', 'first', 'excluded', 'excludeGroups: Emergency access exclusions'],
      ['a', 'enabled', 'second', 'excluded', 'excludeGroups: Emergency access exclusions'],
      ['b', 'disabled', 'first', 'applies', 'includeUsers: this account'],
      ['b', 'disabled', 'second', 'notInScope', 'no include rule names the account'],
      ['c', 'enabled', 'first', 'notInScope', 'targets workload identities'],
      ['c', 'enabled', 'second', 'notInScope', 'targets workload identities'],
    ]);
  });

  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    [
      'a policy that was not understood',
      { policies: read({ policies: [], malformed: [broken] }), betaPolicies: read([]) },
      ['b', 'unknown', 'first', 'unknown', 'not understood: state is missing'],
    ],
    [
      'one whose state only beta tells',
      { policies: read({ policies: [], malformed: [broken] }), betaPolicies: read([{ ...hidden, id: 'b' }]) },
      ['b', 'enabled', 'first', 'unknown', 'not understood: state is missing'],
    ],
    [
      'one without an ID',
      { policies: read({ policies: [], malformed: [{ ...broken, id: null }] }), betaPolicies: read([]) },
      ['Broken', 'unknown', 'first', 'unknown', 'not understood: state is missing'],
    ],
    [
      'one without ID and name',
      {
        policies: read({ policies: [], malformed: [{ ...broken, id: null, displayName: null }] }),
        betaPolicies: read([]),
      },
      ['malformed:1', 'unknown', 'first', 'unknown', 'not understood: state is missing'],
    ],
    [
      'one that only beta shows',
      { ...policiesOf(), betaPolicies: read([hidden]) },
      ['h', 'enabled', 'first', 'unknown', 'visible on beta only: the policy uses preview features'],
    ],
    [
      'one that only beta shows, without state',
      { ...policiesOf(), betaPolicies: read([{ ...hidden, state: null }]) },
      ['h', 'unknown', 'first', 'unknown', 'visible on beta only: the policy uses preview features'],
    ],
    [
      'one of which the v1.0 list was not read',
      { policies: UNREAD, betaPolicies: read([hidden]) },
      ['h', 'enabled', 'first', 'unknown', `the v1.0 list was not read: ${UNREAD.detail}`],
    ],
    [
      'an account that was not read',
      { accounts: [anAccount(FIRST, { user: UNREAD })] },
      ['p', 'enabled', 'first', 'unknown', `the account was not read: ${UNREAD.detail}`],
    ],
    [
      'an account that does not exist',
      { accounts: [anAccount(FIRST, { user: read(null) })] },
      ['p', 'enabled', 'first', 'unknown', 'the directory has no user with this object ID'],
    ],
  ])('says unknown of %s', (_, overrides, row) => {
    expect(cellsOf({ ...only, ...overrides })).toEqual([row]);
  });

  test('is empty when no list was read', () => {
    expect(cellsOf({ policies: UNREAD, betaPolicies: UNREAD })).toEqual([]);
  });
});

function aRoleGroup(id: string): RoleGroupReading {
  return {
    id,
    group: read({ id, displayName: null, isAssignableToRole: true }),
    transitiveMembers: read([]),
    assignmentScheduleInstances: read([]),
    eligibilityScheduleInstances: UNREAD,
  };
}

describe('the coverage', () => {
  const groups = [{ id: OTHER_GROUP, transitiveMemberIds: UNREAD }];

  test('has one row per resource', () => {
    const { reads } = judge({ accounts: [anAccount(FIRST)], groups }).coverage;

    expect(reads.map(({ resource, status }) => `${resource}: ${status}`)).toEqual([
      'organization: known',
      'domains: known',
      'identitySecurityDefaultsEnforcementPolicy: known',
      'authorizationPolicy: known',
      'authenticationMethodsPolicy: known',
      'authenticationStrengthPolicies: known',
      'userRegistrationDetails (administrators): known',
      'conditionalAccessPolicies (v1.0): known',
      'conditionalAccessPolicies (beta): known',
      'users and groups that policies name: known',
      'roleAssignments: known',
      'roleAssignmentScheduleInstances: known',
      'roleEligibilityScheduleInstances: known',
      'principals of Global Administrator: known',
      'policies/roleManagementPolicyAssignments: known',
      'identityProtection/riskyUsers: known',
      'accessReviews/definitions: known',
      'lifecycleWorkflows/workflows: known',
      'servicePrincipals/appRoleAssignedTo: known',
      'roleDefinitions: known',
      'roleAssignments (all roles): known',
      'roleAssignmentScheduleInstances (all roles): known',
      'roleEligibilityScheduleInstances (all roles): known',
      `users/${FIRST}: known`,
      `directory/deletedItems/${FIRST}: known`,
      `users/${FIRST}/transitiveMemberOf: known`,
      `users/${FIRST}/authentication/methods: known`,
      `users/${FIRST}/signInActivity: known`,
      `users/${FIRST}/manager: known`,
      `users with the names of ${FIRST}: known`,
      `users/${FIRST}/authentication/requirements (beta): known`,
      `identity/conditionalAccess/evaluate of users/${FIRST}: known`,
      `groups/${OTHER_GROUP}/transitiveMembers: forbidden`,
      `groups/${EXCLUSION_GROUP}: known`,
      `groups/${EXCLUSION_GROUP}/members: known`,
      `groups/${EXCLUSION_GROUP}/transitiveMembers: known`,
      `groups/${EXCLUSION_GROUP}/owners: known`,
      `directory/administrativeUnits/${UNIT}: known`,
      `directory/administrativeUnits/${UNIT}/scopedRoleMembers: known`,
    ]);
  });

  test('has one row for the members of a group that policies both include and exclude, known or not', () => {
    const rowsOf = (transitiveMemberIds: Observed<readonly string[]>) =>
      judge({ groups: [{ id: EXCLUSION_GROUP, transitiveMemberIds }] })
        .coverage.reads.filter(({ resource }) => resource === `groups/${EXCLUSION_GROUP}/transitiveMembers`)
        .map(({ status }) => status);

    expect(rowsOf(read([FIRST, SECOND]))).toEqual(['known']);
    expect(rowsOf(UNREAD)).toEqual(['forbidden', 'known']);
  });

  test('has rows for each federated domain and for each group that holds the role', () => {
    const { reads } = judge({
      federationConfigurations: [
        { domainId: 'fabrikam.com', configuration: read(null) },
        { domainId: 'adatum.com', configuration: UNREAD },
      ],
      roleGroups: [aRoleGroup(OTHER_GROUP)],
    }).coverage;
    const rows = reads.map(({ resource, status }) => `${resource}: ${status}`);
    expect(rows).toEqual(
      expect.arrayContaining([
        'domains/fabrikam.com/federationConfiguration: known',
        'domains/adatum.com/federationConfiguration: forbidden',
        `groups/${OTHER_GROUP} (holds a role): known`,
        `groups/${OTHER_GROUP}/transitiveMembers (holds a role): known`,
        `privilegedAccess/group/assignmentScheduleInstances of groups/${OTHER_GROUP}: known`,
        `privilegedAccess/group/eligibilityScheduleInstances of groups/${OTHER_GROUP}: forbidden`,
      ]),
    );
  });

  test('has no second row for a group that policies exclude and that holds the role', () => {
    const rows = judge({ roleGroups: [aRoleGroup(EXCLUSION_GROUP)] }).coverage.reads.map(({ resource }) => resource);
    expect(rows.filter((resource) => resource.endsWith('(holds a role)'))).toEqual([]);
    expect(rows.filter((resource) => resource.startsWith('privilegedAccess/group/'))).toHaveLength(2);
  });

  test.each(['roleDefinitions', 'assignments', 'assignmentScheduleInstances', 'eligibilityScheduleInstances'] as const)(
    'shows that %s of the review were not read, and the verdict stands',
    (name) => {
      const judged = judge({ roleReview: { ...aSnapshot().roleReview, [name]: UNREAD } });

      expect(judged.coverage.reads.filter(({ status }) => status === 'forbidden')).toHaveLength(1);
      expect(judged.verdict).toBe('compliant');
    },
  );

  const withFirst = (account: Partial<AccountReading>) =>
    judge({ accounts: [anAccount(FIRST, account), anAccount(SECOND)] });
  const failed = (reason: UnknownReason) => unknown(reason, `not read: ${reason}`);

  test.each(['forbidden', 'throttled', 'unavailable', 'malformed'] as const)(
    'of what only Graph beta shows, and was %s, is a gap in the verdict, though the control does without it',
    (reason) => {
      const judged = withFirst({ perUserMfaState: failed(reason) });

      expect(judged.findings.filter(({ outcome }) => outcome === 'error')).toEqual([]);
      expect(judged.verdict).toBe('incomplete');
    },
  );

  test.each(['forbidden', 'throttled', 'timeout', 'malformed', 'unavailable'] as const)(
    'of a What If that is %s is a gap in the verdict',
    (reason) => {
      expect(withFirst({ whatIf: failed(reason) }).verdict).toBe('incomplete');
    },
  );

  test('of another reading of an account that the cloud does not offer is a gap in the verdict', () => {
    expect(withFirst({ signInActivity: failed('unavailable') }).verdict).toBe('incomplete');
    expect(withFirst({ manager: failed('unavailable') }).verdict).toBe('incomplete');
  });

  test('of any other list that was not read is a gap in the verdict', () => {
    const lists = ['roleAssignments', 'references', 'authorizationPolicy', 'authenticationMethodsPolicy'] as const;

    expect(lists.map((name) => judge({ [name]: UNREAD }).verdict)).toEqual(lists.map(() => 'incomplete'));
  });

  test('says why a resource is not known', () => {
    expect(judge({ domains: UNREAD }).coverage.reads).toContainEqual({
      resource: 'domains',
      status: 'forbidden',
      detail: UNREAD.detail,
    });
  });

  test('calls a list malformed that has members nobody understands, and names them', () => {
    const policies = read({ policies: [], malformed: [{ id: null, displayName: 'Broken', problem: 'no state' }] });

    expect(judge({ policies }).coverage.reads).toContainEqual({
      resource: 'conditionalAccessPolicies (v1.0)',
      status: 'malformed',
      detail: 'not understood: Broken (no state)',
    });
  });

  test('says of an account that does not exist that this is known', () => {
    const accounts = [anAccount(FIRST, { user: read(null) }), anAccount(SECOND)];

    expect(judge({ accounts }).coverage.reads).toContainEqual({
      resource: `users/${FIRST}`,
      status: 'known',
      detail: 'no such user',
    });
  });
});
