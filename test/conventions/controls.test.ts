import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fixSentences } from '../../src/domain/catalogue/fixes.js';
import { KIND_MEANINGS } from '../../src/domain/catalogue/words.js';
import { undescribedPermissions } from '../../src/domain/catalogue/reader-permissions.js';
import { CONTROLS } from '../../src/domain/controls/index.js';
import { readingsOf } from './readings.js';
import { filesUnder, read, ROOT } from './repository.js';

/**
 * A control is one file with everything that people need to know of it, one test with a row for each reading that could
 * fail, and one line in the list of controls.
 */

const FOLDER = 'src/domain/controls';
const DECLARATION = /^export const (\w+): Control\b/gm;

interface ControlFile {
  readonly file: string;
  readonly family: string;
  readonly names: readonly string[];
}

const files: readonly ControlFile[] = filesUnder(FOLDER)
  .map((file) => ({
    file,
    family: file.split('/').at(-2) ?? '',
    names: [...read(file).matchAll(DECLARATION)].flatMap(([, name]) => name ?? []),
  }))
  .filter(({ names }) => names.length > 0);

const testOf = (file: string): string => file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');
/** A test together with the tables that it shares with its neighbours. */
function readWithShared(file: string): string {
  const text = read(file);
  const shared = [...text.matchAll(/from '(\.\/|\.\.\/describe-)([\w-]+)\.js'/g)].map(([, where, name]) =>
    join(dirname(file), `${where}${name}.ts`),
  );
  return [text, ...shared.map(read)].join('\n');
}

const idOf = (file: string): string => /^ {2}id: '([^']+)'/m.exec(read(file))?.[1] ?? 'none';
const duplicates = (values: readonly string[]): readonly string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

describe.each(files)('$file', ({ file, family, names }) => {
  test('declares one control, in the folder of its family', () => {
    expect(names).toHaveLength(1);
    expect(`${FOLDER}/${family}`).toBe(file.slice(0, file.lastIndexOf('/')));
    expect(family).not.toBe('controls');
  });

  test('is listed in controls/index.ts', () => {
    const [name] = names;
    expect(read(`${FOLDER}/index.ts`)).toContain(
      `import { ${name} } from '${file.replace(FOLDER, '.').replace(/ts$/, 'js')}'`,
    );
    expect(CONTROLS.map(({ id }) => id)).toContain(idOf(file));
  });

  test('has a test of the same name, with a row for what is not known', () => {
    expect(existsSync(join(ROOT, testOf(file)))).toBe(true);
    expect(readWithShared(testOf(file))).toMatch(/unknown|notKnown|unread/i);
    expect(readWithShared(testOf(file))).toMatch(/'error'/);
  });

  test('has a test that names each reading the control looks at', () => {
    const control = CONTROLS.find(({ id }) => id === idOf(file));
    const text = readWithShared(testOf(file));
    const looksAt = control === undefined ? [] : readingsOf(control);
    expect(looksAt.filter((reading) => !new RegExp(`\\b${reading}\\b`).test(text))).toEqual([]);
  });
});

describe('the list of controls', () => {
  test('names each file once', () => {
    expect(CONTROLS.map(({ id }) => id).sort()).toEqual(files.map(({ file }) => idOf(file)).sort());
  });

  test('has IDs of the form BG-FAMILY-NN, and no ID or title twice', () => {
    expect(CONTROLS.filter(({ id }) => !/^BG-[A-Z]{2,5}-\d{2}$/.test(id))).toEqual([]);
    expect(duplicates(CONTROLS.map(({ id }) => id))).toEqual([]);
    expect(duplicates(CONTROLS.map(({ title }) => title))).toEqual([]);
  });

  test('keeps one prefix to one folder', () => {
    const pairs = files.map(({ file, family }) => `${idOf(file).replace(/-\d+$/, '')} ${family}`);
    const distinct = [...new Set(pairs)];
    expect(duplicates(distinct.map((pair) => pair.split(' ')[0] ?? ''))).toEqual([]);
    expect(duplicates(distinct.map((pair) => pair.split(' ')[1] ?? ''))).toEqual([]);
  });

  test('says of each why it matters and who else asks for it', () => {
    const bare = CONTROLS.filter(({ rationale, references }) => rationale.length < 20 || references.length === 0);
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  test('says of each how it is decided, what mends it, and how a person does that', () => {
    const incomplete = CONTROLS.filter(({ kind, fix, guide }) => {
      const { minutesToFix, expected, review, plan, implement, verify } = guide;
      const steps = [review, plan, implement, verify];
      const isWritten = steps.every((step) => step.length > 0 && step.every((sentence) => sentence.length >= 15));
      return !(
        kind in KIND_MEANINGS &&
        fixSentences(fix).length > 0 &&
        minutesToFix > 0 &&
        isWritten &&
        /^[A-Z].*\.$/.test(expected)
      );
    });
    expect(incomplete.map(({ id }) => id)).toEqual([]);
  });

  test('says of each which permissions it takes, in words that docs/permissions.md can show', () => {
    expect(CONTROLS.filter(({ permissions }) => permissions.length === 0).map(({ id }) => id)).toEqual([]);
    expect(undescribedPermissions(CONTROLS)).toEqual([]);
  });

  test('asks only for permissions that a reader names when they are missing, and that docs/permissions.md explains', () => {
    const asked = [...new Set(CONTROLS.flatMap(({ permissions }) => permissions))];
    const readers = filesUnder('src/graph').map(read).join('\n');
    expect(asked.filter((permission) => !readers.includes(`'${permission}`))).toEqual([]);
    expect(asked.filter((permission) => !read('docs/permissions.md').includes(`| \`${permission}\` `))).toEqual([]);
  });
});
