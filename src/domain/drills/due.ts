import { isSameId } from '../approval/principal.js';
import type { Observed, Unknown } from '../tenant/observed.js';
import type { SignInActivity } from '../tenant/snapshot.js';
import type { Drill } from './drill.js';

/** When an account was proven to work, and by when that must be proven again. */

const DAY_MS = 86_400_000;

/** Source: Microsoft's guidance, and the cloud security benchmark: quarterly. */
export const DRILL_DAYS = 90;

export type LastUse =
  /** `by`: an observed rehearsal, or what the directory says. `missing`: why the directory did not say, null when it did. */
  | {
      readonly kind: 'used';
      readonly at: string;
      readonly by: 'drill' | 'signInActivity';
      readonly missing: Unknown | null;
    }
  | { readonly kind: 'never' }
  | { readonly kind: 'unknown'; readonly missing: Unknown };

const NO_SUCH_USER: Unknown = {
  known: false,
  reason: 'incomplete',
  detail: 'SIGN_IN_ACTIVITY_NO_USER: the directory showed the account and its sign-in activity did not; scan again',
};

/** Rehearsals of the account in which a sign-in was seen, the newest of them. */
function lastRehearsal(accountId: string, drills: readonly Drill[]): string | null {
  const seen = drills
    .filter((drill) => isSameId(drill.accountId, accountId))
    .filter(({ state }) => state === 'observed' || state === 'passed')
    .flatMap(({ signIn }) => (signIn === null ? [] : [signIn.at]));
  return seen.sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null;
}

/**
 * The last successful sign-in of the account: of what the directory says, which is up to a day late, and of the rehearsals
 * that were observed, the newer one.
 */
export function lastUseOf(
  accountId: string,
  activity: Observed<SignInActivity | null>,
  drills: readonly Drill[],
): LastUse {
  const rehearsed = lastRehearsal(accountId, drills);
  const missing = !activity.known ? activity : activity.value === null ? NO_SUCH_USER : null;
  const used = activity.known ? (activity.value?.lastSuccessfulSignInDateTime ?? null) : null;
  if (rehearsed !== null && (used === null || Date.parse(rehearsed) > Date.parse(used))) {
    return { kind: 'used', at: rehearsed, by: 'drill', missing };
  }
  if (missing !== null) return { kind: 'unknown', missing };
  return used === null ? { kind: 'never' } : { kind: 'used', at: used, by: 'signInActivity', missing };
}

/** Until when the use proves that the account works; null when there is none to count from. */
export function dueAtOf(lastUse: LastUse): string | null {
  const due = lastUse.kind === 'used' ? Date.parse(lastUse.at) + DRILL_DAYS * DAY_MS : NaN;
  return Number.isNaN(due) ? null : new Date(due).toISOString();
}
