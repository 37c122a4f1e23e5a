import type { SandboxBehaviour } from '../behaviour.js';
import type { Occasion } from '../changes/audit-trail.js';
import type { Caller, Delegate } from '../identities.js';
import type { SandboxState } from '../state.js';
import type { Reply } from './reply.js';

/** One Graph request, on its own or inside a `$batch`, and the table entry that answers it. */

export type GraphVersion = 'v1.0' | 'beta';

export interface Exchange {
  readonly method: string;
  /** Version, path and query as sent: `/v1.0/users?$top=5`. */
  readonly url: string;
  readonly version: GraphVersion;
  /** Path segments after the version, decoded. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown;
  /** Whose token came with the request. */
  readonly caller: Caller;
}

export interface RouteRequest {
  /** For a read: what reads see now. For a write: the state itself. */
  readonly state: SandboxState;
  readonly exchange: Exchange;
  /** The value of a `{name}` segment of the route's path. */
  readonly param: (name: string) => string;
  /** Whether the caller's application holds any of these permissions. Of people their roles decide, so they hold all. */
  readonly holds: (...permissions: readonly string[]) => boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface ReadRoute {
  /** POST where Graph asks a question that way. */
  readonly method: 'GET' | 'POST';
  /** `/users/{id}/memberOf`. Segments are compared without regard to case. */
  readonly path: string;
  /** Application permissions of which any one is enough, the least first, as Graph documents them. */
  readonly permissions: readonly string[];
  readonly reply: (request: RouteRequest) => Reply;
}

export interface WriteRequest extends RouteRequest {
  readonly occasion: Occasion;
}

/** Whether the caller may ask for the write at all, before anything is looked up for it. */
export type MayWrite = (writer: 'remediator' | Delegate, state: SandboxState) => boolean;

export interface WriteRoute {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly mayWrite: MayWrite;
  /** Changes the state, unless it answers a problem. */
  readonly write: (request: WriteRequest) => Reply;
}

export type Route = ReadRoute | WriteRoute;

/** What goes back for one exchange. `body` undefined: no body. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What answering needs from the server around it. */
export interface Surroundings {
  /** What the tenant contains. Reads see it through its lags. */
  readonly state: SandboxState;
  readonly behaviour: Readonly<SandboxBehaviour>;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly now: () => number;
}

export interface RequestIds {
  readonly requestId: string;
  readonly clientRequestId: string;
}

/** Splits version, path and query. Null when the text is no Graph URL of ours. */
export function readUrl(url: string): Pick<Exchange, 'version' | 'segments' | 'query'> | null {
  const parsed = URL.canParse(url, 'http://sandbox') ? new URL(url, 'http://sandbox') : null;
  if (parsed === null || parsed.origin !== 'http://sandbox') return null;
  const [version, ...rest] = parsed.pathname.split('/').slice(1);
  if (version !== 'v1.0' && version !== 'beta') return null;
  try {
    const segments = rest.filter((segment) => segment !== '').map(decodeURIComponent);
    return { version, segments, query: parsed.searchParams };
  } catch (error) {
    // A stray percent sign in the path.
    if (error instanceof URIError) return null;
    throw error;
  }
}
