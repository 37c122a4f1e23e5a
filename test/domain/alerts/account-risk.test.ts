import { expect, test } from '@jest/globals';
import { accountRisk } from '../../../src/domain/alerts/account-risk.js';
import type { RiskyUser } from '../../../src/domain/tenant/governance.js';
import { aSnapshot, FIRST, read, STRANGER, UNLICENSED, UNREAD } from '../a-snapshot.js';
import { alert } from './a-record.js';

const CHANGED_AT = '2026-02-28T12:00:00Z';

function risky(changes: Partial<RiskyUser> = {}): RiskyUser {
  return { id: FIRST, riskState: 'atRisk', riskLevel: 'medium', riskLastUpdatedDateTime: CHANGED_AT, ...changes };
}

function told(risk: RiskyUser, open: Parameters<typeof accountRisk>[1] = []) {
  return accountRisk(aSnapshot({ riskyUsers: read([risk]) }), open);
}

test('an emergency account at risk is an alert with the facts', () => {
  expect(told(risky())).toMatchObject([
    {
      kind: 'E17',
      severity: 'high',
      subject: { type: 'account', id: FIRST, name: 'account-1111@contoso.onmicrosoft.com' },
      at: CHANGED_AT,
      facts: expect.arrayContaining([
        { label: 'Risk state', value: 'atRisk' },
        { label: 'Risk level', value: 'medium' },
        { label: 'Last changed', value: CHANGED_AT },
      ]) as unknown,
    },
  ]);
});

test('one that is confirmed as compromised is critical', () => {
  expect(told(risky({ riskState: 'confirmedCompromised' }))).toMatchObject([{ severity: 'critical' }]);
});

test.each([
  ['somebody else at risk', risky({ id: STRANGER })],
  ['a risk that was dismissed', risky({ riskState: 'dismissed' })],
  ['a risk that was remediated', risky({ riskState: 'remediated' })],
])('%s is none', (_what, risk) => {
  expect(told(risk)).toEqual([]);
});

test.each([
  ['not read', UNREAD],
  ['not licensed', UNLICENSED],
])('a list of risky users that is %s says nothing', (_why, riskyUsers) => {
  expect(accountRisk(aSnapshot({ riskyUsers }), [])).toEqual([]);
});

test('an account is found whatever the case of its ID', () => {
  expect(told(risky({ id: FIRST.toUpperCase() }))).toHaveLength(1);
});

test('the same risk has the same source, and another state, level or time has another', () => {
  const sourceOf = (risk: RiskyUser) => told(risk)[0]?.sourceId;
  const others = [
    risky({ riskState: 'confirmedCompromised' }),
    risky({ riskLevel: 'high' }),
    risky({ riskLastUpdatedDateTime: '2026-03-01T00:00:00Z' }),
  ];

  expect(sourceOf(risky())).toBe(sourceOf(risky()));
  expect(new Set([risky(), ...others].map(sourceOf)).size).toBe(4);
});

test('a risk with a new stamp is not told again while its alert is open, and a graver one is', () => {
  const [first] = told(risky());
  if (first === undefined) throw new Error('There is no alert.');
  const open = [alert({ ...first })];
  const later = { riskLastUpdatedDateTime: '2026-03-01T00:00:00Z' };

  expect(told(risky(later), open)).toEqual([]);
  expect(told(risky({ ...later, riskLevel: 'high' }), open)).toHaveLength(1);
});
