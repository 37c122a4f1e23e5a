import { describe, expect, test } from '@jest/globals';
import { applyChange } from '../../../src/domain/remediation/apply-change.js';
import { planFor } from '../../../src/domain/remediation/plan-for.js';
import { digestOf } from '../../../src/domain/tenant/canonical.js';
import type { AccountReading, DirectoryUser, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  anAccount,
  aPolicy,
  aSnapshot,
  aUser,
  FIRST,
  grant,
  policiesOf,
  read,
  SECOND,
  someUsers,
  UNREAD,
} from '../a-snapshot.js';
import { CONTEXT, codeFrom, findingOf, planFrom } from './planning.js';

/** An account outside any restricted unit, so that a token for the whole directory reaches it. */
function withFirst(
  user: Partial<DirectoryUser>,
  overrides: Partial<AccountReading> = {},
  rest: Partial<TenantSnapshot> = {},
): TenantSnapshot {
  const first = anAccount(FIRST, {
    user: read(aUser(FIRST, { isManagementRestricted: false, ...user })),
    ...overrides,
  });
  return aSnapshot({ accounts: [first, anAccount(SECOND)], ...rest });
}

const NAME = 'account-1111@contoso.onmicrosoft.com';

describe('a password that expires', () => {
  const domain = {
    id: 'contoso.onmicrosoft.com',
    authenticationType: 'Managed',
    isInitial: true,
    isRoot: true,
    isVerified: true,
    passwordValidityPeriodInDays: 90,
  } as const;
  const expiring = (user: Partial<DirectoryUser> = {}, rest: Partial<TenantSnapshot> = {}) =>
    withFirst({ passwordPolicies: null, ...user }, {}, { domains: read([domain]), ...rest });
  const plan = planFrom(expiring(), 'BG-ACC-07');

  test('is set to never expire with the token of an approver, and nothing else of the account changes', () => {
    expect(plan).toMatchObject({ risk: 'low', targetAccountIds: [FIRST] });
    expect(plan.steps).toMatchObject([
      {
        fixId: 'F7',
        executor: 'approver',
        change: { kind: 'setPasswordNeverExpires', accountId: FIRST },
        before: 'not set',
        after: 'DisablePasswordExpiration',
        role: 'Privileged Authentication Administrator',
      },
    ]);
    expect(plan.steps[0]?.instructions.join(' ')).toContain(`-UserId ${FIRST}`);
    expect(plan.steps[0]?.portalUrl).toContain(FIRST);
  });

  test('is planned on the password policies as the scan saw them', () => {
    expect(plan.preconditions).toMatchObject([
      { object: { kind: 'account', id: FIRST, name: NAME }, digest: digestOf({ passwordPolicies: null }) },
    ]);
  });

  test('keeps its other flags, and a weak one is pointed out', () => {
    const weak = planFrom(expiring({ passwordPolicies: 'DisableStrongPassword' }), 'BG-ACC-07');

    expect(weak.steps[0]?.after).toBe('DisablePasswordExpiration, DisableStrongPassword');
    expect(weak.blastRadius).toContain('DisableStrongPassword');
    expect(plan.blastRadius).not.toContain('DisableStrongPassword');
  });

  test('in a restricted unit is changed by a person with a role for that unit', () => {
    const [step] = planFrom(expiring({ isManagementRestricted: true }), 'BG-ACC-07').steps;

    expect(step).toMatchObject({ executor: 'human', change: null });
    expect(step?.instructions[0]).toContain('restricted management administrative unit');
  });

  const finding = findingOf(expiring(), 'BG-ACC-07', 'fail');
  test.each([
    {
      what: 'is on a federated domain',
      domains: read([{ ...domain, authenticationType: 'Federated' as const }]),
      code: 'PLAN_NOT_MANAGED',
    },
    { what: 'is on no domain of the list', domains: read([{ ...domain, id: 'other.com' }]), code: 'PLAN_NOT_MANAGED' },
    { what: 'is on a domain nobody read', domains: UNREAD, code: 'PLAN_NOT_PROVEN' },
  ])('that $what is refused', ({ domains, code }) => {
    expect(planFor(finding, expiring({}, { domains }), CONTEXT)).toMatchObject({ refusal: { code } });
  });

  test.each([
    { what: 'does not any more', user: { passwordPolicies: 'DisablePasswordExpiration' }, code: 'PLAN_NOTHING_TO_FIX' },
    { what: 'nobody read', user: { missingProperties: ['passwordPolicies'] }, code: 'PLAN_NOT_PROVEN' },
  ])('that $what is refused', ({ user, code }) => {
    expect(planFor(finding, expiring(user), CONTEXT)).toMatchObject({ refusal: { code } });
  });
});

