import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { onlyEmergencyAccounts } from '../../../../src/domain/controls/role/only-emergency-accounts.js';
import type { GroupScheduleInstance, RoleGroupReading } from '../../../../src/domain/tenant/governance.js';
import type {
  RoleAssignmentScheduleInstance,
  RoleHolder,
  TenantSnapshot,
} from '../../../../src/domain/tenant/snapshot.js';
import { aSnapshot, FIRST, OTHER_GROUP, read, SECOND, STRANGER, UNLICENSED, UNREAD } from '../../a-snapshot.js';
import { aGroupInstance, aRoleGroup } from './a-role-group.js';

const OWN: readonly RoleHolder[] = [FIRST, SECOND].map((id) => ({ id, kind: 'user', name: null }));
const JO: RoleHolder = { id: STRANGER, kind: 'user', name: 'Jo' };
const base = { directoryScopeId: '/', assignmentType: 'Assigned', memberType: 'Direct', endDateTime: null };

/** The accounts, and one more principal that holds the role. */
function withHolder(
  holder: RoleHolder,
  overrides: Partial<RoleAssignmentScheduleInstance> = {},
): Partial<TenantSnapshot> {
  const all = [...OWN, holder];
  return {
    roleHolders: read(all),
    roleAssignments: read(all.map(({ id }) => ({ principalId: id, directoryScopeId: '/' }))),
    roleAssignmentScheduleInstances: read([
      ...OWN.map(({ id }) => ({ ...base, principalId: id })),
      { ...base, principalId: holder.id, ...overrides },
    ]),
  };
}

const GROUP: RoleHolder = { id: OTHER_GROUP, kind: 'group', name: 'Administrators' };
const MEMBERS = read([FIRST, STRANGER].map((id) => ({ id, kind: 'user', name: id === STRANGER ? 'Jo' : null })));
const viaGroup = (overrides: Partial<RoleGroupReading> = {}) => ({
  ...withHolder(GROUP),
  roleGroups: [aRoleGroup({ id: OTHER_GROUP, transitiveMembers: MEMBERS, ...overrides })],
});
const viaSchedule = (own: Partial<GroupScheduleInstance>) =>
  viaGroup({ assignmentScheduleInstances: read([aGroupInstance(STRANGER, own)]) });

const judged = (overrides: Partial<TenantSnapshot>) =>
  onlyEmergencyAccounts
    .evaluate(aSnapshot(overrides), DEFAULT_SETTINGS)
    .map(({ subject, outcome }) => (outcome === 'fail' ? `fail ${subject.name}` : outcome));

describe('BG-ROLE-04', () => {
  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    ['nobody but the accounts', {}, ['pass']],
    ['one more user', withHolder(JO), ['fail Jo']],
    ['a service principal', withHolder({ ...JO, kind: 'servicePrincipal', name: 'Backup' }), ['fail Backup']],
    ['one more user for a time', withHolder(JO, { endDateTime: '2026-09-30T00:00:00Z' }), ['pass']],
    ['one more user by activation', withHolder(JO, { assignmentType: 'Activated' }), ['pass']],
    ['a member of a group', viaGroup(), ['fail Jo']],
    ['a member of a group for a time', viaSchedule({ endDateTime: '2026-09-30T00:00:00Z' }), ['pass']],
    ['a member of a group by activation', viaSchedule({ assignmentType: 'activated' }), ['pass']],
    [
      'a group of the accounts alone',
      viaGroup({ transitiveMembers: read([{ id: FIRST, kind: 'user', name: null }]) }),
      ['pass'],
    ],
    [
      'a member listed in the place of the group',
      { ...viaGroup(), ...withHolder(JO, { memberType: 'Group' }) },
      ['fail Jo'],
    ],
    ['a group whose members were not read', viaGroup({ transitiveMembers: UNREAD }), ['error']],
    ['a group whose schedule was not read', viaGroup({ assignmentScheduleInstances: UNREAD }), ['error']],
    ['a group that nobody looked at', withHolder(GROUP), ['error']],
    ['one more principal, and nobody knows what it is', { ...withHolder(JO), roleHolders: UNREAD }, ['error']],
    [
      'an assignment that the schedules lack',
      { ...withHolder(JO), roleAssignmentScheduleInstances: read([]) },
      ['error'],
    ],
    ['unread schedules', { roleAssignmentScheduleInstances: UNREAD }, ['error']],
    ['no Microsoft Entra ID P2', { roleAssignmentScheduleInstances: UNLICENSED }, ['notApplicable']],
    ['nobody designated', { ...withHolder(JO), accounts: [], emergencyAccounts: [] }, ['notApplicable']],
  ])('%s', (_, overrides, expected) => {
    expect(judged(overrides)).toEqual(expected);
  });

  test('a proven holder is said beside what is not known', () => {
    const holders = read([...OWN, JO, GROUP]);
    const instances = read([STRANGER, OTHER_GROUP].map((principalId) => ({ ...base, principalId })));
    const overrides = { roleHolders: holders, roleAssignmentScheduleInstances: instances };
    expect(judged(overrides)).toEqual(['fail Jo', 'error']);
  });

  test('names the licence that is missing', () => {
    const snapshot = aSnapshot({ roleAssignmentScheduleInstances: UNLICENSED });
    expect(onlyEmergencyAccounts.evaluate(snapshot, DEFAULT_SETTINGS)[0]?.summary).toContain('Microsoft Entra ID P2');
  });
});
