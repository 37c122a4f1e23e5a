import { describe, expect, test } from '@jest/globals';
import { guardPlan } from '../../../src/domain/remediation/lockout-guard.js';
import type { Change, RemediationPlan } from '../../../src/domain/remediation/plan.js';
import type { PolicyState } from '../../../src/domain/tenant/conditional-access-policy.js';
import type {
  AccountReading,
  DirectoryReference,
  ExclusionGroupReading,
  GroupMember,
  TenantSnapshot,
} from '../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  anAccount,
  anExclusionGroup,
  aPolicy,
  aSnapshot,
  aUser,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  someUsers,
  STRANGER,
  UNREAD,
} from '../a-snapshot.js';
import { aPlan, aStep, POLICY } from './a-request.js';

/** What the guard says of the changes beside exclusions, memberships and the dedicated policy. */

function codeOf(change: Change, snapshot: TenantSnapshot, overrides: Partial<RemediationPlan> = {}): string {
  const plan = aPlan({ targetAccountIds: [], steps: [aStep({ change })], ...overrides });
  const result = guardPlan(plan, snapshot);
  return result.ok ? 'ok' : result.code;
}

const ROLLBACK = { purpose: 'rollback' } as const;
const phone = { methodKind: 'phone', methodId: 'phone-1' };

describe('an account that nobody designated', () => {
  const REACHING: readonly ((accountId: string) => Change)[] = [
    (accountId) => ({ kind: 'setPasswordNeverExpires', accountId }),
    (accountId) => ({ kind: 'restoreUser', accountId }),
    (accountId) => ({ kind: 'excludeFromCampaign', accountId }),
    (accountId) => ({ kind: 'deleteAuthenticationMethod', accountId, ...phone }),
  ];
  const rows = REACHING.map((changeFor) => ({ kind: changeFor('').kind, changeFor }));

  test.each(rows)('is never reached by $kind, and a designated one is', ({ changeFor }) => {
    expect(codeOf(changeFor(STRANGER), aSnapshot())).toBe('PLAN_NOT_DESIGNATED');
    expect(codeOf(changeFor(STRANGER), aSnapshot(), ROLLBACK)).toBe('PLAN_NOT_DESIGNATED');
    expect(codeOf(changeFor(FIRST), aSnapshot())).toBe('ok');
  });
});

describe('deleting a method of an emergency account', () => {
  const change: Change = { kind: 'deleteAuthenticationMethod', accountId: FIRST, ...phone };
  const key: Change = { ...change, methodKind: 'fido2', methodId: 'fido2-1' };
  const withMethods = (
    authenticationMethods: AccountReading['authenticationMethods'],
    rest: Partial<AccountReading> = {},
  ) => aSnapshot({ accounts: [anAccount(FIRST, { authenticationMethods, ...rest }), anAccount(SECOND)] });
  const synced = aMethod('fido2', { id: 'fido2-2', passkeyType: 'synced' });

  test.each<{ what: string; code: string; change: Change; tenant: TenantSnapshot }>([
    { what: 'beside a key', code: 'ok', change, tenant: withMethods(read([aMethod('phone'), aMethod('fido2')])) },
    {
      what: 'that is its last key',
      code: 'PLAN_WOULD_REMOVE_LAST_METHOD',
      change: key,
      tenant: withMethods(read([aMethod('fido2'), aMethod('phone')])),
    },
    {
      what: 'that is one of two keys',
      code: 'ok',
      change: key,
      tenant: withMethods(read([aMethod('fido2'), aMethod('fido2', { id: 'fido2-3' })])),
    },
    {
      what: 'that is its last key but a synced one',
      code: 'PLAN_WOULD_REMOVE_LAST_METHOD',
      change: key,
      tenant: withMethods(read([aMethod('fido2'), synced])),
    },
    {
      what: 'where there is no key at all',
      code: 'PLAN_WOULD_REMOVE_LAST_METHOD',
      change,
      tenant: withMethods(read([aMethod('phone'), aMethod('password')])),
    },
    {
      what: 'where nobody read which there are',
      code: 'PLAN_WOULD_REMOVE_LAST_METHOD',
      change,
      tenant: withMethods(UNREAD),
    },
    {
      what: 'where the account is disabled',
      code: 'PLAN_WOULD_REMOVE_LAST_METHOD',
      change,
      tenant: withMethods(read([aMethod('phone'), aMethod('fido2')]), {
        user: read(aUser(FIRST, { accountEnabled: false })),
      }),
    },
  ])('$what is $code', ({ code, change: deletion, tenant }) => {
    expect(codeOf(deletion, tenant)).toBe(code);
  });

  test('is held against each step of a plan', () => {
    const twoKeys = withMethods(read([aMethod('fido2'), aMethod('fido2', { id: 'fido2-3' })]));
    const steps = [aStep({ change: key }), aStep({ change: { ...key, methodId: 'fido2-3' } })];
    expect(codeOf(key, twoKeys, { steps })).toBe('PLAN_WOULD_REMOVE_LAST_METHOD');
  });
});

