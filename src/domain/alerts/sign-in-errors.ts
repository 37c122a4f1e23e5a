/** What the error code of a sign-in means, in words. Source: Microsoft Entra authentication error codes. */

export const BLOCKED_BY_CONDITIONAL_ACCESS = 53003;

const WORDS = new Map([
  [50053, 'locked after too many attempts, or from an address that Microsoft blocks'],
  [50055, 'the password has expired'],
  [50057, 'the account is disabled'],
  [50074, 'multifactor authentication was required and not passed'],
  [50076, 'multifactor authentication was required and not passed'],
  [50126, 'wrong user name or password'],
  [53000, 'a Conditional Access policy requires a compliant device'],
  [BLOCKED_BY_CONDITIONAL_ACCESS, 'blocked by a Conditional Access policy'],
  [500121, 'multifactor authentication failed'],
]);

/** `wrong user name or password (50126)`; for a code without words here, those of the log. */
export function describeSignInError(errorCode: number, failureReason: string | null): string {
  const words = WORDS.get(errorCode) ?? failureReason?.trim().replace(/\.$/, '');
  return words === undefined || words === '' ? `error ${errorCode}` : `${words} (${errorCode})`;
}
