import { problem, type Item, type ProblemReply } from './reply.js';

/** `$orderby` as far as the tenant speaks it: one property of text or date, either way. Anything else is refused by name. */

const ORDER = /^(\w+)(?: (asc|desc))?$/i;

function textOf(value: object, property: string): string {
  return String((value as Readonly<Record<string, unknown>>)[property]);
}

/** The items in the order that was asked for. Equal ones stay as they are. */
export function applyOrder(
  items: readonly Item[],
  query: URLSearchParams,
  sortable: readonly string[],
): readonly Item[] | ProblemReply {
  const order = query.get('$orderby');
  if (order === null) return items;
  const [, property, direction] = ORDER.exec(order.trim()) ?? [];
  if (property === undefined || !sortable.includes(property)) {
    return problem(400, 'Request_UnsupportedQuery', `Unsupported sort clause: '${order}'.`);
  }
  const sign = direction?.toLowerCase() === 'desc' ? -1 : 1;
  return [...items].sort((a, b) => {
    const [left, right] = [textOf(a.value, property), textOf(b.value, property)];
    return left === right ? 0 : sign * (left < right ? -1 : 1);
  });
}
