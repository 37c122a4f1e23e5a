import type { ResourceType } from '../resource-types.js';
import { badRequest, problem, type Item, type ProblemReply } from './reply.js';

/**
 * The part of OData that the tenant speaks: `$select` and `$filter` with `eq` and `and`. What it does not speak is refused
 * by name, so that a request the simulator merely ignores cannot look as if it worked.
 */

const OPTIONS = new Set(['$select', '$filter', '$expand', '$top', '$count', '$skiptoken']);

/** The first query option that nobody here understands, as a problem. */
export function unsupportedOption(query: URLSearchParams): ProblemReply | undefined {
  const option = [...query.keys()].find((key) => key.startsWith('$') && !OPTIONS.has(key));
  return option === undefined
    ? undefined
    : problem(400, 'Request_UnsupportedQuery', `Unsupported query option '${option}'.`);
}

/** The names in `$select`; undefined without one. A property that `type` does not have is a problem. */
export function readSelect(query: URLSearchParams, type: ResourceType): readonly string[] | ProblemReply | undefined {
  const select = query.get('$select');
  if (select === null) return undefined;
  const names = select.split(',').map((name) => name.trim());
  const strange = names.find((name) => !type.properties.includes(name));
  return strange === undefined
    ? names
    : badRequest(`Could not find a property named '${strange}' on type '${type.name}'.`);
}

/** Own fields, without the `any` of the standard typing. */
function fieldsOf(value: object): [string, unknown][] {
  return Object.entries(value) as [string, unknown][];
}

function fieldOf(value: object, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** The item with the selected properties, or its type's defaults. Annotations stay; `@odata.type` is added to a derived type. */
export function present(item: Item, select: readonly string[] | undefined, declared: ResourceType): object {
  const wanted = new Set(select ?? item.type.defaults);
  const fields = fieldsOf(item.value).filter(([name, value]) => {
    if (value === undefined) return false;
    return name.startsWith('@odata.') || (wanted.has(name) && item.type.properties.includes(name));
  });
  const derived = item.type.name === declared.name ? {} : { '@odata.type': `#${item.type.name}` };
  return { ...derived, ...Object.fromEntries(fields) };
}

interface Clause {
  readonly property: string;
  readonly value: string;
}

const CLAUSE = /^(?:\s*and\s+)?\(?\s*(\w+) eq '((?:[^']|'')*)'\s*\)?/i;

function readClauses(filter: string): readonly Clause[] | null {
  const clauses: Clause[] = [];
  let rest = filter.trim();
  while (rest !== '') {
    const match = CLAUSE.exec(rest);
    const [text, property, value] = match ?? [];
    if (text === undefined || property === undefined || value === undefined) return null;
    clauses.push({ property, value: value.replaceAll("''", "'") });
    rest = rest.slice(text.length);
  }
  return clauses;
}

function holds(value: object, clause: Clause): boolean {
  const actual = fieldOf(value, clause.property);
  return typeof actual === 'string' && actual.toLowerCase() === clause.value.toLowerCase();
}

/** The items that `$filter` lets through. Strings compare without regard to case, as in Graph. */
export function applyFilter(
  items: readonly Item[],
  query: URLSearchParams,
  filterable: readonly string[],
): readonly Item[] | ProblemReply {
  const filter = query.get('$filter');
  if (filter === null) return items;
  const clauses = readClauses(filter);
  if (clauses === null) return badRequest(`Invalid filter clause: '${filter}'.`);
  const strange = clauses.find((clause) => !filterable.includes(clause.property));
  if (strange) {
    return problem(
      400,
      'Request_UnsupportedQuery',
      `Unsupported or invalid query filter clause specified for property '${strange.property}'.`,
    );
  }
  return items.filter((item) => clauses.every((clause) => holds(item.value, clause)));
}

export function isProblem(value: object | undefined): value is ProblemReply {
  return value !== undefined && 'kind' in value && value.kind === 'problem';
}
