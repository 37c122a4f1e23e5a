import { describe, expect, test } from '@jest/globals';
import { applyChange } from '../../../src/domain/remediation/apply-change.js';
import type { Change } from '../../../src/domain/remediation/plan.js';
import { digestOf } from '../../../src/domain/tenant/canonical.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  anAccount,
  aPolicy,
  aSnapshot,
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
