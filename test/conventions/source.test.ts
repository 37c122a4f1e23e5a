import { describe, expect, test } from '@jest/globals';
import { filesUnder, read } from './repository.js';

/** What no source file may contain. The linter sees syntax; this sees the text, and cannot be switched off by a comment. */

const sources = filesUnder('src').filter((file) => file.endsWith('.ts'));

const COMMENT_LINE = /^\s*(\/\/|\/?\*).*$/;

/** Where `pattern` occurs in `files`, as `file:line text`. */
function occurrences(pattern: RegExp, files: readonly string[], inComments = true): readonly string[] {
  return files.flatMap((file) =>
    read(file)
      .split('\n')
      .map((line) => (inComments ? line : line.replace(COMMENT_LINE, '')))
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
}

/** `line` with the pattern in it, and the same line without: a pattern that matches nothing would let everything pass. */
const FORBIDDEN = [
  { what: 'unfinished work', pattern: /\b(TODO|FIXME|XXX|HACK)\b/, wrong: '// TODO: later', right: '// Done.' },
  {
    what: 'any as a type',
    inComments: false,
    pattern: /(\bas |: ?|<)any\b/,
    wrong: 'const x: any = 1;',
    right: 'const x: unknown = 1;',
  },
  {
    what: 'a silenced type checker',
    pattern: /@ts-(ignore|nocheck|expect-error)/,
    wrong: '// @ts-ignore',
    right: '// Checked.',
  },
  { what: 'an enum', pattern: /^\s*(export )?(const )?enum \w/, wrong: 'export enum A {', right: "type A = 'a';" },
];

describe('source files', () => {
  test.each(FORBIDDEN)('contain no $what', ({ pattern, inComments, wrong, right }) => {
    expect([pattern.test(wrong), pattern.test(right)]).toEqual([true, false]);
    expect(occurrences(pattern, sources, inComments)).toEqual([]);
  });

  test('read the environment in src/config.ts only', () => {
    const readers = occurrences(/process\s*(\?\.|\.|\[['"])env\b/, sources).map((found) => found.split(':')[0]);
    expect([...new Set(readers)]).toEqual(['src/config.ts']);
  });

  test('of the Graph adapter never take an empty list for one that was not read', () => {
    const graph = sources.filter((file) => file.startsWith('src/graph/'));
    expect(occurrences(/(\?\?|\|\|) \[\]/, graph)).toEqual([]);
  });

  test('and tests have names in kebab case', () => {
    const files = [...sources, ...filesUnder('test'), ...filesUnder('scripts')];
    const names = files.map((file) => file.slice(file.lastIndexOf('/') + 1)).filter((name) => /\.(ts|mjs)$/.test(name));
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(name))).toEqual([]);
  });
});
