import { describe, expect, test } from '@jest/globals';
import type {
  AccountReading,
  DirectoryGroup,
  DirectoryUser,
  TenantSnapshot,
} from '../../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  aMethod,
  anAccount,
  anExclusionGroup,
  aUser,
  BASE_POLICIES,
  CUSTODIAN,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
  TENANT,
  UNIT,
} from '../a-snapshot.js';
import { driftTo, onlyDriftOf } from './a-view.js';

function withAccount(change: Partial<AccountReading>): Partial<TenantSnapshot> {
  return { accounts: [anAccount(FIRST, change), anAccount(SECOND)] };
}

function withUser(change: Partial<DirectoryUser>): Partial<TenantSnapshot> {
  return withAccount({ user: read(aUser(FIRST, change)) });
}

describe('an emergency account', () => {
  test('that is disabled is regressed, and the finding comes with it', () => {
    const drift = onlyDriftOf(FIRST, driftTo(withUser({ accountEnabled: false })));

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drift.summary).toBe('The account "account-1111@contoso.onmicrosoft.com" is disabled.');
    expect(drift.findings).toMatchObject([{ controlId: 'BG-ACC-01', before: 'pass', after: 'fail' }]);
  });

  test('that is enabled again is resolved', () => {
    const drift = onlyDriftOf(FIRST, driftTo({}, withUser({ accountEnabled: false })));

    expect(drift).toMatchObject({ kind: 'resolved', severity: 'info' });
  });

  test('of which Graph leaves out a property went blind', () => {
    const drift = onlyDriftOf(
      FIRST,
      driftTo(withUser({ accountEnabled: null, missingProperties: ['accountEnabled'] })),
    );

    expect(drift).toMatchObject({ kind: 'wentBlind', severity: 'high' });
    expect(drift.summary).toContain('is shown without accountEnabled');
  });

  test('that is deleted is regressed and goes by its user principal name', () => {
    const item = { id: FIRST, displayName: 'One', deletedDateTime: '2026-02-27T00:00:00Z' };

    const drift = onlyDriftOf(FIRST, driftTo(withAccount({ user: read(null), deletedItem: read(item) })));

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drift.summary).toBe(
      'The account "account-1111@contoso.onmicrosoft.com" is deleted and can still be restored.',
    );
  });

  test('that was deleted all along goes by what it was called', () => {
    const item = { id: FIRST, displayName: 'One', deletedDateTime: '2026-02-27T00:00:00Z' };
    const gone = (deletedItem: typeof item | null) => ({
      ...withAccount({ user: read(null), deletedItem: read(deletedItem) }),
      exclusionGroups: [],
    });

    const drift = onlyDriftOf(FIRST, driftTo(gone(null), gone(item)));

    expect(drift.subject.name).toBe('One');
  });

  test('with another password is told at once', () => {
    const drift = onlyDriftOf(FIRST, driftTo(withUser({ lastPasswordChangeDateTime: '2026-02-28T00:00:00Z' })));

    expect(drift.severity).toBe('high');
  });

  test('that leaves its exclusion group is regressed, with the findings that follow', () => {
    const drift = onlyDriftOf(
      FIRST,
      driftTo({
        ...withAccount({ memberships: read(someMemberships({ groups: [] })) }),
        exclusionGroups: [anExclusionGroup([SECOND])],
      }),
    );

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drift.summary).toContain('no longer in the group "Emergency access exclusions"');
    expect(drift.findings.map(({ controlId }) => controlId)).toContain('BG-CA-01');
  });

  test('that leaves any other group is no regression', () => {
    const [own] = someMemberships().groups;
    if (own === undefined) throw new Error('The account is in the exclusion group.');
    const groups = [own, { id: OTHER_GROUP, displayName: 'Lunch', isAssignableToRole: null }];

    const drift = onlyDriftOf(FIRST, driftTo({}, withAccount({ memberships: read(someMemberships({ groups })) })));

    expect(drift).toMatchObject({ kind: 'evidenceChanged', severity: 'low' });
    expect(drift.summary).toContain('no longer in the group "Lunch"');
  });

  test('that loses the role is regressed', () => {
    const drift = onlyDriftOf(
      FIRST,
      driftTo({
        ...withAccount({ memberships: read(someMemberships({ roleTemplateIds: [] })) }),
        roleAssignments: read([{ principalId: SECOND, directoryScopeId: '/' }]),
      }),
    );

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drift.summary).toContain('lost the role "Global Administrator"');
  });

  test('whose assignment has an end now is regressed', () => {
    const instance = { directoryScopeId: '/', assignmentType: 'Assigned', memberType: 'Direct', endDateTime: null };
    const instances = [
      { ...instance, principalId: FIRST, endDateTime: '2026-06-01T00:00:00Z' },
      { ...instance, principalId: SECOND },
    ];

    const drifts = driftTo({ roleAssignmentScheduleInstances: read(instances) });

    expect(onlyDriftOf(FIRST, drifts)).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drifts.filter(({ subject }) => subject.id === SECOND)).toEqual([]);
  });

  test('that loses its security key is regressed', () => {
    const drift = onlyDriftOf(FIRST, driftTo(withAccount({ authenticationMethods: read([aMethod('password')]) })));

    expect(drift.kind).toBe('regressed');
    expect(drift.summary).toContain('lost a sign-in method (fido2)');
  });

  test('with a new sign-in method is told', () => {
    const methods = read([aMethod('password'), aMethod('fido2'), aMethod('fido2', { id: 'fido2-2' })]);

    const drift = onlyDriftOf(FIRST, driftTo(withAccount({ authenticationMethods: methods })));

    expect(drift).toMatchObject({ kind: 'evidenceChanged', severity: 'high' });
  });

  test('that is designated no more is told', () => {
    const drift = onlyDriftOf(SECOND, driftTo({ accounts: [anAccount(FIRST)] }));

    expect(drift.kind).toBe('regressed');
    expect(drift.summary).toContain('not designated');
  });
});

