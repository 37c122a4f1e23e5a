import { describe, expect, test } from '@jest/globals';
import { noWeakMethod } from '../../../../src/domain/controls/authentication/no-weak-method.js';
import { weakMethodsOf } from '../../../../src/domain/controls/authentication/weak-methods.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import type { AccountReading, AuthenticationMethod, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
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

const STRONG = [aMethod('password'), aMethod('fido2')];
const SYNCED = aMethod('fido2', { id: 'synced', passkeyType: 'synced' });

function snapshotWith(first: Partial<AccountReading>) {
  return aSnapshot({ accounts: [anAccount(FIRST, first), anAccount(SECOND)] });
}

describe('BG-AUTH-02', () => {
  test.each<[string, readonly AuthenticationMethod[], string]>([
    ['nothing else', [], 'pass'],
    ['a certificate', [aMethod('x509Certificate')], 'pass'],
    ['Windows Hello for Business', [aMethod('windowsHelloForBusiness')], 'pass'],
    ['a platform credential', [aMethod('platformCredential')], 'pass'],
    ['a key of which Graph does not say the type', [aMethod('fido2', { passkeyType: null })], 'pass'],
    ['a phone', [aMethod('phone')], 'fail'],
    ['Microsoft Authenticator', [aMethod('microsoftAuthenticator')], 'fail'],
    ['a mailbox', [aMethod('email')], 'fail'],
    ['a software token', [aMethod('softwareOath')], 'fail'],
    ['a QR code', [aMethod('qrCodePin')], 'fail'],
    ['a synced passkey', [SYNCED], 'warn'],
    ['a temporary access pass', [aMethod('temporaryAccessPass')], 'warn'],
    ['an external method', [aMethod('external')], 'warn'],
    ['a kind that Graph added later', [aMethod('telepathy')], 'warn'],
    ['a synced passkey and a phone', [SYNCED, aMethod('phone')], 'fail'],
  ])('an account with a password, a key, and %s', (_, others, outcome) => {
    const snapshot = snapshotWith({ authenticationMethods: read([...STRONG, ...others]) });

    expect(outcomesFor(noWeakMethod, FIRST, snapshot)).toEqual([outcome]);
  });

  test('a password alone is not this control’s business', () => {
    const snapshot = snapshotWith({ authenticationMethods: read([aMethod('password')]) });

    expect(outcomesFor(noWeakMethod, FIRST, snapshot)).toEqual(['pass']);
  });

  test('the summary of a fail names what failed and leaves out what is merely fragile', () => {
    const methods = [...STRONG, SYNCED, aMethod('phone'), aMethod('phone', { id: 'second' }), aMethod('email')];
    const summary = summaryOf(noWeakMethod, FIRST, 'fail', snapshotWith({ authenticationMethods: read(methods) }));

    expect(summary).toContain('registered: email, phone.');
    expect(summary).not.toContain('synced');
  });

  test('every weak method is listed with what it is worth, each of a kind for itself', () => {
    const phones = [aMethod('phone', { id: 'a' }), aMethod('phone', { id: 'b' })];

    expect(weakMethodsOf([...STRONG, ...phones, SYNCED])).toEqual([
      { method: phones[0], outcome: 'fail' },
      { method: phones[1], outcome: 'fail' },
      { method: SYNCED, outcome: 'warn' },
    ]);
  });

  test.each<[string, Partial<AccountReading>]>([
    ['methods', { authenticationMethods: UNREAD }],
    ['user', { user: UNREAD }],
  ])('an account whose %s was not read is unknown', (_, reading) => {
    expect(outcomesFor(noWeakMethod, FIRST, snapshotWith(reading))).toEqual(['error']);
  });

  const REGISTERED = read([aRegistration(FIRST, { isSsprRegistered: true })]);
  test.each<[string, readonly AuthenticationMethod[], TenantSnapshot['registrationDetails'], string]>([
    ['registered for resetting the password', STRONG, REGISTERED, 'fail'],
    ['not registered for it', STRONG, read([aRegistration(FIRST)]), 'pass'],
    ['of which the report says nothing', STRONG, read([]), 'pass'],
    ['registered like somebody else', STRONG, read([aRegistration(SECOND, { isSsprRegistered: true })]), 'pass'],
    ['whose report was not read', STRONG, UNREAD, 'error'],
    ['whose report was not read, with a synced passkey', [...STRONG, SYNCED], UNREAD, 'error'],
    ['whose report was not read, with a phone', [...STRONG, aMethod('phone')], UNREAD, 'fail'],
    ['without a licence for the report', STRONG, UNLICENSED, 'pass'],
  ])('an account %s', (_, methods, registrationDetails, outcome) => {
    const accounts = [anAccount(FIRST, { authenticationMethods: read(methods) }), anAccount(SECOND)];

    expect(outcomesFor(noWeakMethod, FIRST, aSnapshot({ accounts, registrationDetails }))).toEqual([outcome]);
  });

  test('without a licence for the report the pass says what it does not cover', () => {
    const snapshot = aSnapshot({ registrationDetails: UNLICENSED });

    expect(summaryOf(noWeakMethod, FIRST, 'pass', snapshot)).toContain('Microsoft Entra ID P1');
  });

  test.each<[readonly string[], string, boolean]>([
    [['phone'], 'pass', true],
    [['email'], 'fail', false],
    [[], 'fail', false],
  ])('a phone where %j are allowed', (allowedMethods, outcome, isNamed) => {
    const snapshot = snapshotWith({ authenticationMethods: read([...STRONG, aMethod('phone')]) });
    const judgement = noWeakMethod
      .evaluate(snapshot, { ...DEFAULT_SETTINGS, allowedMethods })
      .find(({ subject }) => subject.id === FIRST);

    expect(judgement?.outcome).toBe(outcome);
    expect(judgement?.summary.includes('"allowedMethods"')).toBe(isNamed);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(noWeakMethod, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
