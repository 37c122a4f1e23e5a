import { describe, expect, test } from '@jest/globals';
import { phishingResistantMethod } from '../../../../src/domain/controls/authentication/phishing-resistant-method.js';
import type { AccountReading, AuthenticationMethod } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  aSnapshot,
  anAccount,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  summaryOf,
  TENANT,
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

  test('a fail says what v1.0 does not show', () => {
    const snapshot = snapshotWith({ authenticationMethods: read([aMethod('password')]) });

    expect(summaryOf(phishingResistantMethod, FIRST, 'fail', snapshot)).toContain('certificate-based');
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(phishingResistantMethod, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
