import { describe, expect, test } from '@jest/globals';
import { coversNow, waiverFor, type WaiverInput } from '../../../src/domain/drift/waivers.js';
import { SECOND } from '../a-snapshot.js';
import { aCase, NOW } from './a-case.js';

const INPUT: WaiverInput = { case: aCase(), owner: SECOND, ownerName: 'Ada', reason: ' Planned. ', now: NOW, days: 30 };

test('a waiver names who, why and until when, and covers the drift of the case as it is', () => {
  expect(waiverFor(INPUT)).toEqual({
    ok: true,
    waiver: {
      owner: SECOND,
      ownerName: 'Ada',
      reason: 'Planned.',
      at: NOW,
      expiresAt: '2026-03-31T09:00:00.000Z',
      digest: INPUT.case.digest,
    },
  });
});

test.each([1, 365])('a waiver of %s days is possible', (days) => {
  expect(waiverFor({ ...INPUT, days }).ok).toBe(true);
});

test.each([0, 366, 1.5, Number.NaN, -1])('a waiver of %s days is refused', (days) => {
  expect(waiverFor({ ...INPUT, days })).toEqual({ ok: false, code: 'DRIFT_DAYS_INVALID' });
});

test.each(['', '  \n'])('a waiver without a reason is refused', (reason) => {
  expect(waiverFor({ ...INPUT, reason })).toEqual({ ok: false, code: 'DRIFT_REASON_MISSING' });
});

test('a resolved case cannot be accepted', () => {
  expect(waiverFor({ ...INPUT, case: aCase({ state: 'resolved' }) })).toEqual({ ok: false, code: 'DRIFT_NOT_OPEN' });
});

test.each(['open', 'snoozed', 'accepted'] as const)('a case that is %s can be accepted', (state) => {
  expect(waiverFor({ ...INPUT, case: aCase({ state }) }).ok).toBe(true);
});

describe('a waiver', () => {
  const result = waiverFor(INPUT);
  const waiver = result.ok ? result.waiver : undefined;
  const covers = (digest: string, now: string) => waiver !== undefined && coversNow(waiver, { digest }, now);

  test('covers the drift it was given for until it expires', () => {
    expect(covers(INPUT.case.digest, '2026-03-31T08:59:59.999Z')).toBe(true);
  });

  test('does not cover it at the moment it expires', () => {
    expect(covers(INPUT.case.digest, '2026-03-31T09:00:00.000Z')).toBe(false);
  });

  test('does not cover other drift', () => {
    expect(covers('another', NOW)).toBe(false);
  });
});
