import { describe, expect, test } from '@jest/globals';
import { twoAccounts } from '../../../../src/domain/controls/inventory/two-accounts.js';
import type { AccountReading } from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  aUser,
  anAccount,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  summaryOf,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

const found = anAccount(FIRST);
const gone = anAccount(SECOND, { user: read(null) });
const unread = anAccount(SECOND, { user: UNREAD });

describe('BG-INV-01', () => {
  test.each<[string, readonly AccountReading[], string]>([
    ['two accounts exist', [found, anAccount(SECOND)], 'pass'],
    ['two exist and a third was not read', [found, anAccount(STRANGER), unread], 'pass'],
    ['none is designated', [], 'fail'],
    ['one exists', [found], 'fail'],
    ['one exists and one does not', [found, gone], 'fail'],
    ['the only one was not read', [unread], 'fail'],
    ['one exists and one was not read', [found, unread], 'error'],
    ['neither of two was read', [unread, anAccount(FIRST, { user: UNREAD })], 'error'],
  ])('when %s, the tenant is judged accordingly', (_, accounts, outcome) => {
    expect(outcomesFor(twoAccounts, TENANT, aSnapshot({ accounts }))).toEqual([outcome]);
  });

  test.each<[string, AccountReading, readonly string[]]>([
    ['exists', anAccount(SECOND), []],
    ['is not in the directory', gone, ['fail']],
    ['was not read', unread, ['error']],
  ])('an account that %s has its own finding', (_, second, outcomes) => {
    expect(outcomesFor(twoAccounts, SECOND, aSnapshot({ accounts: [found, second] }))).toEqual(outcomes);
  });

  test('an account designated twice counts once', () => {
    const snapshot = aSnapshot({ accounts: [found], emergencyAccounts: [{ objectId: FIRST }, { objectId: FIRST }] });

    expect(outcomesFor(twoAccounts, TENANT, snapshot)).toEqual(['fail']);
  });

  test('a disabled account still exists', () => {
    const disabled = anAccount(SECOND, { user: read(aUser(SECOND, { accountEnabled: false })) });

    expect(outcomesFor(twoAccounts, TENANT, aSnapshot({ accounts: [found, disabled] }))).toEqual(['pass']);
  });

  test('with nothing designated it says what to do', () => {
    expect(summaryOf(twoAccounts, TENANT, 'fail', aSnapshot({ accounts: [] }))).toContain('designate at least two');
  });
});
