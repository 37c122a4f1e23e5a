import { describe, expect, test } from '@jest/globals';
import type { RemediationRequest, RequestState } from '../../../src/domain/approval/request.js';
import { breakerOf, DEFAULT_BREAKER_LIMITS } from '../../../src/domain/remediation/circuit-breaker.js';
import { aRequest } from './a-request.js';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const MINUTE = 60_000;

function at(minutesAgo: number): string {
  return new Date(NOW - minutesAgo * MINUTE).toISOString();
}

/** A fix that began so many minutes ago and ended at once. */
function fix(minutesAgo: number, state: RequestState = 'succeeded'): RemediationRequest {
  return aRequest({ authorizedBy: 'automaticMode', state, createdAt: at(minutesAgo), updatedAt: at(minutesAgo) });
}

function breaker(requests: readonly RemediationRequest[], lastResume: string | null = null) {
  return breakerOf({ requests, now: NOW, lastResume, limits: DEFAULT_BREAKER_LIMITS });
}

function kindOf(requests: readonly RemediationRequest[], lastResume: string | null = null): string {
  return breaker(requests, lastResume).kind;
}

describe('the number of fixes within an hour', () => {
  const times = (count: number, minutesAgo: number) => Array.from({ length: count }, () => fix(minutesAgo));

  test.each([
    { what: 'four', requests: times(4, 5), kind: 'closed' },
    { what: 'five', requests: times(5, 5), kind: 'open' },
    { what: 'five, one of them an hour ago,', requests: [...times(4, 5), fix(60)], kind: 'closed' },
    { what: 'five, one of them almost an hour ago,', requests: [...times(4, 5), fix(59.99)], kind: 'open' },
    {
      what: 'five that are not finished',
      requests: Array.from({ length: 5 }, () => fix(5, 'executing')),
      kind: 'open',
    },
    { what: 'none', requests: [], kind: 'closed' },
  ])('being $what leaves the breaker $kind', ({ requests, kind }) => {
    expect(kindOf(requests)).toBe(kind);
  });

  test('counts a fix whose time nobody can read', () => {
    expect(kindOf([...times(4, 5), { ...fix(5), createdAt: 'yesterday' }])).toBe('open');
  });

  test('does not start anew when people resume', () => {
    expect(kindOf(times(5, 5), at(1))).toBe('open');
  });

  test('says until when there is no other', () => {
    const requests = [50, 40, 30, 20, 10].map((minutesAgo) => fix(minutesAgo));
    expect(breaker(requests)).toMatchObject({ reason: expect.stringContaining('until 2026-03-01T12:10:00.000Z') });
  });
});

describe('failures in a row', () => {
  const FAILED = [fix(300, 'failed'), fix(200, 'uncertain'), fix(100, 'failed')];

  test.each([
    { what: 'two', requests: FAILED.slice(1), kind: 'closed' },
    { what: 'three', requests: FAILED, kind: 'open' },
    { what: 'three with a success after them', requests: [...FAILED, fix(90)], kind: 'closed' },
    { what: 'three with a success before them', requests: [...FAILED, fix(400)], kind: 'open' },
    { what: 'three with a success between them', requests: [...FAILED, fix(250)], kind: 'closed' },
    { what: 'three with a stale plan between them', requests: [...FAILED, fix(250, 'stale')], kind: 'open' },
    { what: 'two and one that is at work', requests: [...FAILED.slice(1), fix(70, 'executing')], kind: 'closed' },
  ])('being $what leave the breaker $kind', ({ requests, kind }) => {
    expect(kindOf(requests)).toBe(kind);
    expect(kindOf([...requests].reverse())).toBe(kind);
  });

  test('do not count once people have let the bot go on after them', () => {
    expect(kindOf(FAILED, at(100))).toBe('closed');
    expect(kindOf(FAILED, at(301))).toBe('open');
    expect(kindOf(FAILED, at(300))).toBe('closed');
  });

  test('count by when they ended', () => {
    const late = FAILED.map((request) => ({ ...request, updatedAt: at(80) }));
    expect(kindOf(late, at(90))).toBe('open');
  });

  test('say what people do', () => {
    expect(breaker(FAILED)).toMatchObject({ reason: expect.stringContaining('resume') });
  });
});