describe('an exclusion group', () => {
  const nestedGroup = { id: OTHER_GROUP, kind: 'group', name: 'Nested' };
  const user = (id: string) => ({ id, kind: 'user', name: `account-${id.slice(0, 4)}@contoso.onmicrosoft.com` });
  const nested = (...ids: readonly string[]) =>
    anExclusionGroup([FIRST, SECOND], {
      members: read([user(FIRST), user(SECOND), nestedGroup]),
      transitiveMembers: read([user(FIRST), user(SECOND), nestedGroup, ...ids.map(user)]),
    });

  test('with an intruder is regressed and names the member', () => {
    const drift = onlyDriftOf(
      EXCLUSION_GROUP,
      driftTo({ exclusionGroups: [anExclusionGroup([FIRST, SECOND, STRANGER])] }),
    );

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
    expect(drift.summary).toContain('"account-9999@contoso.onmicrosoft.com" as a new member');
    expect(drift.changes.every(({ added }) => added.includes(STRANGER))).toBe(true);
    expect(drift.findings).toMatchObject([{ controlId: 'BG-CA-10', after: 'fail' }]);
  });

  test('that an intruder leaves again is resolved', () => {
    const from = { exclusionGroups: [anExclusionGroup([FIRST, SECOND, STRANGER])] };

    expect(onlyDriftOf(EXCLUSION_GROUP, driftTo({}, from)).kind).toBe('resolved');
  });

  test('with a second intruder is as grave as with the first', () => {
    const other = '88888888-8888-4888-8888-888888888888';
    const from = { exclusionGroups: [anExclusionGroup([FIRST, SECOND, STRANGER])] };

    const drift = onlyDriftOf(
      EXCLUSION_GROUP,
      driftTo({ exclusionGroups: [anExclusionGroup([FIRST, SECOND, STRANGER, other])] }, from),
    );

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
  });

  test('with somebody new in a nested group names them and says how they came in', () => {
    const drift = onlyDriftOf(
      EXCLUSION_GROUP,
      driftTo({ exclusionGroups: [nested(STRANGER)] }, { exclusionGroups: [nested()] }),
    );

    expect(drift.kind).toBe('regressed');
    expect(drift.summary).toContain('"account-9999@contoso.onmicrosoft.com" as a new member through another group');
    expect(drift.changes).toMatchObject([{ field: 'transitiveMembers', added: [STRANGER] }]);
  });

  test('with a nested group names the group', () => {
    const drift = onlyDriftOf(EXCLUSION_GROUP, driftTo({ exclusionGroups: [nested()] }));

    expect(drift.kind).toBe('regressed');
    expect(drift.summary).toContain('has the group "Nested" as a new member');
  });

  test('with a new owner is regressed', () => {
    const owned = anExclusionGroup([FIRST, SECOND], { owners: read([user(STRANGER)]) });

    const drift = onlyDriftOf(EXCLUSION_GROUP, driftTo({ exclusionGroups: [owned] }));

    expect(drift.kind).toBe('regressed');
    expect(drift.summary).toContain('as a new owner');
  });

  test.each<[string, Partial<DirectoryGroup>]>([
    ['isAssignableToRole', { isAssignableToRole: false }],
    ['groupTypes', { groupTypes: ['DynamicMembership'] }],
    ['membershipRule', { membershipRule: 'user.department -eq "IT"' }],
  ])('whose %s lets others in is regressed', (field, flags) => {
    const changed = anExclusionGroup([FIRST, SECOND], { group: read(aGroup(flags)) });

    const drift = onlyDriftOf(EXCLUSION_GROUP, driftTo({ exclusionGroups: [changed] }));

    expect(drift.kind).toBe('regressed');
    expect(drift.changes.map((change) => change.field)).toEqual([field]);
  });

  test('a member that is only called differently is no drift', () => {
    const members = read([{ ...user(FIRST), name: 'somebody' }, user(SECOND)]);
    const renamed = anExclusionGroup([], { members, transitiveMembers: members });

    expect(driftTo({ exclusionGroups: [renamed] })).toEqual([]);
  });
});

