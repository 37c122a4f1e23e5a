import type { Context } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { urlOf } from './middleware.js';

/**
 * What one HTTP request asks of Graph: itself, or everything inside a `$batch`. Retry and pacing look at these, because
 * Graph counts and throttles inner requests one by one.
 */

export interface AskedRequest {
  readonly method: string;
  /** Path without query, beginning with `/`. */
  readonly path: string;
  /** Query as sent, without the question mark; absent: none. */
  readonly query?: string;
}

const batchBody = z.object({ requests: z.array(z.object({ method: z.string(), url: z.string() })) });

/** `url`: path and query. */
function askedRequest(method: string, url: string): AskedRequest {
  const [path = '', query = ''] = url.split('?');
  return { method, path, query };
}

export function isBatch(context: Context): boolean {
  return urlOf(context).pathname.endsWith('/$batch');
}

/** The requests in `context`. Throws for a `$batch` that our own batch function did not make. */
export function requestsIn(context: Context): readonly AskedRequest[] {
  if (!isBatch(context)) {
    const { pathname, search } = urlOf(context);
    return [askedRequest(context.options?.method ?? 'GET', `${pathname}${search}`)];
  }
  const text: unknown = context.options?.body;
  const body: unknown = typeof text === 'string' ? JSON.parse(text) : text;
  return batchBody.parse(body).requests.map(({ method, url }) => askedRequest(method, url));
}

const READ_ONLY_POST =
  /\/(checkMemberGroups|checkMemberObjects|getMemberGroups|getMemberObjects|getByIds|conditionalAccess\/evaluate)$/;

/** Whether sending the request twice does nothing that sending it once does not. */
export function isSafeToRepeat(context: Context): boolean {
  return requestsIn(context).every(
    ({ method, path }) => method === 'GET' || (method === 'POST' && READ_ONLY_POST.test(path)),
  );
}
