import type { WireFault } from '../behaviour.js';
import type { Answered } from './answer.js';
import { readUrl, type Answer, type Exchange } from './exchange.js';

/**
 * `$batch`: up to 20 requests in one. Each is answered as if it had come alone and only its status says how it went; the
 * answers go back in another order than they were asked in, because Graph promises none.
 */

const MOST_REQUESTS = 20;

interface BatchItem {
  readonly id: string;
  readonly exchange: Exchange;
  readonly dependsOn: readonly string[];
}

type ReadBatch =
  { readonly ok: true; readonly items: readonly BatchItem[] } | { readonly ok: false; readonly message: string };

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'string');
}

function readHeaders(value: unknown): Readonly<Record<string, string>> | null {
  if (value === undefined) return {};
  if (!isRecord(value) || !isStrings(Object.values(value))) return null;
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]));
}

/** One request of the batch, or what is wrong with it. */
function readItem(value: unknown, { version, caller }: Exchange): BatchItem | string {
  if (!isRecord(value)) return 'Each request must be an object.';
  const { id, method, url, body, dependsOn } = value;
  if (typeof id !== 'string' || id === '') return 'Each request needs an id.';
  if (typeof method !== 'string' || typeof url !== 'string') return `Request '${id}' needs a method and a url.`;
  if (/^[a-z]+:/i.test(url)) return `Request '${id}' must have a url relative to the version.`;
  const full = `/${version}/${url.replace(/^\//, '')}`;
  const read = readUrl(full);
  const headers = readHeaders(value['headers']);
  if (read === null || headers === null) return `Request '${id}' has an invalid url or invalid headers.`;
  if (body !== undefined && headers['content-type'] === undefined) {
    return `Request '${id}' has a body and needs a Content-Type header.`;
  }
  if (dependsOn !== undefined && !isStrings(dependsOn)) return `Request '${id}' has an invalid dependsOn.`;
  const exchange: Exchange = { method: method.toUpperCase(), url: full, ...read, headers, body, caller };
  return { id, exchange, dependsOn: dependsOn ?? [] };
}

/** Requests may depend on requests before them only; that also rules out circles. */
function problemOfItems(items: readonly BatchItem[]): string | undefined {
  const seen = new Set<string>();
  for (const item of items) {
    if (seen.has(item.id.toLowerCase())) return `The request id '${item.id}' is used more than once.`;
    const missing = item.dependsOn.find((id) => !seen.has(id.toLowerCase()));
    if (missing !== undefined) return `Request '${item.id}' depends on '${missing}', which does not precede it.`;
    seen.add(item.id.toLowerCase());
  }
  return undefined;
}

/** The requests of the batch that `exchange` carries; each comes from the batch's own caller. */
export function readBatch(exchange: Exchange): ReadBatch {
  const { body } = exchange;
  const requests: unknown = isRecord(body) ? body['requests'] : undefined;
  if (!Array.isArray(requests) || requests.length === 0) return { ok: false, message: 'Invalid batch payload format.' };
  if (requests.length > MOST_REQUESTS) {
    return { ok: false, message: `Number of batch request steps exceeds the maximum value of ${MOST_REQUESTS}.` };
  }
  const items = requests.map((request) => readItem(request, exchange));
  const wrong = items.find((item) => typeof item === 'string');
  if (wrong !== undefined) return { ok: false, message: wrong };
  const read = items.filter((item) => typeof item !== 'string');
  const message = problemOfItems(read);
  return message === undefined ? { ok: true, items: read } : { ok: false, message };
}

export interface BatchAnswered {
  readonly responses: readonly object[];
  readonly wire: WireFault | null;
}

function responseOf(id: string, answer: Answer): object {
  return {
    id,
    status: answer.status,
    headers: answer.headers,
    ...(answer.body !== undefined && { body: answer.body }),
  };
}

/** Answers the requests of a batch. `failedDependency` is the answer to a request whose dependency failed. */
export async function answerBatch(
  items: readonly BatchItem[],
  answer: (exchange: Exchange) => Promise<Answered>,
  failedDependency: (exchange: Exchange) => Answer,
): Promise<BatchAnswered> {
  const statuses = new Map<string, number>();
  let wire: WireFault | null = null;
  const responses: object[] = [];
  for (const { id, exchange, dependsOn } of items) {
    const blocked = dependsOn.some((other) => (statuses.get(other.toLowerCase()) ?? 0) >= 400);
    const answered = blocked ? { answer: failedDependency(exchange), wire: null } : await answer(exchange);
    statuses.set(id.toLowerCase(), answered.answer.status);
    wire ??= answered.wire;
    responses.push(responseOf(id, answered.answer));
  }
  return { responses: responses.reverse(), wire };
}
