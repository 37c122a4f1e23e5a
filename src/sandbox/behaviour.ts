/**
 * How the simulated tenant misbehaves on request: slowness, small pages, throttling, withheld permissions and faults. Only
 * the switches and their meaning live here; http/ acts on them.
 */

/** Faults that are an ordinary Graph error. */
export type StatusFault =
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'throttledForEver'
  | 'internalServerError'
  | 'serviceUnavailable'
  | 'gatewayTimeout';

/** Faults of an answer whose status is 200. */
export type BodyFault =
  | 'html'
  | 'emptyObject'
  | 'errorObject'
  | 'missingValue'
  | 'valueNotArray'
  | 'secondPageFails'
  | 'nextLinkLoops'
  | 'nextLinkOffHost';

/**
 * Faults of the connection: never answering, one byte per interval, a socket destroyed in the middle of the body, and JSON
 * that ends early in a well-formed HTTP answer. On a request inside a `$batch` they hit the whole batch answer.
 */
export type WireFault = 'silence' | 'drip' | 'reset' | 'truncated';

export type FaultKind = StatusFault | BodyFault | WireFault;

export interface Fault {
  /** Tested on version, path and query as sent and as decoded, for example `/v1.0/users/…?$select=id`; also inside `$batch`. */
  readonly match: RegExp;
  readonly fault: FaultKind;
  /** How many matching requests it hits; absent: all. */
  readonly times?: number;
  /** Value of `Retry-After` on status faults; absent: no such header. */
  readonly retryAfter?: string;
}

export interface SandboxBehaviour {
  /** Milliseconds before each HTTP answer; a `$batch` waits once. */
  latencyMs: number;
  /** Largest page of every collection; undefined: Graph's own page sizes. */
  pageSize: number | undefined;
  /**
   * `published`: Conditional Access 1 request per second without `Retry-After`; authentication methods, audit logs and
   * reports 5 requests per 10 seconds with it. Each request inside a `$batch` counts.
   */
  limits: 'none' | 'published';
  /** Paths answered as if the permission for them were not granted. Tested like `Fault.match`. */
  forbidden: readonly RegExp[];
  faults: readonly Fault[];
  /** Where `nextLinkOffHost` points to. */
  offHost: string;
  dripIntervalMs: number;
}

export const DEFAULT_BEHAVIOUR: Readonly<SandboxBehaviour> = {
  latencyMs: 0,
  pageSize: undefined,
  limits: 'none',
  forbidden: [],
  faults: [],
  offHost: 'https://graph.example.invalid',
  dripIntervalMs: 1000,
};

/** Whether `pattern` matches `url` as sent or as decoded, whatever flags it has. */
export function matchesUrl(pattern: RegExp, url: string): boolean {
  // `search` ignores `lastIndex`, so a pattern with the g flag matches every time.
  return url.search(pattern) >= 0 || decodeUrl(url).search(pattern) >= 0;
}

function decodeUrl(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch (error) {
    // A stray percent sign: only the form as sent can be matched.
    if (error instanceof URIError) return url;
    throw error;
  }
}
