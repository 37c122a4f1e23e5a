import { describe, expect, test } from '@jest/globals';
import { perUserMfa } from '../../../../src/domain/controls/authentication/per-user-mfa.js';
import type { Outcome } from '../../../../src/domain/controls/control.js';
import type { AccountReading } from '../../../../src/domain/tenant/snapshot.js';
import { aSnapshot, anAccount, FIRST, outcomesFor, read, SECOND, summaryOf, TENANT, UNREAD } from '../../a-snapshot.js';

function snapshotWith(first: Partial<AccountReading>) {
  return aSnapshot({ accounts: [anAccount(FIRST, first), anAccount(SECOND)] });
}

describe('BG-AUTH-06', () => {
  test.each<[string, Partial<AccountReading>, Outcome]>([
    ['disabled', { perUserMfaState: read('disabled') }, 'pass'],
    ['enabled', { perUserMfaState: read('enabled') }, 'warn'],
    ['enforced', { perUserMfaState: read('enforced') }, 'warn'],
    ['in a state that Microsoft added later', { perUserMfaState: read('awaited') }, 'warn'],
    ['of nobody', { perUserMfaState: read(null) }, 'notApplicable'],
    ['unread, which is no ground for an error', { perUserMfaState: UNREAD }, 'notApplicable'],
    ['of an account that was not read: unknown', { user: UNREAD }, 'error'],
  ])('%s', (_, first, outcome) => {
    expect(outcomesFor(perUserMfa, FIRST, snapshotWith(first))).toEqual([outcome]);
  });

  test('what was not read is noted', () => {
    const summary = summaryOf(perUserMfa, FIRST, 'notApplicable', snapshotWith({ perUserMfaState: UNREAD }));

    expect(summary).toContain('GRAPH_FORBIDDEN');
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(perUserMfa, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
