import type { SignIn } from './alert.js';

/** Several failures of one account in a short time: somebody is trying. */

/** Source: E2 of the event table. */
const FAILURES = 3;
const WINDOW_MS = 10 * 60_000;

function isFailure({ errorCode }: SignIn): boolean {
  return errorCode !== 0;
}

function idsInBursts(failures: readonly SignIn[]): readonly string[] {
  const sorted = failures
    .map(({ id, createdDateTime }) => ({ id, at: Date.parse(createdDateTime) }))
    .sort((a, b) => a.at - b.at);
  return sorted.flatMap((first, index) => {
    const burst = sorted.slice(index).filter(({ at }) => at - first.at <= WINDOW_MS);
    return burst.length >= FAILURES ? burst.map(({ id }) => id) : [];
  });
}

/**
 * The IDs of failures that lie, with two others of the same account, within ten minutes. It does not matter which of them
 * came last: the log brings records late and out of order.
 */
export function failureBursts(signIns: readonly SignIn[]): ReadonlySet<string> {
  const distinct = new Map(signIns.filter(isFailure).map((signIn) => [signIn.id, signIn]));
  const failures = [...distinct.values()];
  const accountIds = new Set(failures.map(({ userId }) => userId.toLowerCase()));
  return new Set(
    [...accountIds].flatMap((id) => idsInBursts(failures.filter(({ userId }) => userId.toLowerCase() === id))),
  );
}
