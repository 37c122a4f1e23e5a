import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { administratorCount } from '../../../../src/domain/controls/role/administrator-count.js';
import type { RoleHolder, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  EXCLUSION_GROUP,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  summaryOf,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';
import { aGroupInstance, aRoleGroup } from './a-role-group.js';

const person = (id: string): RoleHolder => ({ id, kind: 'user', name: id });
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => person(`55555555-5555-4555-8555-55555555555${index}`));
const GROUP: RoleHolder = { id: EXCLUSION_GROUP, kind: 'group', name: 'Administrators' };
const APPLICATION: RoleHolder = { id: STRANGER, kind: 'servicePrincipal', name: 'Backup' };
const held = (...holders: readonly RoleHolder[]) => ({ roleHolders: read(holders) });

describe('BG-ROLE-03', () => {
  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    ['one user', held(...people(1)), ['fail']],
    ['two users', held(...people(2)), ['pass']],
    ['four users', held(...people(4)), ['pass']],
    ['five users', held(...people(5)), ['fail']],
    ['one user in two ways', held(person(FIRST), person(FIRST.toUpperCase())), ['fail']],
    ['four users and a service principal', held(...people(4), APPLICATION), ['pass']],
    ['one user and two members of a group', { ...held(person(STRANGER), GROUP), roleGroups: [aRoleGroup()] }, ['pass']],
    [
      'a group whose members hold the role themselves',
      { ...held(person(FIRST), person(SECOND), GROUP), roleGroups: [aRoleGroup()] },
      ['pass'],
    ],
    [
      'three users, and two others who are eligible for a group',
      {
        ...held(...people(3), GROUP),
        roleGroups: [
          aRoleGroup({
            transitiveMembers: read([]),
            eligibilityScheduleInstances: read([aGroupInstance(FIRST), aGroupInstance(SECOND)]),
          }),
        ],
      },
      ['fail'],
    ],
    [
      'a group whose members were not read',
      { ...held(...people(3), GROUP), roleGroups: [aRoleGroup({ transitiveMembers: UNREAD })] },
      ['error'],
    ],
    [
      'a group whose eligible members were not read',
      { ...held(...people(2), GROUP), roleGroups: [aRoleGroup({ eligibilityScheduleInstances: UNREAD })] },
      ['error'],
    ],
    [
      'a group without schedules by licence',
      { ...held(GROUP), roleGroups: [aRoleGroup({ eligibilityScheduleInstances: UNLICENSED })] },
      ['pass'],
    ],
    ['a group that nobody looked at', held(...people(3), GROUP), ['error']],
    ['too many already, and a group that was not read', held(...people(5), GROUP), ['fail', 'error']],
    ['holders that were not read', { roleHolders: UNREAD }, ['error']],
    ['holders that the licence does not show', { roleHolders: UNLICENSED }, ['notApplicable']],
  ])('%s', (_, overrides, outcomes) => {
    expect(outcomesFor(administratorCount, TENANT, aSnapshot(overrides))).toEqual(outcomes);
  });

  test('the setting moves the bounds, and the summary says so', () => {
    const snapshot = aSnapshot(held(...people(6)));
    const settings = { ...DEFAULT_SETTINGS, globalAdministrators: { min: 2, max: 8 } };
    const [judgement] = administratorCount.evaluate(snapshot, settings);

    expect(judgement).toMatchObject({ outcome: 'pass' });
    expect(judgement?.summary).toContain('2 to 8 are wanted by the setting globalAdministrators');
    expect(summaryOf(administratorCount, TENANT, 'fail', snapshot)).not.toContain('by the setting');
  });

  test('the summary says who counts', () => {
    const summary = summaryOf(administratorCount, TENANT, 'pass', aSnapshot(held(...people(4), APPLICATION)));
    expect(summary).toContain('Eligible users and members of groups count, service principals do not');
    expect(summary).toContain('1 service principal holds it too');
  });
});
