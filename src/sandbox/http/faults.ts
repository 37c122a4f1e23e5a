import {
  matchesUrl,
  type BodyFault,
  type Fault,
  type FaultKind,
  type StatusFault,
  type WireFault,
} from '../behaviour.js';
import type { Answer, Exchange, RequestIds, Surroundings } from './exchange.js';
import { answerProblem, errorBody } from './graph-error.js';
import { linkWithToken } from './render.js';
import type { ProblemReply } from './reply.js';

/** Turns a fault into the answer a broken Graph would give. Faults of the connection itself are in wire.ts. */

const STATUS_FAULTS: Readonly<Record<StatusFault, Omit<ProblemReply, 'kind'>>> = {
  unauthorized: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'Lifetime validation failed, the token is expired.',
  },
  forbidden: {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  },
  notFound: { status: 404, code: 'UnknownError', message: '' },
  throttledForEver: { status: 429, code: 'TooManyRequests', message: 'Too many requests. Please retry again later.' },
  internalServerError: { status: 500, code: 'InternalServerError', message: 'An internal error has occurred.' },
  serviceUnavailable: { status: 503, code: 'serviceUnavailable', message: 'The service is temporarily unavailable.' },
  gatewayTimeout: { status: 504, code: 'UnknownError', message: 'The request timed out at the gateway.' },
};

const WIRE_FAULTS: readonly FaultKind[] = [
  'silence',
  'drip',
  'reset',
  'truncated',
  'appliedThenReset',
] satisfies WireFault[];

export function isStatusFault(fault: FaultKind): fault is StatusFault {
  return fault in STATUS_FAULTS;
}

export function isWireFault(fault: FaultKind): fault is WireFault {
  return WIRE_FAULTS.includes(fault);
}

/** Picks the fault that hits a request, and uses up one of its `times`. */
export type TakeFault = (faults: readonly Fault[], request: Pick<Exchange, 'method' | 'url'>) => Fault | undefined;

export function faultPicker(): TakeFault {
  const used = new WeakMap<Fault, number>();
  return (faults, { method, url }) => {
    const fault = faults.find(
      (candidate) =>
        (used.get(candidate) ?? 0) < (candidate.times ?? Infinity) &&
        (candidate.method ?? method) === method &&
        matchesUrl(candidate.match, url),
    );
    if (fault) used.set(fault, (used.get(fault) ?? 0) + 1);
    return fault;
  };
}

/** A Graph error, with `Retry-After` when `retryAfter` is given. */
export function answerStatusFault(
  fault: StatusFault,
  retryAfter: string | undefined,
  ids: RequestIds,
  now: number,
): Answer {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return answerProblem(STATUS_FAULTS[fault], ids, now, headers);
}

function contextIn(body: unknown): object {
  return body !== null && typeof body === 'object' && '@odata.context' in body
    ? { '@odata.context': body['@odata.context'] }
    : {};
}

function withNextLink(answer: Answer, link: string): Answer {
  const body = answer.body !== null && typeof answer.body === 'object' ? answer.body : {};
  return { ...answer, body: { ...body, '@odata.nextLink': link } };
}

/** The answer that was about to go out, spoiled. A fault about paging leaves an answer that is not a collection as it is. */
export function spoil(
  fault: BodyFault,
  answer: Answer,
  exchange: Exchange,
  around: Surroundings,
  ids: RequestIds,
): Answer {
  const isCollection = answer.body !== null && typeof answer.body === 'object' && 'value' in answer.body;
  const onLaterPage = exchange.query.has('$skiptoken');
  switch (fault) {
    case 'html':
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>',
      };
    case 'emptyObject':
      return { ...answer, status: 200, body: {} };
    case 'errorObject':
      return { ...answer, status: 200, body: errorBody('UnknownError', 'Something went wrong.', ids, around.now()) };
    case 'appliedThen504':
      return answerStatusFault('gatewayTimeout', undefined, ids, around.now());
    case 'missingValue':
      return { ...answer, body: contextIn(answer.body) };
    case 'valueNotArray':
      return { ...answer, body: { ...contextIn(answer.body), value: {} } };
    case 'secondPageFails':
      if (onLaterPage) return answerStatusFault('internalServerError', undefined, ids, around.now());
      return isCollection ? withNextLink(answer, linkWithToken(exchange, around.origin, 'second-page')) : answer;
    case 'nextLinkLoops':
      return isCollection ? withNextLink(answer, linkWithToken(exchange, around.origin, 'again')) : answer;
    case 'nextLinkOffHost':
      return isCollection
        ? withNextLink(answer, linkWithToken(exchange, around.behaviour.offHost, 'elsewhere'))
        : answer;
  }
}
