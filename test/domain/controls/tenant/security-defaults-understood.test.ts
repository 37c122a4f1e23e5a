import { describe, expect, test } from '@jest/globals';
import { securityDefaultsUnderstood } from '../../../../src/domain/controls/tenant/security-defaults-understood.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  aPolicy,
  aSnapshot,
  anAccount,
  FIRST,
  outcomesFor,
  policiesOf,
  read,
  SECOND,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

const OFF = { securityDefaults: read({ isEnabled: false }) };
const ON = { securityDefaults: read({ isEnabled: true }) };
const PREVIEW = { id: 'preview', displayName: 'Preview', state: 'enabled' as const };

describe('BG-TEN-01', () => {
  test.each<[string, Partial<TenantSnapshot>, string]>([
    ['off, with enabled policies', OFF, 'pass'],
    ['off, with enabled policies and no beta list', { ...OFF, betaPolicies: UNREAD }, 'pass'],
    ['off, without any policy', { ...OFF, ...policiesOf() }, 'warn'],
    [
      'off, with a policy for workload identities only',
      { ...OFF, ...policiesOf(aPolicy({ users: null, targetsWorkloadIdentities: true })) },
      'warn',
    ],
    ['off, with a disabled policy only', { ...OFF, ...policiesOf(aPolicy({ state: 'disabled' })) }, 'warn'],
    ['off, with unread policies', { ...OFF, policies: UNREAD }, 'error'],
    [
      'off, without a policy on v1.0 and with one on beta',
      { ...OFF, ...policiesOf(), betaPolicies: read([PREVIEW]) },
      'error',
    ],
    [
      'off, without a policy on v1.0 and with an unread beta list',
      { ...OFF, ...policiesOf(), betaPolicies: UNREAD },
      'error',
    ],
    ['unread', { securityDefaults: UNREAD }, 'error'],
  ])('security defaults %s', (_, overrides, outcome) => {
    expect(outcomesFor(securityDefaultsUnderstood, TENANT, aSnapshot(overrides))).toEqual([outcome]);
  });

  test.each([
    ['has a security key', read([aMethod('fido2')]), 'pass'],
    ['has a synced passkey', read([aMethod('fido2', { passkeyType: 'synced' })]), 'warn'],
    ['has an authenticator app only', read([aMethod('password'), aMethod('microsoftAuthenticator')]), 'warn'],
    ['has a password only', read([aMethod('password')]), 'fail'],
    ['has methods that were not read', UNREAD, 'error'],
  ])('under security defaults an account that %s', (_, authenticationMethods, outcome) => {
    const accounts = [anAccount(FIRST, { authenticationMethods }), anAccount(SECOND)];

    expect(outcomesFor(securityDefaultsUnderstood, FIRST, aSnapshot({ ...ON, accounts }))).toEqual([outcome]);
  });

  test('under security defaults an account that was not read is unknown', () => {
    const accounts = [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)];

    expect(outcomesFor(securityDefaultsUnderstood, FIRST, aSnapshot({ ...ON, accounts }))).toEqual(['error']);
  });
});
