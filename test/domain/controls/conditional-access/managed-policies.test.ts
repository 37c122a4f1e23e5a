import { describe, expect, test } from '@jest/globals';
import { managedPolicies } from '../../../../src/domain/controls/conditional-access/managed-policies.js';
import type { ConditionalAccessPolicy } from '../../../../src/domain/tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aPolicy,
  aSnapshot,
  anAccount,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  outcomesFor,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  STRANGER,
  summaryOf,
  UNREAD,
} from '../../a-snapshot.js';

const EVERYBODY = someUsers({ includeUsers: ['All'] });
const REPORT_ONLY = 'enabledForReportingButNotEnforced';
const managed = (overrides: Partial<ConditionalAccessPolicy> = {}) =>
  policiesOf(aPolicy({ displayName: 'Microsoft-managed: Block', templateId: STRANGER, ...overrides }));
const WITHOUT_LISTED_ROLE = [FIRST, SECOND].map((id) =>
  anAccount(id, { memberships: read(someMemberships({ roleTemplateIds: [] })) }),
);
/** Nobody holds the role that the policy is about. */
const ON_ACTIVATION = {
  ...managed({ users: someUsers({ includeRoles: [GLOBAL_ADMINISTRATOR] }) }),
  roleAssignments: read([]),
  accounts: WITHOUT_LISTED_ROLE,
};

describe('BG-CA-06', () => {
  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    ['one that excludes the accounts', managed(), ['pass']],
    ['an enabled one that reaches them', managed({ users: EVERYBODY }), ['fail']],
    ['a report-only one that reaches them', managed({ users: EVERYBODY, state: REPORT_ONLY }), ['fail']],
    ['a disabled one that would reach them', managed({ users: EVERYBODY, state: 'disabled' }), ['notApplicable']],
    ['one that merely does not include them', managed({ users: someUsers({ includeUsers: [STRANGER] }) }), ['warn']],
    ['one without its template', managed({ users: EVERYBODY, templateId: null }), ['fail']],
    [
      "one of the tenant's own, made from a template",
      managed({ displayName: 'Ours', users: EVERYBODY }),
      ['notApplicable'],
    ],
    ['none', policiesOf(), ['notApplicable']],
    ['unread policies', { policies: UNREAD }, ['error']],
    ['an unread beta list', { ...managed(), betaPolicies: UNREAD }, ['error']],
    [
      'unread memberships',
      { ...managed(), accounts: [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)] },
      ['error'],
    ],
    [
      'unread assignments, where the policy excludes the role alone',
      {
        ...managed({ users: someUsers({ includeUsers: ['All'], excludeRoles: [GLOBAL_ADMINISTRATOR] }) }),
        roleAssignments: UNREAD,
        accounts: WITHOUT_LISTED_ROLE,
      },
      ['error'],
    ],
    ['unread assignments, where the policy names no role', { ...managed(), roleAssignments: UNREAD }, ['pass']],
    [
      'unread eligibilities, where it would reach who activates the role',
      { ...ON_ACTIVATION, roleEligibilityScheduleInstances: UNREAD },
      ['warn'],
    ],
    ['no eligibilities, where it would reach who activates the role', ON_ACTIVATION, ['warn']],
    ['an unread user', { ...managed(), accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)] }, ['error']],
  ])('%s', (_, overrides, outcomes) => {
    expect(outcomesFor(managedPolicies, FIRST, aSnapshot(overrides))).toEqual(outcomes);
  });

  test('not being in scope is enough where the setting says so', () => {
    const snapshot = aSnapshot(managed({ users: someUsers({ includeUsers: [STRANGER] }) }));
    expect(outcomesFor(managedPolicies, FIRST, snapshot, { caExclusion: 'effective' })).toEqual(['pass']);
  });

  test('where it is, unread eligibilities decide about a policy on a role that can be activated', () => {
    const judged = (overrides: Partial<TenantSnapshot>) =>
      outcomesFor(managedPolicies, FIRST, aSnapshot({ ...ON_ACTIVATION, ...overrides }), { caExclusion: 'effective' });
    expect(judged({ roleEligibilityScheduleInstances: UNREAD })).toEqual(['error']);
    expect(judged({})).toEqual(['pass']);
  });

  test('a report-only one is said with the day on which Microsoft may switch it on', () => {
    const created = { users: EVERYBODY, state: REPORT_ONLY, createdDateTime: '2026-03-01T10:00:00Z' } as const;
    expect(summaryOf(managedPolicies, FIRST, 'fail', aSnapshot(managed(created)))).toContain('from 2026-04-15 on');
    expect(
      summaryOf(managedPolicies, FIRST, 'fail', aSnapshot(managed({ ...created, createdDateTime: null }))),
    ).toContain('on a day that nobody can tell');
    expect(
      summaryOf(managedPolicies, FIRST, 'fail', aSnapshot(managed({ ...created, state: 'enabled' }))),
    ).not.toContain('switch');
  });

  test('what was read of the policy names it', () => {
    expect(summaryOf(managedPolicies, FIRST, 'fail', aSnapshot(managed({ users: EVERYBODY })))).toContain(
      '"Microsoft-managed: Block"',
    );
  });
});
