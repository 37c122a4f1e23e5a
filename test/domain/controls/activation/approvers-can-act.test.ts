import { describe, expect, test } from '@jest/globals';
import { approversCanAct } from '../../../../src/domain/controls/activation/approvers-can-act.js';
import type { RoleActivationPolicy } from '../../../../src/domain/tenant/governance.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  GLOBAL_ADMINISTRATOR,
  OTHER_GROUP,
  outcomesFor,
  PRIVILEGED_ROLE_ADMINISTRATOR,
  read,
  STRANGER,
  summaryOf,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';
import { aGroupInstance, aRoleGroup } from '../role/a-role-group.js';

type Approver = RoleActivationPolicy['approvers'][number];
const ANA = '66666666-6666-4666-8666-666666666661';
const BO = '66666666-6666-4666-8666-666666666662';
const user = (id: string): Approver => ({ kind: 'user', id, name: id });
const GROUP: Approver = { kind: 'group', id: OTHER_GROUP, name: 'Approvers' };
const MANAGER: Approver = { kind: 'requestorManager', id: null, name: null };
const PEOPLE = [user(ANA), user(BO)];

const policy = (roleDefinitionId: string, approvers: readonly Approver[], isApprovalRequired = true) => ({
  roleDefinitionId,
  isApprovalRequired,
  approvers,
});
const approvedBy = (...approvers: readonly Approver[]): Partial<TenantSnapshot> => ({
  roleActivationPolicies: read([
    policy(GLOBAL_ADMINISTRATOR, approvers),
    policy(PRIVILEGED_ROLE_ADMINISTRATOR, PEOPLE),
  ]),
});
const members = (...ids: readonly string[]) => ({
  roleGroups: [
    aRoleGroup({ id: OTHER_GROUP, transitiveMembers: read(ids.map((id) => ({ id, kind: 'user', name: null }))) }),
  ],
});
const held = (...ids: readonly string[]) =>
  ids.map((principalId) => ({ principalId, directoryScopeId: '/', memberType: 'Direct', endDateTime: null }));
const eligible = (...ids: readonly string[]) => ({ roleEligibilityScheduleInstances: read(held(...ids)) });
const active = (assignmentType: string, ...ids: readonly string[]) => ({
  roleAssignmentScheduleInstances: read(held(...ids).map((one) => ({ ...one, assignmentType }))),
});

describe('BG-PIM-01', () => {
  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    ['two people', {}, ['pass']],
    ['nobody', approvedBy(), ['fail']],
    ['one person', approvedBy(user(ANA)), ['fail']],
    ['one person twice', approvedBy(user(ANA), user(ANA.toUpperCase())), ['fail']],
    ['a group of two', { ...approvedBy(GROUP), ...members(ANA, BO) }, ['pass']],
    ['a group of one and the same one', { ...approvedBy(GROUP, user(ANA)), ...members(ANA) }, ['fail']],
    ['a group that nobody counted', approvedBy(GROUP), ['warn']],
    [
      'a group whose members were not read',
      { ...approvedBy(GROUP), roleGroups: [aRoleGroup({ id: OTHER_GROUP, transitiveMembers: UNREAD })] },
      ['error'],
    ],
    ['the manager of whoever asks', approvedBy(MANAGER), ['warn']],
    ['two people and a manager', approvedBy(...PEOPLE, MANAGER), ['pass']],
    ['two people who are both only eligible', eligible(ANA, BO), ['fail']],
    ['two people of whom one is only eligible', eligible(ANA), ['pass']],
    ['two people who are eligible and active', { ...eligible(ANA, BO), ...active('Assigned', ANA) }, ['pass']],
    [
      'two people who are eligible and have activated the role',
      { ...eligible(ANA, BO), ...active('Activated', ANA) },
      ['fail'],
    ],
    [
      'two people who are eligible for membership of a group with the role',
      { roleGroups: [aRoleGroup({ eligibilityScheduleInstances: read([aGroupInstance(ANA), aGroupInstance(BO)]) })] },
      ['fail'],
    ],
    [
      'two people who are only eligible, and a group that nobody counted',
      { ...approvedBy(...PEOPLE, GROUP), ...eligible(ANA, BO) },
      ['fail'],
    ],
    ['two people who hold no role, with unread eligibilities', { roleEligibilityScheduleInstances: UNREAD }, ['pass']],
    [
      'two people, with unread eligibilities and holders',
      { roleEligibilityScheduleInstances: UNREAD, roleHolders: UNREAD },
      ['error'],
    ],
    [
      'two people who are eligible, with unread active assignments',
      { ...eligible(ANA, BO), roleAssignmentScheduleInstances: UNREAD },
      ['error'],
    ],
  ])('activation is approved by %s', (_, overrides, outcomes) => {
    expect(outcomesFor(approversCanAct, TENANT, aSnapshot(overrides))).toEqual(outcomes);
  });

  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    [
      'one role needs no approval',
      {
        roleActivationPolicies: read([
          policy(GLOBAL_ADMINISTRATOR, PEOPLE),
          policy(PRIVILEGED_ROLE_ADMINISTRATOR, PEOPLE, false),
        ]),
      },
      ['fail'],
    ],
    [
      'one role has no settings',
      { roleActivationPolicies: read([policy(GLOBAL_ADMINISTRATOR, PEOPLE), policy(STRANGER, PEOPLE)]) },
      ['error'],
    ],
    [
      'one role fails and the other has no settings',
      { roleActivationPolicies: read([policy(GLOBAL_ADMINISTRATOR, [])]) },
      ['fail', 'error'],
    ],
    ['the settings were not read', { roleActivationPolicies: UNREAD }, ['error']],
    ['the licence does not have them', { roleActivationPolicies: UNLICENSED }, ['notApplicable']],
  ])('%s', (_, overrides, outcomes) => {
    expect(outcomesFor(approversCanAct, TENANT, aSnapshot(overrides))).toEqual(outcomes);
  });

  test('a fail names the role', () => {
    expect(summaryOf(approversCanAct, TENANT, 'fail', aSnapshot(approvedBy(user(ANA))))).toContain(
      'Global Administrator: fewer than two people can approve',
    );
  });
});
