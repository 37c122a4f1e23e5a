import { isNativeError } from 'node:util/types';
import { z } from 'zod';
import { describeError } from '../describe-error.js';
import type { Attempt } from './retry.js';

/** What became of one message to the connector, and how its refusals read. */

export type DeliveryFailure = {
  readonly ok: false;
  /**
   * - `CONNECTOR_GONE`: the message or the conversation is not there any more.
   * - `CONNECTOR_BLOCKED`: the bot may not write here; it was removed or blocked.
   * - `CONNECTOR_BUSY`: throttled or unavailable for longer than the budget.
   * - `CONNECTOR_UNREACHABLE`: no answer at all.
   * - `CONNECTOR_REFUSED`: any other answer.
   */
  readonly code:
    'CONNECTOR_GONE' | 'CONNECTOR_BLOCKED' | 'CONNECTOR_BUSY' | 'CONNECTOR_UNREACHABLE' | 'CONNECTOR_REFUSED';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** For the log. */
  readonly cause: Readonly<Record<string, string | number>>;
};

/** `activityId` is undefined where the channel gave the message none: it cannot be edited later. */
export type Delivery = { readonly ok: true; readonly activityId: string | undefined } | DeliveryFailure;

/** The published list for bots in Teams, and 503, which the service also answers. */
const WORTH_REPEATING = [412, 429, 502, 503, 504];

interface Headers {
  get(name: string): unknown;
}

const headers = z.custom<Headers>((value) => {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'get') === 'function';
});

/** What the SDK throws for an answer it does not like. Without `statusCode` there was no answer. */
const connectorError = z.object({
  statusCode: z.number().optional(),
  response: z.object({ headers }).optional(),
});

function codeOf(status: number): DeliveryFailure['code'] {
  if (status === 0) return 'CONNECTOR_UNREACHABLE';
  if (status === 404) return 'CONNECTOR_GONE';
  if (status === 403) return 'CONNECTOR_BLOCKED';
  return WORTH_REPEATING.includes(status) ? 'CONNECTOR_BUSY' : 'CONNECTOR_REFUSED';
}

/** Milliseconds until the time a `Retry-After` header names, as seconds or as an HTTP date. */
function parseRetryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** What the SDK threw, as an HTTP status (0: no answer) and the wait that was asked for; undefined: not the network's doing. */
export function readConnectorError(
  error: unknown,
  now: number,
): { readonly status: number; readonly retryAfterMs: number | undefined } | undefined {
  const parsed = connectorError.safeParse(error);
  if (!isNativeError(error) || error.name === 'TypeError' || !parsed.success) return undefined;
  const retryAfterMs = parseRetryAfter(parsed.data.response?.headers.get('retry-after'), now);
  return { status: parsed.data.statusCode ?? 0, retryAfterMs };
}

/**
 * Reads what the SDK threw. `repeatable` says that doing it twice does no harm, so that a lost answer may be retried too.
 * Throws `error` again when it is a bug of ours rather than something the network did.
 */
export function failedAttempt(error: unknown, repeatable: boolean, now: number): Attempt<Delivery> {
  const answer = readConnectorError(error, now);
  if (answer === undefined) throw error;
  const { status, retryAfterMs } = answer;
  const value: Delivery = { ok: false, code: codeOf(status), status, cause: describeError(error) };
  if (!WORTH_REPEATING.includes(status) && !(status === 0 && repeatable)) return { done: true, value };
  return { done: false, value, retryAfterMs };
}