describe('a group that excludes no emergency account any more', () => {
  const users = someUsers({ includeUsers: ['All'], excludeUsers: [FIRST, SECOND] });
  const policies = BASE_POLICIES.map((policy) => ({ ...policy, users }));
  const present = { ...policiesOf(...policies), exclusionGroups: [] };

  test('is disappeared', () => {
    expect(onlyDriftOf(EXCLUSION_GROUP, driftTo(present)).kind).toBe('disappeared');
  });

  test('is wentBlind while there is a policy that cannot be understood', () => {
    const malformed = [{ id: 'p9', displayName: 'Broken', problem: 'state is missing' }];
    const broken = { ...present, policies: read({ policies, malformed }) };

    expect(onlyDriftOf(EXCLUSION_GROUP, driftTo(broken)).kind).toBe('wentBlind');
  });
});

test('a new member of a dedicated policy’s group is named', () => {
  const group = (...ids: readonly string[]) => ({ groups: [{ id: OTHER_GROUP, transitiveMemberIds: read(ids) }] });

  const drift = onlyDriftOf(OTHER_GROUP, driftTo(group(FIRST, STRANGER), group(FIRST)));

  expect(drift.kind).toBe('regressed');
  expect(drift.changes).toMatchObject([{ field: 'transitiveMembers', added: [STRANGER] }]);
});

describe('the tenant', () => {
  const unit = { id: UNIT, displayName: 'Emergency access', isMemberManagementRestricted: true };
  const units = (restricted: boolean, ...scoped: readonly string[]) => ({
    administrativeUnits: [
      {
        id: UNIT,
        unit: read({ ...unit, isMemberManagementRestricted: restricted }),
        scopedRoleMemberIds: read(scoped),
      },
    ],
  });

  test.each<[string, Partial<TenantSnapshot>, string]>([
    ['security defaults', { securityDefaults: read({ isEnabled: true }) }, 'security defaults turned on'],
    ['the authorization policy', { authorizationPolicy: read({ allowedToUseSSPR: true }) }, 'allowedToUseSSPR'],
    ['a unit that protects no more', units(false, CUSTODIAN), 'isMemberManagementRestricted'],
    ['the administrators of a unit', units(true, CUSTODIAN, STRANGER), 'scopedRoleMemberIds'],
  ])('tells a change of %s', (_what, present, words) => {
    const drift = onlyDriftOf(TENANT, driftTo(present));

    expect(drift.summary).toContain(words);
  });

  test('whose domain is federated explains the findings of the accounts', () => {
    const domain = {
      id: 'contoso.onmicrosoft.com',
      authenticationType: 'Federated' as const,
      isInitial: true,
      isRoot: true,
      isVerified: true,
      passwordValidityPeriodInDays: null,
    };

    const drifts = driftTo({ domains: read([domain]) });

    expect(drifts).toHaveLength(1);
    expect(drifts[0]).toMatchObject({ kind: 'regressed', severity: 'critical', subject: { type: 'tenant' } });
    expect(drifts[0]?.findings.map(({ subject }) => subject.id)).toEqual(expect.arrayContaining([FIRST, SECOND]));
  });

  test('with two changes that have nothing to do with each other has two drifts', () => {
    const drifts = driftTo({
      securityDefaults: read({ isEnabled: true }),
      authorizationPolicy: read({ allowedToUseSSPR: true }),
    });

    expect(drifts).toHaveLength(2);
  });
});

test('role template IDs are told by name', () => {
  const drift = onlyDriftOf(
    FIRST,
    driftTo({}, withAccount({ memberships: read(someMemberships({ roleTemplateIds: [] })) })),
  );

  expect(drift.changes).toMatchObject([{ added: [GLOBAL_ADMINISTRATOR], after: 'Global Administrator' }]);
});
