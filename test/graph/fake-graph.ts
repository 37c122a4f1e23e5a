import { afterEach } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A Graph endpoint on loopback with a route table. A request that no route answers fails the test and prints what to add.
 * `$batch` is answered from the same table unless it has a route of its own, and in reverse order, as Graph may.
 */

export interface FakeRequest {
  readonly method: string;
  /** With the version, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly at: number;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** Answers by hand. */
  readonly raw?: (response: ServerResponse) => void;
}

type Reply = FakeAnswer | ((request: FakeRequest) => FakeAnswer);
/** By `METHOD /version/path`. A list answers attempt by attempt; its last member stays. */
export type Routes = Record<string, Reply | readonly Reply[]>;

export interface FakeGraph {
  readonly origin: string;
  readonly routes: Routes;
  /** HTTP requests in the order of arrival. */
  readonly requests: FakeRequest[];
  /** Requests inside batches. */
  readonly inner: FakeRequest[];
  requestsTo(key: string): readonly FakeRequest[];
}

interface BatchBody {
  readonly requests: readonly { id: string; method: string; url: string; headers?: Record<string, string> }[];
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function toRequest(method: string, url: string, headers: FakeRequest['headers'], body: string): FakeRequest {
  const parsed = new URL(url, 'http://fake');
  return {
    method,
    path: decodeURIComponent(parsed.pathname),
    query: parsed.searchParams,
    headers,
    body,
    at: performance.now(),
  };
}

function keyOf(request: FakeRequest): string {
  return `${request.method} ${request.path}`;
}

interface State {
  readonly routes: Routes;
  readonly seen: Map<string, number>;
  readonly unexpected: string[];
  readonly inner: FakeRequest[];
}

function isList(reply: Reply | readonly Reply[]): reply is readonly Reply[] {
  return Array.isArray(reply);
}

function route(state: State, request: FakeRequest): FakeAnswer | undefined {
  const key = keyOf(request);
  const entry = state.routes[key];
  if (entry === undefined) return undefined;
  const count = state.seen.get(key) ?? 0;
  state.seen.set(key, count + 1);
  const reply = isList(entry) ? entry[Math.min(count, entry.length - 1)] : entry;
  return typeof reply === 'function' ? reply(request) : reply;
}

function answerBatch(state: State, request: FakeRequest): FakeAnswer {
  const { requests } = JSON.parse(request.body) as BatchBody;
  const version = request.path.replace('/$batch', '');
  const responses = requests.map(({ id, method, url, headers }) => {
    const inner = toRequest(method, `${version}${url}`, headers ?? {}, '');
    state.inner.push(inner);
    const answer = route(state, inner);
    if (answer === undefined) state.unexpected.push(keyOf(inner));
    return { id, status: answer?.status ?? 200, headers: answer?.headers ?? {}, body: answer?.json ?? answer?.text };
  });
  return { json: { responses: responses.reverse() } };
}

function write(response: ServerResponse, answer: FakeAnswer): void {
  if (answer.raw !== undefined) {
    answer.raw(response);
    return;
  }
  response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json', ...answer.headers });
  response.end(answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json)));
}

function answer(state: State, request: FakeRequest): FakeAnswer {
  const own = route(state, request);
  if (own !== undefined) return own;
  if (/^POST \/(v1\.0|beta)\/\$batch$/.test(keyOf(request))) return answerBatch(state, request);
  state.unexpected.push(keyOf(request));
  return { status: 418, json: {} };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** Starts fakes for the tests of a file and closes them after each test. */
export function useFakeGraphs(): (routes: Routes) => Promise<FakeGraph> {
  const open: { server: Server; state: State }[] = [];
  afterEach(async () => {
    const closing = open.splice(0);
    await Promise.all(closing.map(({ server }) => close(server)));
    const missing = [...new Set(closing.flatMap(({ state }) => state.unexpected))];
    if (missing.length > 0) throw new Error(`The fake has no route for: ${missing.join('; ')}. Add them to the table.`);
  });
  return async (routes) => {
    const state: State = { routes, seen: new Map(), unexpected: [], inner: [] };
    const requests: FakeRequest[] = [];
    const server = createServer((incoming, response) => {
      void readBody(incoming).then((body) => {
        const request = toRequest(incoming.method ?? '', incoming.url ?? '', incoming.headers, body);
        requests.push(request);
        write(response, answer(state, request));
      });
    });
    open.push({ server, state });
    const origin = await listen(server);
    return {
      origin,
      routes,
      requests,
      inner: state.inner,
      requestsTo: (key) => requests.filter((request) => keyOf(request) === key),
    };
  };
}

/** Headers are out, the body never comes. */
export const silent: FakeAnswer = { raw: () => undefined };

/** A body that begins and never ends: one byte at a time until the client goes. */
export const drip: FakeAnswer = {
  raw: (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(timer));
  },
};

/** The connection breaks in the middle of the body. */
export const reset: FakeAnswer = {
  raw: (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' });
    response.write('{"value": [');
    setImmediate(() => response.destroy());
  },
};

export function graphError(status: number, code: string, message = 'refused'): FakeAnswer {
  return { status, json: { error: { code, message, innerError: { 'request-id': 'r' } } } };
}
