import { expect, test } from '@jest/globals';
import { backoffMs, retryAfterMs } from '../../../src/graph/client/retry-after.js';
import { DEFAULT_LIMITS } from '../../../src/graph/limits.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');

function wait(headers: Record<string, string>): number | undefined {
  return retryAfterMs((name) => headers[name] ?? null, NOW);
}

test.each<[string, Record<string, string>, number | undefined]>([
  ['is its seconds', { 'retry-after': '7' }, 7_000],
  ['is zero for zero', { 'retry-after': '0' }, 0],
  ['is the distance of its date from our clock', { 'retry-after': 'Fri, 01 May 2026 12:00:03 GMT' }, 3_000],
  [
    "is the distance of its date from the server's clock where that is known",
    { 'retry-after': 'Fri, 01 May 2026 12:00:03 GMT', date: 'Fri, 01 May 2026 11:59:00 GMT' },
    63_000,
  ],
  ['is zero for a date that has passed', { 'retry-after': 'Fri, 01 May 2026 11:00:00 GMT' }, 0],
  ['is not known without the header', {}, undefined],
  ['is not known when the header is no time', { 'retry-after': 'soon' }, undefined],
])('the wait that Retry-After names %s', (_, headers, expected) => {
  expect(wait(headers)).toBe(expected);
});

test('backing off doubles from attempt to attempt and jitter only lengthens it', () => {
  for (const attempt of [0, 1, 2]) {
    const backoff = backoffMs(attempt, DEFAULT_LIMITS, false);
    expect(backoff).toBeGreaterThanOrEqual(1_000 * 2 ** attempt);
    expect(backoff).toBeLessThanOrEqual(1_250 * 2 ** attempt);
  }
});

test('backing off from Conditional Access is never shorter than its one second', () => {
  const limits = { ...DEFAULT_LIMITS, backoffBaseMs: 1 };
  expect(backoffMs(0, limits, true)).toBeGreaterThanOrEqual(1_100);
  expect(backoffMs(0, limits, false)).toBeLessThan(2);
});
