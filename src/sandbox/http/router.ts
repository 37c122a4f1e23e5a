import type { Exchange, Route, RouteRequest } from './exchange.js';
import { problem, type ProblemReply } from './reply.js';

/** Finds the route of a request in the table, or says in Graph's words why there is none. */

function segmentsOf(route: Route): string[] {
  return route.path.split('/').slice(1);
}

/** What stands around the parameter of a segment: nothing around `{id}`, the key's name around `things(key='{key}')`. */
function affixesOf(pattern: string): readonly [before: string, after: string] | null {
  const [before, after] = pattern.split(/\{\w+\}/);
  return before === undefined || after === undefined ? null : [before.toLowerCase(), after.toLowerCase()];
}

function fits(pattern: string | undefined, segment: string): boolean {
  if (pattern === undefined) return false;
  const affixes = affixesOf(pattern);
  const text = segment.toLowerCase();
  return affixes === null ? pattern.toLowerCase() === text : text.startsWith(affixes[0]) && text.endsWith(affixes[1]);
}

/** Of two routes that match, the one whose literal segment comes first wins: `/users/delta` before `/users/{id}`. */
function byLiteral(a: Route, b: Route): number {
  // By code unit, where a brace follows every letter; in the order of a language it would precede them.
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}

function matching(routes: readonly Route[], segments: readonly string[]): readonly Route[] {
  return routes
    .filter((route) => segmentsOf(route).length === segments.length)
    .filter((route) => segments.every((segment, index) => fits(segmentsOf(route)[index], segment)))
    .sort(byLiteral);
}

/** The first segment that no route could continue with. */
function strangeSegment(routes: readonly Route[], segments: readonly string[]): string {
  const length = segments.findIndex(
    (_, index) =>
      !routes.some((route) => segments.slice(0, index + 1).every((part, at) => fits(segmentsOf(route)[at], part))),
  );
  return segments.at(length) ?? '';
}

/** The parameters of `route` in the request's segments. */
function paramsOf(route: Route, segments: readonly string[]): (name: string) => string {
  return (name) => {
    const index = segmentsOf(route).findIndex((pattern) => pattern.includes(`{${name}}`));
    const [value, affixes] = [segments[index], affixesOf(segmentsOf(route)[index] ?? '')];
    if (value === undefined || affixes === null) throw new Error(`The route ${route.path} has no parameter ${name}.`);
    return value.slice(affixes[0].length, value.length - affixes[1].length);
  };
}

export interface Match {
  readonly kind: 'match';
  readonly route: Route;
  readonly param: RouteRequest['param'];
}

/** The entry of the table that answers `exchange`. */
export function findRoute(routes: readonly Route[], exchange: Exchange): Match | ProblemReply {
  const candidates = matching(routes, exchange.segments);
  const route = candidates.find((candidate) => candidate.method === exchange.method);
  if (route) return { kind: 'match', route, param: paramsOf(route, exchange.segments) };
  if (candidates.length > 0) {
    return problem(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
  }
  return problem(
    400,
    'BadRequest',
    `Resource not found for the segment '${strangeSegment(routes, exchange.segments)}'.`,
  );
}
