/**
 * The published throttling limits that a small tenant meets first. Source: Microsoft Graph service-specific throttling
 * limits. Directory limits are left out: they are counted in thousands.
 */

interface Limit {
  /** Tested on the path after the version. */
  readonly path: RegExp;
  readonly requests: number;
  readonly windowMs: number;
  /** Conditional Access answers 429 without saying how long to wait. */
  readonly tellsRetryAfter: boolean;
}

const PUBLISHED: readonly Limit[] = [
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

/** Counts requests to `path` (without version) at `now` milliseconds. A throttled request does not count. */
export type CountRequest = (path: string, now: number) => Throttled;

/** A fresh count of the published limits. */
export function publishedLimits(): CountRequest {
  const accepted = new Map<Limit, number[]>();
  return (path, now) => {
    const limit = PUBLISHED.find((candidate) => candidate.path.test(path));
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
