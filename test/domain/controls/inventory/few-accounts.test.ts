import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS, type Outcome } from '../../../../src/domain/controls/control.js';
import { fewAccounts } from '../../../../src/domain/controls/inventory/few-accounts.js';
import type { AccountReading } from '../../../../src/domain/tenant/snapshot.js';
import { aSnapshot, anAccount, outcomesFor, read, TENANT, UNREAD } from '../../a-snapshot.js';

function some(count: number, overrides: Partial<AccountReading> = {}, from = 1): readonly AccountReading[] {
  return Array.from({ length: count }, (_, index) =>
    anAccount(`${from + index}0000000-0000-4000-8000-000000000000`, overrides),
  );
}

const GONE = { user: read(null) };
const NOT_READ = { user: UNREAD };

describe('BG-INV-02', () => {
  test.each<[string, readonly AccountReading[], Outcome]>([
    ['one account', some(1), 'pass'],
    ['two accounts', some(2), 'pass'],
    ['three accounts', some(3), 'warn'],
    ['four accounts', some(4), 'warn'],
    ['five accounts', some(5), 'fail'],
    ['two accounts and three that do not exist', [...some(2), ...some(3, GONE, 3)], 'pass'],
    ['none that exists', some(2, GONE), 'notApplicable'],
    ['nothing designated', [], 'notApplicable'],
    ['one account and an unread one', [...some(1), ...some(1, NOT_READ, 2)], 'error'],
    ['four accounts and an unread one', [...some(4), ...some(1, NOT_READ, 5)], 'error'],
    ['five accounts and an unread one', [...some(5), ...some(1, NOT_READ, 6)], 'fail'],
  ])('%s', (_, accounts, outcome) => {
    expect(outcomesFor(fewAccounts, TENANT, aSnapshot({ accounts }))).toEqual([outcome]);
  });

  test.each<[number, number, Outcome, boolean]>([
    [3, 4, 'pass', true],
    [2, 4, 'warn', false],
    [1, 2, 'fail', true],
  ])('of three accounts, with %i and %i as limits', (warnAbove, failAbove, outcome, isNamed) => {
    const settings = { ...DEFAULT_SETTINGS, maxAccounts: { warnAbove, failAbove } };
    const [judgement] = fewAccounts.evaluate(aSnapshot({ accounts: some(3) }), settings);

    expect(judgement?.outcome).toBe(outcome);
    expect(judgement?.summary.includes('maxAccounts')).toBe(isNamed);
  });
});
