import { describe, expect, test } from '@jest/globals';
import { readBotConfig, readScanConfig } from '../../src/config.js';
import type { Environment } from '../../src/config/reading.js';
import { DEFAULT_SETTINGS, type ScanSettings } from '../../src/domain/controls/control.js';

/** How strict a scan is, from the environment. */

const ID = '33333333-3333-4333-8333-33333333abcd';

function settingsOf(environment: Environment): ScanSettings | undefined {
  const configured = readScanConfig(environment);
  return configured.ok ? configured.config.settings : undefined;
}

const SETTINGS: readonly { readonly name: string; readonly value: string; readonly read: Partial<ScanSettings> }[] = [
  { name: 'CA_EXCLUSION', value: 'effective', read: { caExclusion: 'effective' } },
  { name: 'REQUIRE_DEDICATED_POLICY', value: 'true', read: { requireDedicatedPolicy: true } },
  { name: 'MAX_ACCOUNTS', value: '3, 6', read: { maxAccounts: { warnAbove: 3, failAbove: 6 } } },
  { name: 'PERSONAL_SIGNALS', value: 'ignore', read: { personalSignals: 'ignore' } },
  { name: 'ALLOW_MANAGER', value: 'true', read: { allowManager: true } },
  { name: 'ACCOUNT_LICENCE', value: 'requireP2', read: { licence: 'requireP2' } },
  { name: 'GLOBAL_ADMINISTRATORS', value: '2-8', read: { globalAdministrators: { min: 2, max: 8 } } },
  { name: 'ALLOWED_METHODS', value: 'phone, softwareOath,phone', read: { allowedMethods: ['phone', 'softwareOath'] } },
  { name: 'PASSWORD_MAX_AGE_DAYS', value: '90', read: { passwordMaxAgeDays: 90 } },
  { name: 'DRILL_MAX_AGE_DAYS', value: '365', read: { drillMaxAgeDays: 365 } },
  { name: 'SHADOW_EXCLUSION_PERCENT', value: '80', read: { shadowExclusionPercent: 80 } },
  { name: 'DECLARED_EXCLUSIONS', value: `${ID.toUpperCase()},, ${ID}`, read: { declaredExclusions: [ID] } },
];

describe('settings', () => {
  test('are the safe ones when nothing is set', () => {
    expect(settingsOf({})).toEqual(DEFAULT_SETTINGS);
  });

  test('can all be set', () => {
    const fields = SETTINGS.flatMap(({ read }) => Object.keys(read));
    expect(fields.sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
  });

  test.each(SETTINGS)('$name changes one of them, for a scan and for the bot', ({ name, value, read }) => {
    const settings = { ...DEFAULT_SETTINGS, ...read };
    expect(settingsOf({ [name]: value })).toEqual(settings);
    expect(readBotConfig({ [name]: value })).toMatchObject({ ok: true, config: { settings } });
  });

  test.each([
    ['CA_EXCLUSION', 'lenient', 'strict, effective'],
    ['REQUIRE_DEDICATED_POLICY', 'yes', 'true, false'],
    ['MAX_ACCOUNTS', '4', '2,4'],
    ['MAX_ACCOUNTS', '1,4', 'at least 2'],
    ['MAX_ACCOUNTS', '5,4', 'not less than the first'],
    ['PERSONAL_SIGNALS', 'off', 'warn, ignore'],
    ['ALLOW_MANAGER', '1', 'true, false'],
    ['ACCOUNT_LICENCE', 'P2', 'none, any, requireP2'],
    ['GLOBAL_ADMINISTRATORS', '4-2', '2-4'],
    ['GLOBAL_ADMINISTRATORS', '0-4', 'at least 1'],
    ['GLOBAL_ADMINISTRATORS', '2,4', '2-4'],
    ['ALLOWED_METHODS', 'sms', 'phone'],
    ['PASSWORD_MAX_AGE_DAYS', '0', 'from 1 to 3650'],
    ['PASSWORD_MAX_AGE_DAYS', 'never', 'from 1 to 3650'],
    ['DRILL_MAX_AGE_DAYS', '366', 'from 1 to 365'],
    ['DRILL_MAX_AGE_DAYS', '90.5', 'from 1 to 365'],
    ['SHADOW_EXCLUSION_PERCENT', '101', 'from 1 to 100'],
    ['DECLARED_EXCLUSIONS', `${ID},breakglass@contoso.com`, 'object IDs'],
  ])('%s=%s is refused, and the message says what to write', (name, value, advice) => {
    const configured = readScanConfig({ [name]: value });
    expect(configured.ok ? [] : configured.problems).toEqual([
      { code: 'CONFIG_MALFORMED', message: expect.stringContaining(name) },
    ]);
    expect(configured.ok ? '' : configured.problems[0]?.message).toContain(advice);
  });

  test.each([
    ['MAX_ACCOUNTS', '2,2'],
    ['GLOBAL_ADMINISTRATORS', '1-1'],
    ['PASSWORD_MAX_AGE_DAYS', '3650'],
    ['DRILL_MAX_AGE_DAYS', '1'],
    ['SHADOW_EXCLUSION_PERCENT', '1'],
    ['ALLOWED_METHODS', 'fido2'],
  ])('%s=%s is just within the bounds', (name, value) => {
    expect(readScanConfig({ [name]: value }).ok).toBe(true);
  });
});
