import { describe, expect, test } from '@jest/globals';
import type { Finding, Outcome, Severity } from '../../../src/domain/controls/control.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/controls/control.js';
import { judgeSnapshot } from '../../../src/domain/report/judge-snapshot.js';
import { reportOf } from '../../../src/domain/report/scan-report.js';
import type { Scan } from '../../../src/domain/scan.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { aPolicy, aSnapshot, anAccount, FIRST, policiesOf, READ_AT, SECOND, someUsers, UNREAD } from '../a-snapshot.js';

function aScan(overrides: Partial<TenantSnapshot> = {}, findings?: readonly Finding[]): Scan {
  const judged = judgeSnapshot(aSnapshot(overrides), DEFAULT_SETTINGS);
  return {
    ...judged,
    findings: findings ?? judged.findings,
    id: 'scan',
    trigger: { kind: 'cli' },
    startedAt: READ_AT,
    completedAt: READ_AT,
    requests: { count: 0, batches: 0, retries: 0, durationMs: 0 },
  };
}

function aFinding(outcome: Outcome, severity: Severity, controlId: string, id: string = FIRST): Finding {
  const subject = { type: 'account' as const, id, name: id };
  return { controlId, subject, outcome, severity, summary: '', evidence: [], fingerprint: '' };
}

describe('a report', () => {
  test('puts what fails first, then what is unknown, and the worse before the lesser', () => {
    const findings = [
      aFinding('pass', 'critical', 'BG-A-01'),
      aFinding('error', 'critical', 'BG-A-02'),
      aFinding('fail', 'high', 'BG-A-04', SECOND),
      aFinding('fail', 'high', 'BG-A-04'),
      aFinding('fail', 'high', 'BG-A-03'),
      aFinding('fail', 'critical', 'BG-A-05'),
      aFinding('warn', 'critical', 'BG-A-06'),
    ];
    const order = reportOf(aScan({}, findings)).findings.map(({ controlId, subject }) => `${controlId} ${subject.id}`);

    expect(order).toEqual([
      `BG-A-05 ${FIRST}`,
      `BG-A-03 ${FIRST}`,
      `BG-A-04 ${FIRST}`,
      `BG-A-04 ${SECOND}`,
      `BG-A-02 ${FIRST}`,
      `BG-A-06 ${FIRST}`,
      `BG-A-01 ${FIRST}`,
    ]);
  });

  test("gives a finding its control's own words, and one of a control that is gone its ID", () => {
    const findings = [aFinding('fail', 'high', 'BG-ACC-01'), aFinding('fail', 'high', 'BG-GONE-01')];
    const [known, gone] = reportOf(aScan({}, findings)).findings;

    expect(known).toMatchObject({ title: 'Account enabled', permissions: ['User.Read.All'] });
    expect(gone).toMatchObject({ title: 'BG-GONE-01', permissions: [], references: [] });
  });

  test('sums up each account: its own findings and the enforced policies only', () => {
    const everybody = someUsers({ includeUsers: ['All'] });
    const policies = policiesOf(
      aPolicy({ id: 'a' }),
      aPolicy({ id: 'b', users: { ...everybody, excludeUsers: [FIRST] } }),
      aPolicy({ id: 'c', users: everybody, state: 'disabled' }),
    );
    const [first, second] = reportOf(aScan(policies)).accounts;

    expect(first).toMatchObject({ outcome: 'warn', enforcedPolicies: { excluded: 2, applies: 0 } });
    expect(second).toMatchObject({ outcome: 'fail', enforcedPolicies: { excluded: 1, applies: 1 } });
    expect(second?.counts.fail).toBe(1);
  });

  test('counts outcomes and lists what could not be read', () => {
    const report = reportOf(aScan({ domains: UNREAD, accounts: [anAccount(FIRST), anAccount(SECOND)] }));

    // BG-ACC-03 and BG-ACC-07 of both accounts, and BG-TEN-03 of the tenant.
    expect(report.counts).toMatchObject({ fail: 0, error: 5 });
    expect(report.gaps.map(({ resource }) => resource)).toEqual(['domains']);
  });
});
