import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRateLimit } from '../../../src/teams/outbound/rate-limit.js';
import { mostWithin } from './delivery-harness.js';

const START = Date.parse('2026-03-02T09:00:00Z');
const HOUR = 3_600_000;

/** Sends whenever it may, after pauses of these lengths, for so long. Gives the moments of the requests. */
function sendGreedily(conversations: readonly string[], pauses: readonly number[], length: number): readonly number[] {
  let now = START;
  const limit = createRateLimit(START);
  const times: number[] = [];
  for (let count = 0; now < START + length; count += 1) {
    const id = conversations[count % conversations.length] ?? '';
    now += pauses[count % pauses.length] ?? 0;
    now = Math.max(limit.readyAt(now), limit.held(now).get(id) ?? 0);
    if (limit.readyAt(now) > now) continue;
    limit.take(id, now);
    times.push(now);
  }
  return times;
}

const anyPauses = fc.array(fc.oneof(fc.constant(0), fc.nat(3_000), fc.nat(600_000)), { minLength: 1, maxLength: 30 });

describe('one conversation', () => {
  test.each([
    [7, 1_000],
    [8, 2_000],
    [60, 30_000],
    [1_800, HOUR],
  ])('gets at most %i requests in any %i ms, however they are spread', (most, windowMs) => {
    fc.assert(
      fc.property(anyPauses, (pauses) => {
        expect(mostWithin(sendGreedily(['19:one'], pauses, 2 * HOUR), windowMs)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 15 },
    );
  });

  test('gets nearly what is allowed in an hour when there is so much to say', () => {
    expect(sendGreedily(['19:one'], [0], HOUR).length).toBeGreaterThan(1_600);
  });

  test('does not wait for another one', () => {
    const limit = createRateLimit(START);
    for (let count = 0; count < 5; count += 1) limit.take('19:one', START);
    expect([...limit.held(START).keys()]).toEqual(['19:one']);
  });

  test('is held for as long as the connector asked, and not longer', () => {
    const limit = createRateLimit(START);
    limit.pause('19:one', START + 30_000);
    expect(limit.held(START).get('19:one')).toBe(START + 30_000);
    expect(limit.held(START + 30_000).size).toBe(0);
  });
});

test('all conversations together get at most 50 requests in any second', () => {
  const many = Array.from({ length: 500 }, (_, index) => String(index));
  const times = sendGreedily(many, [0], 60_000);
  expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(50);
  expect(times.length).toBeGreaterThan(1_000);
});