describe('an ID in the exclusions of a policy', () => {
  const tenantWith = (
    objectId: string,
    state: DirectoryReference['state'] | 'unread',
    policy: PolicyState = 'enabled',
  ): TenantSnapshot =>
    aSnapshot({
      ...policiesOf(
        aPolicy({
          state: policy,
          users: someUsers({ includeUsers: ['All'], excludeUsers: [objectId], excludeGroups: [EXCLUSION_GROUP] }),
        }),
      ),
      references: state === 'unread' ? UNREAD : read([{ id: objectId, state, kind: null, displayName: null }]),
    });
  const remove = (objectId: string): Change => ({
    kind: 'removeStaleReference',
    policyId: POLICY,
    list: 'excludeUsers',
    objectId,
  });

  test.each([
    { state: 'notFound', code: 'ok' },
    { state: 'softDeleted', code: 'PLAN_REFERENCE_NOT_GONE' },
    { state: 'exists', code: 'PLAN_REFERENCE_NOT_GONE' },
    { state: 'unread', code: 'PLAN_REFERENCE_NOT_GONE' },
  ] as const)('that is $state in the newest scan is $code', ({ state, code }) => {
    expect(codeOf(remove(STRANGER), tenantWith(STRANGER, state))).toBe(code);
    expect(codeOf(remove(STRANGER), tenantWith(STRANGER, state), ROLLBACK)).toBe(code);
  });

  test('that nobody looked up is not taken away, and one that is not there any more does no harm', () => {
    expect(codeOf(remove(STRANGER), aSnapshot({ ...tenantWith(STRANGER, 'notFound'), references: read([]) }))).toBe(
      'PLAN_REFERENCE_NOT_GONE',
    );
    expect(codeOf(remove(STRANGER), tenantWith(OTHER_GROUP, 'notFound'))).toBe('ok');
    expect(codeOf(remove(STRANGER), aSnapshot({ policies: UNREAD }))).toBe('PLAN_REFERENCE_NOT_GONE');
  });

  test('of a designated account stays in a policy that is on, though the account is gone', () => {
    expect(codeOf(remove(FIRST), tenantWith(FIRST, 'notFound'))).toBe('PLAN_WOULD_REMOVE_EXCLUSION');
    expect(codeOf(remove(FIRST), tenantWith(FIRST, 'notFound', 'disabled'))).toBe('ok');
  });

  test('of a group that excludes an emergency account stays', () => {
    const group: Change = {
      kind: 'removeStaleReference',
      policyId: POLICY,
      list: 'excludeGroups',
      objectId: EXCLUSION_GROUP,
    };
    expect(codeOf(group, aSnapshot())).toBe('PLAN_WOULD_REMOVE_EXCLUSION');
  });

  test('comes back by a rollback alone, and only while nothing has it', () => {
    const putBack: Change = {
      kind: 'putBackStaleReference',
      policyId: POLICY,
      list: 'excludeUsers',
      objectId: STRANGER,
    };

    expect(codeOf(putBack, tenantWith(STRANGER, 'notFound'))).toBe('PLAN_WOULD_REMOVE_PROTECTION');
    expect(codeOf(putBack, tenantWith(STRANGER, 'notFound'), ROLLBACK)).toBe('ok');
    expect(codeOf(putBack, tenantWith(STRANGER, 'exists'), ROLLBACK)).toBe('PLAN_NOT_DESIGNATED');
    expect(codeOf(putBack, tenantWith(STRANGER, 'softDeleted'), ROLLBACK)).toBe('PLAN_NOT_DESIGNATED');
  });

  test('does not come back while nobody has looked whether something has it again', () => {
    const putBack: Change = {
      kind: 'putBackStaleReference',
      policyId: POLICY,
      list: 'excludeUsers',
      objectId: STRANGER,
    };

    expect(codeOf(putBack, aSnapshot({ references: UNREAD }), ROLLBACK)).toBe('PLAN_NOT_DESIGNATED');
    expect(codeOf(putBack, aSnapshot({ references: read([]) }), ROLLBACK)).toBe('PLAN_NOT_DESIGNATED');
  });
});

