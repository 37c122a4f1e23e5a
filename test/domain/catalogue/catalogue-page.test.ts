import { describe, expect, test } from '@jest/globals';
import { cataloguePageOf } from '../../../src/domain/catalogue/catalogue-page.js';
import { CATALOGUE_FOLDER, cataloguePages } from '../../../src/domain/catalogue/generated-files.js';
import { aControl } from './a-control.js';

const controls = [aControl(), aControl({ id: 'BG-INV-01', title: 'Another', fix: 'F1 (human creds)' })];
const page = cataloguePageOf(controls);

describe('the catalogue', () => {
  test('has a row for each control, in the order of the list, with a link to its page', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| [BG-'));
    expect(rows).toEqual([
      '| [BG-CA-01](bg-ca-01.md) | Title of the control | critical | auto/manual | P1 | F13/F14 | First reference, Second reference |',
      '| [BG-INV-01](bg-inv-01.md) | Another | critical | auto/manual | P1 | F1 (human creds) | First reference, Second reference |',
    ]);
  });

  test('names for each fix the controls that it mends, and takes F1 for no other than F1', () => {
    const rows = page.split('\n').filter((line) => /^\| F\d+ /.test(line));
    expect(rows).toEqual([
      expect.stringMatching(/^\| F1 \| .* \| BG-INV-01 \|$/),
      expect.stringMatching(/^\| F13 \| .* \| BG-CA-01 \|$/),
      expect.stringMatching(/^\| F14 \| .* \| BG-CA-01 \|$/),
    ]);
  });

  test('keeps a bar in a title inside its cell', () => {
    expect(cataloguePageOf([aControl({ title: 'one | two' })])).toContain('| one \\| two |');
  });

  test('has a front page and one page for each control, and says on it whether the bot makes plans', () => {
    const pages = cataloguePages(controls, new Set(['BG-INV-01']));
    expect([...pages.keys()]).toEqual([
      `${CATALOGUE_FOLDER}/README.md`,
      `${CATALOGUE_FOLDER}/bg-ca-01.md`,
      `${CATALOGUE_FOLDER}/bg-inv-01.md`,
    ]);
    expect(pages.get('docs/controls/bg-ca-01.md')).toContain('The bot makes no plan');
    expect(pages.get('docs/controls/bg-inv-01.md')).toContain('The bot makes a plan');
  });
});
