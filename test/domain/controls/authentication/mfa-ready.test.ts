import { describe, expect, test } from '@jest/globals';
import { mfaReady } from '../../../../src/domain/controls/authentication/mfa-ready.js';
import type { Outcome } from '../../../../src/domain/controls/control.js';
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
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

const PASSWORD = [aMethod('password')];
const REPORTED = {
  registrationDetails: read([aRegistration(FIRST, { methodsRegistered: ['x509CertificateMultiFactor'] })]),
};
const OFF = {
  authenticationMethodsPolicy: read({
    registrationCampaign: null,
    configurations: [aMethodConfiguration({ id: 'X509Certificate', state: 'disabled' as const })],
  }),
};

function judge(first: Partial<AccountReading>, overrides: Partial<TenantSnapshot> = {}) {
  return outcomesFor(
    mfaReady,
    FIRST,
    aSnapshot({ ...overrides, accounts: [anAccount(FIRST, first), anAccount(SECOND)] }),
  );
}

describe('BG-AUTH-05', () => {
  test.each<[string, readonly AuthenticationMethod[], Partial<TenantSnapshot>, Outcome]>([
    ['a security key', [aMethod('fido2')], {}, 'pass'],
    ['a phone', [aMethod('phone')], {}, 'pass'],
    ['Windows Hello for Business', [aMethod('windowsHelloForBusiness')], {}, 'pass'],
    ['a password alone', PASSWORD, {}, 'fail'],
    ['a password and a mailbox', [...PASSWORD, aMethod('email')], {}, 'fail'],
    ['a temporary access pass, which ends', [aMethod('temporaryAccessPass')], {}, 'fail'],
    ['nothing', [], {}, 'fail'],
    ['a reported certificate', PASSWORD, REPORTED, 'pass'],
    ['a reported certificate that is switched off', PASSWORD, { ...REPORTED, ...OFF }, 'fail'],
    ['a certificate among the methods', [aMethod('x509Certificate')], {}, 'pass'],
    ['a password, the report unread', PASSWORD, { registrationDetails: UNREAD }, 'error'],
    ['a password, the report unread and certificates off', PASSWORD, { registrationDetails: UNREAD, ...OFF }, 'fail'],
    [
      'a reported certificate, the policy unread',
      PASSWORD,
      { ...REPORTED, authenticationMethodsPolicy: UNREAD },
      'error',
    ],
    [
      'a key, report and policy unread',
      [aMethod('fido2')],
      { registrationDetails: UNREAD, authenticationMethodsPolicy: UNREAD },
      'pass',
    ],
  ])('%s', (_, methods, overrides, outcome) => {
    expect(judge({ authenticationMethods: read(methods) }, overrides)).toEqual([outcome]);
  });

  test.each<[string, Partial<AccountReading>]>([
    ['methods', { authenticationMethods: UNREAD }],
    ['user', { user: UNREAD }],
  ])('an account whose %s was not read is unknown', (_, first) => {
    expect(judge(first)).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(mfaReady, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