describe('a deleted account', () => {
  const item = { id: FIRST, displayName: 'Emergency 1', deletedDateTime: '2026-02-20T08:00:00Z' };
  const deleted = (overrides: Partial<AccountReading> = {}) =>
    aSnapshot({
      accounts: [anAccount(FIRST, { user: read(null), deletedItem: read(item), ...overrides }), anAccount(SECOND)],
    });

  test('is restored with the token of an approver, two approvals, and the question who deleted it', () => {
    const plan = planFrom(deleted(), 'BG-ACC-08');

    expect(plan).toMatchObject({ risk: 'high', targetAccountIds: [FIRST] });
    expect(plan.steps).toMatchObject([
      {
        fixId: 'F8',
        executor: 'approver',
        change: { kind: 'restoreUser', accountId: FIRST },
        object: { type: 'account', id: FIRST, name: 'Emergency 1' },
        before: 'deleted on 2026-02-20T08:00:00Z',
      },
    ]);
    expect(plan.steps[0]?.instructions[0]).toContain('who deleted it');
    expect(plan.preconditions).toMatchObject([{ digest: digestOf(item) }]);
  });

  test.each([
    { what: 'is gone for good', tenant: deleted({ deletedItem: read(null) }) },
    { what: 'may be gone for good', tenant: deleted({ deletedItem: UNREAD }) },
    { what: 'is back', tenant: aSnapshot() },
    { what: 'may be back', tenant: deleted({ user: UNREAD }) },
  ])('that $what is not restored', ({ tenant }) => {
    const finding = findingOf(deleted(), 'BG-ACC-08', 'fail');
    expect(planFor(finding, tenant, CONTEXT)).toMatchObject({ refusal: { code: 'PLAN_NOTHING_TO_RESTORE' } });
  });
});

