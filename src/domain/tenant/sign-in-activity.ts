import { unknown, type Observed } from './observed.js';
import type { AccountReading, SignInActivity } from './snapshot.js';

/** What is known of an account's last successful sign-in. A snapshot from before it was asked for says so, and nothing else. */

const NOT_ASKED = unknown(
  'incomplete',
  'SIGN_IN_ACTIVITY_NOT_ASKED: this scan is older than the question when the account was used last; scan again',
);

export function signInActivityOf({ signInActivity }: AccountReading): Observed<SignInActivity | null> {
  return signInActivity ?? NOT_ASKED;
}
