import { describe, expect, test } from '@jest/globals';
import type { SignIn } from '../../../src/domain/alerts/alert.js';
import { classifySignIns } from '../../../src/domain/alerts/classify-sign-ins.js';
import { DRILL, NORTH, signIn, SOMEBODY, SOUTH, WATCHED } from './a-record.js';

function told(signIns: readonly SignIn[], recent: readonly SignIn[] = []) {
  return classifySignIns(signIns, WATCHED, recent).map(({ kind, severity }) => [kind, severity]);
}

describe('a success', () => {
  test('of an emergency account is critical; of somebody else it is nothing', () => {
    expect(told([signIn()])).toEqual([['E1', 'critical']]);
    expect(told([signIn({ userId: SOMEBODY })])).toEqual([]);
  });

  test('counts also where the account is written in capitals, or the sign-in was not interactive', () => {
    expect(told([signIn({ userId: NORTH.toUpperCase(), isInteractive: false })])).toEqual([['E1', 'critical']]);
  });

  test.each([
    ['a millisecond before the drill', '2026-11-23T09:59:59.999Z', 'critical', null],
    ['when the drill begins', DRILL.from, 'high', 'drill-1'],
    ['when the drill ends', DRILL.to, 'high', 'drill-1'],
    ['a millisecond after the drill', '2026-11-23T12:00:00.001Z', 'critical', null],
  ])('%s is told, with its severity and its drill', (_, createdDateTime, severity, drillId) => {
    const [event] = classifySignIns([signIn({ createdDateTime })], WATCHED, []);
    expect(event).toMatchObject({ kind: 'E1', severity, drillId });
  });

  test('of another account in the window of a drill is critical', () => {
    const [event] = classifySignIns([signIn({ userId: SOUTH, createdDateTime: DRILL.from })], WATCHED, []);
    expect(event).toMatchObject({ severity: 'critical', drillId: null });
  });

  test('says who, when, with what, from where, and how it ended', () => {
    const [event] = classifySignIns([signIn()], WATCHED, []);
    expect(event).toMatchObject({ sourceId: 'sign-in-1', subject: { type: 'account', id: NORTH } });
    expect(event?.summary).toBe(
      'Emergency account "north@contoso.com" signed in to Azure Portal, and no drill was declared. Find out now who is using it.',
    );
    expect(event?.facts.map(({ value }) => value)).toEqual([
      'north@contoso.com',
      '2026-11-23T09:00:00.000Z',
      'Azure Portal',
      '192.0.2.44',
      'Stockholm, SE',
      'Browser',
      'interactive',
      'successful',
      'notApplied',
      'correlation-2',
    ]);
  });
});

describe('a failure', () => {
  test.each([
    [50126, 'wrong user name or password (50126)'],
    [50053, 'locked after too many attempts, or from an address that Microsoft blocks (50053)'],
    [50057, 'the account is disabled (50057)'],
    [50074, 'multifactor authentication was required and not passed (50074)'],
    [500121, 'multifactor authentication failed (500121)'],
    [53003, 'blocked by a Conditional Access policy (53003)'],
    [70008, 'the code is too old (70008)'],
  ])('%i is high and says %s', (errorCode, words) => {
    const [event] = classifySignIns([signIn({ errorCode, failureReason: 'the code is too old.' })], WATCHED, []);
    expect(event).toMatchObject({ kind: 'E2', severity: 'high' });
    expect(event?.facts).toContainEqual({ label: 'Result', value: words });
  });

  test('without words of its own goes by its number', () => {
    const [event] = classifySignIns([signIn({ errorCode: 1 })], WATCHED, []);
    expect(event?.facts).toContainEqual({ label: 'Result', value: 'error 1' });
  });

  test('that Conditional Access caused names the control that finds the policy, and no other failure does', () => {
    const [blocked, mistyped] = classifySignIns(
      [signIn({ errorCode: 53003 }), signIn({ id: 'sign-in-2', errorCode: 50126 })],
      WATCHED,
      [],
    );
    expect(blocked?.summary).toContain('BG-CA-03');
    expect(mistyped?.summary).not.toContain('BG-CA-03');
  });

  test('inside a drill stays high and proves no drill', () => {
    const [event] = classifySignIns([signIn({ errorCode: 50126, createdDateTime: DRILL.from })], WATCHED, []);
    expect(event).toMatchObject({ severity: 'high', drillId: null });
  });
});

function failureAt(minute: number, changes: Partial<SignIn> = {}): SignIn {
  const createdDateTime = new Date(Date.parse('2026-11-23T09:00:00Z') + minute * 60_000).toISOString();
  return signIn({ id: `failure-${minute}`, errorCode: 50126, createdDateTime, ...changes });
}

describe('failures in a row', () => {
  const critical = ['E2', 'critical'];
  const high = ['E2', 'high'];

  test('three within ten minutes are critical; two are not, nor three in more', () => {
    expect(told([failureAt(0), failureAt(5), failureAt(10)])).toEqual([critical, critical, critical]);
    expect(told([failureAt(0), failureAt(5)])).toEqual([high, high]);
    expect(told([failureAt(0), failureAt(5), failureAt(10.1)])).toEqual([high, high, high]);
  });

  test('count with those told before, which are not told again', () => {
    expect(told([failureAt(10)], [failureAt(0), failureAt(5)])).toEqual([critical]);
    expect(told([failureAt(10)], [failureAt(5)])).toEqual([high]);
  });

  test('count whichever of them the log brings last', () => {
    expect(told([failureAt(0)], [failureAt(5), failureAt(10)])).toEqual([critical]);
  });

  test('count by their times, whatever order they come in', () => {
    expect(told([failureAt(20), failureAt(10), failureAt(0)])).toEqual([high, high, high]);
    expect(told([failureAt(10), failureAt(0), failureAt(5)])).toEqual([critical, critical, critical]);
  });

  test('count once each, also where a window overlaps another', () => {
    expect(told([failureAt(0), failureAt(5)], [failureAt(0), failureAt(5)])).toEqual([high, high]);
  });

  test('count for one account, and a success is none of them', () => {
    expect(told([failureAt(0), failureAt(1), failureAt(2, { userId: SOUTH })])).toEqual([high, high, high]);
    expect(told([failureAt(0), failureAt(1), failureAt(2, { errorCode: 0 })])).toEqual([
      high,
      high,
      ['E1', 'critical'],
    ]);
  });
});
