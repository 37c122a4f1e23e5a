import { describe, expect, test } from '@jest/globals';
import { exclusionGroupProtected } from '../../../../src/domain/controls/conditional-access/exclusion-group-protected.js';
import { isProtectedGroup } from '../../../../src/domain/controls/conditional-access/protected-group.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import type { DirectoryGroup, ExclusionGroupReading, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  aSnapshot,
  anAccount,
  anExclusionGroup,
  CUSTODIAN,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  summaryOf,
  UNIT,
  UNREAD,
} from '../../a-snapshot.js';
import { describeExclusionGroupControl } from './describe-exclusion-groups.js';

const STRANGER_OWNS = { owners: read([{ id: STRANGER, kind: 'user', name: 'eve@contoso.com' }]) };
const HOLDS_A_GROUP = {
  transitiveMembers: read([
    { id: FIRST, kind: 'user', name: null },
    { id: OTHER_GROUP, kind: 'group', name: 'Nested' },
  ]),
};

function snapshotWith(reading: Partial<ExclusionGroupReading>, overrides: Partial<TenantSnapshot> = {}) {
  return aSnapshot({ exclusionGroups: [anExclusionGroup([FIRST, SECOND], reading)], ...overrides });
}

function outcomesOf(reading: Partial<ExclusionGroupReading>, overrides: Partial<TenantSnapshot> = {}) {
  return outcomesFor(exclusionGroupProtected, EXCLUSION_GROUP, snapshotWith(reading, overrides));
}

describe('BG-CA-09', () => {
  describeExclusionGroupControl(exclusionGroupProtected);

  test.each<[string, Partial<DirectoryGroup>, string]>([
    ['role-assignable', { isAssignableToRole: true }, 'pass'],
    ['in a restricted unit', { isAssignableToRole: false, isManagementRestricted: true }, 'pass'],
    ['neither', { isAssignableToRole: false, isManagementRestricted: false }, 'fail'],
    [
      'of an older kind, for which Graph says neither',
      { isAssignableToRole: null, isManagementRestricted: null },
      'fail',
    ],
    ['filled by a rule', { groupTypes: ['DynamicMembership'] }, 'fail'],
    ['synced', { onPremisesSyncEnabled: true }, 'fail'],
    ['not synced any more', { onPremisesSyncEnabled: false }, 'pass'],
    ['a private Microsoft 365 group', { groupTypes: ['Unified'], visibility: 'Private' }, 'pass'],
    ['a public Microsoft 365 group', { groupTypes: ['Unified'], visibility: 'Public' }, 'fail'],
    ['a Microsoft 365 group of unknown visibility', { groupTypes: ['Unified'], visibility: null }, 'error'],
    ['a security group without visibility', { visibility: null }, 'pass'],
  ])('a group that is %s', (_, overrides, outcome) => {
    const group = aGroup(overrides);

    expect(outcomesOf({ group: read(group) })).toEqual([outcome]);
    expect(isProtectedGroup(group)).toBe(outcome === 'pass');
  });

  test('it names every problem', () => {
    const group = read(aGroup({ isAssignableToRole: false, groupTypes: ['DynamicMembership'] }));
    const snapshot = snapshotWith({ group, ...STRANGER_OWNS });
    const [judgement] = exclusionGroupProtected.evaluate(snapshot, DEFAULT_SETTINGS);

    expect(judgement?.evidence.map(({ actual }) => actual)).toEqual([
      'it is neither role-assignable nor in a restricted management administrative unit',
      'a rule decides who is in it',
      'its owner "eve@contoso.com" is not known as a custodian',
    ]);
  });

  test.each<[string, string, string]>([
    ['a custodian of the accounts’ unit', CUSTODIAN, 'pass'],
    ['a custodian in another spelling', CUSTODIAN.toUpperCase(), 'pass'],
    ['an emergency account', FIRST, 'pass'],
    ['somebody else', STRANGER, 'fail'],
  ])('a group owned by %s', (_, id, outcome) => {
    expect(outcomesOf({ owners: read([{ id, kind: 'user', name: null }]) })).toEqual([outcome]);
  });

  test('who administers an ordinary unit is no custodian', () => {
    const unit = (isMemberManagementRestricted: boolean) => [
      {
        id: UNIT,
        unit: read({ id: UNIT, displayName: 'Europe', isMemberManagementRestricted }),
        scopedRoleMemberIds: read([STRANGER]),
      },
    ];

    expect(outcomesOf(STRANGER_OWNS, { administrativeUnits: unit(false) })).toEqual(['fail']);
    expect(outcomesOf(STRANGER_OWNS, { administrativeUnits: unit(true) })).toEqual(['pass']);
  });

  test('a group that holds another group is not protected by itself', () => {
    expect(outcomesOf(HOLDS_A_GROUP)).toEqual(['fail']);
    expect(summaryOf(exclusionGroupProtected, EXCLUSION_GROUP, 'fail', snapshotWith(HOLDS_A_GROUP))).toContain(
      '"Nested"',
    );
  });

  test.each<[string, Partial<ExclusionGroupReading>]>([
    ['group', { group: UNREAD }],
    ['owners', { owners: UNREAD }],
    ['transitive members', { transitiveMembers: UNREAD }],
    ['direct members', { members: UNREAD }],
  ])('a group whose %s were not read is unknown', (_, reading) => {
    expect(outcomesOf(reading)).toEqual(['error']);
  });

  const [unit] = aSnapshot().administrativeUnits;
  test.each<[string, Partial<TenantSnapshot>]>([
    ['the restricted unit', { administrativeUnits: unit === undefined ? [] : [{ ...unit, unit: UNREAD }] }],
    [
      'who administers it',
      { administrativeUnits: unit === undefined ? [] : [{ ...unit, scopedRoleMemberIds: UNREAD }] },
    ],
    ['which units the accounts are in', { accounts: [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)] }],
  ])('an owner may be a custodian while it is unknown: %s', (_, overrides) => {
    expect(outcomesOf(STRANGER_OWNS, overrides)).toEqual(['error']);
    expect(outcomesOf({}, overrides)).toEqual(['pass']);
  });

  test('what is unknown does not hide what is proven', () => {
    expect(outcomesOf({ group: read(aGroup({ isAssignableToRole: false })), owners: UNREAD })).toEqual([
      'fail',
      'error',
    ]);
  });
});
