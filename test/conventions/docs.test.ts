import { describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONTROLS } from '../../src/domain/controls/index.js';
import { filesUnder, read, ROOT } from './repository.js';

/** The pages tell the truth about the repository: links lead somewhere, commands exist. */

const pages = ['README.md', 'CONTRIBUTING.md', ...filesUnder('docs').filter((file) => file.endsWith('.md'))];
const scripts = Object.keys((JSON.parse(read('package.json')) as { readonly scripts: object }).scripts);

/** The targets of Markdown links and images that are not addresses. */
function relativeLinks(page: string): readonly string[] {
  const targets = [...page.matchAll(/\]\(([^)\s]+)\)/g), ...page.matchAll(/<img[^>]* src="([^"]+)"/g)];
  return targets.flatMap(([, target]) => (target === undefined || /^[a-z]+:/i.test(target) ? [] : [target]));
}

/** The fragments under which a page's headings can be reached. */
function anchors(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

function isBroken(from: string, link: string): boolean {
  const [path = '', fragment] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(ROOT, target))) return true;
  return fragment !== undefined && target.endsWith('.md') && !anchors(read(target)).includes(fragment);
}

/** The package scripts that a page tells people to run. */
function commandsIn(page: string): readonly string[] {
  const run = [...page.matchAll(/\bnpm run (?:--silent |-s )?([a-z][\w:-]*)/g)].flatMap(([, name]) => name ?? []);
  const short = [...page.matchAll(/\bnpm (start|test)\b/g)].flatMap(([, name]) => name ?? []);
  return [...new Set([...run, ...short])];
}

describe('the checks themselves', () => {
  test('tell a broken link from one that leads somewhere', () => {
    const links = relativeLinks(
      '[a](CONTRIBUTING.md) [b](missing.md) [c](#nowhere) [d](https://example.com) ![e](LICENSE)',
    );
    expect(links).toEqual(['CONTRIBUTING.md', 'missing.md', '#nowhere', 'LICENSE']);
    expect(links.map((link) => isBroken('CONTRIBUTING.md', link))).toEqual([false, true, true, false]);
  });

  test('find commands in prose and in blocks', () => {
    expect(commandsIn('`npm run check`, npm run --silent scan -- --format json\n    npm ci && npm start')).toEqual([
      'check',
      'scan',
      'start',
    ]);
  });
});

describe.each(pages)('%s', (page) => {
  test('has only links that lead somewhere', () => {
    expect(relativeLinks(read(page)).filter((link) => isBroken(page, link))).toEqual([]);
  });

  test('names only commands that exist', () => {
    expect(commandsIn(read(page)).filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

describe('scripts', () => {
  test('are the ones that people and CI rely on', () => {
    expect(scripts).toEqual(expect.arrayContaining(['start', 'build', 'scan', 'test', 'lint', 'format', 'check']));
  });
});

test('README.md says how many controls there are', () => {
  expect(read('README.md')).toContain(`\n${CONTROLS.length} controls.`);
});
