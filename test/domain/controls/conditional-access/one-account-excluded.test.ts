import { describe, expect, test } from '@jest/globals';
import { oneAccountExcluded } from '../../../../src/domain/controls/conditional-access/one-account-excluded.js';
import type { ConditionalAccessPolicy } from '../../../../src/domain/tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aPolicy,
  aSnapshot,
  anAccount,
  FIRST,
  OTHER_GROUP,
  outcomesFor,
  GLOBAL_ADMINISTRATOR,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

const BY_ROLE = aPolicy({ users: someUsers({ includeRoles: [GLOBAL_ADMINISTRATOR] }) });
const WITHOUT_ROLE = { memberships: read(someMemberships({ roleTemplateIds: [] })) };
const NO_ROLES: Partial<TenantSnapshot> = {
  accounts: [anAccount(FIRST, WITHOUT_ROLE), anAccount(SECOND, WITHOUT_ROLE)],
  roleAssignments: read([]),
  roleEligibilityScheduleInstances: read([]),
};

const EVERYBODY = someUsers({ includeUsers: ['All'] });

function excluding(id: string, ...accounts: readonly string[]): ConditionalAccessPolicy {
  return aPolicy({ id, users: { ...EVERYBODY, excludeUsers: accounts } });
}

const OUTSIDE = aPolicy({ id: 'outside', users: someUsers({ includeGroups: [OTHER_GROUP] }) });
const BY_GROUP = aPolicy({ id: 'by-group' });

describe('BG-CA-04', () => {
  test.each<[string, Partial<TenantSnapshot>, string]>([
    ['both accounts are excluded', policiesOf(excluding('a', FIRST, SECOND)), 'pass'],
    ['one account is excluded from all', policiesOf(excluding('a', FIRST, SECOND), excluding('b', FIRST)), 'pass'],
    ['each policy excludes another account', policiesOf(excluding('a', FIRST), excluding('b', SECOND)), 'fail'],
    ['no account is excluded', policiesOf(excluding('a')), 'fail'],
    ['the best account is merely out of scope of one', policiesOf(excluding('a', FIRST), OUTSIDE), 'warn'],
    [
      'a dedicated policy reaches both',
      policiesOf(excluding('a', FIRST), aPolicy({ id: 'd', users: someUsers({ includeUsers: [FIRST, SECOND] }) })),
      'pass',
    ],
    ['no policy targets users', policiesOf(), 'notApplicable'],
    ['nothing is designated', { accounts: [] }, 'notApplicable'],
    ['no designated account exists', { accounts: [anAccount(FIRST, { user: read(null) })] }, 'error'],
    ['the policies were not read', { policies: UNREAD }, 'error'],
    ['the beta list was not read', { betaPolicies: UNREAD }, 'error'],
    [
      'the beta list was not read, and every account is reached',
      { ...policiesOf(excluding('a')), betaPolicies: UNREAD },
      'fail',
    ],
    [
      'no memberships were read',
      {
        ...policiesOf(BY_GROUP),
        accounts: [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND, { memberships: UNREAD })],
      },
      'error',
    ],
    [
      'the memberships of one account were not read, and the other is excluded',
      { ...policiesOf(BY_GROUP), accounts: [anAccount(FIRST, { memberships: UNREAD }), anAccount(SECOND)] },
      'pass',
    ],
    [
      'one account was not read, and the other is reached',
      { ...policiesOf(excluding('a')), accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)] },
      'error',
    ],
    [
      'one account was not read, and the other is excluded',
      { ...policiesOf(excluding('a', SECOND)), accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)] },
      'pass',
    ],
    ['a policy is for a role that nobody holds', { ...policiesOf(BY_ROLE), ...NO_ROLES }, 'warn'],
    [
      'a policy is for a role, and who holds it was not read',
      { ...policiesOf(BY_ROLE), ...NO_ROLES, roleAssignments: UNREAD },
      'error',
    ],
  ])('when %s', (_, overrides, outcome) => {
    expect(outcomesFor(oneAccountExcluded, TENANT, aSnapshot(overrides))).toEqual([outcome]);
  });

  test.each([
    ['nobody may activate', read([]), 'pass'],
    ['nobody knows who may activate', UNREAD, 'error'],
  ])(
    'under the setting "effective", with a policy for a role that %s',
    (_, roleEligibilityScheduleInstances, outcome) => {
      const snapshot = aSnapshot({ ...policiesOf(BY_ROLE), ...NO_ROLES, roleEligibilityScheduleInstances });
      expect(outcomesFor(oneAccountExcluded, TENANT, snapshot, { caExclusion: 'effective' })).toEqual([outcome]);
    },
  );

  test('under the setting "effective" being out of scope is as good', () => {
    const snapshot = aSnapshot(policiesOf(excluding('a', FIRST), OUTSIDE));

    expect(outcomesFor(oneAccountExcluded, TENANT, snapshot, { caExclusion: 'effective' })).toEqual(['pass']);
  });
});
