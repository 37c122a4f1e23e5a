import {
  Client,
  GraphError,
  HTTPMessageHandler,
  ResponseType,
  type GraphRequest,
} from '@microsoft/microsoft-graph-client';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../workflows/ports.js';
import type { GraphLimits } from '../limits.js';
import { authentication } from './authentication.js';
import { callFailure, type CallFailure } from './call-error.js';
import { pacing, type Pacer } from './pacing.js';
import { retry } from './retry.js';
import type { HeaderReader } from './retry-after.js';
import type { ScanBudget } from './scan-budget.js';
import { timeout } from './timeout.js';
import type { TokenSource } from './token-source.js';

/**
 * Microsoft's Graph client behind our own middleware chain. Sends one request and says what came back as a value; what
 * the answer means is decided by those who ask. One client serves one scan, or one step of a remediation.
 */

export type GraphCall =
  | { readonly method: 'GET'; readonly version: GraphVersion; readonly path: string }
  | { readonly method: 'POST' | 'PATCH'; readonly version: GraphVersion; readonly path: string; readonly body: object }
  | { readonly method: 'DELETE'; readonly version: GraphVersion; readonly path: string };

export type GraphVersion = 'v1.0' | 'beta';

/** `body` is the parsed JSON, and undefined when the body was no JSON. */
export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly header: HeaderReader;
  readonly body: unknown;
}

export type GraphAnswer = Answered | { readonly kind: 'failed'; readonly failure: CallFailure };

export interface GraphClientOptions {
  /** Origin of the endpoint, for example `https://graph.microsoft.com`. */
  readonly origin: string;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly limits: GraphLimits;
  readonly pacer: Pacer;
  readonly budget: ScanBudget;
  /** `x-ms-throttle-priority`. */
  readonly priority: 'low' | 'normal' | 'high';
}

export interface GraphClient extends Pick<GraphClientOptions, 'origin' | 'clock' | 'limits' | 'budget'> {
  /** Sends one request. `path` begins with `/`, follows the version, and carries its query encoded. */
  send(call: GraphCall): Promise<GraphAnswer>;
}

function createLibraryClient(options: GraphClientOptions): Client {
  return Client.initWithMiddleware({
    baseUrl: `${options.origin}/`,
    // A redirect could lead the request, and its token, to another host.
    fetchOptions: { redirect: 'manual' },
    middleware: [
      retry(options),
      authentication(options),
      pacing(options.pacer, options.budget),
      timeout(options.budget, options.limits),
      new HTTPMessageHandler(),
    ],
  });
}

function headersOf(priority: string): Record<string, string> {
  return {
    Accept: 'application/json',
    // Without it Graph hides newer enum members behind `unknownFutureValue`.
    Prefer: 'include-unknown-enum-members',
    'x-ms-throttle-priority': priority,
    'client-request-id': randomUUID(),
  };
}

/** The value of a JSON text, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if ((error as Error).name === 'SyntaxError') return undefined;
    throw error;
  }
}

async function toAnswer(response: Response): Promise<Answered> {
  return {
    kind: 'answered',
    status: response.status,
    header: (name) => response.headers.get(name),
    body: parseJson(await response.text()),
  };
}

function dispatch(request: GraphRequest, call: GraphCall): Promise<unknown> {
  switch (call.method) {
    case 'GET':
      return request.get();
    case 'POST':
      return request.post(call.body);
    case 'PATCH':
      return request.patch(call.body);
    case 'DELETE':
      return request.delete();
  }
}

async function sendWith(library: Client, call: GraphCall, priority: string): Promise<Response> {
  const request = library
    // The library takes any `https://` inside a path for the beginning of the URL.
    .api(call.path.replaceAll('https://', 'https:%2F%2F'))
    .version(call.version)
    .headers(headersOf(priority))
    .responseType(ResponseType.RAW);
  const response = await dispatch(request, call);
  if (!(response instanceof Response)) throw new Error('The Graph client did not hand on the raw response.');
  return response;
}

/** A client whose calls share `budget` and `pacer`. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const library = createLibraryClient(options);
  const { origin, clock, limits, budget } = options;
  const send = async (call: GraphCall): Promise<GraphAnswer> => {
    try {
      return await toAnswer(await sendWith(library, call, options.priority));
    } catch (error) {
      // Expected: the library's wrapping of our `CallError`s. Everything else is a bug.
      const failure = error instanceof GraphError ? callFailure(error.code, error.message) : undefined;
      if (failure === undefined) throw error;
      return { kind: 'failed', failure };
    }
  };
  return { origin, clock, limits, budget, send };
}
