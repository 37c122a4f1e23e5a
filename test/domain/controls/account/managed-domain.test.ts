import { describe, expect, test } from '@jest/globals';
import { managedDomain } from '../../../../src/domain/controls/account/managed-domain.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import type { Domain } from '../../../../src/domain/tenant/snapshot.js';
import { aSnapshot, aUser, anAccount, FIRST, outcomesFor, read, SECOND, TENANT, UNREAD } from '../../a-snapshot.js';

function aDomain(id: string, overrides: Partial<Domain> = {}): Domain {
  return {
    id,
    authenticationType: 'Managed',
    isInitial: false,
    isRoot: true,
    isVerified: true,
    passwordValidityPeriodInDays: null,
    ...overrides,
  };
}

const INITIAL = aDomain('contoso.onmicrosoft.com', { isInitial: true });

function snapshotWith(userPrincipalName: string, domains: readonly Domain[]) {
  const first = anAccount(FIRST, { user: read(aUser(FIRST, { userPrincipalName })) });
  return aSnapshot({ accounts: [first, anAccount(SECOND)], domains: read(domains) });
}

describe('BG-ACC-03', () => {
  test.each<[string, string, readonly Domain[], string]>([
    ['the initial domain', 'a@contoso.onmicrosoft.com', [INITIAL], 'pass'],
    ['the initial domain in capitals', 'a@Contoso.OnMicrosoft.com', [INITIAL], 'pass'],
    [
      'another domain that Microsoft gave',
      'a@fabrikam.onmicrosoft.com',
      [INITIAL, aDomain('fabrikam.onmicrosoft.com')],
      'pass',
    ],
    ['the mail domain', 'a@contoso.mail.onmicrosoft.com', [INITIAL, aDomain('contoso.mail.onmicrosoft.com')], 'pass'],
    [
      'the initial domain of a sovereign cloud',
      'a@contoso.partner.onmschina.cn',
      [aDomain('contoso.partner.onmschina.cn', { isInitial: true })],
      'pass',
    ],
    ['a custom domain', 'a@contoso.com', [INITIAL, aDomain('contoso.com')], 'warn'],
    [
      'a domain that only looks as if Microsoft gave it',
      'a@notonmicrosoft.com',
      [INITIAL, aDomain('notonmicrosoft.com')],
      'warn',
    ],
    ['a domain that is not in the list', 'a@contoso.com', [INITIAL], 'fail'],
    ['a look-alike of the initial domain that is not in the list', 'a@evil.onmicrosoft.com', [INITIAL], 'fail'],
    [
      'a domain that is not verified',
      'a@contoso.com',
      [INITIAL, aDomain('contoso.com', { isVerified: false })],
      'fail',
    ],
    [
      'a federated domain',
      'a@contoso.com',
      [INITIAL, aDomain('contoso.com', { authenticationType: 'Federated' })],
      'fail',
    ],
    [
      'a sub-domain of a federated root',
      'a@eu.contoso.com',
      [
        INITIAL,
        aDomain('eu.contoso.com', { isRoot: false }),
        aDomain('contoso.com', { authenticationType: 'Federated' }),
      ],
      'fail',
    ],
    [
      'a sub-domain that is federated itself, under a managed root',
      'a@eu.contoso.com',
      [INITIAL, aDomain('eu.contoso.com', { isRoot: false, authenticationType: 'Federated' }), aDomain('contoso.com')],
      'fail',
    ],
    [
      'a root of its own under a federated one',
      'a@eu.contoso.com',
      [INITIAL, aDomain('eu.contoso.com'), aDomain('contoso.com', { authenticationType: 'Federated' })],
      'warn',
    ],
    ['a custom domain while no initial one is listed', 'a@contoso.com', [aDomain('contoso.com')], 'error'],
  ])('an account on %s', (_, userPrincipalName, domains, outcome) => {
    expect(outcomesFor(managedDomain, FIRST, snapshotWith(userPrincipalName, domains))).toEqual([outcome]);
  });

  test.each([
    ['a federated domain', aDomain('contoso.com', { authenticationType: 'Federated' }), 'critical'],
    ['an unverified domain', aDomain('contoso.com', { isVerified: false }), undefined],
  ])('%s has its severity', (_, domain, severity) => {
    const judgements = managedDomain.evaluate(snapshotWith('a@contoso.com', [INITIAL, domain]), DEFAULT_SETTINGS);

    expect(judgements.find(({ subject }) => subject.id === FIRST)?.severity).toBe(severity);
  });

  test('without the list of domains nothing is known', () => {
    expect(outcomesFor(managedDomain, FIRST, aSnapshot({ domains: UNREAD }))).toEqual(['error']);
  });

  test('an account that was not read is unknown', () => {
    const accounts = [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)];

    expect(outcomesFor(managedDomain, FIRST, aSnapshot({ accounts }))).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(managedDomain, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
