import type { ResourceType } from '../resource-types.js';
import { badRequest, problem, type Item, type ProblemReply } from './reply.js';

/**
 * The part of OData that the tenant speaks, except `$filter`, which is in filter.ts. What it does not speak is refused by
 * name, so that a request the simulator merely ignores cannot look as if it worked.
 */

const OPTIONS = new Set(['$select', '$filter', '$expand', '$orderby', '$top', '$count', '$skiptoken']);

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

export function isProblem(value: object | undefined): value is ProblemReply {
  return value !== undefined && 'kind' in value && value.kind === 'problem';
}
