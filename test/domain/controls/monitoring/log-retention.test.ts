import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../src/domain/controls/control.js';
import { logRetention } from '../../../../src/domain/controls/monitoring/log-retention.js';
import {
  aSnapshot,
  ENTRA_ID_P1,
  ENTRA_ID_P2,
  outcomesFor,
  read,
  STRANGER,
  summaryOf,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

function tenantWith(...servicePlanIds: readonly string[]) {
  return aSnapshot({ organization: read({ id: TENANT, displayName: 'Contoso', servicePlanIds }) });
}

describe('BG-MON-02', () => {
  test.each<[string, readonly string[], Outcome]>([
    ['P1', [ENTRA_ID_P1], 'pass'],
    ['P2 alone', [ENTRA_ID_P2], 'pass'],
    ['P2 in capitals', [ENTRA_ID_P2.toUpperCase()], 'pass'],
    ['another plan', [STRANGER], 'warn'],
    ['no plan', [], 'warn'],
  ])('with %s', (_, plans, outcome) => {
    expect(outcomesFor(logRetention, TENANT, tenantWith(...plans))).toEqual([outcome]);
  });

  test('of P1 and P2 the better one is named', () => {
    expect(summaryOf(logRetention, TENANT, 'pass', tenantWith(ENTRA_ID_P1, ENTRA_ID_P2))).toContain('ID P2');
  });

  test('while the organization was not read it is unknown', () => {
    expect(outcomesFor(logRetention, TENANT, aSnapshot({ organization: UNREAD }))).toEqual(['error']);
  });
});
