import { beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { filesUnder, ROOT } from './repository.js';

/**
 * Who may import whom: the product keeps every rule, and every rule catches the files that were written to break it
 * (`wrong*.ts`, and `index.ts` where the rule is about that file) and nothing else in their folder.
 */

const FIXTURES = 'test/conventions/fixtures';
const WRONG = /\/(wrong[^/]*|index)\.ts$/;

interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

const { options, ...ruleSet } = await extractDepcruiseConfig(join(ROOT, '.dependency-cruiser.mjs'));
const rules = (ruleSet.forbidden ?? []).map((rule) => rule.name ?? 'a rule without a name').sort();

async function findBreaches(paths: readonly string[]): Promise<readonly Breach[]> {
  const tsConfig = extractTsConfig(join(ROOT, 'tsconfig.json'));
  const result = await cruise([...paths], { ...options, baseDir: ROOT, ruleSet, validate: true }, undefined, {
    tsConfig,
  });
  if (typeof result.output === 'string') throw new Error('Expected the result as data, not as a report.');
  return result.output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}

describe('import rules', () => {
  let breaches: readonly Breach[] = [];
  beforeAll(async () => {
    breaches = await findBreaches(['src', FIXTURES]);
  }, 60_000);

  const breachesIn = (folder: string): readonly Breach[] =>
    breaches.filter(({ from }) => from.startsWith(`${folder}/`));

  test('the product keeps all of them', () => {
    expect(breachesIn('src')).toEqual([]);
  });

  test('each has a folder with a file that breaks it', () => {
    expect(readdirSync(join(ROOT, FIXTURES)).sort()).toEqual(rules);
  });

  test.each(rules)('%s catches every wrong file, no other rule does, and the permitted twins pass', (rule) => {
    const folder = `${FIXTURES}/${rule}`;
    const found = breachesIn(folder);
    const wrong = filesUnder(folder).filter((file) => WRONG.test(file));
    expect([...new Set(found.map((breach) => breach.rule))]).toEqual([rule]);
    expect([...new Set(found.map(({ from }) => from))].sort()).toEqual(wrong);
    expect(filesUnder(folder).some((file) => /\/(right|cli)\.ts$/.test(file))).toBe(true);
  });
});