describe('a member of a group that policies exclude', () => {
  const USER: GroupMember = { id: STRANGER, kind: 'user', name: null };
  const withMembers = (members: ExclusionGroupReading['members']) =>
    aSnapshot({ exclusionGroups: [anExclusionGroup([FIRST, SECOND], { members })] });
  const expel: Change = { kind: 'removeGroupMember', groupId: EXCLUSION_GROUP, accountId: STRANGER };

  test.each([
    { what: 'a user', members: read([USER]), code: 'ok' },
    { what: 'not in it any more', members: read([]), code: 'ok' },
    { what: 'a group', members: read([{ ...USER, kind: 'group' }]), code: 'PLAN_MEMBER_NOT_A_USER' },
    { what: 'not read', members: UNREAD, code: 'PLAN_MEMBER_NOT_A_USER' },
  ])('that is $what is $code', ({ members, code }) => {
    expect(codeOf(expel, withMembers(members))).toBe(code);
  });

  test('may leave a group that no policy excludes, and a group nobody looked at keeps its members', () => {
    expect(codeOf({ ...expel, groupId: OTHER_GROUP }, withMembers(UNREAD))).toBe('ok');
    expect(codeOf(expel, aSnapshot({ exclusionGroups: [] }))).toBe('PLAN_MEMBER_NOT_A_USER');
  });

  test('does not come back by a rollback', () => {
    expect(codeOf({ ...expel, kind: 'addGroupMember' }, withMembers(read([])), ROLLBACK)).toBe('PLAN_NOT_DESIGNATED');
  });
});

describe('a change that only takes back', () => {
  test.each<{ change: Change; allowed: Change }>([
    {
      change: { kind: 'clearPasswordNeverExpires', accountId: FIRST },
      allowed: { kind: 'setPasswordNeverExpires', accountId: FIRST },
    },
    {
      change: { kind: 'includeInCampaign', accountId: FIRST },
      allowed: { kind: 'excludeFromCampaign', accountId: FIRST },
    },
    {
      change: { kind: 'setAdministratorsSspr', allowed: true },
      allowed: { kind: 'setAdministratorsSspr', allowed: false },
    },
  ])('is no fix but part of a rollback: $change.kind', ({ change, allowed }) => {
    expect(codeOf(change, aSnapshot())).toBe('PLAN_WOULD_REMOVE_PROTECTION');
    expect(codeOf(change, aSnapshot(), ROLLBACK)).toBe('ok');
    expect(codeOf(allowed, aSnapshot())).toBe('ok');
  });
});

test('a setting passes as it is, beside a tenant that nobody could read', () => {
  const blind = aSnapshot({ policies: UNREAD, accounts: [anAccount(FIRST, { user: UNREAD })] });
  const setting = { purpose: 'setting' } as const;

  expect(codeOf({ kind: 'setControlMode', controlId: 'BG-CA-01', mode: 'automatic' }, blind, setting)).toBe('ok');
  expect(codeOf({ kind: 'resumeWriting' }, blind, setting)).toBe('ok');
});
