import type { ProblemReply } from './reply.js';
import type { Answer, RequestIds } from './exchange.js';

/** Graph's error envelope. Both IDs are the ones the answer carries in its headers. */

export const JSON_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** `{ error: { code, message, innerError } }`, with Graph's date without a zone. */
export function errorBody(code: string, message: string, ids: RequestIds, now: number): object {
  return {
    error: {
      code,
      message,
      innerError: {
        date: new Date(now).toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  };
}

export function answerProblem(
  { status, code, message }: Omit<ProblemReply, 'kind'>,
  ids: RequestIds,
  now: number,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': JSON_TYPE, ...headers },
    body: errorBody(code, message, ids, now),
  };
}
