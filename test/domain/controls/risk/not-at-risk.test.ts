import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../src/domain/controls/control.js';
import { notAtRisk } from '../../../../src/domain/controls/risk/not-at-risk.js';
import type { RiskyUser } from '../../../../src/domain/tenant/governance.js';
import {
  aSnapshot,
  anAccount,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  summaryOf,
  TENANT,
  UNLICENSED,
  UNREAD,
} from '../../a-snapshot.js';

function risky(riskState: string, id = FIRST): RiskyUser {
  return { id, riskState, riskLevel: 'high', riskLastUpdatedDateTime: '2026-02-28T00:00:00Z' };
}

describe('BG-RISK-01', () => {
  test.each<[string, readonly RiskyUser[], Outcome]>([
    ['nobody at risk', [], 'pass'],
    ['somebody else at risk', [risky('atRisk', STRANGER)], 'pass'],
    ['the account at risk', [risky('atRisk')], 'fail'],
    ['the account at risk, its ID in capitals', [risky('atRisk', FIRST.toUpperCase())], 'fail'],
    ['the account confirmed compromised', [risky('confirmedCompromised')], 'fail'],
    ['a risk that was dismissed', [risky('dismissed')], 'pass'],
    ['a risk that was remediated', [risky('remediated')], 'pass'],
    ['an old and a new entry', [risky('dismissed'), risky('atRisk')], 'fail'],
    ['a state that Microsoft added later: unknown', [risky('foreseen')], 'error'],
  ])('%s', (_, riskyUsers, outcome) => {
    expect(outcomesFor(notAtRisk, FIRST, aSnapshot({ riskyUsers: read(riskyUsers) }))).toEqual([outcome]);
  });

  test('without a licence it does not apply, and the summary names the licence', () => {
    const snapshot = aSnapshot({ riskyUsers: UNLICENSED });

    expect(summaryOf(notAtRisk, FIRST, 'notApplicable', snapshot)).toContain('Microsoft Entra ID P2');
  });

  test('without the permission it is unknown, and the summary says what was said of it', () => {
    expect(summaryOf(notAtRisk, FIRST, 'error', aSnapshot({ riskyUsers: UNREAD }))).toContain('GRAPH_FORBIDDEN');
  });

  test('an unread account is unknown', () => {
    const accounts = [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)];

    expect(outcomesFor(notAtRisk, FIRST, aSnapshot({ accounts }))).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(notAtRisk, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
