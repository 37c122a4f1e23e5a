import { describe, expect, test } from '@jest/globals';
import { exclusionGroupMembers } from '../../../../src/domain/controls/conditional-access/exclusion-group-members.js';
import { intrudersOf } from '../../../../src/domain/controls/conditional-access/intruders.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import type { DirectoryGroup, ExclusionGroupReading, GroupMember } from '../../../../src/domain/tenant/snapshot.js';
import {
  aGroup,
  aSnapshot,
  anAccount,
  anExclusionGroup,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  outcomesFor,
  read,
  SECOND,
  someMemberships,
  STRANGER,
  summaryOf,
  UNREAD,
} from '../../a-snapshot.js';
import { describeExclusionGroupControl } from './describe-exclusion-groups.js';

const OURS: readonly GroupMember[] = [FIRST, SECOND].map((id) => ({ id, kind: 'user', name: null }));
const EVE: GroupMember = { id: STRANGER, kind: 'user', name: 'eve@contoso.com' };
const NESTED: GroupMember = { id: OTHER_GROUP, kind: 'group', name: 'Nested' };

function snapshotWith(reading: Partial<ExclusionGroupReading>) {
  return aSnapshot({ exclusionGroups: [anExclusionGroup([FIRST, SECOND], reading)] });
}

function outcomesOf(reading: Partial<ExclusionGroupReading>) {
  return outcomesFor(exclusionGroupMembers, EXCLUSION_GROUP, snapshotWith(reading));
}

describe('BG-CA-10', () => {
  describeExclusionGroupControl(exclusionGroupMembers);

  test.each<[string, readonly GroupMember[], readonly GroupMember[], string]>([
    ['the accounts', OURS, OURS, 'pass'],
    ['an account in another spelling', OURS.map((it) => ({ ...it, id: it.id.toUpperCase() })), OURS, 'pass'],
    ['somebody else directly', [...OURS, EVE], [...OURS, EVE], 'fail'],
    ['somebody else through another group', [...OURS, NESTED, EVE], [...OURS, NESTED], 'fail'],
    ['somebody else whose name Graph hides', [...OURS, { ...EVE, name: null }], OURS, 'fail'],
    ['somebody else in the list of direct members only', OURS, [...OURS, EVE], 'fail'],
    ['a service principal', [...OURS, { ...EVE, kind: 'servicePrincipal' }], OURS, 'fail'],
    ['the accounts, through another group', [...OURS, NESTED], [NESTED], 'warn'],
  ])('a group that holds %s', (_, transitiveMembers, members, outcome) => {
    expect(outcomesOf({ transitiveMembers: read(transitiveMembers), members: read(members) })).toEqual([outcome]);
  });

  test('one of the accounts may be missing: other controls say what follows', () => {
    const members = read(OURS.slice(0, 1));
    const accounts = [anAccount(FIRST), anAccount(SECOND, { memberships: read(someMemberships({ groups: [] })) })];
    const exclusionGroups = [anExclusionGroup([], { members, transitiveMembers: members })];
    const snapshot = aSnapshot({ accounts, exclusionGroups });

    expect(outcomesFor(exclusionGroupMembers, EXCLUSION_GROUP, snapshot)).toEqual(['pass']);
  });

  test('every extra member is named, with its kind and how it came in', () => {
    const snapshot = snapshotWith({
      transitiveMembers: read([...OURS, NESTED, EVE]),
      members: read([...OURS, NESTED]),
    });
    const [judgement] = exclusionGroupMembers.evaluate(snapshot, DEFAULT_SETTINGS);

    expect(judgement?.evidence.map(({ object, actual }) => [object, actual])).toEqual([
      [{ type: 'account', id: STRANGER, name: 'eve@contoso.com' }, 'nested member, user: eve@contoso.com'],
      [{ type: 'group', id: OTHER_GROUP, name: 'Nested' }, 'direct member, group: Nested'],
    ]);
    expect(judgement?.summary).toContain('"eve@contoso.com"');
  });

  test('the warning about a nested group names it', () => {
    const snapshot = snapshotWith({ transitiveMembers: read([...OURS, NESTED]), members: read([NESTED]) });

    expect(summaryOf(exclusionGroupMembers, EXCLUSION_GROUP, 'warn', snapshot)).toContain('"Nested"');
  });

  test.each<[string, Partial<ExclusionGroupReading>]>([
    ['group', { group: UNREAD }],
    ['transitive members', { transitiveMembers: UNREAD }],
    ['direct members', { members: UNREAD }],
  ])('a group whose %s were not read is unknown', (_, reading) => {
    expect(outcomesOf(reading)).toEqual(['error']);
  });

  test('an error about a group that was not read says which read failed', () => {
    const [judgement] = exclusionGroupMembers.evaluate(snapshotWith({ group: UNREAD }), DEFAULT_SETTINGS);

    expect(judgement?.evidence.map(({ source, readAt }) => [source, readAt])).toEqual([
      [`GET /groups/${EXCLUSION_GROUP}`, null],
    ]);
  });

  test.each<[string, Partial<DirectoryGroup>, string]>([
    ['hides its members', { visibility: 'HiddenMembership' }, 'error'],
    ['is a Microsoft 365 group that may hide them', { groupTypes: ['Unified'], visibility: null }, 'error'],
    ['is a Microsoft 365 group that shows them', { groupTypes: ['Unified'], visibility: 'Private' }, 'pass'],
    ['is a security group, which cannot hide them', { visibility: null }, 'pass'],
  ])('a group that %s', (_, overrides, outcome) => {
    expect(outcomesOf({ group: read(aGroup(overrides)) })).toEqual([outcome]);
  });

  test('a list that lacks an account which is in the group cannot be trusted', () => {
    const lists = { transitiveMembers: read(OURS.slice(0, 1)), members: read(OURS.slice(0, 1)) };

    expect(outcomesOf(lists)).toEqual(['error']);
  });

  test.each<[string, Partial<ExclusionGroupReading>]>([
    ['direct members', { members: UNREAD, transitiveMembers: read([...OURS, EVE]) }],
    ['transitive members', { transitiveMembers: UNREAD, members: read([...OURS, EVE]) }],
    ['visibility', { group: UNREAD, transitiveMembers: read([...OURS, EVE]) }],
  ])('unknown %s do not hide somebody who is proven to be in the group', (_, reading) => {
    expect(outcomesOf(reading)).toEqual(['fail', 'error']);
  });

  test('an intruder is listed once, whichever list has it', () => {
    const reading = anExclusionGroup([], { transitiveMembers: read([...OURS, EVE]), members: read([EVE, NESTED]) });

    expect(intrudersOf(reading, aSnapshot())).toEqual([EVE, NESTED]);
  });
});
