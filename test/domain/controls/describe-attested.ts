import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS, type Control, type Outcome } from '../../../src/domain/controls/control.js';
import { NO_RECORDS, type WatchRecords } from '../../../src/domain/controls/watch-records.js';
import type { Attestation } from '../../../src/domain/drills/drill.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { ADA, anAttestation, BO, days, someRecords } from '../drills/fixtures.js';
import { aSnapshot, aUser, anAccount, FIRST, read, SECOND } from '../a-snapshot.js';

/** What every control does that rests on a signed statement. `records` are those of a tenant where nothing else answers. */

/** A custodian whose account is one that the scan reads. */
const IN_SNAPSHOT = { ...BO, objectId: FIRST.toUpperCase() };

export function describeAttested(
  control: Control,
  {
    records: rest = someRecords(),
    tenant = (accounts) => aSnapshot(accounts),
  }: {
    readonly records?: WatchRecords;
    readonly tenant?: (overrides: Partial<TenantSnapshot>) => TenantSnapshot;
  } = {},
): void {
  const judge = (attestations: readonly Attestation[], snapshot = tenant({})) =>
    control.evaluate(snapshot, DEFAULT_SETTINGS, { ...rest, attestations })[0];
  const signed = (overrides: Partial<Attestation> = {}) => anAttestation(control.id, overrides);
  const withFirst = (user: ReturnType<typeof anAccount>['user']) =>
    tenant({ accounts: [anAccount(FIRST, { user }), anAccount(SECOND)] });
  const custodians = [ADA, IN_SNAPSHOT];

  describe('as a matter of signatures', () => {
    test.each([
      ['nobody has signed', [], 'manual'],
      ['somebody has signed for another control', [anAttestation('BG-NONE-01')], 'manual'],
      ['what was signed counts', [signed()], 'pass'],
      ['what was signed counts until a moment later', [signed({ expiresAt: days(0.001) })], 'pass'],
      ['what was signed ends at this moment', [signed({ expiresAt: days(0) })], 'fail'],
      ['what was signed expired', [signed({ expiresAt: days(-1) })], 'fail'],
      ['it was noted that it does not count', [signed({ invalidBecause: 'A custodian left.' })], 'fail'],
      ['the date of the signature cannot be read: unknown', [signed({ expiresAt: 'soon' })], 'error'],
      [
        'it expired and was renewed',
        [signed({ expiresAt: days(-1), signedAt: days(-91) }), signed({ id: 'newer', signedAt: days(-1) })],
        'pass',
      ],
      [
        'the newest does not count and an older one would',
        [signed(), signed({ id: 'newer', signedAt: days(-1), invalidBecause: 'A custodian left.' })],
        'fail',
      ],
    ] as const)('%s', (_, attestations, outcome) => {
      expect(judge(attestations)?.outcome).toBe(outcome);
    });

    test('the summary says until when and by whom', () => {
      expect(judge([signed()])?.summary).toBe('Signed by Ada, and counts until 2026-05-20.');
    });

    test('the summary of an expired statement says since when and what to do', () => {
      const summary = judge([signed({ expiresAt: days(-1) })])?.summary;
      expect(summary).toContain('expired on 2026-02-28');
      expect(summary).toContain('"attest"');
    });

    test('a statement counts as long as the account of its custodian is enabled', () => {
      expect(judge([signed({ custodians })], withFirst(read(aUser(FIRST))))?.outcome).toBe('pass');
    });

    test('a statement whose custodian is disabled fails, and says who', () => {
      const judgement = judge([signed({ custodians })], withFirst(read(aUser(FIRST, { accountEnabled: false }))));
      expect(judgement?.outcome).toBe('fail');
      expect(judgement?.summary).toContain('custodian "Bo" is disabled');
    });
  });
}

/** What the control says of a statement when `user` is what was read of the account of one custodian. */
export function outcomeWithCustodian(
  control: Control,
  user: ReturnType<typeof anAccount>['user'],
  expiresAt = days(80),
): Outcome | undefined {
  const attestations = [anAttestation(control.id, { custodians: [ADA, IN_SNAPSHOT], expiresAt })];
  const snapshot = aSnapshot({ accounts: [anAccount(FIRST, { user }), anAccount(SECOND)] });
  return control.evaluate(snapshot, DEFAULT_SETTINGS, { ...NO_RECORDS, attestations })[0]?.outcome;
}
