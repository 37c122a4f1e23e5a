import type { Exchange } from './exchange.js';

/**
 * The published throttling limits that a small tenant meets first. Source: Microsoft Graph service-specific throttling
 * limits. Directory limits are left out: they are counted in thousands.
 */

interface Limit {
  /** Tested on the path after the version. */
  readonly path: RegExp;
  /** What `$select` must name; absent: whatever is selected. */
  readonly selected?: string;
  readonly requests: number;
  readonly windowMs: number;
  /** Conditional Access answers 429 without saying how long to wait. */
  readonly tellsRetryAfter: boolean;
}

const PUBLISHED: readonly Limit[] = [
  { path: /^\/users\b/i, selected: 'signInActivity', requests: 10, windowMs: 60_000, tellsRetryAfter: true },
  {
    path: /^\/(identity\/conditionalAccess|identityProtection)\b/i,
    requests: 1,
    windowMs: 1000,
    tellsRetryAfter: false,
  },
  {
    path: /^\/(users\/[^/]+\/authentication|auditLogs|reports)\b/i,
    requests: 5,
    windowMs: 10_000,
    tellsRetryAfter: true,
  },
];

export type Throttled =
  | { readonly throttled: false }
  /** `retryAfterSeconds` null: the answer does not say. */
  | { readonly throttled: true; readonly retryAfterSeconds: number | null };

/** Counts requests at `now` milliseconds. A throttled request does not count. */
export type CountRequest = (asked: Pick<Exchange, 'segments' | 'query'>, now: number) => Throttled;

function covers({ path, selected }: Limit, { segments, query }: Pick<Exchange, 'segments' | 'query'>): boolean {
  if (!path.test(`/${segments.join('/')}`)) return false;
  return selected === undefined || query.get('$select')?.split(',').includes(selected) === true;
}

/** A fresh count of the published limits. */
export function publishedLimits(): CountRequest {
  const accepted = new Map<Limit, number[]>();
  return (asked, now) => {
    const limit = PUBLISHED.find((candidate) => covers(candidate, asked));
    if (limit === undefined) return { throttled: false };
    const recent = (accepted.get(limit) ?? []).filter((at) => at > now - limit.windowMs);
    const oldest = recent[0];
    if (oldest === undefined || recent.length < limit.requests) {
      accepted.set(limit, [...recent, now]);
      return { throttled: false };
    }
    const waitSeconds = Math.ceil((oldest + limit.windowMs - now) / 1000);
    return { throttled: true, retryAfterSeconds: limit.tellsRetryAfter ? waitSeconds : null };
  };
}
