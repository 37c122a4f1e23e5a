import type { RemediationRequest } from '../approval/request.js';
import { countOf } from '../controls/words.js';

/**
 * Keeps fixes that nobody was asked about from running away: not too many within an hour, and none after several in a row
 * that went wrong. Open means that findings are proposed to people instead.
 */

export interface BreakerLimits {
  /** Automatic fixes begun within any 60 minutes. */
  readonly maxFixesPerHour: number;
  /** Automatic fixes in a row that failed or are uncertain. */
  readonly maxConsecutiveFailures: number;
}

export const DEFAULT_BREAKER_LIMITS: BreakerLimits = { maxFixesPerHour: 5, maxConsecutiveFailures: 3 };

export type Breaker =
  | { readonly kind: 'closed' }
  /** `reason` says what is the case and what to do, in sentences for people. */
  | { readonly kind: 'open'; readonly reason: string };

export interface BreakerInput {
  /** Requests of the bot's own that nobody reviewed, in any order. */
  readonly requests: readonly RemediationRequest[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** When writing was last resumed, ISO 8601 UTC: failures until then do not count any more. Null when it never was. */
  readonly lastResume: string | null;
  readonly limits: BreakerLimits;
}

const HOUR_MS = 60 * 60_000;

/** The times at which the fixes of the last hour began, newest first. A time nobody can read counts as now. */
function begunWithinHour({ requests, now }: BreakerInput): readonly number[] {
  return requests
    .map(({ createdAt }) => Date.parse(createdAt))
    .map((begun) => (Number.isNaN(begun) ? now : begun))
    .filter((begun) => !(now - begun >= HOUR_MS))
    .sort((a, b) => b - a);
}

function tooMany(input: BreakerInput): string | null {
  const { maxFixesPerHour } = input.limits;
  const begun = begunWithinHour(input);
  if (begun.length < maxFixesPerHour) return null;
  // With this one an hour old, there is room for one more.
  const oldest = begun[Math.max(0, maxFixesPerHour - 1)];
  const until =
    oldest === undefined || Number.isNaN(oldest) ? '' : ` until ${new Date(oldest + HOUR_MS).toISOString()}`;
  return `The bot has made ${countOf(begun.length, 'fix', 'fixes')} by itself within an hour, and ${maxFixesPerHour} is the most. It makes none${until}; approve what is proposed in the meantime.`;
}

/** Ended with a result. A plan that went stale or expired wrote nothing, and says nothing about the next one. */
function hasResult({ state }: RemediationRequest): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'uncertain';
}

/** The failures since the last success, as far as they are newer than the last time that people let the bot go on. */
function failuresInARow({ requests, lastResume }: BreakerInput): number {
  const finished = requests
    .filter(hasResult)
    // Written so that a time nobody can read counts as newer.
    .filter(({ updatedAt }) => lastResume === null || !(Date.parse(updatedAt) <= Date.parse(lastResume)))
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0));
  const success = finished.findIndex(({ state }) => state === 'succeeded');
  return success === -1 ? finished.length : success;
}

function tooManyFailures(input: BreakerInput): string | null {
  const failures = failuresInARow(input);
  if (failures < input.limits.maxConsecutiveFailures) return null;
  return `The last ${countOf(failures, 'fix', 'fixes')} that the bot made by itself went wrong. It makes none until people have looked at them: then stop it and let it resume.`;
}

/** Whether the bot may begin another fix by itself. */
export function breakerOf(input: BreakerInput): Breaker {
  const reason = tooManyFailures(input) ?? tooMany(input);
  return reason === null ? { kind: 'closed' } : { kind: 'open', reason };
}
