import { badRequest, problem, type Item, type ProblemReply } from './reply.js';

/**
 * `$filter` as far as the tenant speaks it: `eq` on texts and on true or false, `in` on texts, `ge` and `le` on dates, `any`
 * on the members of a list, `and` between them, and `or` between alternatives without parentheses. Anything else is refused
 * by name.
 */

interface Clause {
  /** `displayName`, or `targetResources/id` for the members of a list. */
  readonly property: string;
  readonly holds: (item: object) => boolean;
}

interface ReadClause extends Clause {
  readonly length: number;
}

const VALUE = "'((?:[^']|'')*)'";
const clausePattern = (middle: string) => new RegExp(`^(?:\\s*and\\s+)?\\(?\\s*${middle}\\s*\\)?`, 'i');
const EQUALS = clausePattern(`(\\w+) eq ${VALUE}`);
const IN = clausePattern(`(\\w+) in \\((\\s*${VALUE}(?:\\s*,\\s*${VALUE})*\\s*)\\)`);
const IS_FLAG = clausePattern('(\\w+) eq (true|false)');
const COMPARES = clausePattern('(\\w+) (ge|le) (\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z)');
const ANY_VALUE = clausePattern(`(\\w+)/any\\((\\w+):\\s*\\2 eq ${VALUE}\\)`);
const ANY = clausePattern(`(\\w+)/any\\((\\w+):\\s*\\2/(\\w+) eq ${VALUE}\\)`);

function fieldOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** Strings compare without regard to case, as in Graph. */
function isText(actual: unknown, quoted: string): boolean {
  return typeof actual === 'string' && actual.toLowerCase() === quoted.replaceAll("''", "'").toLowerCase();
}

function readEquals(text: string): ReadClause | null {
  const [whole, property, value] = EQUALS.exec(text) ?? [];
  if (whole === undefined || property === undefined || value === undefined) return null;
  return { property, length: whole.length, holds: (item) => isText(fieldOf(item, property), value) };
}

/** Source: Microsoft Graph, "Use the $filter query parameter". */
const MOST_IN = 15;

function readIn(text: string): ReadClause | null {
  const [whole, property, list] = IN.exec(text) ?? [];
  if (whole === undefined || property === undefined || list === undefined) return null;
  const values = [...list.matchAll(new RegExp(VALUE, 'g'))].map(([, value]) => value ?? '');
  if (values.length > MOST_IN) return null;
  const holds = (item: object) => values.some((value) => isText(fieldOf(item, property), value));
  return { property, length: whole.length, holds };
}

function readFlag(text: string): ReadClause | null {
  const [whole, property, value] = IS_FLAG.exec(text) ?? [];
  if (whole === undefined || property === undefined || value === undefined) return null;
  return { property, length: whole.length, holds: (item) => String(fieldOf(item, property)) === value.toLowerCase() };
}

function readCompares(text: string): ReadClause | null {
  const [whole, property, operator, date] = COMPARES.exec(text) ?? [];
  if (whole === undefined || property === undefined || operator === undefined || date === undefined) return null;
  const limit = Date.parse(date);
  const holds = (item: object) => {
    const actual = Date.parse(String(fieldOf(item, property)));
    return operator.toLowerCase() === 'ge' ? actual >= limit : actual <= limit;
  };
  return Number.isNaN(limit) ? null : { property, length: whole.length, holds };
}

function readAny(text: string): ReadClause | null {
  const [whole, list, , member, value] = ANY.exec(text) ?? [];
  if (whole === undefined || list === undefined || member === undefined || value === undefined) return null;
  const holds = (item: object) => {
    const members = fieldOf(item, list);
    return Array.isArray(members) && members.some((entry) => isText(fieldOf(entry, member), value));
  };
  return { property: `${list}/${member}`, length: whole.length, holds };
}

/** `list/any(t: t eq 'x')`: a list of plain texts. */
function readAnyValue(text: string): ReadClause | null {
  const [whole, property, , value] = ANY_VALUE.exec(text) ?? [];
  if (whole === undefined || property === undefined || value === undefined) return null;
  const holds = (item: object) => {
    const members = fieldOf(item, property);
    return Array.isArray(members) && members.some((entry) => isText(entry, value));
  };
  return { property, length: whole.length, holds };
}

function readClauses(filter: string): readonly Clause[] | null {
  const clauses: Clause[] = [];
  let rest = filter.trim();
  while (rest !== '') {
    const clause =
      readEquals(rest) ?? readIn(rest) ?? readFlag(rest) ?? readCompares(rest) ?? readAny(rest) ?? readAnyValue(rest);
    if (clause === null) return null;
    clauses.push(clause);
    rest = rest.slice(clause.length);
  }
  return clauses;
}

/** An `or` with an even number of quotes after it, which therefore stands outside of any text. */
const OR = /\s+or\s+(?=(?:[^']*'[^']*')*[^']*$)/i;

/** `or` binds weaker than `and`; with parentheses it would not, so both together are not understood. */
function readAlternatives(filter: string): readonly (readonly Clause[])[] | null {
  const alternatives = filter.split(OR);
  if (alternatives.length > 1 && filter.replaceAll(/'[^']*'/g, '').includes('(')) return null;
  const read = alternatives.map(readClauses);
  return read.every((clauses) => clauses !== null) ? read : null;
}

/** The items that `$filter` lets through. */
export function applyFilter(
  items: readonly Item[],
  query: URLSearchParams,
  filterable: readonly string[],
): readonly Item[] | ProblemReply {
  const filter = query.get('$filter');
  if (filter === null) return items;
  const alternatives = readAlternatives(filter);
  if (alternatives === null) return badRequest(`Invalid filter clause: '${filter}'.`);
  const strange = alternatives.flat().find((clause) => !filterable.includes(clause.property));
  if (strange) {
    return problem(
      400,
      'Request_UnsupportedQuery',
      `Unsupported or invalid query filter clause specified for property '${strange.property}'.`,
    );
  }
  return items.filter(({ value }) => alternatives.some((clauses) => clauses.every((clause) => clause.holds(value))));
}
