import { describe, expect, test } from '@jest/globals';
import { phishingResistantMethod } from '../../../../src/domain/controls/authentication/phishing-resistant-method.js';
import type { MethodConfiguration } from '../../../../src/domain/tenant/authentication-policy.js';
import type { AccountReading, AuthenticationMethod, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  aMethodConfiguration,
  aRegistration,
  aSnapshot,
  anAccount,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  summaryOf,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';

function snapshotWith(first: Partial<AccountReading>) {
  return aSnapshot({ accounts: [anAccount(FIRST, first), anAccount(SECOND)] });
}

describe('BG-AUTH-01', () => {
  test.each<[string, readonly AuthenticationMethod[], string]>([
    ['a hardware-bound key', [aMethod('password'), aMethod('fido2')], 'pass'],
    ['a key of which Graph does not say the type', [aMethod('fido2', { passkeyType: null })], 'pass'],
    ['a certificate', [aMethod('x509Certificate')], 'pass'],
    ['a synced passkey', [aMethod('fido2', { passkeyType: 'synced' })], 'warn'],
    [
      'a synced passkey and a hardware-bound key',
      [aMethod('fido2', { passkeyType: 'synced' }), aMethod('fido2', { id: '2' })],
      'pass',
    ],
    ['Windows Hello for Business', [aMethod('windowsHelloForBusiness')], 'warn'],
    ['a platform credential', [aMethod('platformCredential')], 'warn'],
    ['weak methods only', [aMethod('password'), aMethod('phone'), aMethod('microsoftAuthenticator')], 'fail'],
    ['no method', [], 'fail'],
  ])('an account with %s', (_, methods, outcome) => {
    const snapshot = snapshotWith({ authenticationMethods: read(methods) });

    expect(outcomesFor(phishingResistantMethod, FIRST, snapshot)).toEqual([outcome]);
  });

  test.each<[string, Partial<AccountReading>]>([
    ['methods', { authenticationMethods: UNREAD }],
    ['user', { user: UNREAD }],
  ])('an account whose %s was not read is unknown', (_, reading) => {
    expect(outcomesFor(phishingResistantMethod, FIRST, snapshotWith(reading))).toEqual(['error']);
  });

  const WITHOUT_KEY = { authenticationMethods: read([aMethod('password')]) };
  const REPORTED = {
    registrationDetails: read([aRegistration(FIRST, { methodsRegistered: ['x509CertificateMultiFactor'] })]),
  };
  const configured = (...configurations: readonly MethodConfiguration[]) => ({
    authenticationMethodsPolicy: read({ registrationCampaign: null, configurations }),
  });
  const OFF = configured(aMethodConfiguration({ id: 'X509Certificate', state: 'disabled' }));

  test.each<[string, Partial<TenantSnapshot>, string]>([
    ['a reported certificate', REPORTED, 'pass'],
    ['a reported certificate of somebody else', { registrationDetails: read([aRegistration(SECOND)]) }, 'fail'],
    ['a reported certificate, certificates switched off', { ...REPORTED, ...OFF }, 'fail'],
    ['a reported certificate, the policy unread', { ...REPORTED, authenticationMethodsPolicy: UNREAD }, 'error'],
    ['a reported certificate, its configuration not shown', { ...REPORTED, ...configured() }, 'error'],
    ['the report unread', { registrationDetails: UNREAD }, 'error'],
    ['no licence for the report', { registrationDetails: UNLICENSED }, 'error'],
    ['the report unread, certificates switched off', { registrationDetails: UNREAD, ...OFF }, 'fail'],
    ['no licence for the report, certificates switched off', { registrationDetails: UNLICENSED, ...OFF }, 'fail'],
  ])('an account with a password alone, and %s', (_, overrides, outcome) => {
    const accounts = [anAccount(FIRST, WITHOUT_KEY), anAccount(SECOND)];

    expect(outcomesFor(phishingResistantMethod, FIRST, aSnapshot({ accounts, ...overrides }))).toEqual([outcome]);
  });

  test.each<[string, readonly AuthenticationMethod[], string]>([
    ['a key', [aMethod('fido2')], 'pass'],
    ['a computer', [aMethod('windowsHelloForBusiness')], 'warn'],
  ])('of an account with %s the rest decides while the report is unread', (_, methods, outcome) => {
    const accounts = [anAccount(FIRST, { authenticationMethods: read(methods) }), anAccount(SECOND)];
    const snapshot = aSnapshot({ accounts, registrationDetails: UNREAD });

    expect(outcomesFor(phishingResistantMethod, FIRST, snapshot)).toEqual([outcome]);
  });

  test('a certificate that only the report shows is called so', () => {
    const accounts = [anAccount(FIRST, WITHOUT_KEY), anAccount(SECOND)];

    expect(summaryOf(phishingResistantMethod, FIRST, 'pass', aSnapshot({ accounts, ...REPORTED }))).toContain(
      'lags behind',
    );
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(phishingResistantMethod, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
