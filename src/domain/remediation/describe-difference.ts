import { countOf } from '../controls/words.js';
import { canonicalJson } from '../tenant/canonical.js';

/** The difference of two images of one object in words, for the person whose plan it made stale. Lists are sets. */

const LONGEST = 300;
const LONGEST_VALUE = 60;
const SHOWN_ENTRIES = 3;

/** Changes with every edit of a policy, so it says nothing beside another difference. */
const STAMP = 'modifiedDateTime';

type Fields = Readonly<Record<string, unknown>>;

/** An image that is no JSON, as plans of an earlier release have it, is compared as a text. */
function parsed(image: string): unknown {
  try {
    return JSON.parse(image);
  } catch (error) {
    if (error instanceof SyntaxError) return image;
    throw error;
  }
}

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** An entry of a list or a value on one line: an object by its kind and ID where it has one. */
function show(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (isFields(value) && typeof value['id'] === 'string') {
    const kind = typeof value['kind'] === 'string' ? `${value['kind']} ` : '';
    return shorten(`${kind}${value['id']}`, LONGEST_VALUE);
  }
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return shorten(text.replace(/[\s\p{Cc}]+/gu, ' '), LONGEST_VALUE);
}

function countEntries(sign: '+' | '-', entries: readonly unknown[]): readonly string[] {
  if (entries.length === 0) return [];
  const more = entries.length > SHOWN_ENTRIES ? ', …' : '';
  const shown = entries.slice(0, SHOWN_ENTRIES).map(show).join(', ');
  return [`${sign}${countOf(entries.length, 'entry', 'entries')} (${shown}${more})`];
}

function without(entries: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const known = new Set(others.map(canonicalJson));
  return entries.filter((entry) => !known.has(canonicalJson(entry)));
}

function describeLists(path: string, before: readonly unknown[], now: readonly unknown[]): readonly string[] {
  const parts = [...countEntries('+', without(now, before)), ...countEntries('-', without(before, now))];
  return parts.length === 0 ? [] : [`${path}: ${parts.join(', ')}`];
}

/** One part per field that differs, at any depth, in the order of the names. */
function differences(path: string, before: unknown, now: unknown): readonly string[] {
  if (Array.isArray(before) && Array.isArray(now)) return describeLists(path, before, now);
  if (isFields(before) && isFields(now)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
    return names.flatMap((name) => differences(path === '' ? name : `${path}.${name}`, before[name], now[name]));
  }
  if (canonicalJson(before ?? null) === canonicalJson(now ?? null)) return [];
  const change = `${show(before)} -> ${show(now)}`;
  return [path === '' ? change : `${path}: ${change}`];
}

/** As many of `parts` as there is room for, and how many more there are. */
function bounded(parts: readonly string[]): string {
  const [first = '', ...rest] = parts;
  let text = shorten(first, LONGEST);
  for (const [index, part] of rest.entries()) {
    const more = `; and ${rest.length - index} more`;
    const longer = `${text}; ${part}`;
    const isLast = index === rest.length - 1;
    if (longer.length + (isLast ? 0 : more.length) > LONGEST) return shorten(`${text}${more}`, LONGEST);
    text = longer;
  }
  return text;
}

/**
 * How the object of `nowImage` differs from the one of `beforeImage`, both canonical JSON, for example
 * `state: enabled -> disabled; users.excludeUsers: +1 entry (…)`. At most 300 characters, without a full stop; the text is
 * the tenant's and not escaped. `nowImage` is null when the object does not exist any more.
 */
export function describeDifference(beforeImage: string, nowImage: string | null): string {
  if (nowImage === null) return 'it is gone';
  const all = differences('', parsed(beforeImage), parsed(nowImage));
  const telling = all.filter((part) => !part.startsWith(`${STAMP}: `));
  if (all.length === 0) return 'in a way that the two readings do not show';
  return bounded(telling.length === 0 ? all : telling);
}
