import { describe, expect, test } from '@jest/globals';
import { planDrill, type DrillInput } from '../../../src/domain/drills/plan-drill.js';
import { FIRST, READ_AT, SECOND, STRANGER, TENANT } from '../a-snapshot.js';
import { ADA, BO, minutes } from './fixtures.js';

const INPUT: DrillInput = {
  id: 'drill-1',
  tenantId: TENANT,
  accountId: FIRST,
  accountName: 'first@contoso.onmicrosoft.com',
  from: minutes(30),
  minutes: 60,
  plannedBy: ADA,
  second: BO,
  now: READ_AT,
  accountIds: [FIRST, SECOND],
};

function codeOf(change: Partial<DrillInput>): string {
  const result = planDrill({ ...INPUT, ...change });
  return result.ok ? 'planned' : result.code;
}

test('a drill is planned with its window, its people and nothing proven', () => {
  expect(planDrill(INPUT)).toEqual({
    ok: true,
    drill: {
      id: 'drill-1',
      tenantId: TENANT,
      version: 1,
      state: 'planned',
      accountId: FIRST,
      accountName: 'first@contoso.onmicrosoft.com',
      from: minutes(30),
      to: minutes(90),
      people: [ADA, BO],
      plannedBy: ADA,
      signIn: null,
      alertLatencyMs: null,
      followUp: null,
    },
  });
});

describe('the window', () => {
  test.each<[string, Partial<DrillInput>, string]>([
    ['of four hours', { minutes: 240 }, 'planned'],
    ['of more than four hours', { minutes: 241 }, 'DRILL_WINDOW_INVALID'],
    ['of one minute', { minutes: 1 }, 'planned'],
    ['of no time', { minutes: 0 }, 'DRILL_WINDOW_INVALID'],
    ['of half a minute', { minutes: 0.5 }, 'DRILL_WINDOW_INVALID'],
    ['of an unknown length', { minutes: NaN }, 'DRILL_WINDOW_INVALID'],
    ['that begins now', { from: READ_AT }, 'planned'],
    ['that began in the minute that runs', { now: minutes(30.9) }, 'planned'],
    ['that began in the minute before', { now: minutes(31) }, 'DRILL_WINDOW_INVALID'],
    ['that began yesterday', { from: minutes(-24 * 60) }, 'DRILL_WINDOW_INVALID'],
    ['that begins at an unknown time', { from: 'tomorrow' }, 'DRILL_WINDOW_INVALID'],
  ])('%s', (_, change, code) => {
    expect(codeOf(change)).toBe(code);
  });
});

describe('the people', () => {
  test.each<[string, Partial<DrillInput>, string]>([
    ['are two', { second: BO }, 'planned'],
    ['are one, twice', { second: ADA }, 'DRILL_PEOPLE_INVALID'],
    ['are one, spelled twice', { second: { ...BO, objectId: ADA.objectId.toUpperCase() } }, 'DRILL_PEOPLE_INVALID'],
    ['are one and an emergency account', { second: { ...BO, objectId: SECOND } }, 'DRILL_PEOPLE_INVALID'],
    ['are an emergency account and one', { plannedBy: { ...ADA, objectId: SECOND } }, 'DRILL_PEOPLE_INVALID'],
  ])('%s', (_, change, code) => {
    expect(codeOf(change)).toBe(code);
  });
});

test.each([
  ['designated', FIRST, 'planned'],
  ['designated, spelled in capitals', FIRST.toUpperCase(), 'planned'],
  ['not designated', STRANGER, 'DRILL_ACCOUNT_UNKNOWN'],
])('the account is %s', (_, accountId, code) => {
  expect(codeOf({ accountId })).toBe(code);
});
