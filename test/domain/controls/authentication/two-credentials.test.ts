import { describe, expect, test } from '@jest/globals';
import { twoCredentials } from '../../../../src/domain/controls/authentication/two-credentials.js';
import type { Outcome } from '../../../../src/domain/controls/control.js';
import type { AccountReading, AuthenticationMethod, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  aMethodConfiguration,
  aRegistration,
  aSnapshot,
  anAccount,
  CUSTODIAN,
  FIRST,
  MODEL,
  OTHER_MODEL,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  summaryOf,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';

const key = (id: string, aaGuid: string | null = MODEL) => aMethod('fido2', { id, aaGuid });
const REPORTED = {
  registrationDetails: read([aRegistration(FIRST, { methodsRegistered: ['x509CertificateMultiFactor'] })]),
};
const OFF = {
  authenticationMethodsPolicy: read({
    registrationCampaign: null,
    configurations: [aMethodConfiguration({ id: 'X509Certificate', state: 'disabled' as const })],
  }),
};

function snapshotWith(methods: readonly AuthenticationMethod[], overrides: Partial<TenantSnapshot> = {}) {
  const accounts = [anAccount(FIRST, { authenticationMethods: read(methods) }), anAccount(SECOND)];
  return aSnapshot({ accounts, ...overrides });
}

describe('BG-AUTH-03 on an account', () => {
  test.each<[string, readonly AuthenticationMethod[], Partial<TenantSnapshot>, Outcome]>([
    ['two keys', [key('a'), key('b')], {}, 'pass'],
    ['one key', [key('a')], {}, 'warn'],
    ['a key and a synced passkey', [key('a'), aMethod('fido2', { id: 'b', passkeyType: 'synced' })], {}, 'warn'],
    ['a key and a phone', [key('a'), aMethod('phone')], {}, 'warn'],
    ['no key', [aMethod('password')], {}, 'warn'],
    ['a key and a reported certificate', [key('a')], REPORTED, 'pass'],
    ['a reported certificate alone', [], REPORTED, 'warn'],
    ['a key and a certificate that is switched off', [key('a')], { ...REPORTED, ...OFF }, 'warn'],
    ['a key, the report unread', [key('a')], { registrationDetails: UNREAD }, 'error'],
    ['a key, no licence for the report', [key('a')], { registrationDetails: UNLICENSED }, 'warn'],
    ['a key, the report unread and certificates off', [key('a')], { registrationDetails: UNREAD, ...OFF }, 'warn'],
    ['two keys, the report unread', [key('a'), key('b')], { registrationDetails: UNREAD }, 'pass'],
  ])('%s', (_, methods, overrides, outcome) => {
    expect(outcomesFor(twoCredentials, FIRST, snapshotWith(methods, overrides))).toEqual([outcome]);
  });

  test.each([
    ['one model', MODEL, true],
    ['two models', OTHER_MODEL, false],
  ])('two keys of %s', (_, second, isSaid) => {
    const summary = summaryOf(twoCredentials, FIRST, 'pass', snapshotWith([key('a'), key('b', second)]));

    expect(summary.includes('one model')).toBe(isSaid);
  });

  test.each<[string, Partial<AccountReading>]>([
    ['methods', { authenticationMethods: UNREAD }],
    ['user', { user: UNREAD }],
  ])('an account whose %s was not read is unknown', (_, first) => {
    const snapshot = aSnapshot({ accounts: [anAccount(FIRST, first), anAccount(SECOND)] });

    expect(outcomesFor(twoCredentials, FIRST, snapshot)).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(twoCredentials, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});

describe('BG-AUTH-03 on the tenant', () => {
  const admins = (...methods: readonly (readonly string[])[]) => ({
    registrationDetails: read(
      methods.map((methodsRegistered, index) =>
        aRegistration(index === 0 ? CUSTODIAN : STRANGER, { methodsRegistered }),
      ),
    ),
  });
  const accountsWith = (...methods: readonly AuthenticationMethod[]) => ({
    accounts: [FIRST, SECOND].map((id) =>
      anAccount(id, { authenticationMethods: read([aMethod('password'), ...methods]) }),
    ),
  });
  const KEYS_ONLY = admins(['fido2SecurityKey'], ['passKeyDeviceBound']);
  const ONE_MODEL = accountsWith(key('a'), key('b'));

  test.each<[string, Partial<TenantSnapshot>, Outcome]>([
    ['administrators with several methods', { ...admins(['fido2SecurityKey', 'mobilePhone']), ...ONE_MODEL }, 'pass'],
    ['keys of one model, as everybody has keys alone', { ...KEYS_ONLY, ...ONE_MODEL }, 'warn'],
    [
      'keys of two models, as everybody has keys alone',
      { ...KEYS_ONLY, ...accountsWith(key('a'), key('b', OTHER_MODEL)) },
      'pass',
    ],
    [
      'keys without model, as everybody has keys alone: unknown',
      { ...KEYS_ONLY, ...accountsWith(key('a', null), key('b', null)) },
      'error',
    ],
    ['a phone beside the keys', { ...KEYS_ONLY, ...accountsWith(key('a'), aMethod('phone')) }, 'pass'],
    ['an administrator without any method', { ...admins(['fido2SecurityKey'], []), ...ONE_MODEL }, 'pass'],
    ['phones alone', { ...admins(['phone']), ...accountsWith(aMethod('phone')) }, 'warn'],
    ['no other administrator', { registrationDetails: read([aRegistration(FIRST)]) }, 'notApplicable'],
    ['the report unread', { registrationDetails: UNREAD }, 'error'],
    ['no licence for the report', { registrationDetails: UNLICENSED }, 'notApplicable'],
    [
      'keys alone, and an account whose methods are unread',
      {
        ...KEYS_ONLY,
        accounts: [...ONE_MODEL.accounts.slice(0, 1), anAccount(SECOND, { authenticationMethods: UNREAD })],
      },
      'error',
    ],
  ])('%s', (_, overrides, outcome) => {
    expect(outcomesFor(twoCredentials, TENANT, aSnapshot(overrides))).toEqual([outcome]);
  });
});
