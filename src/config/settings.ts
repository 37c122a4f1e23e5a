import { DEFAULT_SETTINGS, type ScanSettings } from '../domain/controls/control.js';
import { GUID, type Reading } from './reading.js';

/** How strict a scan is. Every setting has a safe default; a value that cannot be read is a problem, never the default. */

/** The kinds to which BG-AUTH-02 may object, as Microsoft Graph names them; to `fido2` where the passkey is synced. */
const QUESTIONED_KINDS = [
  'phone',
  'microsoftAuthenticator',
  'email',
  'softwareOath',
  'qrCodePin',
  'temporaryAccessPass',
  'external',
  'fido2',
];
/** Fewer accounts than this are a failure whatever is set. Source: BG-INV-01. */
const FEWEST_ACCOUNTS = 2;

function listOf(reading: Reading, name: string): readonly string[] {
  const parts = reading.get(name)?.split(',') ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function readMaxAccounts(reading: Reading): ScanSettings['maxAccounts'] {
  const text = reading.get('MAX_ACCOUNTS');
  if (text === undefined) return DEFAULT_SETTINGS.maxAccounts;
  const [, warnAbove, failAbove] = (/^(\d{1,3})\s*,\s*(\d{1,3})$/.exec(text) ?? []).map(Number);
  if (warnAbove !== undefined && failAbove !== undefined && warnAbove >= FEWEST_ACCOUNTS && failAbove >= warnAbove) {
    return { warnAbove, failAbove };
  }
  reading.report(
    'CONFIG_MALFORMED',
    'MAX_ACCOUNTS must be two whole numbers such as 2,4: more accounts than the first (at least 2) are a warning, more than the second (not less than the first) a failure.',
  );
  return DEFAULT_SETTINGS.maxAccounts;
}

function readGlobalAdministrators(reading: Reading): ScanSettings['globalAdministrators'] {
  const text = reading.get('GLOBAL_ADMINISTRATORS');
  if (text === undefined) return DEFAULT_SETTINGS.globalAdministrators;
  const [, min, max] = (/^(\d{1,4})\s*-\s*(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (min !== undefined && max !== undefined && min >= 1 && max >= min) return { min, max };
  reading.report(
    'CONFIG_MALFORMED',
    'GLOBAL_ADMINISTRATORS must be the fewest (at least 1) and the most with a hyphen between them, such as 2-4.',
  );
  return DEFAULT_SETTINGS.globalAdministrators;
}

function readAllowedMethods(reading: Reading): readonly string[] {
  const kinds = listOf(reading, 'ALLOWED_METHODS');
  if (kinds.some((kind) => !QUESTIONED_KINDS.includes(kind))) {
    reading.report(
      'CONFIG_MALFORMED',
      `ALLOWED_METHODS must be kinds of methods from ${QUESTIONED_KINDS.join(', ')}, separated by commas.`,
    );
  }
  return [...new Set(kinds)];
}

function readDeclaredExclusions(reading: Reading): readonly string[] {
  const ids = listOf(reading, 'DECLARED_EXCLUSIONS').map((id) => id.toLowerCase());
  if (ids.some((id) => !GUID.test(id))) {
    reading.report(
      'CONFIG_MALFORMED',
      'DECLARED_EXCLUSIONS must be object IDs (GUIDs) of users and groups, separated by commas.',
    );
  }
  return [...new Set(ids)];
}

/** The settings of a scan. `PASSWORD_MAX_AGE_DAYS` that is not set means that age alone is no finding. */
export function readSettings(reading: Reading): ScanSettings {
  const defaults = DEFAULT_SETTINGS;
  const days = { min: 1, max: 3650 };
  return {
    caExclusion: reading.oneOf('CA_EXCLUSION', ['strict', 'effective'], defaults.caExclusion),
    requireDedicatedPolicy: reading.flag('REQUIRE_DEDICATED_POLICY', defaults.requireDedicatedPolicy),
    maxAccounts: readMaxAccounts(reading),
    personalSignals: reading.oneOf('PERSONAL_SIGNALS', ['warn', 'ignore'], defaults.personalSignals),
    allowManager: reading.flag('ALLOW_MANAGER', defaults.allowManager),
    licence: reading.oneOf('ACCOUNT_LICENCE', ['none', 'any', 'requireP2'], defaults.licence),
    globalAdministrators: readGlobalAdministrators(reading),
    allowedMethods: readAllowedMethods(reading),
    passwordMaxAgeDays: reading.whole('PASSWORD_MAX_AGE_DAYS', days, defaults.passwordMaxAgeDays),
    drillMaxAgeDays: reading.whole('DRILL_MAX_AGE_DAYS', { min: 1, max: 365 }, defaults.drillMaxAgeDays),
    shadowExclusionPercent: reading.whole(
      'SHADOW_EXCLUSION_PERCENT',
      { min: 1, max: 100 },
      defaults.shadowExclusionPercent,
    ),
    declaredExclusions: readDeclaredExclusions(reading),
  };
}
