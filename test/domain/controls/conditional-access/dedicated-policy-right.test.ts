import { describe, expect, test } from '@jest/globals';
import { dedicatedPolicyRight } from '../../../../src/domain/controls/conditional-access/dedicated-policy-right.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import type {
  ConditionalAccessPolicy,
  PolicyAuthenticationStrength,
} from '../../../../src/domain/tenant/conditional-access-policy.js';
import type { AccountReading, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  aPolicy,
  aRegistration,
  aSnapshot,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  grant,
  MODEL,
  outcomesFor,
  policiesOf,
  read,
  SECOND,
  someUsers,
  STRANGER,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

const ID = 'dedicated';
const ACCOUNTS = someUsers({ includeUsers: [FIRST, SECOND] });
const CERTIFICATE = { methodsRegistered: ['x509CertificateMultiFactor'] };
const GROUP = someUsers({ includeGroups: [EXCLUSION_GROUP] });

function dedicated(overrides: Partial<ConditionalAccessPolicy> = {}): ConditionalAccessPolicy {
  return aPolicy({ id: ID, displayName: 'Emergency access', users: ACCOUNTS, ...overrides });
}

function strength(
  allowedCombinations: readonly string[] | null,
  overrides: Partial<PolicyAuthenticationStrength> = {},
) {
  const authenticationStrength = { id: 'custom', displayName: 'Keys', allowedCombinations, ...overrides };
  return { grantControls: grant({ operator: 'AND', builtInControls: [], authenticationStrength }) };
}

function controls(operator: string, ...builtInControls: readonly string[]) {
  return { grantControls: grant({ operator, builtInControls }) };
}

/** The strength of `strength`, as the tenant lists it; a key counts only if it is of one of the named models, where any is. */
function listed(...allowedAAGUIDs: readonly string[]): Pick<TenantSnapshot, 'authenticationStrengths'> {
  const fido2Restrictions = allowedAAGUIDs.length === 0 ? [] : [{ appliesToCombinations: ['fido2'], allowedAAGUIDs }];
  return {
    authenticationStrengths: read([
      { id: 'custom', displayName: 'Keys', allowedCombinations: ['fido2'], fido2Restrictions },
    ]),
  };
}

function withMethods(...kinds: readonly string[]): readonly AccountReading[] {
  return [anAccount(FIRST, { authenticationMethods: read(kinds.map((kind) => aMethod(kind))) }), anAccount(SECOND)];
}

function membersOf(transitiveMemberIds: TenantSnapshot['groups'][number]['transitiveMemberIds']) {
  return { groups: [{ id: EXCLUSION_GROUP, transitiveMemberIds }] };
}

describe('BG-CA-05 on a policy for emergency accounts only', () => {
  test.each<[string, Partial<ConditionalAccessPolicy>, Partial<TenantSnapshot>, string]>([
    ['with a strength that every account satisfies', strength(['fido2']), listed(), 'pass'],
    ['with a strength that names a model of every account', strength(['fido2']), listed(MODEL), 'pass'],
    ['with a strength that names other models', strength(['fido2']), listed(STRANGER), 'fail'],
    ['with a strength that the tenant does not list', strength(['fido2']), {}, 'error'],
    ['with a strength that was not read', strength(['fido2']), { authenticationStrengths: UNREAD }, 'error'],
    [
      'with a strength for certificates, one of which is reported for every account',
      strength(['x509CertificateMultiFactor']),
      { registrationDetails: read([FIRST, SECOND].map((id) => aRegistration(id, CERTIFICATE))) },
      'pass',
    ],
    ['with a strength for certificates that nobody has', strength(['x509CertificateMultiFactor']), {}, 'fail'],
    [
      'with a strength for certificates, the report unread',
      strength(['x509CertificateMultiFactor']),
      { registrationDetails: UNREAD },
      'error',
    ],
    ['with the built-in strength', strength(null, { id: '00000000-0000-0000-0000-000000000004' }), {}, 'pass'],
    ['with a strength that Graph did not expand', strength(null), {}, 'error'],
    ['with a strength that accepts a password and a text message', strength(['fido2', 'password,sms']), {}, 'fail'],
    ['with multifactor authentication', {}, {}, 'pass'],
    [
      'with session controls only',
      { grantControls: null, sessionControls: ['signInFrequency', 'persistentBrowser'] },
      {},
      'pass',
    ],
    [
      'that depends on another service for its session',
      { grantControls: null, sessionControls: ['cloudAppSecurity'] },
      {},
      'fail',
    ],
    ['for a group of accounts only', { users: GROUP }, membersOf(read([FIRST, SECOND])), 'pass'],
    ['that is report-only', { state: 'enabledForReportingButNotEnforced' }, {}, 'warn'],
    ['that excludes those it includes', { users: { ...ACCOUNTS, excludeUsers: [FIRST, SECOND] } }, {}, 'warn'],
    ['that blocks', controls('OR', 'block'), {}, 'fail'],
    ['that demands a compliant device', controls('OR', 'compliantDevice'), {}, 'fail'],
    ['that offers a compliant device as alternative', controls('OR', 'mfa', 'compliantDevice'), {}, 'fail'],
    ['that an account with a password only cannot satisfy', {}, { accounts: withMethods('password') }, 'fail'],
    ['that an account with a phone can satisfy', {}, { accounts: withMethods('password', 'phone') }, 'pass'],
    [
      'with a strength that an account with a phone cannot satisfy',
      strength(['fido2']),
      { accounts: withMethods('phone'), ...listed() },
      'fail',
    ],
    [
      'with a strength that a computer of the account satisfies',
      strength(['fido2', 'windowsHelloForBusiness']),
      { accounts: withMethods('windowsHelloForBusiness'), ...listed() },
      'pass',
    ],
  ])('%s', (_, policy, overrides, outcome) => {
    const snapshot = aSnapshot({ ...policiesOf(dedicated(policy)), ...overrides });

    expect(outcomesFor(dedicatedPolicyRight, ID, snapshot)).toEqual([outcome]);
  });

  test.each<[string, Partial<ConditionalAccessPolicy>, string | undefined]>([
    ['that blocks is a lock-out', controls('OR', 'block'), 'critical'],
    ['that demands a device and a method is a lock-out', controls('AND', 'mfa', 'compliantDevice'), 'critical'],
    ['that offers a device as alternative is not', controls('OR', 'mfa', 'compliantDevice'), 'high'],
    [
      'that would block once enabled is one to come',
      { ...controls('OR', 'block'), state: 'enabledForReportingButNotEnforced' },
      'high',
    ],
  ])('a policy %s', (_, policy, severity) => {
    const judgements = dedicatedPolicyRight.evaluate(aSnapshot(policiesOf(dedicated(policy))), DEFAULT_SETTINGS);

    expect(judgements.map((judgement) => judgement.severity)).toEqual([severity]);
  });

  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    [
      'the methods of an account',
      { accounts: [anAccount(FIRST, { authenticationMethods: UNREAD }), anAccount(SECOND)] },
      ['error'],
    ],
    ['an account', { accounts: [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)] }, ['error']],
    [
      'nothing of an account that does not exist',
      { accounts: [anAccount(FIRST, { user: read(null), authenticationMethods: UNREAD }), anAccount(SECOND)] },
      ['pass'],
    ],
    ['the beta list', { betaPolicies: UNREAD }, []],
  ])('without %s it is not called right', (_, overrides, outcomes) => {
    const snapshot = aSnapshot({ ...policiesOf(dedicated()), ...overrides });

    expect(outcomesFor(dedicatedPolicyRight, ID, snapshot)).toEqual(outcomes);
  });

  test('a proven lock-out of one account is shown beside what is unknown of another', () => {
    const accounts = [...withMethods('password').slice(0, 1), anAccount(SECOND, { authenticationMethods: UNREAD })];
    const snapshot = aSnapshot({ ...policiesOf(dedicated()), accounts });

    expect(outcomesFor(dedicatedPolicyRight, ID, snapshot)).toEqual(['fail', 'error']);
  });
});

