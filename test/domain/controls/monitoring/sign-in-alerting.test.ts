import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS, type Outcome } from '../../../../src/domain/controls/control.js';
import { evaluateControls } from '../../../../src/domain/controls/evaluate.js';
import { signInAlerting } from '../../../../src/domain/controls/monitoring/sign-in-alerting.js';
import { NO_RECORDS, type WatchRecords } from '../../../../src/domain/controls/watch-records.js';
import {
  aSignInAlert,
  anAttestation,
  anObservedDrill,
  days,
  EXPLAINED,
  minutes,
  recordsWhen,
  someRecords,
} from '../../drills/fixtures.js';
import { aSnapshot } from '../../a-snapshot.js';
import { describeAttested } from '../describe-attested.js';

const FORBIDDEN = 'GRAPH_FORBIDDEN: AuditLog.Read.All is not granted.';
const UNLICENSED = 'GRAPH_NOT_LICENSED: No P1.';
const LATE_ALERT = aSignInAlert({ noticedAt: minutes(-16), deliveredAt: null });

function judge(records: WatchRecords) {
  return signInAlerting.evaluate(aSnapshot(), DEFAULT_SETTINGS, records)[0];
}

describe('the eyes of the bot', () => {
  test.each<[string, WatchRecords, Outcome]>([
    ['read the log a minute ago', someRecords(), 'pass'],
    ['read it half an hour ago', recordsWhen('signIns', minutes(-30), null), 'pass'],
    ['read it more than half an hour ago', recordsWhen('signIns', minutes(-31), null), 'fail'],
    ['failed once since the last reading', recordsWhen('signIns', minutes(-2), 'GRAPH_UNAVAILABLE: x'), 'pass'],
    ['lost the permission', recordsWhen('signIns', minutes(-2), FORBIDDEN), 'fail'],
    ['never could read it', recordsWhen('signIns', null, 'GRAPH_UNAVAILABLE: x'), 'fail'],
    ['never tried', recordsWhen('signIns', null, null), 'manual'],
    ['read only the audit log', recordsWhen('directoryAudits', minutes(-1), null), 'manual'],
    ['have no licence', recordsWhen('signIns', null, UNLICENSED), 'manual'],
    ['are not there', NO_RECORDS, 'manual'],
  ])('%s', (_, records, outcome) => {
    expect(judge(records)?.outcome).toBe(outcome);
  });

  test('that cannot read fail although somebody signed for another rule', () => {
    const attestations = [anAttestation('BG-MON-01')];
    expect(judge(recordsWhen('signIns', null, FORBIDDEN, { attestations }))?.outcome).toBe('fail');
  });

  test('make the same finding at every reading', () => {
    const printOf = (lastSuccessAt: string) =>
      evaluateControls(aSnapshot(), DEFAULT_SETTINGS, [signInAlerting], recordsWhen('signIns', lastSuccessAt, null))[0]
        ?.fingerprint;
    expect(printOf(minutes(-2))).toBe(printOf(minutes(-1)));
  });
});

describe('the telling', () => {
  test.each<[string, WatchRecords, Outcome]>([
    ['of the newest sign-in took place', someRecords({ alerts: [aSignInAlert({ noticedAt: minutes(-16) })] }), 'pass'],
    ['of it is 16 minutes late', someRecords({ alerts: [LATE_ALERT] }), 'fail'],
    ['of it has 15 minutes', someRecords({ alerts: [{ ...LATE_ALERT, noticedAt: minutes(-15) }] }), 'pass'],
    [
      'of it is not needed: somebody answered',
      someRecords({ alerts: [{ ...LATE_ALERT, acknowledgement: EXPLAINED }] }),
      'pass',
    ],
    ['of something else is late', someRecords({ alerts: [{ ...LATE_ALERT, kind: 'E2' }] }), 'pass'],
    [
      'of an older one is late, of the newest it worked',
      someRecords({ alerts: [{ ...LATE_ALERT, noticedAt: days(-5) }, aSignInAlert({ noticedAt: minutes(-16) })] }),
      'pass',
    ],
  ])('%s', (_, records, outcome) => {
    expect(judge(records)?.outcome).toBe(outcome);
  });
});

describe('a drill', () => {
  test('whose alert came in four minutes is the proof', () => {
    const judgement = judge(someRecords({ drills: [anObservedDrill(days(-1))] }));
    expect(judgement?.outcome).toBe('pass');
    expect(judgement?.summary).toContain('4 min after the sign-in');
  });

  test.each<[string, Partial<Parameters<typeof anObservedDrill>[1]> & object, string, Outcome]>([
    ['came in 15 minutes', { alertLatencyMs: 15 * 60_000 }, days(-1), 'pass'],
    ['came in 16 minutes', { alertLatencyMs: 16 * 60_000 }, days(-1), 'warn'],
    ['came in 16 minutes, 91 days ago', { alertLatencyMs: 16 * 60_000 }, days(-91), 'pass'],
    ['is not known to have come', { alertLatencyMs: null }, days(-1), 'pass'],
  ])('whose alert %s', (_, overrides, at, outcome) => {
    expect(judge(someRecords({ drills: [anObservedDrill(at, overrides)] }))?.outcome).toBe(outcome);
  });

  test('does not help a bot that cannot read now', () => {
    const drills = [anObservedDrill(days(-1))];
    expect(judge(recordsWhen('signIns', null, FORBIDDEN, { drills }))?.outcome).toBe('fail');
  });
});

describe('without a bot', () => {
  describeAttested(signInAlerting, { records: NO_RECORDS });

  test.each([
    ['that ends tomorrow', days(1), 'pass'],
    ['of which it is unknown when it ends', 'some day', 'error'],
  ] as const)('a statement about another rule %s', (_, expiresAt, outcome) => {
    const attestations = [anAttestation('BG-MON-01', { expiresAt })];
    const records = { ...NO_RECORDS, attestations };
    expect(signInAlerting.evaluate(aSnapshot(), DEFAULT_SETTINGS, records)[0]?.outcome).toBe(outcome);
  });
});
