import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/domain/controls/control.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/controls/control.js';
import { compareScans } from '../../../src/domain/report/compare-scans.js';
import { aFinding, aScan } from './a-scan.js';

const EARLY = '2026-03-01T08:00:00.000Z';
const LATE = '2026-03-02T08:00:00.000Z';

function scanWith(completedAt: string, ...findings: readonly Finding[]) {
  return aScan({}, { id: completedAt, completedAt, findings });
}

function kindsBetween(before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  return compareScans(scanWith(EARLY, ...before), scanWith(LATE, ...after)).changes.map(({ kind }) => kind);
}

const OTHER = { ...aFinding('pass', 'x'), controlId: 'BG-CA-02' };
const pass = aFinding('pass', 'x');
const fail = aFinding('fail', 'x');

describe('two scans', () => {
  test.each<[string, readonly Finding[], readonly Finding[], readonly string[]]>([
    ['a pass that fails is worse', [pass], [fail], ['worse']],
    ['a fail that passes is better', [fail], [pass], ['better']],
    ['a pass that cannot be judged any more is unknown', [pass], [aFinding('error', 'x')], ['blind']],
    ['a finding that only the later has appeared', [pass], [pass, OTHER], ['appeared']],
    ['a finding that only the earlier has disappeared', [pass, OTHER], [pass], ['disappeared']],
    ['a fail on other evidence is evidence', [fail], [{ ...fail, fingerprint: 'other' }], ['evidenceChanged']],
    ['the same finding is no change', [fail], [fail], []],
  ])('%s', (_, before, after, kinds) => {
    expect(kindsBetween(before, after)).toEqual(kinds);
  });

  test('are put in their order, whichever is named first', () => {
    const [early, late] = [scanWith(EARLY, pass), scanWith(LATE, fail)];
    expect(compareScans(late, early)).toEqual(compareScans(early, late));
    expect(compareScans(late, early).earlier.id).toBe(EARLY);
  });

  test('say what was found before and after about the same object', () => {
    const [evidence] = fail.evidence;
    const moved = { ...fail, fingerprint: 'other', evidence: evidence ? [{ ...evidence, actual: 'y' }] : [] };
    const [change] = compareScans(scanWith(EARLY, fail), scanWith(LATE, moved)).changes;
    expect(change?.evidence).toEqual(['x: x → y']);
  });

  test('judged by other settings say so, and those that do not say by which do not', () => {
    const later = scanWith(LATE, pass);
    const strict = { ...scanWith(EARLY, pass), settings: { ...DEFAULT_SETTINGS, licence: 'any' as const } };
    const { settings: _settings, version: _version, ...silent } = scanWith(EARLY, pass);
    expect(compareScans(strict, later)).toMatchObject({ otherSettings: true, otherVersion: false });
    expect(compareScans(silent, later)).toMatchObject({ otherSettings: false, otherVersion: false });
  });
});
