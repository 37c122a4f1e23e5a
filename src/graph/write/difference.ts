import { canonicalJson } from '../../domain/tenant/canonical.js';
import { isBlank, isObject } from '../read/policy-schema.js';

/**
 * Where two readings of one object differ. Lists are sets, an absent property is like an empty one, and what only
 * describes the answer (`@odata.context`, the time of the last change) is no difference.
 */

const DATES_OF_CHANGE = ['modifiedDateTime', 'lastModifiedDateTime'];

function isContent(key: string): boolean {
  return !key.endsWith('@odata.context') && !DATES_OF_CHANGE.includes(key);
}

function differencesIn(before: object, after: object): readonly string[] {
  const [one, other] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const keys = [...new Set([...one.keys(), ...other.keys()])].filter(isContent).sort();
  return keys.flatMap((key) => {
    const deeper = differingProperties(one.get(key), other.get(key));
    return deeper.map((path) => (path === '' ? key : `${key}.${path}`));
  });
}

/** Paths of the properties that differ, for example `conditions.users.includeUsers`; `''` is the value as a whole. */
export function differingProperties(before: unknown, after: unknown): readonly string[] {
  if (isBlank(before) && isBlank(after)) return [];
  if (isObject(before) && isObject(after)) return differencesIn(before, after);
  const isSame = canonicalJson(before ?? null) === canonicalJson(after ?? null);
  return isSame ? [] : [''];
}

/** What is in `other` and not in `list`, whatever the case. */
export function missingFrom(list: readonly string[], other: readonly string[]): readonly string[] {
  const present = new Set(list.map((entry) => entry.toLowerCase()));
  return other.filter((entry) => !present.has(entry.toLowerCase()));
}

/** Whether `list` and `other` have the same members, whatever the case and the order. */
export function sameMembers(list: readonly string[], other: readonly string[]): boolean {
  return missingFrom(list, other).length === 0 && missingFrom(other, list).length === 0;
}
