import { describe, expect, test } from '@jest/globals';
import { applyChange } from '../../../src/domain/remediation/apply-change.js';
import type { Change } from '../../../src/domain/remediation/plan.js';
import { digestOf } from '../../../src/domain/tenant/canonical.js';
import type { ExclusionGroupReading, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  anAccount,
  anExclusionGroup,
  aPolicy,
  aSnapshot,
  aUser,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
  UNREAD,
} from '../a-snapshot.js';
import { dedicatedPolicyRight } from '../../../src/domain/controls/conditional-access/dedicated-policy-right.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/controls/control.js';

const POLICY = aPolicy().id;

function excludedIn(snapshot: TenantSnapshot): readonly string[] | undefined {
  return snapshot.policies.known ? snapshot.policies.value.policies[0]?.users?.excludeUsers : undefined;
}

function idsIn(members: ExclusionGroupReading['members']): readonly string[] | null {
  return members.known ? members.value.map(({ id }) => id) : null;
}

function withExcluded(...ids: readonly string[]): TenantSnapshot {
  return aSnapshot(policiesOf(aPolicy({ users: someUsers({ includeUsers: ['All'], excludeUsers: ids }) })));
}

describe('excluding an account', () => {
  const add: Change = { kind: 'addPolicyExclusion', policyId: POLICY, accountId: FIRST };

  test('adds its ID and keeps the others', () => {
    expect(excludedIn(applyChange(withExcluded(STRANGER), add))).toEqual([FIRST, STRANGER]);
  });

  test('that is excluded already changes nothing', () => {
    const before = withExcluded(FIRST.toUpperCase());
    expect(digestOf(applyChange(before, add))).toBe(digestOf(before));
  });

  test('changes the named policy only', () => {
    const before = withExcluded();
    expect(digestOf(applyChange(before, { ...add, policyId: STRANGER }))).toBe(digestOf(before));
  });

  test('leaves what was not read unknown', () => {
    expect(applyChange(aSnapshot({ policies: UNREAD }), add).policies).toEqual(UNREAD);
  });
});

test('taking an exclusion back removes that ID alone', () => {
  const remove: Change = { kind: 'removePolicyExclusion', policyId: POLICY, accountId: FIRST };
  expect(excludedIn(applyChange(withExcluded(STRANGER, FIRST.toUpperCase()), remove))).toEqual([STRANGER]);
});

describe('a group membership', () => {
  const change = { groupId: EXCLUSION_GROUP, accountId: FIRST };
  const before = aSnapshot({
    accounts: [anAccount(FIRST, { memberships: read(someMemberships({ groups: [] })) }), anAccount(SECOND)],
    exclusionGroups: [anExclusionGroup([SECOND])],
    groups: [
      { id: EXCLUSION_GROUP, transitiveMemberIds: read([SECOND]) },
      { id: OTHER_GROUP, transitiveMemberIds: read([SECOND]) },
    ],
  });
  const groupsOf = ({ accounts }: TenantSnapshot) =>
    accounts.map(({ memberships }) => (memberships.known ? memberships.value.groups : null));
  const membersOf = ({ groups }: TenantSnapshot) =>
    groups.map(({ transitiveMemberIds }) => (transitiveMemberIds.known ? transitiveMemberIds.value : null));

  test('shows in the account, as other members know the group, and in the group', () => {
    const after = applyChange(before, { kind: 'addGroupMember', ...change });

    expect(groupsOf(after)[0]).toEqual(groupsOf(before)[1]);
    expect(membersOf(after)).toEqual([[FIRST, SECOND], [SECOND]]);
    expect(
      after.exclusionGroups.map(({ members, transitiveMembers }) => [idsIn(members), idsIn(transitiveMembers)]),
    ).toEqual([
      [
        [FIRST, SECOND],
        [FIRST, SECOND],
      ],
    ]);
  });

  test('that exists already changes nothing', () => {
    const change = { kind: 'addGroupMember', groupId: EXCLUSION_GROUP, accountId: SECOND } as const;
    expect(digestOf(applyChange(before, change))).toBe(digestOf(before));
  });

  test('taken away leaves everything as it was before it was given', () => {
    const after = applyChange(before, { kind: 'addGroupMember', ...change });
    expect(digestOf(applyChange(after, { kind: 'removeGroupMember', ...change }))).toBe(digestOf(before));
  });
});

describe('a dedicated policy', () => {
  const change = { displayName: 'Dedicated', accountIds: [FIRST, SECOND] };
  const before = aSnapshot();
  const after = applyChange(before, { kind: 'createDedicatedPolicy', ...change });

  test('is report-only, and one that every account can satisfy', () => {
    expect(dedicatedPolicyRight.evaluate(after, DEFAULT_SETTINGS)).toMatchObject([
      { subject: { name: 'Dedicated' }, outcome: 'warn', summary: expect.stringContaining('report-only') },
    ]);
  });

  test('is deleted with nothing left behind', () => {
    expect(digestOf(applyChange(after, { kind: 'deleteDedicatedPolicy', ...change }))).toBe(digestOf(before));
  });

  test.each([
    { what: 'another name', other: { ...change, displayName: 'Other' } },
    { what: 'fewer accounts', other: { ...change, accountIds: [FIRST] } },
    { what: 'other accounts', other: { ...change, accountIds: [FIRST, STRANGER] } },
  ])('is not deleted under $what', ({ other }) => {
    expect(digestOf(applyChange(after, { kind: 'deleteDedicatedPolicy', ...other }))).toBe(digestOf(after));
  });
});

