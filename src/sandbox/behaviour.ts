import { READER_PERMISSIONS } from './identities.js';

/**
 * How the simulated tenant misbehaves on request: slowness, small pages, throttling, withheld permissions, lag and faults.
 * Only the switches and their meaning live here; http/ and changes/ act on them.
 */

/** Faults that are an ordinary Graph error. The request is not carried out: a write has no effect. */
export type StatusFault =
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'throttledForEver'
  | 'internalServerError'
  | 'serviceUnavailable'
  | 'gatewayTimeout';

/**
 * Faults of an answer that was ready: the request has been carried out, a write included. `appliedThen504` answers 504, the
 * others leave the status as it was or make it 200.
 */
export type BodyFault =
  | 'html'
  | 'emptyObject'
  | 'errorObject'
  | 'missingValue'
  | 'valueNotArray'
  | 'secondPageFails'
  | 'nextLinkLoops'
  | 'nextLinkOffHost'
  | 'appliedThen504';

/**
 * Faults of the connection: never answering, one byte per interval, a socket destroyed in the middle of the body, JSON that
 * ends early in a well-formed HTTP answer, and a socket destroyed before the first byte. On a request inside a `$batch` they
 * hit the whole batch answer. The request has been carried out, a write included.
 */
export type WireFault = 'silence' | 'drip' | 'reset' | 'truncated' | 'appliedThenReset';

export type FaultKind = StatusFault | BodyFault | WireFault;

export interface Fault {
  /** Tested on version, path and query as sent and as decoded, for example `/v1.0/users/…?$select=id`; also inside `$batch`. */
  readonly match: RegExp;
  /** HTTP method of the requests it hits, in upper case; absent: any. */
  readonly method?: string;
  readonly fault: FaultKind;
  /** How many matching requests it hits; absent: all. */
  readonly times?: number;
  /** Value of `Retry-After` on status faults; absent: no such header. */
  readonly retryAfter?: string;
}

/** One request before it is handled. */
export interface ArrivingRequest {
  readonly method: string;
  /** Version, path and query as sent. */
  readonly path: string;
}

export interface SandboxBehaviour {
  /** Milliseconds before each HTTP answer; a `$batch` waits once. */
  latencyMs: number;
  /** Largest page of every collection; undefined: Graph's own page sizes. */
  pageSize: number | undefined;
  /**
   * `published`: Conditional Access 1 request per second without `Retry-After`; authentication methods, audit logs and
   * reports 5 requests per 10 seconds, `signInActivity` 10 per minute with it. Each request inside a `$batch` counts.
   */
  limits: 'none' | 'published';
  /** Paths answered as if the permission for them were not granted. Tested like `Fault.match`. */
  forbidden: readonly RegExp[];
  /** What the reader's application holds. */
  readerPermissions: readonly string[];
  faults: readonly Fault[];
  /** Where `nextLinkOffHost` points to. */
  offHost: string;
  dripIntervalMs: number;
  /** Milliseconds that reads of the directory, its users, methods and settings go on showing what was before a write. */
  replicationLagMs: number;
  /** The same for Conditional Access policies, which Graph shows at once. */
  policyLagMs: number;
  /** Milliseconds until an entry of the audit log or the sign-in log can be read. */
  auditLagMs: number;
  /**
   * Called with each request that carries a valid token, inside a `$batch` too, before anything is looked up for it; the
   * request waits. Here another administrator can step between a read and a write.
   */
  onRequest: ((request: ArrivingRequest) => void | Promise<void>) | undefined;
}

export const DEFAULT_BEHAVIOUR: Readonly<SandboxBehaviour> = {
  latencyMs: 0,
  pageSize: undefined,
  limits: 'none',
  forbidden: [],
  readerPermissions: READER_PERMISSIONS,
  faults: [],
  offHost: 'https://graph.example.invalid',
  dripIntervalMs: 1000,
  replicationLagMs: 0,
  policyLagMs: 0,
  auditLagMs: 0,
  onRequest: undefined,
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
