import { describe, expect, test } from '@jest/globals';
import { acceptanceOf, acceptancesOf } from '../../../src/domain/report/acceptances.js';
import type { DriftCase } from '../../../src/domain/drift/drift.js';
import { aFinding } from './a-scan.js';

const NOW = '2026-03-10T08:00:00.000Z';
const fail = aFinding('fail', 'x');

/** A case that somebody has accepted, with the finding `fail` in it. */
function accepted(change: Partial<DriftCase> = {}): DriftCase {
  const { controlId, subject, fingerprint, summary } = fail;
  const finding = { controlId, subject, before: 'pass', after: 'fail', fingerprint, summary };
  return {
    ...{ id: 'case', tenantId: 't', subject, state: 'accepted', version: 2, severity: 'high', digest: 'd' },
    drifts: [{ kind: 'regressed', severity: 'high', subject, summary: 's', changes: [], findings: [finding] }],
    ...{ actors: [], scanId: 's', openedAt: NOW, updatedAt: NOW, snoozedUntil: null },
    waiver: {
      ...{ owner: 'o', ownerName: 'Megan', reason: 'r', digest: 'd' },
      ...{ at: '2026-03-01T08:00:00.000Z', expiresAt: '2026-03-20T08:00:00.000Z' },
    },
    ...change,
  };
}

const found = (drifted: DriftCase, now = NOW) => acceptanceOf(fail, acceptancesOf([drifted], now));

describe('a finding', () => {
  test('is accepted by the waiver of a case that is about exactly it', () => {
    expect(found(accepted())).toMatchObject({ ownerName: 'Megan', expiresAt: '2026-03-20T08:00:00.000Z' });
  });

  test.each<[string, Partial<DriftCase>, string]>([
    ['whose waiver ran out', {}, '2026-03-20T08:00:00.000Z'],
    ['whose case has moved on since', { digest: 'other' }, NOW],
    ['whose case is open again', { state: 'open' }, NOW],
    ['whose case has no waiver', { waiver: null }, NOW],
  ])('%s is not accepted', (_, change, now) => {
    expect(found(accepted(change), now)).toBeUndefined();
  });

  test('that holds has nothing to accept', () => {
    const acceptances = acceptancesOf([accepted()], NOW);
    expect(acceptanceOf({ ...fail, outcome: 'pass' }, acceptances)).toBeUndefined();
  });
});