test('the result is frozen, and the snapshot before it is untouched', () => {
  const before = withExcluded();
  const digest = digestOf(before);
  const after = applyChange(before, { kind: 'addPolicyExclusion', policyId: POLICY, accountId: FIRST });

  expect(Object.isFrozen(after.policies)).toBe(true);
  expect(digestOf(before)).toBe(digest);
});

describe('a stale reference', () => {
  const gone = { policyId: POLICY, objectId: STRANGER } as const;
  const listed = (list: 'excludeUsers' | 'excludeGroups', ...ids: readonly string[]) =>
    aSnapshot(policiesOf(aPolicy({ users: someUsers({ includeUsers: ['All'], [list]: ids }) })));

  test.each(['excludeUsers', 'excludeGroups'] as const)('leaves %s alone, and can be put back', (list) => {
    const before = listed(list, FIRST, STRANGER.toUpperCase());
    const after = applyChange(before, { kind: 'removeStaleReference', list, ...gone });

    expect(digestOf(after)).toBe(digestOf(listed(list, FIRST)));
    expect(digestOf(applyChange(after, { kind: 'putBackStaleReference', list, ...gone }))).toBe(
      digestOf(listed(list, FIRST, STRANGER)),
    );
  });
});

describe('a password that never expires', () => {
  const set: Change = { kind: 'setPasswordNeverExpires', accountId: FIRST };
  const withFlags = (passwordPolicies: string | null) =>
    aSnapshot({ accounts: [anAccount(FIRST, { user: read(aUser(FIRST, { passwordPolicies })) })] });
  const flagsIn = ({ accounts: [first] }: TenantSnapshot) =>
    first?.user.known === true ? first.user.value?.passwordPolicies : undefined;

  test.each([
    { before: null, after: 'DisablePasswordExpiration' },
    { before: 'None', after: 'DisablePasswordExpiration' },
    { before: 'DisableStrongPassword', after: 'DisablePasswordExpiration, DisableStrongPassword' },
    { before: 'disablepasswordexpiration', after: 'disablepasswordexpiration' },
  ])('is one flag more than $before', ({ before, after }) => {
    expect(flagsIn(applyChange(withFlags(before), set))).toBe(after);
  });

  test.each([
    { before: 'DisablePasswordExpiration', after: null },
    { before: 'DisablePasswordExpiration, DisableStrongPassword', after: 'DisableStrongPassword' },
    { before: 'DisableStrongPassword', after: 'DisableStrongPassword' },
  ])('is taken back from $before', ({ before, after }) => {
    const clear: Change = { ...set, kind: 'clearPasswordNeverExpires' };
    expect(flagsIn(applyChange(withFlags(before), clear))).toBe(after);
  });
});

describe('a restored account', () => {
  const item = read({ id: FIRST, displayName: 'First', deletedDateTime: null });
  const deleted = anAccount(FIRST, { user: read(null), deletedItem: item });
  const restore: Change = { kind: 'restoreUser', accountId: FIRST };

  test('is not deleted any more, and what it is like is unknown until it is read', () => {
    const [first] = applyChange(aSnapshot({ accounts: [deleted] }), restore).accounts;

    expect(first?.deletedItem).toMatchObject({ known: true, value: null });
    expect([first?.user.known, first?.memberships.known, first?.authenticationMethods.known]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test.each([
    { what: 'exists', account: anAccount(FIRST) },
    { what: 'cannot be restored', account: { ...deleted, deletedItem: read(null) } },
  ])('that $what is left as it is', ({ account }) => {
    const before = aSnapshot({ accounts: [account] });
    expect(digestOf(applyChange(before, restore))).toBe(digestOf(before));
  });
});

test('a deleted method is the one with that kind and ID, and no other', () => {
  const methods = [aMethod('phone'), aMethod('phone', { id: 'phone-2' }), aMethod('email', { id: 'phone-1' })];
  const before = aSnapshot({ accounts: [anAccount(FIRST, { authenticationMethods: read(methods) })] });
  const change = { accountId: FIRST, methodKind: 'phone', methodId: 'phone-1' };
  const [first] = applyChange(before, { kind: 'deleteAuthenticationMethod', ...change }).accounts;

  expect(first?.authenticationMethods).toMatchObject({ value: [{ kind: 'email', id: 'phone-1' }, { id: 'phone-2' }] });
});

test('an exclusion from the registration campaign is one entry more, and is taken back alone', () => {
  const campaign = (...excludeTargetIds: readonly string[]) =>
    aSnapshot({
      authenticationMethodsPolicy: read({
        registrationCampaign: { state: 'enabled', includeTargetIds: ['all_users'], excludeTargetIds },
        configurations: [],
      }),
    });
  const after = applyChange(campaign(STRANGER), { kind: 'excludeFromCampaign', accountId: FIRST });

  expect(digestOf(after)).toBe(digestOf(campaign(FIRST, STRANGER)));
  expect(digestOf(applyChange(after, { kind: 'includeInCampaign', accountId: FIRST }))).toBe(
    digestOf(campaign(STRANGER)),
  );
});

test("administrators' password reset is what the change says", () => {
  const before = aSnapshot({ authorizationPolicy: read({ allowedToUseSSPR: true }) });
  expect(applyChange(before, { kind: 'setAdministratorsSspr', allowed: false }).authorizationPolicy).toMatchObject({
    value: { allowedToUseSSPR: false },
  });
});

test.each<Change>([{ kind: 'setControlMode', controlId: 'BG-CA-01', mode: 'automatic' }, { kind: 'resumeWriting' }])(
  'the setting $kind changes nothing in the tenant',
  (change) => {
    expect(digestOf(applyChange(aSnapshot(), change))).toBe(digestOf(aSnapshot()));
  },
);
