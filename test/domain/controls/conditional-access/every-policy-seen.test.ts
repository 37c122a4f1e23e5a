import { describe, expect, test } from '@jest/globals';
import { everyPolicySeen } from '../../../../src/domain/controls/conditional-access/every-policy-seen.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import { aPolicy, aSnapshot, outcomesFor, policiesOf, read, TENANT, UNREAD } from '../../a-snapshot.js';

const POLICY = aPolicy({ id: 'seen' });
const BOTH = policiesOf(POLICY);
const ON_BETA = { id: 'seen', displayName: null, state: 'enabled' as const };
const HIDDEN = { id: 'hidden', displayName: 'Hidden', state: 'enabled' as const };
const BROKEN = { id: 'seen', displayName: 'Broken', problem: 'state is missing' };

describe('BG-CA-13', () => {
  test.each<[string, Partial<TenantSnapshot>, string]>([
    ['the same IDs', BOTH, 'pass'],
    ['no policy at all', policiesOf(), 'pass'],
    ['a policy on beta only', { ...BOTH, betaPolicies: read([ON_BETA, HIDDEN]) }, 'error'],
    ['a policy on v1.0 only', { ...BOTH, betaPolicies: read([]) }, 'error'],
    ['a policy that was not understood', { ...BOTH, policies: read({ policies: [], malformed: [BROKEN] }) }, 'error'],
    ['an unread v1.0 list', { ...BOTH, policies: UNREAD }, 'error'],
    ['an unread beta list', { ...BOTH, betaPolicies: UNREAD }, 'error'],
  ])('%s', (_, overrides, outcome) => {
    expect(outcomesFor(everyPolicySeen, TENANT, aSnapshot(overrides))).toEqual([outcome]);
  });

  test('the error names every ID that differs', () => {
    const snapshot = aSnapshot({
      policies: read({ policies: [POLICY], malformed: [{ ...BROKEN, id: null }] }),
      betaPolicies: read([HIDDEN]),
    });
    const [judgement] = everyPolicySeen.evaluate(snapshot, DEFAULT_SETTINGS);

    expect(judgement?.evidence.map(({ actual }) => actual)).toEqual([
      'on beta only: Hidden (hidden)',
      'on v1.0 only: MFA for everybody (seen)',
      'not understood: Broken (no ID): state is missing',
    ]);
  });
});
