import { expect, test } from '@jest/globals';
import type { Control } from '../../../../src/domain/controls/control.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  aPolicy,
  aSnapshot,
  anAccount,
  anExclusionGroup,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  outcomesFor,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

/** The promises that BG-CA-09 and BG-CA-10 share: which groups they judge, and when they cannot say which. */

const MEMBERS_UNKNOWN = [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND, { memberships: UNREAD })];
/** A group that policies exclude, that nothing protects, and that has nothing to do with the emergency accounts. */
const PARTNERS = anExclusionGroup([STRANGER], {
  id: OTHER_GROUP,
  group: read(aGroup({ id: OTHER_GROUP, isAssignableToRole: false })),
});
const EXCLUDES_PARTNERS = policiesOf(
  aPolicy({ users: someUsers({ includeUsers: ['All'], excludeGroups: [OTHER_GROUP] }) }),
);

export function describeExclusionGroupControl(control: Control): void {
  const groupOutcomes = (snapshot: TenantSnapshot) => outcomesFor(control, EXCLUSION_GROUP, snapshot);
  const otherOutcomes = (snapshot: TenantSnapshot) => outcomesFor(control, OTHER_GROUP, snapshot);
  const tenantOutcomes = (snapshot: TenantSnapshot) => outcomesFor(control, TENANT, snapshot);

  test('a group through which the accounts are excluded is judged, and nothing is left to say of the tenant', () => {
    expect(groupOutcomes(aSnapshot())).toEqual(['pass']);
    expect(tenantOutcomes(aSnapshot())).toEqual([]);
  });

  test('an excluded group without emergency accounts is somebody else’s business', () => {
    const snapshot = aSnapshot({ ...EXCLUDES_PARTNERS, exclusionGroups: [PARTNERS] });

    expect(otherOutcomes(snapshot)).toEqual([]);
    expect(tenantOutcomes(snapshot)).toEqual(['notApplicable']);
  });

  test('a group that no policy excludes is not judged', () => {
    const policies = policiesOf(
      aPolicy({ users: someUsers({ includeUsers: ['All'], excludeUsers: [FIRST, SECOND] }) }),
    );

    expect(groupOutcomes(aSnapshot(policies))).toEqual([]);
    expect(tenantOutcomes(aSnapshot(policies))).toEqual(['notApplicable']);
  });

  test('the members of the group settle whether it is one of ours while the accounts’ groups are unknown', () => {
    expect(groupOutcomes(aSnapshot({ accounts: MEMBERS_UNKNOWN }))).toEqual(['pass']);
  });

  test('a group whose members show that it is not one of ours is not judged while the accounts’ groups are unknown', () => {
    const snapshot = aSnapshot({ ...EXCLUDES_PARTNERS, accounts: MEMBERS_UNKNOWN, exclusionGroups: [PARTNERS] });

    expect(otherOutcomes(snapshot)).toEqual([]);
    expect(tenantOutcomes(snapshot)).toEqual(['notApplicable']);
  });

  test.each<[string, Partial<TenantSnapshot>]>([
    [
      'neither the accounts’ groups nor the group’s members are read',
      { exclusionGroups: [{ ...PARTNERS, transitiveMembers: UNREAD, members: UNREAD }] },
    ],
    ['the accounts’ groups are unknown and the group was not read', { exclusionGroups: [] }],
    [
      'the accounts’ groups are unknown and nobody read whether the group hides its members',
      { exclusionGroups: [{ ...PARTNERS, group: UNREAD }] },
    ],
    [
      'the accounts’ groups are unknown and the group may hide its members',
      { exclusionGroups: [{ ...PARTNERS, group: read(aGroup({ id: OTHER_GROUP, visibility: 'HiddenMembership' })) }] },
    ],
  ])('it is unknown whether there is such a group while %s', (_, overrides) => {
    const snapshot = aSnapshot({ ...EXCLUDES_PARTNERS, accounts: MEMBERS_UNKNOWN, ...overrides });

    expect(tenantOutcomes(snapshot)).toEqual(['error']);
  });

  test.each<[string, Partial<TenantSnapshot>]>([
    ['the policies are not read', { policies: UNREAD }],
    ['the beta list is not read', { betaPolicies: UNREAD }],
    ['a group that holds an account was not read', { exclusionGroups: [] }],
  ])('it is unknown whether there are others while %s', (_, overrides) => {
    expect(tenantOutcomes(aSnapshot(overrides))).toEqual(['error']);
  });

  test('an account that does not exist is in no group, whatever was read of it', () => {
    const gone = anAccount(FIRST, { user: read(null), memberships: UNREAD });
    const second = anAccount(SECOND, { memberships: read(someMemberships({ groups: [] })) });
    const snapshot = aSnapshot({ ...EXCLUDES_PARTNERS, accounts: [gone, second], exclusionGroups: [] });

    expect(tenantOutcomes(snapshot)).toEqual(['notApplicable']);
  });

  test('what is unknown of one group does not hide the others', () => {
    const both = policiesOf(
      aPolicy({ users: someUsers({ includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP, OTHER_GROUP] }) }),
    );
    const unread = { ...PARTNERS, transitiveMembers: UNREAD, members: UNREAD };
    const exclusionGroups = [anExclusionGroup([FIRST, SECOND]), unread];
    const snapshot = aSnapshot({ ...both, accounts: MEMBERS_UNKNOWN, exclusionGroups });

    expect(groupOutcomes(snapshot)).toEqual(['pass']);
    expect(tenantOutcomes(snapshot)).toEqual(['error']);
  });

  test('a group that Graph says does not exist, and that an account is in, is unknown', () => {
    const exclusionGroups = [anExclusionGroup([FIRST, SECOND], { group: read(null) })];

    expect(groupOutcomes(aSnapshot({ exclusionGroups }))).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(tenantOutcomes(aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
}
