import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS, type ScanSettings } from '../../../src/domain/controls/control.js';
import { describeSettings } from '../../../src/domain/controls/describe-settings.js';

const CHANGES: readonly [Partial<ScanSettings>, string][] = [
  [{ caExclusion: 'effective' }, 'a policy that does not include an account counts as excluding it'],
  [{ requireDedicatedPolicy: true }, 'a dedicated policy for the accounts is expected'],
  [{ maxAccounts: { warnAbove: 3, failAbove: 6 } }, 'more than 3 accounts are a warning, more than 6 a failure'],
  [{ personalSignals: 'ignore' }, 'data of a person on an account is ignored'],
  [{ allowManager: true }, 'an account may have a manager'],
  [{ licence: 'any' }, 'licences of the accounts are not judged'],
  [{ licence: 'requireP2' }, 'each account has a licence for Microsoft Entra ID P2'],
  [{ globalAdministrators: { min: 2, max: 8 } }, 'between 2 and 8 Global Administrators are expected'],
  [{ allowedMethods: ['phone', 'email'] }, 'these methods are accepted on the accounts: phone, email'],
  [{ passwordMaxAgeDays: 90 }, 'a password may be 90 days old'],
  [{ drillMaxAgeDays: 365 }, 'each account must have been used in the last 365 days'],
  [
    { shadowExclusionPercent: 80 },
    'whoever is excluded from 80 % of the enabled policies may be an undeclared emergency account',
  ],
  [{ declaredExclusions: ['a'] }, '1 other exclusion is declared for the policies'],
  [{ declaredExclusions: ['a', 'b'] }, '2 other exclusions are declared for the policies'],
];

describe('what is said of settings', () => {
  test('is nothing when they are the default, also when they were read anew', () => {
    expect(describeSettings(structuredClone(DEFAULT_SETTINGS))).toEqual([]);
  });

  test.each(CHANGES)('%j is named, and nothing else', (change, words) => {
    expect(describeSettings({ ...DEFAULT_SETTINGS, ...change })).toEqual([words]);
  });

  test('covers every setting', () => {
    const fields = new Set(CHANGES.flatMap(([change]) => Object.keys(change)));
    expect([...fields].sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
  });
});
