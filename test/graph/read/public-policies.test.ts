import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../../../src/graph/read/parse-policy.js';

/** Real policies that people have published. Their folder lies beside the repository and is not part of it. */

const FOLDER = join(import.meta.dirname, '../../../../shared/data/ca-policies');

interface Index {
  readonly policies: readonly {
    readonly file: string;
    readonly shape: 'camel' | 'pascal';
    readonly state: string | null;
  }[];
}

function decode(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

function policiesIn(file: string): readonly unknown[] {
  const content: unknown = JSON.parse(decode(readFileSync(join(FOLDER, file))));
  if (Array.isArray(content)) return content;
  const { value } = content as { readonly value?: readonly unknown[] };
  return value ?? [content];
}

function readIndex(): Index['policies'] {
  return (JSON.parse(readFileSync(join(FOLDER, 'index.json'), 'utf8')) as Index).policies;
}

/** The item's own texts as JSON, without what lies deeper. */
function topLevel(item: unknown): string {
  const entries = Object.entries(item as object) as [string, unknown][];
  return JSON.stringify(Object.fromEntries(entries.filter(([, value]) => typeof value === 'string')));
}

const present = existsSync(join(FOLDER, 'index.json'));
const suite = present ? describe : describe.skip;

suite(`the public policies of ../shared/data/ca-policies${present ? '' : ' (absent here)'}`, () => {
  const entries = present ? readIndex() : [];
  const results = entries.map((entry) => {
    const items = policiesIn(entry.file);
    return { ...entry, items, parsed: items.map(parsePolicy) };
  });

  test('are all parsed or malformed by name, and none throws', () => {
    const named = results.filter(({ items }) => items.every((item) => /"(id|displayName)":"/i.test(topLevel(item))));
    const nameless = named.filter(({ parsed }) =>
      parsed.some((one) => one.kind === 'malformed' && one.malformed.displayName === null && one.malformed.id === null),
    );
    expect(results.flatMap(({ parsed }) => parsed).length).toBeGreaterThan(150);
    expect(named.length).toBeGreaterThan(140);
    expect(nameless.map(({ file }) => file)).toEqual([]);
  });

  test('are malformed when they are exports in the shape of an SDK', () => {
    const exports = results.filter(({ shape }) => shape === 'pascal').flatMap(({ parsed }) => parsed);
    expect(new Set(exports.map(({ kind }) => kind))).toEqual(new Set(['malformed']));
  });

  test('are understood when they are in the shape of Graph and have an ID and a state', () => {
    const graphs = results.filter(({ shape, state }) => shape === 'camel' && state !== null);
    const misread = graphs
      .flatMap(({ file, parsed }) => parsed.map((one) => ({ file, one })))
      .flatMap(({ file, one }) => (one.kind === 'malformed' ? [{ file, problem: one.malformed.problem }] : []))
      .filter(({ problem }) => problem !== 'id: invalid_type');
    expect(misread).toEqual([]);
  });
});
