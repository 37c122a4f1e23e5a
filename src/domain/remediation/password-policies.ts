/** The comma-joined flags of a user's `passwordPolicies`. `None` stands for no flags. */

const NEVER_EXPIRES = 'DisablePasswordExpiration';

function flagsOf(passwordPolicies: string | null): readonly string[] {
  return (passwordPolicies ?? '')
    .split(',')
    .map((flag) => flag.trim())
    .filter((flag) => flag !== '' && flag.toLowerCase() !== 'none');
}

function joined(flags: readonly string[]): string | null {
  return flags.length === 0 ? null : flags.join(', ');
}

function isNeverExpires(flag: string): boolean {
  return flag.toLowerCase() === NEVER_EXPIRES.toLowerCase();
}

export function neverExpires(passwordPolicies: string | null): boolean {
  return flagsOf(passwordPolicies).some(isNeverExpires);
}

/** The value with `DisablePasswordExpiration`; the other flags stay. */
export function withNeverExpires(passwordPolicies: string | null): string | null {
  return neverExpires(passwordPolicies) ? passwordPolicies : joined([NEVER_EXPIRES, ...flagsOf(passwordPolicies)]);
}

/** The value without `DisablePasswordExpiration`; null when no flag is left. */
export function withoutNeverExpires(passwordPolicies: string | null): string | null {
  return neverExpires(passwordPolicies)
    ? joined(flagsOf(passwordPolicies).filter((flag) => !isNeverExpires(flag)))
    : passwordPolicies;
}
