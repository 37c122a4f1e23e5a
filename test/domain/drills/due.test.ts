import { describe, expect, test } from '@jest/globals';
import { dueAtOf, lastUseOf } from '../../../src/domain/drills/due.js';
import type { Drill } from '../../../src/domain/drills/drill.js';
import { FIRST, read, SECOND, UNREAD } from '../a-snapshot.js';
import { aDrill, anObservedDrill, days } from './fixtures.js';

const used = (at: string | null) => read({ lastSuccessfulSignInDateTime: at });

describe('the last use', () => {
  test.each<[string, Parameters<typeof lastUseOf>[1], readonly Drill[], object]>([
    ['is what the directory says', used(days(-5)), [], { kind: 'used', at: days(-5), by: 'signInActivity' }],
    ['is a newer drill', used(days(-5)), [anObservedDrill(days(-1))], { kind: 'used', at: days(-1), by: 'drill' }],
    [
      'is the newest of two drills',
      used(null),
      [anObservedDrill(days(-9)), anObservedDrill(days(-1))],
      { kind: 'used', at: days(-1) },
    ],
    [
      'is not a drill of another account',
      used(null),
      [anObservedDrill(days(-1), { accountId: SECOND })],
      { kind: 'never' },
    ],
    ['is not a claim', used(null), [anObservedDrill(days(-1), { state: 'claimed' })], { kind: 'never' }],
    ['is not a plan', used(null), [aDrill()], { kind: 'never' }],
    ['is none', used(null), [], { kind: 'never' }],
    ['is unknown when the directory was not read', UNREAD, [], { kind: 'unknown', missing: UNREAD }],
    ['is unknown when the directory has no such user', read(null), [], { kind: 'unknown' }],
    [
      'is a drill, with what is missing beside it',
      UNREAD,
      [anObservedDrill(days(-1))],
      { kind: 'used', by: 'drill', missing: UNREAD },
    ],
  ])('%s', (_, activity, drills, expected) => {
    expect(lastUseOf(FIRST, activity, drills)).toMatchObject(expected);
  });
});

test.each([
  ['90 days after a use', lastUseOf(FIRST, used(days(-10)), []), days(80)],
  ['never counted from nothing', lastUseOf(FIRST, used(null), []), null],
  ['not known without a reading', lastUseOf(FIRST, UNREAD, []), null],
  ['not known from a time that cannot be read', lastUseOf(FIRST, used('?'), []), null],
] as const)('the next use is due %s', (_, lastUse, dueAt) => {
  expect(dueAtOf(lastUse)).toBe(dueAt);
});
