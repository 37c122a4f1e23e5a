import { describe, expect, test } from '@jest/globals';
import { accountEnabled } from '../../../../src/domain/controls/account/account-enabled.js';
import type { AccountReading } from '../../../../src/domain/tenant/snapshot.js';
import { aSnapshot, aUser, anAccount, FIRST, outcomesFor, read, SECOND, TENANT, UNREAD } from '../../a-snapshot.js';

describe('BG-ACC-01', () => {
  test.each<[string, AccountReading['user'], string]>([
    ['is enabled', read(aUser(FIRST, { accountEnabled: true })), 'pass'],
    ['is disabled', read(aUser(FIRST, { accountEnabled: false })), 'fail'],
    ['has no accountEnabled', read(aUser(FIRST, { accountEnabled: null })), 'error'],
    ['was not read', UNREAD, 'error'],
    ['is not in the directory, beside one that is', read(null), 'notApplicable'],
  ])('an account that %s', (_, user, outcome) => {
    const accounts = [anAccount(FIRST, { user }), anAccount(SECOND)];

    expect(outcomesFor(accountEnabled, FIRST, aSnapshot({ accounts }))).toEqual([outcome]);
  });

  test('when no designated account exists, nothing is known of any', () => {
    const accounts = [anAccount(FIRST, { user: read(null) }), anAccount(SECOND, { user: read(null) })];

    expect(outcomesFor(accountEnabled, FIRST, aSnapshot({ accounts }))).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(accountEnabled, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
