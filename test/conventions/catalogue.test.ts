import { describe, expect, test } from '@jest/globals';
import { CONTROLS } from '../../src/domain/controls/index.js';
import { CATALOGUE, type CatalogueRow } from './catalogue-rows.js';

/** Every control of the catalogue exists, and says of itself what the catalogue says. */

/**
 * The catalogue's licences in the four words of a control, which names the licence without which it cannot be judged in
 * full. "P2 for full" is P2 for that reason. Where Free or P1 will do, as for what is in no licence at all, it is Free.
 */
const LICENCES: Readonly<Record<string, string>> = {
  Free: 'Free',
  'Free/P1': 'Free',
  '–': 'Free',
  P1: 'P1',
  P2: 'P2',
  'P2 for full': 'P2',
  Gov: 'Governance',
};

function expectedOf({ id, severity, kind, licence, fix }: CatalogueRow): string {
  return [id, severity, kind, LICENCES[licence] ?? `unknown licence ${licence}`, fix].join(' | ');
}

describe('the catalogue', () => {
  test('has 52 controls, each once', () => {
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(52);
    expect(CATALOGUE).toHaveLength(52);
  });

  test('is covered: no control is missing', () => {
    const existing = new Set(CONTROLS.map(({ id }) => id));
    expect(CATALOGUE.flatMap(({ id }) => (existing.has(id) ? [] : [id]))).toEqual([]);
  });

  test('knows every control', () => {
    const known = new Set(CATALOGUE.map(({ id }) => id));
    expect(CONTROLS.flatMap(({ id }) => (known.has(id) ? [] : [id]))).toEqual([]);
  });

  test('gives the order of the controls', () => {
    const ids = CONTROLS.map(({ id }) => id);
    expect(ids).toEqual(CATALOGUE.flatMap(({ id }) => (ids.includes(id) ? [id] : [])));
  });

  test.each(CATALOGUE.filter(({ id }) => CONTROLS.some((control) => control.id === id)))(
    '$id has the severity, the kind, the licence and the fix of the catalogue',
    (row) => {
      const said = CONTROLS.filter(({ id }) => id === row.id).map(({ id, severity, kind, licence, fix }) =>
        [id, severity, kind, licence, fix].join(' | '),
      );
      expect(said).toEqual([expectedOf(row)]);
    },
  );
});
