import { canonicalJson } from '../tenant/canonical.js';
import type { FactChange } from './drift.js';
import type { NameOf } from './names.js';

/**
 * An object taken apart into facts, one per property at any depth, and the difference of two objects as changes of facts.
 * Lists are sets here as they are in the directory: order is nothing, and a member is told by its ID.
 */

interface Member {
  /** Object ID in lower case, or the entry as it is spelled where it is none. */
  readonly id: string;
  /** Everything of it that counts: equal exactly when the member did not change. */
  readonly content: string;
}

export type Fact =
  | { readonly kind: 'value'; readonly field: string; readonly text: string }
  | { readonly kind: 'set'; readonly field: string; readonly members: readonly Member[] };

const OBJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NOT_SET = 'not set';
const SHOWN = 5;

/** Object IDs are equal whatever their case; keywords and names keep theirs. */
export function normalId(id: string): string {
  return OBJECT_ID.test(id) ? id.toLowerCase() : id;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function memberOf(entry: unknown): Member {
  if (typeof entry === 'string') return { id: normalId(entry), content: normalId(entry) };
  const content = canonicalJson(entry);
  if (!isFields(entry)) return { id: content, content };
  const id = [entry['id'], entry['principalId']].find((candidate) => typeof candidate === 'string');
  return { id: id === undefined ? content : normalId(id), content };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return NOT_SET;
  return typeof value === 'string' ? value : canonicalJson(value);
}

function under(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The facts of `value`, plain JSON, named from `path` on as `path.property`. */
export function factsOf(path: string, value: unknown): readonly Fact[] {
  if (Array.isArray(value)) return [{ kind: 'set', field: path, members: value.map(memberOf) }];
  if (!isFields(value)) return [{ kind: 'value', field: path, text: textOf(value) }];
  const inner = Object.entries(value).flatMap(([name, part]) => factsOf(under(path, name), part));
  // That an object is there is a fact of its own: one whose parts are all empty is not the same as none.
  return path === '' ? inner : [{ kind: 'value', field: path, text: 'set' }, ...inner];
}

/** `names` in the order of the alphabet, the first few of them. */
function listText(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const sorted = [...names].sort();
  const more = sorted.length > SHOWN ? ` and ${sorted.length - SHOWN} more` : '';
  return `${sorted.slice(0, SHOWN).join(', ')}${more}`;
}

function show(fact: Fact | undefined, nameOf: NameOf): string {
  if (fact === undefined) return NOT_SET;
  return fact.kind === 'value' ? fact.text : listText(fact.members.map(({ id }) => nameOf(id)));
}

function idsOnlyIn(members: readonly Member[], others: readonly Member[]): readonly string[] {
  const contents = new Set(others.map(({ content }) => content));
  return [...new Set(members.filter(({ content }) => !contents.has(content)).map(({ id }) => id))].sort();
}

function changeOf(
  field: string,
  before: Fact | undefined,
  after: Fact | undefined,
  nameOf: NameOf,
): readonly FactChange[] {
  const membersOf = (fact: Fact | undefined) => (fact?.kind === 'set' ? fact.members : []);
  const added = idsOnlyIn(membersOf(after), membersOf(before));
  const removed = idsOnlyIn(membersOf(before), membersOf(after));
  const texts = { before: show(before, nameOf), after: show(after, nameOf) };
  // A list that is not there and an empty one say the same.
  const areLists = [before, after].every((fact) => fact === undefined || fact.kind === 'set');
  const isSame = areLists ? added.length + removed.length === 0 : texts.before === texts.after;
  return isSame ? [] : [{ field, ...texts, added, removed }];
}

/** What differs between two objects, in the order of the fields' names. */
export function diffFacts(before: readonly Fact[], after: readonly Fact[], nameOf: NameOf): readonly FactChange[] {
  const was = new Map(before.map((fact) => [fact.field, fact]));
  const is = new Map(after.map((fact) => [fact.field, fact]));
  const fields = [...new Set([...was.keys(), ...is.keys()])].sort();
  return fields.flatMap((field) => changeOf(field, was.get(field), is.get(field), nameOf));
}
