import { describe, expect, test } from '@jest/globals';
import { distinctAccounts } from '../../../../src/domain/controls/inventory/distinct-accounts.js';
import type { AccountReading, DirectoryUser, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  aSnapshot,
  aUser,
  anAccount,
  anExclusionGroup,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

function withUser(id: string, user: Partial<DirectoryUser>): AccountReading {
  return anAccount(id, { user: read(aUser(id, user)) });
}

function withPhone(id: string, phoneNumber: string): AccountReading {
  return anAccount(id, { authenticationMethods: read([aMethod('fido2'), aMethod('phone', { phoneNumber })]) });
}

describe('BG-INV-03', () => {
  test.each<[string, AccountReading, AccountReading, string]>([
    ['share nothing', anAccount(FIRST), anAccount(SECOND), 'pass'],
    [
      'have the same mobile phone',
      withUser(FIRST, { mobilePhone: '+1 555-0100' }),
      withUser(SECOND, { mobilePhone: '+15550100' }),
      'fail',
    ],
    [
      'have different mobile phones',
      withUser(FIRST, { mobilePhone: '+1 555-0100' }),
      withUser(SECOND, { mobilePhone: '+15550101' }),
      'pass',
    ],
    ['have empty mobile phones', withUser(FIRST, { mobilePhone: '' }), withUser(SECOND, { mobilePhone: '' }), 'pass'],
    [
      'have a mobile and a registered phone in common',
      withUser(FIRST, { mobilePhone: '+1 5550100' }),
      withPhone(SECOND, '+1 555 0100'),
      'fail',
    ],
    ['registered one phone', withPhone(FIRST, '+1 5550100'), withPhone(SECOND, '+1 5550100'), 'fail'],
    ['registered different phones', withPhone(FIRST, '+1 5550100'), withPhone(SECOND, '+1 5550101'), 'pass'],
    [
      'have the same mail',
      withUser(FIRST, { mail: 'A@contoso.com' }),
      withUser(SECOND, { mail: 'a@contoso.com' }),
      'fail',
    ],
    [
      'have a mail and an other mail in common',
      withUser(FIRST, { mail: 'a@contoso.com' }),
      withUser(SECOND, { otherMails: ['a@contoso.com'] }),
      'fail',
    ],
    [
      'have a mail and a proxy address in common',
      withUser(FIRST, { mail: 'a@contoso.com' }),
      withUser(SECOND, { proxyAddresses: ['SMTP:a@contoso.com'] }),
      'fail',
    ],
    [
      'have different mails',
      withUser(FIRST, { mail: 'a@contoso.com' }),
      withUser(SECOND, { mail: 'b@contoso.com' }),
      'pass',
    ],
    [
      'have a proxy address in common that is no mailbox',
      withUser(FIRST, { proxyAddresses: ['X500:/o=x'] }),
      withUser(SECOND, { proxyAddresses: ['X500:/o=x'] }),
      'pass',
    ],
  ])('two accounts that %s', (_, first, second, outcome) => {
    const snapshot = aSnapshot({ accounts: [first, second] });

    expect(outcomesFor(distinctAccounts, FIRST, snapshot)).toEqual([outcome]);
    expect(outcomesFor(distinctAccounts, SECOND, snapshot)).toEqual([outcome]);
  });

  test('an account designated twice fails, and the other one does not', () => {
    const emergencyAccounts = [{ objectId: FIRST }, { objectId: SECOND }, { objectId: FIRST.toUpperCase() }];
    const snapshot = aSnapshot({ emergencyAccounts });

    expect(outcomesFor(distinctAccounts, FIRST, snapshot)).toEqual(['fail']);
    expect(outcomesFor(distinctAccounts, SECOND, snapshot)).toEqual(['pass']);
  });

  test.each<[string, Partial<AccountReading>, string, string]>([
    ['the user of another account', { user: UNREAD }, 'error', 'error'],
    ['the mail of another account', { user: read(aUser(SECOND, { missingProperties: ['mail'] })) }, 'error', 'error'],
    ['the methods of another account', { authenticationMethods: UNREAD }, 'error', 'error'],
    [
      'nothing of an account that does not exist',
      { user: read(null), authenticationMethods: UNREAD },
      'pass',
      'notApplicable',
    ],
  ])('without %s nothing can be compared', (_, second, ofFirst, ofSecond) => {
    const snapshot = aSnapshot({ accounts: [anAccount(FIRST), anAccount(SECOND, second)] });

    expect(outcomesFor(distinctAccounts, FIRST, snapshot)).toEqual([ofFirst]);
    expect(outcomesFor(distinctAccounts, SECOND, snapshot)).toEqual([ofSecond]);
  });

  const CRM = { kind: 'servicePrincipal', name: 'CRM' };
  test.each<[string, Partial<TenantSnapshot>, string]>([
    [
      'a service principal that a policy names',
      { references: read([{ id: SECOND, state: 'exists', kind: 'servicePrincipal', displayName: 'CRM' }]) },
      'fail',
    ],
    ['a service principal that holds the role', { roleHolders: read([{ id: SECOND, ...CRM }]) }, 'fail'],
    [
      'a device in the exclusion group',
      { exclusionGroups: [anExclusionGroup([], { members: read([{ id: SECOND, kind: 'device', name: 'PC' }]) })] },
      'fail',
    ],
    ['a user that is gone', { roleHolders: read([{ id: SECOND, kind: 'user', name: 'B' }]) }, 'notApplicable'],
    ['nothing that was seen elsewhere', { roleHolders: UNREAD, references: UNREAD }, 'notApplicable'],
  ])('an entry that is %s', (_, overrides, outcome) => {
    const accounts = [anAccount(FIRST), anAccount(SECOND, { user: read(null) })];
    const snapshot = aSnapshot({ ...overrides, accounts });

    expect(outcomesFor(distinctAccounts, SECOND, snapshot)[0]).toBe(outcome);
  });

  test('a proven fail is shown beside what is unknown', () => {
    const accounts = [withPhone(FIRST, '5550100'), withPhone(SECOND, '5550100'), anAccount(STRANGER, { user: UNREAD })];

    expect(outcomesFor(distinctAccounts, FIRST, aSnapshot({ accounts }))).toEqual(['fail', 'error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(distinctAccounts, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
