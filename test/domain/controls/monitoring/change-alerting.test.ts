import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS, type Outcome } from '../../../../src/domain/controls/control.js';
import { changeAlerting } from '../../../../src/domain/controls/monitoring/change-alerting.js';
import { NO_RECORDS, type WatchRecords } from '../../../../src/domain/controls/watch-records.js';
import { anAttestation, days, minutes, recordsWhen, someRecords } from '../../drills/fixtures.js';
import { aSnapshot } from '../../a-snapshot.js';
import { describeAttested } from '../describe-attested.js';

const FORBIDDEN = 'GRAPH_FORBIDDEN: AuditLog.Read.All is not granted.';

test.each<[string, WatchRecords, Outcome]>([
  ['read a minute ago', someRecords(), 'pass'],
  ['read half an hour ago', recordsWhen('directoryAudits', minutes(-30), null), 'pass'],
  ['read more than half an hour ago', recordsWhen('directoryAudits', minutes(-31), null), 'fail'],
  ['forbidden', recordsWhen('directoryAudits', minutes(-2), FORBIDDEN), 'fail'],
  ['never tried', recordsWhen('directoryAudits', null, null), 'manual'],
  ['not read, the sign-in log is', recordsWhen('signIns', minutes(-1), null), 'manual'],
  ['not read by any bot', NO_RECORDS, 'manual'],
])('the audit log %s', (_, records, outcome) => {
  expect(changeAlerting.evaluate(aSnapshot(), DEFAULT_SETTINGS, records)[0]?.outcome).toBe(outcome);
});

describe('without a bot', () => {
  describeAttested(changeAlerting, { records: NO_RECORDS });

  test.each([
    ['that ends tomorrow', days(1), 'pass'],
    ['of which it is unknown when it ends', 'some day', 'error'],
  ] as const)('a statement about another rule %s', (_, expiresAt, outcome) => {
    const attestations = [anAttestation('BG-MON-03', { expiresAt })];
    const records = { ...NO_RECORDS, attestations };
    expect(changeAlerting.evaluate(aSnapshot(), DEFAULT_SETTINGS, records)[0]?.outcome).toBe(outcome);
  });
});
