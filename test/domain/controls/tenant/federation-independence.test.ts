import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../src/domain/controls/control.js';
import { federationIndependence } from '../../../../src/domain/controls/tenant/federation-independence.js';
import type { FederationReading } from '../../../../src/domain/tenant/governance.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
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

const FEDERATED = {
  id: 'contoso.com',
  authenticationType: 'Federated' as const,
  isInitial: false,
  isRoot: true,
  isVerified: true,
  passwordValidityPeriodInDays: null,
};

function federation(configuration: FederationReading['configuration']): Partial<TenantSnapshot> {
  return { domains: read([FEDERATED]), federationConfigurations: [{ domainId: 'contoso.com', configuration }] };
}

const behaving = (federatedIdpMfaBehavior: string | null) =>
  federation(read({ displayName: 'AD FS', federatedIdpMfaBehavior }));

describe('BG-TEN-03', () => {
  test.each<[string, Partial<TenantSnapshot>, Outcome]>([
    ['no federated domain', {}, 'pass'],
    ['a federated domain', behaving('acceptIfMfaDoneByFederatedIdp'), 'warn'],
    ['a federated domain without settings', federation(read(null)), 'warn'],
    ['a federated domain whose settings are unread', federation(UNREAD), 'error'],
    ['a federated domain that nobody asked about: unknown', { domains: read([FEDERATED]) }, 'error'],
    ['unread domains', { domains: UNREAD }, 'error'],
  ])('%s', (_, overrides, outcome) => {
    expect(outcomesFor(federationIndependence, TENANT, aSnapshot(overrides))).toEqual([outcome]);
  });

  test.each([
    ['acceptIfMfaDoneByFederatedIdp', 'may vouch'],
    ['enforceMfaByFederatedIdp', 'alone does'],
    ['rejectMfaByFederatedIdp', 'itself'],
    [null, 'is not set'],
  ])('what the identity provider does about multifactor authentication is said: %s', (behaviour, words) => {
    expect(summaryOf(federationIndependence, TENANT, 'warn', aSnapshot(behaving(behaviour)))).toContain(words);
  });

  test.each([
    ['on the domain', 'a@contoso.com', '"a@contoso.com" would fail'],
    ['on a sub-domain', 'a@eu.contoso.com', '"a@eu.contoso.com" would fail'],
    ['elsewhere', 'a@notcontoso.com', 'not on it'],
  ])('an account %s', (_, userPrincipalName, words) => {
    const accounts = [anAccount(FIRST, { user: read(aUser(FIRST, { userPrincipalName })) }), anAccount(SECOND)];
    const snapshot = aSnapshot({ ...behaving(null), accounts });

    expect(summaryOf(federationIndependence, TENANT, 'warn', snapshot)).toContain(words);
  });
});
