import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLoopbackServer } from './loopback-server.js';

/**
 * The Bot connector on loopback: it records what the bot sends and edits, and can refuse. An unknown request is kept as a
 * complaint that `close` throws, with what to add here.
 */

export interface SentCard {
  readonly kind: 'send' | 'update';
  readonly conversationId: string;
  readonly activityId: string;
  /** The text above the card; empty where there is none. */
  readonly text: string;
  readonly summary: string;
  /** The card's own content. */
  readonly card: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** `drop` closes the connection without an answer; `lose` takes the message first, so that only the answer is lost. */
export type Answer = Refusal | 'drop' | 'lose';

/** A request as it arrived, before it was answered. */
export interface ArrivedRequest {
  readonly kind: SentCard['kind'];
  readonly conversationId: string;
  /** Of the message to edit; empty for a new one. */
  readonly activityId: string;
  readonly summary: string;
}

export interface FakeConnector {
  readonly url: string;
  /** What was accepted, in order. */
  readonly cards: readonly SentCard[];
  /** How many requests arrived, refused ones included. */
  readonly requests: readonly string[];
  /** The next requests get these answers instead. `holdNext` keeps it waiting until `release`. */
  refuseNext(...refusals: readonly Answer[]): void;
  /** Asked about every request that has no answer yet; undefined accepts it. */
  answerBy(decide: (request: ArrivedRequest) => Answer | undefined): void;
  holdNext(): { release(): void };
  /** Resolves as soon as that many cards were accepted. */
  untilCards(count: number): Promise<readonly SentCard[]>;
  /** Resolves as soon as that many requests arrived. */
  untilRequests(count: number): Promise<void>;
  close(): Promise<void>;
}

interface WireActivity {
  readonly text?: string;
  readonly summary?: string;
  readonly attachments?: readonly { readonly content: Readonly<Record<string, unknown>> }[];
}

const ROUTES = [
  { kind: 'send', method: 'POST', path: /^\/v3\/conversations\/([^/]+)\/activities(?:\/[^/]+)?$/ },
  { kind: 'update', method: 'PUT', path: /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/ },
] as const;

/** Promises that resolve when `isTrue` becomes true; checked after every event. */
function createWatch() {
  const checks = new Set<() => void>();
  return {
    changed: () => checks.forEach((check) => check()),
    until(isTrue: () => boolean): Promise<void> {
      return new Promise((resolve) => {
        const check = () => {
          if (!isTrue()) return;
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      });
    },
  };
}

export async function startFakeConnector(): Promise<FakeConnector> {
  const cards: SentCard[] = [];
  const requests: string[] = [];
  const refusals: Answer[] = [];
  let decide: (request: ArrivedRequest) => Answer | undefined = () => undefined;
  const holds: Promise<void>[] = [];
  const complaints: string[] = [];
  const watch = createWatch();

  function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  }

  /** What was asked for, and the card; undefined when the request is unknown here. */
  function read(request: IncomingMessage, body: string): Omit<SentCard, 'authorization'> | undefined {
    const path = decodeURIComponent(request.url ?? '');
    const route = ROUTES.find(({ method, path: pattern }) => method === request.method && pattern.test(path));
    if (!route) {
      complaints.push(`${request.method} ${path}: add a route to test/fakes/fake-connector.ts`);
      return undefined;
    }
    const [, conversationId = '', updatedId = ''] = route.path.exec(path) ?? [];
    const { text = '', summary = '', attachments = [] } = JSON.parse(body) as WireActivity;
    const activityId = route.kind === 'update' ? updatedId : '';
    return { kind: route.kind, conversationId, activityId, text, summary, card: attachments[0]?.content ?? {} };
  }

  /** Gives the ID of the message. */
  function accept(asked: Omit<SentCard, 'authorization'>, authorization: string | undefined): string {
    const activityId = asked.kind === 'update' ? asked.activityId : `message-${cards.length + 1}`;
    cards.push({ ...asked, activityId, authorization });
    return activityId;
  }

  async function answer(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    requests.push(`${request.method} ${request.url}`);
    watch.changed();
    await holds.shift();
    const asked = refusals[0] === undefined || refusals[0] === 'lose' ? read(request, body) : undefined;
    const refusal = refusals.shift() ?? (asked && decide(asked));
    if (refusal === 'lose' && asked) accept(asked, request.headers.authorization);
    if (refusal === 'drop' || refusal === 'lose') response.destroy();
    else if (refusal) json(response, refusal.status, refusal.body ?? {}, refusal.headers);
    else if (!asked) json(response, 501, { error: { code: 'UnknownToFake' } });
    else json(response, asked.kind === 'send' ? 201 : 200, { id: accept(asked, request.headers.authorization) });
    watch.changed();
  }

  const server = await startLoopbackServer((...exchange) => void answer(...exchange));
  return {
    url: server.url,
    cards,
    requests,
    refuseNext: (...more) => void refusals.push(...more),
    answerBy(answerTo) {
      decide = answerTo;
    },
    holdNext() {
      let release = () => {};
      holds.push(
        new Promise((resolve) => {
          release = resolve;
        }),
      );
      return { release: () => release() };
    },
    untilCards: (count) => watch.until(() => cards.length >= count).then(() => cards),
    untilRequests: (count) => watch.until(() => requests.length >= count),
    async close() {
      await server.close();
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    },
  };
}
