import { DEFAULT_SETTINGS, type ScanSettings } from './control.js';
import { countOf } from './words.js';

/** The settings in words: a verdict that was reached with other settings than the safe ones must not look like any other. */

type Describe<T> = (value: T) => string;

/** One sentence part per setting, in the order in which they are shown. */
const DESCRIPTIONS: { readonly [Name in keyof ScanSettings]: Describe<ScanSettings[Name]> } = {
  caExclusion: (value) =>
    value === 'effective'
      ? 'a policy that does not include an account counts as excluding it'
      : 'each account must be excluded from every policy',
  requireDedicatedPolicy: (value) =>
    value ? 'a dedicated policy for the accounts is expected' : 'no dedicated policy for the accounts is expected',
  maxAccounts: ({ warnAbove, failAbove }) =>
    `more than ${warnAbove} accounts are a warning, more than ${failAbove} a failure`,
  personalSignals: (value) =>
    value === 'ignore' ? 'data of a person on an account is ignored' : 'data of a person on an account is a warning',
  allowManager: (value) => (value ? 'an account may have a manager' : 'an account has no manager'),
  licence: (value) => {
    switch (value) {
      case 'none':
        return 'an account has no mailbox and no Teams';
      case 'any':
        return 'licences of the accounts are not judged';
      case 'requireP2':
        return 'each account has a licence for Microsoft Entra ID P2';
    }
  },
  globalAdministrators: ({ min, max }) => `between ${min} and ${max} Global Administrators are expected`,
  allowedMethods: (kinds) =>
    kinds.length === 0
      ? 'no weak method is accepted'
      : `these methods are accepted on the accounts: ${kinds.join(', ')}`,
  passwordMaxAgeDays: (days) =>
    days === null ? 'the age of a password is not judged' : `a password may be ${days} days old`,
  drillMaxAgeDays: (days) => `each account must have been used in the last ${days} days`,
  shadowExclusionPercent: (percent) =>
    `whoever is excluded from ${percent} % of the enabled policies may be an undeclared emergency account`,
  declaredExclusions: (ids) =>
    ids.length === 0
      ? 'no other exclusion is declared'
      : `${countOf(ids.length, 'other exclusion is', 'other exclusions are')} declared for the policies`,
};

function describe<Name extends keyof ScanSettings>(name: Name, settings: ScanSettings): string {
  return DESCRIPTIONS[name](settings[name]);
}

/** What differs from the default, each as part of a sentence. Empty for the default settings. */
export function describeSettings(settings: ScanSettings): readonly string[] {
  const names = Object.keys(DESCRIPTIONS) as readonly (keyof ScanSettings)[];
  return names
    .filter((name) => describe(name, settings) !== describe(name, DEFAULT_SETTINGS))
    .map((name) => describe(name, settings));
}
