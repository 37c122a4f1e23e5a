import type { FactChange } from './drift.js';
import { factsOf, normalId, type Fact } from './facts.js';

/**
 * Lists whose members are objects of their own, taken apart: which members there are, and what is different about each. A
 * change of one property is then told as that property, not as a member that is not as it was.
 */

/** Where the member `key` of the list at `path` is. Quoted, since keys have dots of their own. */
export function memberPath(path: string, key: string): string {
  return `${path}["${normalId(key)}"]`;
}

/** The key in the path of a property, of the innermost member. */
export function memberKeyIn(field: string): string {
  return /.*\["(.*?)"\]/.exec(field)?.[1] ?? field;
}

function groupByKey<T>(list: readonly T[], keyOf: (member: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, readonly T[]>();
  for (const member of list) {
    const key = normalId(keyOf(member));
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return groups;
}

/**
 * The facts of `list`, at `path`: the keys of its members, and the properties of each. Members that share a key cannot be
 * told apart, so they are compared as a whole.
 */
export function memberFacts<T extends object>(
  path: string,
  list: readonly T[],
  keyOf: (member: T) => string,
  propertiesOf: (at: string, member: T) => readonly Fact[] = factsOf,
): readonly Fact[] {
  const groups = groupByKey(list, keyOf);
  const properties = [...groups].flatMap(([key, [only, ...others]]) => {
    if (only === undefined) return [];
    const at = memberPath(path, key);
    return others.length === 0 ? propertiesOf(at, only) : factsOf(at, [only, ...others]);
  });
  return [...factsOf(path, [...groups.keys()]), ...properties];
}

/** `changes` without the properties of members that came or went as a whole. */
export function withoutMemberEcho(changes: readonly FactChange[]): readonly FactChange[] {
  const moved = changes.flatMap(({ field, added, removed }) =>
    [...added, ...removed].map((key) => memberPath(field, key)),
  );
  return changes.filter(({ field }) => !moved.some((path) => field.startsWith(path)));
}
