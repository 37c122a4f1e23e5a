import { describe, expect, test } from '@jest/globals';
import { lostSightIn } from '../../../src/domain/drift/blindness.js';
import { compare } from '../../../src/domain/drift/compare.js';
import { namesOf } from '../../../src/domain/drift/names.js';
import { readingsOf } from '../../../src/domain/drift/readings.js';
import { sealSnapshot } from '../../../src/domain/tenant/canonical.js';
import { unknown, type Unknown } from '../../../src/domain/tenant/observed.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { aSnapshot, UNLICENSED, UNREAD } from '../a-snapshot.js';
import { aCase, aDrift, updated } from './a-case.js';
import { aFullSnapshot } from './a-full-snapshot.js';
import { viewOf } from './a-view.js';

const whole = aFullSnapshot();

function isObserved(value: unknown): boolean {
  return value !== null && typeof value === 'object' && 'known' in value;
}

/** Where each reading is in the snapshot. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (isObserved(value)) return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]));
}

function withReading(value: unknown, [key, ...rest]: readonly string[], reading: Unknown): unknown {
  if (key === undefined) return reading;
  if (Array.isArray(value)) {
    return value.map((part: unknown, index) => (String(index) === key ? withReading(part, rest, reading) : part));
  }
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: withReading(fields[key], rest, reading) };
}

function without(path: readonly string[], reading: Unknown = UNREAD): TenantSnapshot {
  return sealSnapshot(withReading(whole, path, reading) as TenantSnapshot);
}

const READINGS = pathsOf(whole).map((path) => [path.join('.'), path] as const);

test('every reading of a snapshot is looked at', () => {
  expect(readingsOf(whole, namesOf(whole))).toHaveLength(READINGS.length);
});

describe.each(READINGS)('%s', (_name, path) => {
  const drifts = compare(viewOf(whole), viewOf(without(path)));

  test('unread went blind, and says what to do', () => {
    const blind = drifts.filter(({ kind }) => kind === 'wentBlind');

    expect(blind).toHaveLength(1);
    expect(blind[0]?.summary).toContain('cannot be read any more: GRAPH_FORBIDDEN: a permission is not granted.');
  });

  test('unread resolves and improves nothing', () => {
    expect(drifts.filter(({ kind }) => kind === 'resolved')).toEqual([]);
    expect(drifts.flatMap(({ findings }) => findings).filter(({ after }) => after === 'pass')).toEqual([]);
  });

  test('unread leaves no case of its subject resolved', () => {
    const [blind] = drifts.filter(({ kind }) => kind === 'wentBlind');
    if (blind === undefined) throw new Error('Nothing went blind.');
    const open = aCase({ drifts: [aDrift({ subject: blind.subject })] });

    expect(updated([open], drifts).cases.filter(({ state }) => state === 'resolved')).toEqual([]);
  });

  test('unread then and now is no drift', () => {
    expect(compare(viewOf(without(path)), viewOf(without(path)))).toEqual([]);
  });

  test('without a licence then and now is no drift, whatever the words', () => {
    const other = unknown('notLicensed', 'Another sentence.');

    expect(compare(viewOf(without(path, UNLICENSED)), viewOf(without(path, other)))).toEqual([]);
  });

  test('that can be read again is told, since nobody accepted what it holds', () => {
    const told = compare(viewOf(without(path)), viewOf(whole)).filter(({ summary }) =>
      summary.includes('can be read now'),
    );

    expect(told).toHaveLength(1);
  });
});

test('a licence that ran out is lost sight', () => {
  const drifts = compare(viewOf(whole), viewOf(without(['roleEligibilityScheduleInstances'], UNLICENSED)));

  expect(drifts).toMatchObject([{ kind: 'wentBlind' }]);
});

test('a read that fails where a licence was missing is lost sight', () => {
  const path = ['roleEligibilityScheduleInstances'];

  const drifts = compare(viewOf(without(path, UNLICENSED)), viewOf(without(path)));

  expect(drifts).toMatchObject([{ kind: 'wentBlind' }]);
});

test('lost sight of the policies explains every finding that cannot be told any more', () => {
  const drifts = compare(viewOf(whole), viewOf(without(['policies'])));

  expect(drifts).toHaveLength(1);
  expect(drifts[0]?.severity).toBe('high');
  expect(drifts[0]?.findings.length).toBeGreaterThan(5);
  expect(drifts[0]?.findings.every(({ after }) => after === 'error')).toBe(true);
});

test('what a snapshot does not know is listed, without what is not licensed', () => {
  const partly = aSnapshot({ domains: UNREAD, roleEligibilityScheduleInstances: UNLICENSED });

  expect(lostSightIn(partly).map(({ resource }) => resource)).toEqual(['domains']);
});
