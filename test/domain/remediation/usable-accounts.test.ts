import { describe, expect, test } from '@jest/globals';
import { usabilityOf, usableAccounts } from '../../../src/domain/remediation/usable-accounts.js';
import type { AccountReading, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  anAccount,
  aPolicy,
  aSnapshot,
  aUser,
  EXCLUSION_GROUP,
  FIRST,
  grant,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  someMemberships,
  someUsers,
  UNREAD,
} from '../a-snapshot.js';

const EVERYBODY = someUsers({ includeUsers: ['All'] });
const BLOCK = grant({ builtInControls: ['block'] });

function withFirst(overrides: Partial<AccountReading>, rest: Partial<TenantSnapshot> = {}): TenantSnapshot {
  return aSnapshot({ accounts: [anAccount(FIRST, overrides), anAccount(SECOND)], ...rest });
}

function firstOf(snapshot: TenantSnapshot): string {
  const reading = snapshot.accounts.find(({ id }) => id === FIRST);
  return reading === undefined ? 'missing' : usabilityOf(snapshot, reading);
}

test('accounts with everything they need are usable', () => {
  expect(usableAccounts(aSnapshot())).toEqual([FIRST, SECOND]);
});

test('only the account that lacks something drops out', () => {
  expect(usableAccounts(withFirst({ user: read(null) }))).toEqual([SECOND]);
});

describe('an account', () => {
  const noRole = {
    memberships: read(someMemberships({ roleTemplateIds: [] })),
  };
  const onlySecond = read([{ principalId: SECOND, directoryScopeId: '/' }]);

  test.each([
    { what: 'that does not exist', tenant: withFirst({ user: read(null) }), is: 'notUsable' },
    { what: 'that was not read', tenant: withFirst({ user: UNREAD }), is: 'unknown' },
    {
      what: 'that is disabled',
      tenant: withFirst({ user: read(aUser(FIRST, { accountEnabled: false })) }),
      is: 'notUsable',
    },
    {
      what: 'of which Graph does not say whether it is enabled',
      tenant: withFirst({ user: read(aUser(FIRST, { accountEnabled: null })) }),
      is: 'unknown',
    },
    { what: 'without the role', tenant: withFirst(noRole, { roleAssignments: onlySecond }), is: 'notUsable' },
    {
      what: 'with the role for an administrative unit alone',
      tenant: withFirst(noRole, {
        roleAssignments: read([{ principalId: FIRST, directoryScopeId: '/administrativeUnits/1' }]),
      }),
      is: 'notUsable',
    },
    {
      what: 'with the role through its group',
      tenant: withFirst(noRole, { roleAssignments: read([{ principalId: EXCLUSION_GROUP, directoryScopeId: '/' }]) }),
      is: 'usable',
    },
    { what: 'whose role was not read', tenant: withFirst(noRole, { roleAssignments: UNREAD }), is: 'unknown' },
    {
      what: 'with a phone alone',
      tenant: withFirst({ authenticationMethods: read([aMethod('phone')]) }),
      is: 'notUsable',
    },
    { what: 'whose methods were not read', tenant: withFirst({ authenticationMethods: UNREAD }), is: 'unknown' },
    {
      what: 'that a block reaches',
      tenant: aSnapshot(policiesOf(aPolicy({ users: EVERYBODY, grantControls: BLOCK }))),
      is: 'notUsable',
    },
    {
      what: 'that a demand reaches which it can answer',
      tenant: aSnapshot(policiesOf(aPolicy({ users: EVERYBODY }))),
      is: 'usable',
    },
    {
      what: 'that a report-only block reaches',
      tenant: aSnapshot(
        policiesOf(aPolicy({ users: EVERYBODY, grantControls: BLOCK, state: 'enabledForReportingButNotEnforced' })),
      ),
      is: 'usable',
    },
    {
      what: 'that a block on labelled data reaches',
      tenant: aSnapshot(
        policiesOf(
          aPolicy({
            users: EVERYBODY,
            grantControls: BLOCK,
            applications: {
              includeApplications: [],
              excludeApplications: [],
              includeUserActions: [],
              includeAuthenticationContextClassReferences: ['c1'],
            },
          }),
        ),
      ),
      is: 'usable',
    },
    {
      what: 'that a block may reach through a group nobody read',
      tenant: withFirst(
        { memberships: UNREAD },
        policiesOf(aPolicy({ users: someUsers({ includeGroups: [OTHER_GROUP] }), grantControls: BLOCK })),
      ),
      is: 'unknown',
    },
    { what: 'under policies that were not read', tenant: aSnapshot({ policies: UNREAD }), is: 'unknown' },
  ])('$what is $is', ({ tenant, is }) => {
    expect(firstOf(tenant)).toBe(is);
  });

  test('that is proven out is not usable, whatever else is unknown', () => {
    const disabled = { user: read(aUser(FIRST, { accountEnabled: false })), authenticationMethods: UNREAD };
    expect(firstOf(withFirst(disabled))).toBe('notUsable');
  });
});
