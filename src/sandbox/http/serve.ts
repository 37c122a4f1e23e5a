import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { SandboxBehaviour } from '../behaviour.js';
import { findUser } from '../directory.js';
import type { Caller } from '../identities.js';
import type { SandboxState } from '../state.js';
import { answerExchange, type Answered, type Answering } from './answer.js';
import { answerBatch, readBatch } from './batch.js';
import { answerAtDoor, isAtDoor } from './door.js';
import { readUrl, type Answer, type Exchange, type RequestIds, type Surroundings } from './exchange.js';
import { answerStatusFault, isStatusFault, isWireFault, spoil } from './faults.js';
import { answerProblem, JSON_TYPE } from './graph-error.js';
import { logRequest, type RequestLog } from './request-log.js';
import { sendAnswer } from './wire.js';

/** From an HTTP request to an HTTP answer: the token, the version, `$batch` or a single request, and the log of it all. */

/** What one running server needs to answer. State and behaviour are read anew for each request: tests replace them. */
export interface Serving {
  readonly tenant: {
    readonly url: string;
    readonly token: string;
    readonly remediatorToken: string;
    readonly state: SandboxState;
    readonly behaviour: Readonly<SandboxBehaviour>;
  };
  /** The object ID of the person whose token it is; undefined for nobody's. */
  readonly personWith: (token: string) => string | undefined;
  readonly log: RequestLog;
  readonly answering: Answering;
  readonly now: () => number;
}

function surroundings({ tenant, now }: Serving): Surroundings {
  return { state: tenant.state, behaviour: tenant.behaviour, origin: tenant.url, now };
}

function idsOf(headers: Readonly<Record<string, string>>): RequestIds {
  const requestId = randomUUID();
  return { requestId, clientRequestId: headers['client-request-id'] ?? requestId };
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(entries);
}

/** The parsed body, undefined without one, null for what is not JSON. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Lets whoever stages a race step in, then answers. The state is looked up after that. */
async function answerOne(serving: Serving, exchange: Exchange, ids: RequestIds): Promise<Answered> {
  await serving.tenant.behaviour.onRequest?.({ method: exchange.method, path: exchange.url });
  return answerExchange(serving.answering, exchange, surroundings(serving), ids);
}

async function answerInnerRequests(serving: Serving, exchange: Exchange, ids: RequestIds): Promise<Answered> {
  const batch = readBatch(exchange);
  if (!batch.ok) return refuse(serving, ids, 400, 'BadRequest', batch.message);
  const { responses, wire } = await answerBatch(
    batch.items,
    async (inner) => {
      const answered = await answerOne(serving, inner, ids);
      logRequest(serving.log, serving.now(), inner, answered, { inBatch: true, authorization: true });
      return answered;
    },
    () => refuse(serving, ids, 424, 'FailedDependency', 'A request it depends on failed.').answer,
  );
  const answer = { status: 200, headers: { 'content-type': JSON_TYPE }, body: { responses } };
  return { answer, wire, applied: null };
}

/** A fault that matches the batch's own URL hits it as a whole, before or after its requests are carried out. */
async function answerWholeBatch(serving: Serving, exchange: Exchange, ids: RequestIds): Promise<Answered> {
  await serving.tenant.behaviour.onRequest?.({ method: exchange.method, path: exchange.url });
  const around = surroundings(serving);
  const fault = serving.answering.takeFault(around.behaviour.faults, exchange);
  if (fault && isStatusFault(fault.fault)) {
    return { answer: answerStatusFault(fault.fault, fault.retryAfter, ids, around.now()), wire: null, applied: null };
  }
  const answered = await answerInnerRequests(serving, exchange, ids);
  if (fault === undefined || isStatusFault(fault.fault)) return answered;
  if (isWireFault(fault.fault)) return { ...answered, wire: fault.fault };
  return { ...answered, answer: spoil(fault.fault, answered.answer, exchange, around, ids) };
}

function refuse(serving: Serving, ids: RequestIds, status: number, code: string, message: string): Answered {
  const headers = status === 401 ? { 'www-authenticate': 'Bearer realm="", error="invalid_token"' } : {};
  return { answer: answerProblem({ status, code, message }, ids, serving.now(), headers), wire: null, applied: null };
}

/** A person who is deleted or blocked has no valid token any more. */
function delegateOf({ tenant, personWith }: Serving, token: string): Caller | null {
  const objectId = personWith(token);
  const person = objectId === undefined ? undefined : findUser(tenant.state, objectId);
  return person?.accountEnabled === true ? { kind: 'person', objectId: person.id } : null;
}

function callerOf(serving: Serving, authorization: string | undefined): Caller | null {
  const token = authorization?.replace(/^Bearer /, '');
  if (token === undefined || token === authorization) return null;
  if (token === serving.tenant.token) return 'reader';
  return token === serving.tenant.remediatorToken ? 'remediator' : delegateOf(serving, token);
}

/** Decides the answer to one HTTP request; a batch has its inner requests logged before itself. */
async function answerRequest(
  serving: Serving,
  request: Pick<Exchange, 'method' | 'url' | 'headers' | 'body'>,
  ids: RequestIds,
): Promise<Answered> {
  const { authorization } = request.headers;
  const caller = callerOf(serving, authorization);
  if (caller === null) {
    const message = authorization === undefined ? 'Access token is empty.' : 'Access token validation failure.';
    return refuse(serving, ids, 401, 'InvalidAuthenticationToken', message);
  }
  if (isAtDoor(request.url)) {
    const answer = answerAtDoor(request, caller, { state: serving.tenant.state, now: serving.now(), ids });
    return { answer, wire: null, applied: null };
  }
  const url = readUrl(request.url);
  if (url === null) return refuse(serving, ids, 400, 'BadRequest', 'Invalid version.');
  if (request.body === null) return refuse(serving, ids, 400, 'BadRequest', 'Unable to read JSON request payload.');
  const exchange: Exchange = { ...request, ...url, caller };
  return exchange.method === 'POST' && exchange.segments.length === 1 && exchange.segments[0] === '$batch'
    ? answerWholeBatch(serving, exchange, ids)
    : answerOne(serving, exchange, ids);
}

function withIds(answer: Answer, ids: RequestIds): Answer {
  return {
    ...answer,
    headers: { ...answer.headers, 'request-id': ids.requestId, 'client-request-id': ids.clientRequestId },
  };
}

async function answerOnWire(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = headersOf(request);
  const ids = idsOf(headers);
  const method = request.method ?? '';
  const url = request.url ?? '';
  const body = await readBody(request);
  const { latencyMs } = serving.tenant.behaviour;
  if (latencyMs > 0) await wait(latencyMs, undefined, { ref: false });
  const answered = await answerRequest(serving, { method, url, headers, body }, ids);
  logRequest(serving.log, serving.now(), { method, url }, answered, {
    inBatch: false,
    authorization: 'authorization' in headers,
  });
  sendAnswer(response, withIds(answered.answer, ids), answered.wire, serving.tenant.behaviour.dripIntervalMs);
}

/** Answers one HTTP request. A mistake of the simulator itself is a 500 that says so. */
export async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await answerOnWire(serving, request, response);
  } catch (error) {
    // The client went away while its request was being read: there is nobody left to answer.
    if (request.errored || response.headersSent) {
      response.destroy();
      return;
    }
    const message = `The simulated tenant failed: ${error instanceof Error ? error.message : String(error)}`;
    const { answer } = refuse(serving, idsOf({}), 500, 'SandboxFailure', message);
    sendAnswer(response, answer, null, 0);
  }
}