describe('BG-CA-05 on the tenant', () => {
  const none = policiesOf(aPolicy());
  const unreadMembers = { ...policiesOf(dedicated({ users: GROUP })), ...membersOf(UNREAD) };
  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    ['no dedicated policy', none, ['notApplicable']],
    [
      'a policy for an account and a stranger',
      policiesOf(dedicated({ users: someUsers({ includeUsers: [FIRST, STRANGER] }) })),
      ['notApplicable'],
    ],
    ['a disabled dedicated policy', policiesOf(dedicated({ state: 'disabled' })), ['notApplicable']],
    [
      'a policy for an empty group',
      { ...policiesOf(dedicated({ users: GROUP })), ...membersOf(read([])) },
      ['notApplicable'],
    ],
    ['a dedicated policy', policiesOf(dedicated()), []],
    ['nothing designated', { ...none, accounts: [] }, ['notApplicable']],
    ['unread policies', { policies: UNREAD }, ['error']],
    ['an unread beta list', { ...none, betaPolicies: UNREAD }, ['error']],
    ['a group whose members were not read', unreadMembers, ['error']],
  ])('with %s', (_, overrides, outcomes) => {
    expect(outcomesFor(dedicatedPolicyRight, TENANT, aSnapshot(overrides))).toEqual(outcomes);
  });

  test('the absence of a dedicated policy is a warning only where one is required', () => {
    const snapshot = aSnapshot(none);

    expect(outcomesFor(dedicatedPolicyRight, TENANT, snapshot, { requireDedicatedPolicy: true })).toEqual(['warn']);
    expect(outcomesFor(dedicatedPolicyRight, TENANT, snapshot, { requireDedicatedPolicy: false })).toEqual([
      'notApplicable',
    ]);
  });
});
