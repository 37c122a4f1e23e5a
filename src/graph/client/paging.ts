import { z } from 'zod';
import type { GraphAnswer, GraphClient, GraphVersion } from './graph-client.js';

/**
 * Reads a collection to its last page or not at all. A link is followed only where the token may go, only once, and only
 * so often; half a collection is never handed on.
 */

export interface CollectionCall {
  readonly version: GraphVersion;
  /** Begins with `/`, without the version. */
  readonly path: string;
}

export type Pages =
  /** `deltaLink`: where later changes will be, of a collection that is followed; as Graph sent it. */
  | { readonly kind: 'whole'; readonly items: readonly unknown[]; readonly deltaLink?: string }
  /** A page that is no page; what it means is said by its status and body. */
  | { readonly kind: 'badPage'; readonly answer: GraphAnswer }
  | { readonly kind: 'broken'; readonly problem: string };

const pageBody = z.object({
  error: z.undefined(),
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
  '@odata.deltaLink': z.string().optional(),
});

function broken(problem: string): Pages {
  return { kind: 'broken', problem };
}

function whole(items: readonly unknown[], deltaLink: string | undefined): Pages {
  return { kind: 'whole', items, ...(deltaLink !== undefined && { deltaLink }) };
}

/** Path and query below the version, or undefined when the link leads anywhere else than more of the same API. */
export function followable(link: string, client: GraphClient, version: GraphVersion): string | undefined {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const prefix = `/${version}`;
  if (url === undefined || url.origin !== client.origin || !url.pathname.startsWith(`${prefix}/`)) return undefined;
  return `${url.pathname.slice(prefix.length)}${url.search}`;
}

/**
 * All items of a collection. `first` is the first page where a batch has already brought it; without it the first page is
 * asked for here.
 */
export async function readPages(client: GraphClient, call: CollectionCall, first?: GraphAnswer): Promise<Pages> {
  const { version } = call;
  const items: unknown[] = [];
  const asked = new Set<string>();
  let path = call.path;
  let answer = first ?? (await client.send({ method: 'GET', version, path }));
  for (;;) {
    asked.add(new URL(path, client.origin).href);
    const page = answer.kind === 'answered' && answer.status === 200 ? pageBody.safeParse(answer.body) : undefined;
    if (page?.success !== true) return { kind: 'badPage', answer };
    items.push(...page.data.value);
    const link = page.data['@odata.nextLink'];
    if (link === undefined || link === null) return whole(items, page.data['@odata.deltaLink']);
    const next = followable(link, client, version);
    if (next === undefined) return broken('a next link led to another host or API version and was not followed');
    if (asked.has(new URL(next, client.origin).href)) return broken('a next link led back to a page already read');
    if (asked.size >= client.limits.maxPages) return broken(`there are more than ${client.limits.maxPages} pages`);
    path = next;
    answer = await client.send({ method: 'GET', version, path });
  }
}
