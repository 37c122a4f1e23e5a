import { describe, expect, test } from '@jest/globals';
import { notExcludedByRole } from '../../../../src/domain/controls/conditional-access/not-excluded-by-role.js';
import type { ConditionalAccessPolicy, PolicyUsers } from '../../../../src/domain/tenant/conditional-access-policy.js';
import type { AccountReading, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aPolicy,
  aSnapshot,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  outcomesFor,
  policiesOf,
  SECOND,
  someUsers,
  STRANGER,
  summaryOf,
  UNREAD,
} from '../../a-snapshot.js';

const ROLE = { excludeRoles: [GLOBAL_ADMINISTRATOR] };

function excluding(users: Partial<PolicyUsers>, overrides: Partial<ConditionalAccessPolicy> = {}) {
  return policiesOf(aPolicy({ users: someUsers({ includeUsers: ['All'], ...users }), ...overrides }));
}

const withFirst = (account: Partial<AccountReading>) => ({ accounts: [anAccount(FIRST, account), anAccount(SECOND)] });

describe('BG-CA-11', () => {
  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    ['excluded by a group', {}, ['pass']],
    ['excluded by its role alone', excluding(ROLE), ['fail']],
    ['excluded by its role and by itself', excluding({ ...ROLE, excludeUsers: [FIRST] }), ['pass']],
    ['excluded by its role and by a group', excluding({ ...ROLE, excludeGroups: [EXCLUSION_GROUP] }), ['pass']],
    ['beside the exclusion of a role that it does not hold', excluding({ excludeRoles: [STRANGER] }), ['pass']],
    ['excluded by its role in report-only', excluding(ROLE, { state: 'enabledForReportingButNotEnforced' }), ['fail']],
    ['excluded by its role in a disabled policy', excluding(ROLE, { state: 'disabled' }), ['notApplicable']],
    ['without any policy', policiesOf(), ['notApplicable']],
    [
      'with unread memberships, which may be a better reason',
      { ...excluding({ ...ROLE, excludeGroups: [EXCLUSION_GROUP] }), ...withFirst({ memberships: UNREAD }) },
      ['error'],
    ],
    ['with unread memberships and no excluded role', withFirst({ memberships: UNREAD }), ['pass']],
    [
      'with a role that nobody could look up',
      { ...excluding(ROLE), roleAssignments: UNREAD, ...withFirst({ memberships: UNREAD }) },
      ['error'],
    ],
    [
      'with unread eligibilities, which exclude nobody before they are activated',
      { ...excluding(ROLE), roleEligibilityScheduleInstances: UNREAD },
      ['fail'],
    ],
    ['excluded by a group, with unread eligibilities', { roleEligibilityScheduleInstances: UNREAD }, ['pass']],
    ['with unread policies', { policies: UNREAD }, ['error']],
    ['with an unread beta list', { betaPolicies: UNREAD }, ['error']],
    ['with an unread user', withFirst({ user: UNREAD }), ['error']],
    ['by its role, while the beta list is unread', { ...excluding(ROLE), betaPolicies: UNREAD }, ['fail', 'error']],
  ])('%s', (_, overrides, outcomes) => {
    expect(outcomesFor(notExcludedByRole, FIRST, aSnapshot(overrides))).toEqual(outcomes);
  });

  test('a fail names the policy and the order of the steps', () => {
    const summary = summaryOf(notExcludedByRole, FIRST, 'fail', aSnapshot(excluding(ROLE)));
    expect(summary).toContain('"MFA for everybody"');
    expect(summary).toContain('exclude the account itself, then take the role out');
  });
});