describe('weak methods', () => {
  const KEY = aMethod('fido2');
  const PHONE = aMethod('phone');
  const withMethods = (methods: AccountReading['authenticationMethods'], user: Partial<DirectoryUser> = {}) =>
    withFirst(user, { authenticationMethods: methods });
  const weak = withMethods(
    read([KEY, aMethod('microsoftAuthenticator'), PHONE, aMethod('email'), aMethod('softwareOath')]),
  );
  const plan = planFrom(weak, 'BG-AUTH-02');

  test('are deleted one after the other, the likeliest default last, with two approvals', () => {
    expect(plan).toMatchObject({ risk: 'high', targetAccountIds: [FIRST] });
    expect(plan.steps.map(({ executor, change }) => [executor, change])).toEqual(
      ['email', 'phone', 'softwareOath', 'microsoftAuthenticator'].map((kind) => [
        'approver',
        { kind: 'deleteAuthenticationMethod', accountId: FIRST, methodKind: kind, methodId: `${kind}-1` },
      ]),
    );
  });

  test('cannot be had back, and the plan says so', () => {
    expect(plan.blastRadius).toContain('cannot be undone');
    expect(plan.steps.map(({ undo }) => undo.startsWith('Cannot be undone'))).toEqual([true, true, true, true]);
  });

  test('take one precondition: all methods of the account', () => {
    const methods = ['fido2', 'microsoftAuthenticator', 'phone', 'email', 'softwareOath'];
    expect(plan.preconditions).toMatchObject([
      { object: { id: FIRST }, digest: digestOf({ methods: methods.map((kind) => ({ kind, id: `${kind}-1` })) }) },
    ]);
  });

  test('go the other phones before the first mobile one', () => {
    const mobile = aMethod('phone', { id: '3179e48a-750b-4051-897c-87b9720928f7' });
    const { steps } = planFrom(withMethods(read([KEY, mobile, PHONE])), 'BG-AUTH-02');
    expect(steps.map(({ change }) => change?.kind === 'deleteAuthenticationMethod' && change.methodId)).toEqual([
      PHONE.id,
      mobile.id,
    ]);
  });

  test('leave a finding of its own to those that are only doubtful', () => {
    const both = withMethods(read([KEY, PHONE, aMethod('temporaryAccessPass')]));
    const doubtful = withMethods(read([KEY, aMethod('temporaryAccessPass')]));
    const kinds = (tenant: TenantSnapshot, outcome: 'fail' | 'warn') =>
      planFrom(tenant, 'BG-AUTH-02', outcome).steps.map(({ before }) => before);

    expect(kinds(both, 'fail')).toEqual(['phone is registered']);
    expect(kinds(doubtful, 'warn')).toEqual(['temporaryAccessPass is registered']);
  });

  test('that Graph cannot delete are for people', () => {
    const steps = planFrom(withMethods(read([KEY, PHONE, aMethod('qrCodePin')])), 'BG-AUTH-02').steps;
    expect(steps.map(({ executor, change }) => [executor, change === null])).toEqual([
      ['human', true],
      ['approver', false],
    ]);
  });

  test('in a restricted unit are for people with a role for that unit', () => {
    const [step] = planFrom(withMethods(read([KEY, PHONE]), { isManagementRestricted: true }), 'BG-AUTH-02').steps;
    expect(step).toMatchObject({ executor: 'human', change: null });
  });

  test.each([
    { what: 'there is no key', methods: [PHONE] },
    { what: 'the only key is on one computer', methods: [PHONE, aMethod('windowsHelloForBusiness')] },
    { what: 'the only key is a synced one', methods: [PHONE, aMethod('fido2', { passkeyType: 'synced' })] },
  ])('stay where $what', ({ methods }) => {
    expect(codeFrom(withMethods(read(methods)), 'BG-AUTH-02', 'fail')).toBe('PLAN_METHOD_MISSING');
    expect(codeFrom(withMethods(read([...methods, KEY])), 'BG-AUTH-02', 'fail')).toBe('planned');
  });

  test('stay where the account does not get in without them', () => {
    const policy = (builtInControls: readonly string[]) =>
      policiesOf(
        aPolicy({
          users: someUsers({ includeUsers: ['All'], excludeUsers: [SECOND] }),
          grantControls: grant({ builtInControls }),
        }),
      );
    const reached = (builtInControls: readonly string[]) =>
      withFirst({}, { authenticationMethods: read([KEY, PHONE]) }, policy(builtInControls));

    expect(codeFrom(reached(['block']), 'BG-AUTH-02', 'fail')).toBe('PLAN_FIX_OTHERS_FIRST');
    expect(codeFrom(reached(['mfa']), 'BG-AUTH-02', 'fail')).toBe('planned');
  });

  test('stay where the account is disabled anyway', () => {
    expect(codeFrom(withMethods(read([KEY, PHONE]), { accountEnabled: false }), 'BG-AUTH-02', 'fail')).toBe(
      'PLAN_FIX_OTHERS_FIRST',
    );
  });

  test('are gone after the plan, and the key is still there', () => {
    const after = plan.steps.reduce((tenant, { change }) => (change ? applyChange(tenant, change) : tenant), weak);
    expect(after.accounts[0]?.authenticationMethods).toMatchObject({ value: [KEY] });
  });
});
