import type { Answer, Exchange, RequestIds, Surroundings } from './exchange.js';
import { answerProblem, JSON_TYPE } from './graph-error.js';
import { applyFilter } from './filter.js';
import { applyOrder } from './order.js';
import { isProblem, present, readSelect, unsupportedOption } from './odata.js';
import {
  badRequest,
  problem,
  type CollectionReply,
  type DeltaReply,
  type DoneReply,
  type EntityReply,
  type ProblemReply,
  type Reply,
} from './reply.js';

/** From a route's reply to the body on the wire: context, selected properties, one page and the link to the next. */

function contextOf(exchange: Exchange, around: Surroundings, what: string): string {
  return `${around.origin}/${exchange.version}/$metadata#${what}`;
}

function selected(select: readonly string[] | undefined): string {
  return select === undefined ? '' : `(${select.join(',')})`;
}

function entityBody(reply: EntityReply, exchange: Exchange, around: Surroundings): object {
  const { item } = reply;
  const select = readSelect(exchange.query, item.type);
  if (isProblem(select)) return select;
  return {
    '@odata.context': contextOf(exchange, around, `${reply.context}${selected(select)}/$entity`),
    ...present(item, select, item.type),
  };
}

const TOKEN_PREFIX = 'page-from:';

function tokenFor(offset: number): string {
  return Buffer.from(`${TOKEN_PREFIX}${offset}`).toString('base64url');
}

/** Where the page of this request begins; null for a token that was not ours. */
function offsetOf(query: URLSearchParams): number | null {
  const token = query.get('$skiptoken');
  if (token === null) return 0;
  const text = Buffer.from(token, 'base64url').toString();
  const offset = Number(text.slice(TOKEN_PREFIX.length));
  return text.startsWith(TOKEN_PREFIX) && Number.isInteger(offset) ? offset : null;
}

/** The same request with another `$skiptoken`, as an absolute link. */
export function linkWithToken(exchange: Exchange, origin: string, token: string): string {
  const [path = '', query = ''] = exchange.url.split('?');
  const kept = query.split('&').filter((option) => option !== '' && !option.startsWith('$skiptoken='));
  return `${origin}${path}?${[...kept, `$skiptoken=${token}`].join('&')}`;
}

/** Collections whose own pages are larger than the directory's take a `$top` of that size. */
function mostPerPage(reply: CollectionReply): number {
  return Math.max(999, reply.pageSize);
}

function pageSizeOf(reply: CollectionReply, query: URLSearchParams, around: Surroundings): number | null {
  const top = query.get('$top');
  if (top !== null && !/^[1-9]\d{0,3}$/.test(top)) return null;
  const asked = top === null ? reply.pageSize : Number(top);
  if (asked > mostPerPage(reply)) return null;
  return Math.min(asked, around.behaviour.pageSize ?? asked);
}

function collectionBody(reply: CollectionReply, exchange: Exchange, around: Surroundings): object {
  const { query } = exchange;
  if (query.get('$expand') !== reply.expanded) {
    return badRequest(`Could not expand '${String(query.get('$expand'))}' on type '${reply.type.name}'.`);
  }
  const select = readSelect(query, reply.type);
  if (isProblem(select)) return select;
  const found = applyFilter(reply.items, query, reply.filterable);
  if (isProblem(found)) return found;
  const items = applyOrder(found, query, reply.sortable);
  if (isProblem(items)) return items;
  const size = pageSizeOf(reply, query, around);
  if (size === null)
    return badRequest(
      `Invalid page size specified: '${String(query.get('$top'))}'. Must be 1 to ${mostPerPage(reply)}.`,
    );
  const offset = offsetOf(query);
  if (offset === null) return problem(400, 'Directory_ExpiredPageToken', 'The specified page token is not valid.');
  const end = offset + size;
  return {
    '@odata.context': contextOf(exchange, around, `${reply.context}${selected(select)}`),
    ...(query.get('$count') === 'true' && offset === 0 && { '@odata.count': items.length }),
    ...(end < items.length && { '@odata.nextLink': linkWithToken(exchange, around.origin, tokenFor(end)) }),
    value: items.slice(offset, end).map((item) => present(item, select, reply.type)),
  };
}

/** A page never holds both links, and here nothing fills more than one page. */
function deltaBody(reply: DeltaReply, exchange: Exchange, around: Surroundings): object {
  const [path = ''] = exchange.url.split('?');
  return {
    '@odata.context': contextOf(exchange, around, reply.context),
    '@odata.deltaLink': `${around.origin}${path}?$deltatoken=${reply.token}`,
    value: reply.values,
  };
}

function bodyOf(reply: Exclude<Reply, ProblemReply | DoneReply>, exchange: Exchange, around: Surroundings): object {
  switch (reply.kind) {
    case 'entity':
      return entityBody(reply, exchange, around);
    case 'collection':
      return collectionBody(reply, exchange, around);
    case 'delta':
      return deltaBody(reply, exchange, around);
    case 'values':
      return { '@odata.context': contextOf(exchange, around, reply.context), value: reply.values };
  }
}

/** The answer on the wire: the reply's body, nothing for a write that is done, or a Graph error. */
export function render(reply: Reply, exchange: Exchange, around: Surroundings, ids: RequestIds): Answer {
  if (reply.kind === 'done') return { status: 204, headers: {}, body: undefined };
  // Following changes has options of its own, and its route has judged them.
  const refused = reply.kind === 'delta' ? undefined : unsupportedOption(exchange.query);
  const body = reply.kind === 'problem' ? reply : (refused ?? bodyOf(reply, exchange, around));
  if (isProblem(body)) return answerProblem(body, ids, around.now());
  const status = reply.kind === 'entity' && reply.created ? 201 : 200;
  return { status, headers: { 'content-type': JSON_TYPE, 'odata-version': '4.0' }, body };
}
