import { describe, expect, test } from '@jest/globals';
import { passwordNeverExpires } from '../../../../src/domain/controls/account/password-never-expires.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import type { DirectoryUser, Domain, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  aUser,
  anAccount,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  summaryOf,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

const NEVER = 2_147_483_647;

function aDomain(id: string, overrides: Partial<Domain> = {}): Domain {
  return {
    id,
    authenticationType: 'Managed',
    isInitial: false,
    isRoot: true,
    isVerified: true,
    passwordValidityPeriodInDays: 90,
    ...overrides,
  };
}

const EXPIRING = aDomain('contoso.com');
/** Nothing on the account itself keeps its password from expiring. */
const PLAIN: Partial<DirectoryUser> = {
  userPrincipalName: 'a@contoso.com',
  passwordPolicies: null,
  lastPasswordChangeDateTime: '2026-01-01T08:00:00Z',
};

function snapshotWith(
  user: Partial<DirectoryUser>,
  domains: readonly Domain[] = [EXPIRING],
  overrides: Partial<TenantSnapshot> = {},
) {
  const first = anAccount(FIRST, { user: read(aUser(FIRST, { ...PLAIN, ...user })) });
  return aSnapshot({ accounts: [first, anAccount(SECOND)], domains: read(domains), ...overrides });
}

describe('BG-ACC-07', () => {
  test.each<[string, string | null, string]>([
    ['no flag', null, 'fail'],
    ['the flag', 'DisablePasswordExpiration', 'pass'],
    ['the flag among others', 'DisableStrongPassword, DisablePasswordExpiration', 'pass'],
    ['the flag in another case', 'disablepasswordexpiration', 'pass'],
    ['another flag', 'DisableStrongPassword', 'fail'],
    ['None', 'None', 'fail'],
  ])('an account with %s on a domain where passwords expire', (_, passwordPolicies, outcome) => {
    expect(outcomesFor(passwordNeverExpires, FIRST, snapshotWith({ passwordPolicies }))).toEqual([outcome]);
  });

  test.each<[string, number | null, string]>([
    ['sets no validity', null, 'pass'],
    ['says never', NEVER, 'pass'],
    ['says one day less than never', NEVER - 1, 'fail'],
    ['says 90 days', 90, 'fail'],
    ['says 0 days', 0, 'fail'],
  ])('an account without the flag on a domain that %s', (_, passwordValidityPeriodInDays, outcome) => {
    const snapshot = snapshotWith({}, [aDomain('contoso.com', { passwordValidityPeriodInDays })]);

    expect(outcomesFor(passwordNeverExpires, FIRST, snapshot)).toEqual([outcome]);
  });

  const SUB = { isRoot: false, passwordValidityPeriodInDays: NEVER };
  const ROOT_NEVER = aDomain('contoso.com', { passwordValidityPeriodInDays: NEVER });
  test.each<[string, readonly Domain[], string]>([
    ['follows its root and not its own stale value', [aDomain('eu.contoso.com', SUB), EXPIRING], 'fail'],
    [
      'passes with its root whatever its own stale value',
      [aDomain('eu.contoso.com', { isRoot: false }), ROOT_NEVER],
      'pass',
    ],
    ['that is a root of its own does not follow the shorter one', [aDomain('eu.contoso.com'), ROOT_NEVER], 'fail'],
    [
      'follows the next root where the nearer one is not verified',
      [aDomain('eu.contoso.com', { isVerified: false }), ROOT_NEVER],
      'pass',
    ],
    ['is not governed by a domain that only ends alike', [aDomain('eu.contoso.com', SUB), aDomain('so.com')], 'error'],
    ['without a root in the list is unknown', [aDomain('eu.contoso.com', SUB)], 'error'],
    ['that is not in the list itself is unknown', [ROOT_NEVER], 'error'],
  ])('a sub-domain %s', (_, domains, outcome) => {
    const snapshot = snapshotWith({ userPrincipalName: 'a@EU.Contoso.com' }, domains);

    expect(outcomesFor(passwordNeverExpires, FIRST, snapshot)).toEqual([outcome]);
  });

  test.each<[string, Domain['authenticationType'], string]>([
    ['a federated', 'Federated', 'notApplicable'],
    ['a managed', 'Managed', 'pass'],
  ])('on %s domain the flag is worth', (_, authenticationType, outcome) => {
    const snapshot = snapshotWith({ passwordPolicies: 'DisablePasswordExpiration' }, [
      aDomain('contoso.com', { authenticationType }),
    ]);

    expect(outcomesFor(passwordNeverExpires, FIRST, snapshot)).toEqual([outcome]);
  });

  test.each<[string, string | null, string]>([
    ['a month before it expires', '2026-01-02T08:00:00Z', 'expires in 32 days'],
    ['on its last day', '2025-12-01T09:00:00Z', 'expires in 0 days'],
    ['one day after it expired', '2025-11-30T07:00:00Z', 'has expired'],
    ['without a time of the last change', null, 'Graph does not say when that was'],
  ])('the summary counts the days left at the time of the scan: %s', (_, lastPasswordChangeDateTime, words) => {
    const snapshot = snapshotWith({ lastPasswordChangeDateTime });

    expect(summaryOf(passwordNeverExpires, FIRST, 'fail', snapshot)).toContain(words);
  });

  test('the evidence is the same on the next day, though a day less is left', () => {
    const evidenceAt = (takenAt: string) =>
      passwordNeverExpires.evaluate(snapshotWith({}, [EXPIRING], { takenAt }), DEFAULT_SETTINGS)[0]?.evidence;

    expect(evidenceAt('2026-03-02T08:00:00.000Z')).toEqual(evidenceAt('2026-03-01T08:00:00.000Z'));
  });

  test.each<[string, readonly string[], string]>([
    ['passwordPolicies', ['passwordPolicies'], 'error'],
    ['what does not decide', ['mail'], 'pass'],
  ])('an account of which Graph left out %s', (_, missingProperties, outcome) => {
    const snapshot = snapshotWith({ missingProperties }, [ROOT_NEVER]);

    expect(outcomesFor(passwordNeverExpires, FIRST, snapshot)).toEqual([outcome]);
  });

  test('without the list of domains nothing is known', () => {
    expect(outcomesFor(passwordNeverExpires, FIRST, aSnapshot({ domains: UNREAD }))).toEqual(['error']);
  });

  test('an account that was not read is unknown', () => {
    const accounts = [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)];

    expect(outcomesFor(passwordNeverExpires, FIRST, aSnapshot({ accounts }))).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(passwordNeverExpires, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
