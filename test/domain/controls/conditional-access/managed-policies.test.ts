import { describe, expect, test } from '@jest/globals';
import { managedPolicies } from '../../../../src/domain/controls/conditional-access/managed-policies.js';
import type { ConditionalAccessPolicy } from '../../../../src/domain/tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aPolicy,
  aSnapshot,
  anAccount,
  FIRST,
  outcomesFor,
  policiesOf,
  SECOND,
  someUsers,
  STRANGER,
  summaryOf,
  UNREAD,
} from '../../a-snapshot.js';

const EVERYBODY = someUsers({ includeUsers: ['All'] });
const REPORT_ONLY = 'enabledForReportingButNotEnforced';
const managed = (overrides: Partial<ConditionalAccessPolicy> = {}) =>
  policiesOf(aPolicy({ displayName: 'Microsoft-managed: Block', templateId: STRANGER, ...overrides }));

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
    ['an unread user', { ...managed(), accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)] }, ['error']],
  ])('%s', (_, overrides, outcomes) => {
    expect(outcomesFor(managedPolicies, FIRST, aSnapshot(overrides))).toEqual(outcomes);
  });

  test('not being in scope is enough where the setting says so', () => {
    const snapshot = aSnapshot(managed({ users: someUsers({ includeUsers: [STRANGER] }) }));
    expect(outcomesFor(managedPolicies, FIRST, snapshot, { caExclusion: 'effective' })).toEqual(['pass']);
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
