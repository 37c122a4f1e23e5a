import { z } from 'zod';
import { canonicalId } from './graph-schema.js';

/**
 * What makes a Conditional Access object readable: absent lists are empty lists, an object of nothing but nulls is
 * absent, and a key in another spelling than Graph's is a reason to stop. The last one matters most: `ExcludeUsers` in the
 * shape of a PowerShell export would otherwise pass for "nobody is excluded".
 */

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value says nothing: null, empty, or made of such. Annotations say nothing. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  return Object.entries(value).every(([key, member]) => key.includes('@odata.') || isBlank(member));
}

/** A key that means one of `keys`, says something, and is spelled in another case. */
function misspelledKey(value: unknown, keys: readonly string[]): string | undefined {
  if (!isObject(value)) return undefined;
  const byLowerCase = new Map(keys.map((key) => [key.toLowerCase(), key]));
  const entry = Object.entries(value).find(([key, member]) => {
    const expected = byLowerCase.get(key.toLowerCase());
    return expected !== undefined && expected !== key && !isBlank(member);
  });
  return entry === undefined ? undefined : byLowerCase.get(entry[0].toLowerCase());
}

/** An object with Graph's own keys. */
export function graphObject<S extends z.ZodRawShape>(shape: S) {
  return z
    .unknown()
    .superRefine((value, context) => {
      const key = misspelledKey(value, Object.keys(shape));
      if (key === undefined) return;
      context.addIssue({ code: 'custom', message: `${key} is spelled in another case than Graph's JSON`, fatal: true });
    })
    .pipe(z.object(shape));
}

const KEYWORDS = new Map(['All', 'None', 'GuestsOrExternalUsers'].map((word) => [word.toLowerCase(), word]));

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** A list that may be missing or null: real policies leave out what they do not use. `normalise` gives each entry its one spelling. */
function absentIsEmpty(normalise: (entry: string) => string) {
  return z
    .array(z.string())
    .nullish()
    .transform((list) => (list === undefined || list === null ? [] : distinct(list.map(normalise))));
}

/** Object IDs and keywords. */
export const references = absentIsEmpty((entry) => KEYWORDS.get(entry.toLowerCase()) ?? canonicalId(entry));

/** Members of an enumeration, in Graph's spelling where `members` knows it. */
export function enumerated(members: readonly string[]) {
  const bySmall = new Map(members.map((member) => [member.toLowerCase(), member]));
  return absentIsEmpty((entry) => bySmall.get(entry.toLowerCase()) ?? entry);
}

/** Plain texts. */
export const texts = absentIsEmpty((entry) => entry);
