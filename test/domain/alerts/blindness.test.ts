import { describe, expect, test } from '@jest/globals';
import type { WatchHealth } from '../../../src/domain/alerts/alert.js';
import { blindness } from '../../../src/domain/alerts/blindness.js';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const MINUTE = 60_000;

/** Minutes before noon. */
function ago(minutes: number): string {
  return new Date(NOON - minutes * MINUTE).toISOString();
}

/** A log that was read a minute ago. */
function health(changes: Partial<WatchHealth> = {}): WatchHealth {
  return {
    source: 'directoryAudits',
    lastSuccessAt: ago(1),
    lastFailureAt: null,
    lastFailure: null,
    newestRecordAt: ago(2),
    ...changes,
  };
}

function blind(sources: readonly WatchHealth[], intervalMs = 5 * MINUTE) {
  return blindness(sources, NOON, intervalMs).map(({ subject, sourceId }) => [subject.id, sourceId]);
}

describe('a source that is not read', () => {
  test('for more than two intervals is blind, and until then it is not', () => {
    expect(blind([health({ lastSuccessAt: ago(10.1) })])).toEqual([
      ['directoryAudits', `blind:directoryAudits:${ago(10.1)}`],
    ]);
    expect(blind([health({ lastSuccessAt: ago(10) })])).toEqual([]);
  });

  test('has five minutes, however short the interval is', () => {
    expect(blind([health({ lastSuccessAt: ago(5.1) })], MINUTE)).toHaveLength(1);
    expect(blind([health({ lastSuccessAt: ago(5) })], MINUTE)).toEqual([]);
  });

  test('is one outage until it is read again', () => {
    const [first, later, next] = [
      health({ lastSuccessAt: ago(20), lastFailureAt: ago(4), lastFailure: 'GRAPH_TIMEOUT: late' }),
      health({ lastSuccessAt: ago(20), lastFailureAt: ago(1), lastFailure: 'GRAPH_UNAVAILABLE: gone' }),
      health({ lastSuccessAt: ago(15) }),
    ].map((source) => blindness([source], NOON, MINUTE)[0]?.sourceId);
    expect(first).toBe(later);
    expect(next).not.toBe(first);
  });

  test('failing once after a success is no outage yet', () => {
    expect(blind([health({ lastFailureAt: ago(0), lastFailure: 'GRAPH_TIMEOUT: late' })])).toEqual([]);
  });

  test('and never was is blind as soon as it fails; before it was tried it is not', () => {
    const never = { lastSuccessAt: null, newestRecordAt: null };
    expect(blind([health({ ...never, lastFailureAt: ago(0), lastFailure: 'GRAPH_TIMEOUT: late' })])).toEqual([
      ['directoryAudits', 'blind:directoryAudits:never'],
    ]);
    expect(blind([health(never)])).toEqual([]);
  });

  test('is each told for itself', () => {
    const down = { lastSuccessAt: ago(60) };
    expect(blind([health(down), health({ ...down, source: 'scan' })]).map(([id]) => id)).toEqual([
      'directoryAudits',
      'scan',
    ]);
  });
});

describe('a permission', () => {
  test.each(['GRAPH_FORBIDDEN', 'GRAPH_UNAUTHENTICATED', 'GRAPH_TOKEN_REFUSED', 'GRAPH_NOT_LICENSED'])(
    'that is missing (%s) is told at once, and not after it works again',
    (code) => {
      const lost = { lastFailureAt: ago(0), lastFailure: `${code}: AuditLog.Read.All is not granted` };
      expect(blind([health(lost)])).toHaveLength(1);
      expect(blind([health({ ...lost, lastFailureAt: ago(2) })])).toEqual([]);
    },
  );

  test('is named to whoever reads the alert', () => {
    const lastFailure = 'GRAPH_FORBIDDEN: AuditLog.Read.All is not granted; see docs/permissions.md';
    const [event] = blindness([health({ lastFailureAt: ago(0), lastFailure })], NOON, MINUTE);
    expect(event).toMatchObject({ kind: 'E20', severity: 'high', at: ago(1) });
    expect(event?.facts).toContainEqual({ label: 'Reason', value: lastFailure });
    expect(event?.summary).toContain("The directory's audit log cannot be read any more");
  });
});

describe('a log that is read and stays behind', () => {
  const signIns = (minutes: number | null) =>
    health({ source: 'signIns', newestRecordAt: minutes === null ? null : ago(minutes) });

  test('is told half an hour after a sign-in that it does not reach, and not before', () => {
    expect(blind([health({ newestRecordAt: ago(90) }), signIns(30.1)])).toEqual([
      ['directoryAudits', `lag:directoryAudits:${ago(90)}`],
    ]);
    expect(blind([health({ newestRecordAt: ago(90) }), signIns(30)])).toEqual([]);
  });

  test('is not told where it reaches the sign-in, where there was none, or where it never had a record', () => {
    expect(blind([health({ newestRecordAt: ago(40) }), signIns(40)])).toEqual([]);
    expect(blind([health({ newestRecordAt: ago(90) }), signIns(null)])).toEqual([]);
    expect(blind([health({ newestRecordAt: null }), signIns(40)])).toEqual([]);
  });

  test('is told once, as down, when it cannot be read at all', () => {
    const down = health({ lastSuccessAt: ago(60), newestRecordAt: ago(90) });
    expect(blind([down, signIns(40)])).toEqual([['directoryAudits', `blind:directoryAudits:${ago(60)}`]]);
  });
});
