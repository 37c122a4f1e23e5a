import { describe, expect, test } from '@jest/globals';
import { passwordChanged } from '../../../../src/domain/controls/authentication/password-changed.js';
import { DEFAULT_SETTINGS, type Outcome } from '../../../../src/domain/controls/control.js';
import type { Drill } from '../../../../src/domain/drills/drill.js';
import type { AccountReading, DirectoryUser } from '../../../../src/domain/tenant/snapshot.js';
import { anObservedDrill, days, someRecords } from '../../drills/fixtures.js';
import {
  aSnapshot,
  aUser,
  anAccount,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';

const changedAt = (at: string | null, overrides: Partial<DirectoryUser> = {}) => ({
  user: read(aUser(FIRST, { lastPasswordChangeDateTime: at, ...overrides })),
});
const usedAt = (at: string | null) => ({ signInActivity: read({ lastSuccessfulSignInDateTime: at }) });
const CHANGED = changedAt(days(-10));

function judge(
  first: Partial<AccountReading>,
  passwordMaxAgeDays: number | null = null,
  drills: readonly Drill[] = [],
) {
  const accounts = [anAccount(FIRST, first), anAccount(SECOND)];
  return passwordChanged
    .evaluate(aSnapshot({ accounts }), { ...DEFAULT_SETTINGS, passwordMaxAgeDays }, someRecords({ drills }))
    .find(({ subject }) => subject.id === FIRST);
}

describe('BG-AUTH-07 after a use', () => {
  test.each<[string, Partial<AccountReading>, Outcome]>([
    ['a change after the last use', { ...CHANGED, ...usedAt(days(-11)) }, 'pass'],
    ['a use after the last change', { ...CHANGED, ...usedAt(days(-9)) }, 'fail'],
    ['no use', { ...CHANGED, ...usedAt(null) }, 'pass'],
    ['no use and no change', { ...changedAt(null), ...usedAt(null) }, 'pass'],
    ['a use, and a change at no time', { ...changedAt(null), ...usedAt(days(-9)) }, 'error'],
    [
      'a use, and a change that Graph left out: unknown',
      { ...changedAt(null, { missingProperties: ['lastPasswordChangeDateTime'] }), ...usedAt(days(-9)) },
      'error',
    ],
    ['a use at a time that cannot be read', { ...CHANGED, ...usedAt('lately') }, 'error'],
    ['unread activity', { ...CHANGED, signInActivity: UNREAD }, 'error'],
    ['no licence for the activity', { ...CHANGED, signInActivity: UNLICENSED }, 'notApplicable'],
    ['an unread user', { user: UNREAD }, 'error'],
    [
      'unread methods, which only add when keys were registered',
      { ...CHANGED, ...usedAt(null), authenticationMethods: UNREAD },
      'pass',
    ],
  ])('%s', (_, first, outcome) => {
    expect(judge(first)?.outcome).toBe(outcome);
  });

  test.each<[string, AccountReading['signInActivity'], number, Outcome]>([
    ['a drill after the change', read({ lastSuccessfulSignInDateTime: days(-20) }), -9, 'fail'],
    ['a drill before the change', read({ lastSuccessfulSignInDateTime: days(-20) }), -11, 'pass'],
    ['a drill after the change, the activity unread', UNREAD, -9, 'fail'],
    ['a drill before the change, later uses unread', UNREAD, -11, 'error'],
    ['a drill before the change, and no licence to see later uses', UNLICENSED, -11, 'pass'],
  ])('%s', (_, signInActivity, day, outcome) => {
    expect(judge({ ...CHANGED, signInActivity }, null, [anObservedDrill(days(day))])?.outcome).toBe(outcome);
  });
});

describe('BG-AUTH-07 by age', () => {
  test.each<[string, Partial<AccountReading>, number | null, Outcome]>([
    ['old, where age is no matter', { ...changedAt(days(-400)), ...usedAt(null) }, null, 'pass'],
    ['old, where it is', { ...changedAt(days(-91)), ...usedAt(null) }, 90, 'fail'],
    ['young', { ...changedAt(days(-89)), ...usedAt(null) }, 90, 'pass'],
    ['changed at no time', { ...changedAt(null), ...usedAt(null) }, 90, 'error'],
    ['young, and no licence to see uses', { ...changedAt(days(-89)), signInActivity: UNLICENSED }, 90, 'pass'],
    ['old, the activity unread', { ...changedAt(days(-91)), signInActivity: UNREAD }, 90, 'fail'],
    ['young, the activity unread', { ...changedAt(days(-89)), signInActivity: UNREAD }, 90, 'error'],
  ])('%s', (_, first, maxAge, outcome) => {
    expect(judge(first, maxAge)?.outcome).toBe(outcome);
  });

  test('the setting that made an old password a finding is named', () => {
    expect(judge({ ...changedAt(days(-91)), ...usedAt(null) }, 90)?.summary).toContain('"passwordMaxAgeDays"');
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(passwordChanged, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
