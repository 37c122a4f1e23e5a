import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS, type Outcome } from '../../../../src/domain/controls/control.js';
import { recentSignIn } from '../../../../src/domain/controls/drill/recent-sign-in.js';
import { NO_RECORDS } from '../../../../src/domain/controls/watch-records.js';
import type { Drill } from '../../../../src/domain/drills/drill.js';
import type { AccountReading } from '../../../../src/domain/tenant/snapshot.js';
import { aDrill, anAttestation, anObservedDrill, days, someRecords } from '../../drills/fixtures.js';
import { aSnapshot, anAccount, FIRST, read, SECOND, TENANT, UNLICENSED, UNREAD } from '../../a-snapshot.js';
import { describeAttested } from '../describe-attested.js';

const usedAt = (at: string | null) => ({ signInActivity: read({ lastSuccessfulSignInDateTime: at }) });

function snapshotWith(first: Partial<AccountReading>) {
  return aSnapshot({ accounts: [anAccount(FIRST, first), anAccount(SECOND)] });
}

function judge(first: Partial<AccountReading>, drills: readonly Drill[] = []) {
  return recentSignIn
    .evaluate(snapshotWith(first), DEFAULT_SETTINGS, someRecords({ drills }))
    .find(({ subject }) => subject.id === FIRST);
}

describe('by what the directory says', () => {
  test.each<[string, Partial<AccountReading>, Outcome]>([
    ['used today', usedAt(days(0)), 'pass'],
    ['used 75 days ago, 15 days before it is due', usedAt(days(-75)), 'pass'],
    ['used 76 days ago, 14 days before it is due', usedAt(days(-76)), 'warn'],
    ['used 90 days ago', usedAt(days(-90)), 'warn'],
    ['used a little more than 90 days ago', usedAt(days(-90.001)), 'fail'],
    ['never used successfully', usedAt(null), 'fail'],
    ['used at a time that cannot be read: unknown', usedAt('lately'), 'error'],
    ['activity unread', { signInActivity: UNREAD }, 'error'],
    ['activity of nobody, though the account is there: unknown', { signInActivity: read(null) }, 'error'],
    ['no licence for it', { signInActivity: UNLICENSED }, 'manual'],
    ['user unread', { user: UNREAD }, 'error'],
    ['no such user', { user: read(null) }, 'notApplicable'],
  ])('%s', (_, first, outcome) => {
    expect(judge(first)?.outcome).toBe(outcome);
  });

  test('never says that older uses were not noted', () => {
    expect(judge(usedAt(null))?.summary).toContain('before 1 December 2023');
  });

  test('without designated accounts there is nothing to judge', () => {
    expect(recentSignIn.evaluate(aSnapshot({ accounts: [] }), DEFAULT_SETTINGS)).toMatchObject([
      { outcome: 'notApplicable', subject: { id: TENANT } },
    ]);
  });

  test('the time of the records counts when it is later than the scan', () => {
    const records = { ...NO_RECORDS, now: days(50) };
    const [judgement] = recentSignIn.evaluate(snapshotWith(usedAt(days(-50))), DEFAULT_SETTINGS, records);
    expect(judgement?.outcome).toBe('fail');
  });
});

describe('by another interval', () => {
  test.each<[string, number, number, Outcome, boolean]>([
    ['100 days ago, of 365', -100, 365, 'pass', true],
    ['360 days ago, of 365', -360, 365, 'warn', true],
    ['366 days ago, of 365', -366, 365, 'fail', false],
    ['40 days ago, of 30', -40, 30, 'fail', true],
    ['today, of 365', 0, 365, 'pass', false],
  ])('used %s', (_, day, drillMaxAgeDays, outcome, isNamed) => {
    const settings = { ...DEFAULT_SETTINGS, drillMaxAgeDays };
    const [judgement] = recentSignIn.evaluate(snapshotWith(usedAt(days(day))), settings, someRecords());

    expect(judgement?.outcome).toBe(outcome);
    expect(judgement?.summary.includes('"drillMaxAgeDays"')).toBe(isNamed);
  });
});

describe('by drills', () => {
  const LONG_AGO = usedAt(days(-100));

  test.each<[string, Drill, Outcome]>([
    ['an observed drill', anObservedDrill(days(-1)), 'pass'],
    ['a passed drill', anObservedDrill(days(-1), { state: 'passed' }), 'pass'],
    ['a drill that is 80 days old', anObservedDrill(days(-80)), 'warn'],
    ['a drill that is as old', anObservedDrill(days(-101)), 'fail'],
    ['a drill of the other account', anObservedDrill(days(-1), { accountId: SECOND }), 'fail'],
    ['a claimed drill', aDrill({ state: 'claimed' }), 'fail'],
    ['a planned drill', aDrill(), 'fail'],
  ])('long ago by the directory, and %s', (_, drill, outcome) => {
    expect(judge(LONG_AGO, [drill])?.outcome).toBe(outcome);
  });

  test('an older drill takes nothing away from what the directory says', () => {
    expect(judge(usedAt(days(-1)), [anObservedDrill(days(-100))])?.outcome).toBe('pass');
  });

  test.each<[string, AccountReading['signInActivity'] & object, string, Outcome]>([
    ['a recent drill proves it', UNREAD, days(-1), 'pass'],
    ['an old drill proves nothing about later uses', UNREAD, days(-100), 'error'],
    ['an old drill leaves it to people', UNLICENSED, days(-100), 'manual'],
    ['an old drill proves nothing when the activity is of nobody', read(null), days(-100), 'error'],
  ])('without the activity, %s', (_, signInActivity, at, outcome) => {
    expect(judge({ signInActivity }, [anObservedDrill(at)])?.outcome).toBe(outcome);
  });
});

describe('without a licence', () => {
  const unlicensed = (id: string, overrides: Partial<AccountReading> = {}) =>
    anAccount(id, { signInActivity: UNLICENSED, ...overrides });

  describeAttested(recentSignIn, {
    tenant: ({ accounts = [anAccount(FIRST), anAccount(SECOND)], ...overrides }) =>
      aSnapshot({ ...overrides, accounts: accounts.map(({ id, user }) => unlicensed(id, { user })) }),
  });

  test('a signature does not replace a reading that failed', () => {
    const records = someRecords({ attestations: [anAttestation('BG-DRILL-01')] });
    const snapshot = snapshotWith({ signInActivity: UNREAD });
    expect(recentSignIn.evaluate(snapshot, DEFAULT_SETTINGS, records)[0]?.outcome).toBe('error');
  });
});
