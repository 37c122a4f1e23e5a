import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS, type Outcome } from '../../../../src/domain/controls/control.js';
import { signInsExplained } from '../../../../src/domain/controls/drill/sign-ins-explained.js';
import { NO_RECORDS, type WatchRecords } from '../../../../src/domain/controls/watch-records.js';
import { aSignInAlert, days, EXPLAINED, minutes, recordsWhen, someRecords } from '../../drills/fixtures.js';
import { aSnapshot, STRANGER } from '../../a-snapshot.js';

const FORBIDDEN = 'GRAPH_FORBIDDEN: AuditLog.Read.All is not granted.';
const OLD = aSignInAlert({ noticedAt: days(-3.001) });
const YOUNG = aSignInAlert({ noticedAt: days(-3) });

function judge(records: WatchRecords, snapshot = aSnapshot()) {
  return signInsExplained.evaluate(snapshot, DEFAULT_SETTINGS, records)[0];
}

describe('the sign-ins', () => {
  test.each<[string, WatchRecords, Outcome]>([
    ['none at all', someRecords(), 'pass'],
    ['one that is explained', someRecords({ alerts: [{ ...OLD, acknowledgement: EXPLAINED }] }), 'pass'],
    ['one unexplained for three days', someRecords({ alerts: [YOUNG] }), 'warn'],
    ['one unexplained for more than three days', someRecords({ alerts: [OLD] }), 'fail'],
    ['one noticed at a time that cannot be read', someRecords({ alerts: [{ ...OLD, noticedAt: '?' }] }), 'fail'],
    ['a failed one', someRecords({ alerts: [{ ...OLD, kind: 'E2' }] }), 'pass'],
    ['one in a declared drill, unexplained', someRecords({ alerts: [{ ...OLD, drillId: 'drill-1' }] }), 'fail'],
    [
      'one of an account that is not designated any more',
      someRecords({ alerts: [{ ...OLD, subject: { type: 'account', id: STRANGER, name: 'x' } }] }),
      'fail',
    ],
    ['unknown, for the log cannot be read', recordsWhen('signIns', null, FORBIDDEN), 'error'],
    ['unknown, for the log was not read for half an hour', recordsWhen('signIns', minutes(-31), null), 'error'],
    ['a young one, and the log cannot be read', recordsWhen('signIns', null, FORBIDDEN, { alerts: [YOUNG] }), 'error'],
    ['an old one, and the log cannot be read', recordsWhen('signIns', null, FORBIDDEN, { alerts: [OLD] }), 'fail'],
    ['no licence for the log', recordsWhen('signIns', null, 'GRAPH_NOT_LICENSED: No P1.'), 'manual'],
    ['not watched', NO_RECORDS, 'manual'],
    ['not watched yet', someRecords({ watchingSince: null }), 'manual'],
  ])('%s', (_, records, outcome) => {
    expect(judge(records)?.outcome).toBe(outcome);
  });

  test('are named by account and told apart', () => {
    const judgement = judge(someRecords({ alerts: [OLD, { ...OLD, id: 'alert-2', sourceId: 'sign-in-2' }] }));
    expect(judgement?.summary).toContain('2 sign-ins of "first@contoso.onmicrosoft.com"');
    expect(judgement?.evidence).toHaveLength(2);
  });
});

describe('without designated accounts', () => {
  const nobody = aSnapshot({ accounts: [] });

  test('there is nothing to judge', () => {
    expect(judge(someRecords(), nobody)?.outcome).toBe('notApplicable');
  });

  test('an unexplained sign-in stays in sight', () => {
    expect(judge(someRecords({ alerts: [OLD] }), nobody)?.outcome).toBe('fail');
  });
});
