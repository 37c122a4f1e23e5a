import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../../src/domain/alerts/alert.js';
import type { Drill } from '../../../src/domain/drills/drill.js';
import { isFollowUpComplete, isMissed, observeDrill } from '../../../src/domain/drills/observe.js';
import { FIRST, SECOND } from '../a-snapshot.js';
import { aDrill, anObservedDrill, aSignInAlert, minutes } from './fixtures.js';

const NONE: ReadonlySet<string> = new Set();

function observe(alert: Partial<Alert>, drill: Partial<Drill> = {}) {
  return observeDrill(aDrill(drill), [aSignInAlert(alert)], NONE);
}

describe('a drill', () => {
  test('is observed by a sign-in in its window, with the time the alert took', () => {
    expect(observe({})).toEqual(
      aDrill({
        state: 'observed',
        signIn: { id: 'sign-in-1', at: minutes(10), application: 'Azure Portal' },
        alertLatencyMs: 3 * 60_000,
      }),
    );
  });

  test.each<[string, Partial<Alert>, boolean]>([
    ['at the first moment of the window', { at: minutes(0) }, true],
    ['before the window', { at: minutes(-0.01) }, false],
    ['at the last moment of the window', { at: minutes(60) }, true],
    ['after the window', { at: minutes(60.01) }, false],
    ['at an unknown time', { at: '?' }, false],
    ['of the account, spelled in capitals', { subject: { type: 'account', id: FIRST.toUpperCase(), name: '' } }, true],
    ['of the other account', { subject: { type: 'account', id: SECOND, name: '' } }, false],
    ['that failed', { kind: 'E2' }, false],
    ['that renewed an old session', { facts: [{ label: 'Kind', value: 'non-interactive' }] }, false],
  ])('and a sign-in %s', (_, alert, isObserved) => {
    expect(observe(alert)?.state).toBe(isObserved ? 'observed' : undefined);
  });

  test.each<[Drill['state'], boolean]>([
    ['planned', true],
    ['claimed', true],
    ['missed', true],
    ['cancelled', false],
    ['passed', false],
  ])('that is %s, and a sign-in in its window', (state, isObserved) => {
    expect(observe({}, { state })?.state).toBe(isObserved ? 'observed' : undefined);
  });

  test('is not proven by a sign-in that proves another one', () => {
    expect(observeDrill(aDrill(), [aSignInAlert()], new Set(['sign-in-1']))).toBeNull();
    expect(observeDrill(aDrill(), [aSignInAlert()], new Set(['sign-in-2']))?.state).toBe('observed');
  });

  test('is proven by the first of several sign-ins', () => {
    const later = aSignInAlert({ id: 'alert-2', sourceId: 'sign-in-2', at: minutes(20) });
    expect(observeDrill(aDrill(), [later, aSignInAlert()], NONE)?.signIn?.id).toBe('sign-in-1');
  });

  test('without a known application says so', () => {
    expect(observe({ facts: [{ label: 'Application', value: 'not in the log' }] })?.signIn?.application).toBeNull();
  });
});

describe('the time an alert took', () => {
  const undelivered = observe({ deliveredAt: null });

  test('is not known before the alert is delivered', () => {
    expect(undelivered?.alertLatencyMs).toBeNull();
  });

  test.each([
    ['delivered', minutes(15), 5 * 60_000],
    ['not delivered', null, undefined],
    ['delivered at an unknown time', '?', undefined],
  ])('is noted later when the alert is %s', (_, deliveredAt, expected) => {
    const drill = undelivered ?? aDrill();
    expect(observeDrill(drill, [aSignInAlert({ deliveredAt })], NONE)?.alertLatencyMs).toBe(expected);
  });

  test('is noted for a drill that passed before, and leaves it passed', () => {
    const passed = anObservedDrill(minutes(10), { state: 'passed', alertLatencyMs: null });
    expect(observeDrill(passed, [aSignInAlert()], NONE)).toMatchObject({ state: 'passed', alertLatencyMs: 180_000 });
  });

  test('is noted once', () => {
    expect(observeDrill(anObservedDrill(minutes(10)), [aSignInAlert()], NONE)).toBeNull();
  });

  test('is that of its own alert', () => {
    const drill = undelivered ?? aDrill();
    expect(observeDrill(drill, [aSignInAlert({ sourceId: 'sign-in-2' })], NONE)).toBeNull();
  });
});

describe('a window that is over', () => {
  test.each<[string, Partial<Drill>, number, boolean]>([
    ['for half an hour, while the log may be late', {}, 90, false],
    ['for longer than the log is late', {}, 90.01, true],
    ['since an unknown time', { to: '?' }, 0, true],
    ['of an observed drill', { state: 'observed' }, 120, false],
    ['of a claimed drill', { state: 'claimed' }, 120, false],
    ['of a cancelled drill', { state: 'cancelled' }, 120, false],
  ])('%s', (_, drill, now, isOver) => {
    expect(isMissed(aDrill(drill), minutes(now))).toBe(isOver);
  });
});

test.each([
  [true, 'changed', true],
  [true, 'notUsed', true],
  [true, 'notChanged', false],
  [false, 'changed', false],
] as const)('a follow-up with the key sealed: %s, and the password %s', (keySealed, password, isComplete) => {
  expect(isFollowUpComplete({ keySealed, password })).toBe(isComplete);
});
