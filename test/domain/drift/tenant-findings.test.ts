import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../src/domain/controls/control.js';
import { evaluateControls } from '../../../src/domain/controls/evaluate.js';
import { CONTROLS } from '../../../src/domain/controls/index.js';
import { NO_RECORDS } from '../../../src/domain/controls/watch-records.js';
import type { Attestation } from '../../../src/domain/drills/drill.js';
import { compare } from '../../../src/domain/drift/compare.js';
import { tenantFindings } from '../../../src/domain/drift/tenant-findings.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { aSnapshot, read, READ_AT, TENANT, UNREAD } from '../a-snapshot.js';
import { aReview, WORKFLOW } from './a-full-snapshot.js';

const SIGNED: Attestation = {
  id: 'attestation-1',
  tenantId: TENANT,
  controlId: 'BG-GOV-02',
  owner: { tenantId: TENANT, objectId: 'ada', name: 'Ada' },
  statement: 'No script cleans these accounts up.',
  custodians: [],
  evidenceLink: null,
  signedAt: READ_AT,
  expiresAt: '2026-09-01T00:00:00.000Z',
  invalidBecause: null,
};

function viewOf(overrides: Partial<TenantSnapshot>, attestations: readonly Attestation[] = []) {
  const snapshot = aSnapshot(overrides);
  const records = { ...NO_RECORDS, attestations };
  return { snapshot, findings: tenantFindings(evaluateControls(snapshot, DEFAULT_SETTINGS, CONTROLS, records)) };
}

const idsIn = (overrides: Partial<TenantSnapshot>) => new Set(viewOf(overrides).findings.map((it) => it.controlId));

/** Leavers are disabled by schedule, whoever they are. */
const WORKFLOWS = {
  lifecycleWorkflows: read([
    {
      id: WORKFLOW,
      displayName: 'Offboard',
      category: 'leaver',
      isEnabled: true,
      isSchedulingEnabled: true,
      scopeRule: null,
    },
  ]),
};
const reviewing = (defaultDecision: string) => ({
  accessReviews: read([aReview({ autoApplyDecisionsEnabled: true, defaultDecisionEnabled: true, defaultDecision })]),
});

describe('drift is looked for', () => {
  test('in what is judged from the tenant, access reviews and retention of logs included', () => {
    expect([...idsIn({})]).toEqual(expect.arrayContaining(['BG-CA-01', 'BG-GOV-01', 'BG-MON-02']));
  });

  test('in no control that rests on records', () => {
    const fromRecords = [
      'BG-GOV-03',
      'BG-GOV-04',
      'BG-DRILL-01',
      'BG-DRILL-02',
      'BG-MON-01',
      'BG-MON-03',
      'BG-NOTIF-01',
    ];

    expect([...idsIn({})].filter((id) => fromRecords.includes(id))).toEqual([]);
  });

  test('in BG-GOV-02 where a workflow decides, and not where a statement does', () => {
    expect(idsIn(WORKFLOWS)).toContain('BG-GOV-02');
    expect(idsIn({})).not.toContain('BG-GOV-02');
  });
});

test('an access review that removes an emergency account now is regressed, with its finding', () => {
  const [drift] = compare(viewOf(reviewing('None')), viewOf(reviewing('Deny')));

  expect(drift).toMatchObject({ kind: 'regressed', severity: 'high', findings: [{ controlId: 'BG-GOV-01' }] });
});

test('a workflow that may disable an account is regressed, with its finding', () => {
  const drifts = compare(viewOf({}), viewOf(WORKFLOWS));

  expect(drifts).toMatchObject([{ kind: 'regressed', findings: [{ controlId: 'BG-GOV-02', after: 'warn' }] }]);
});

test('workflows that cannot be read any more are one lost sight, with the control that cannot tell', () => {
  const drifts = compare(viewOf({}), viewOf({ lifecycleWorkflows: UNREAD }));

  expect(drifts).toMatchObject([{ kind: 'wentBlind', findings: [{ controlId: 'BG-GOV-02', after: 'error' }] }]);
});

test('a statement that somebody signs is no drift of the tenant', () => {
  expect(compare(viewOf({}), viewOf({}, [SIGNED]))).toEqual([]);
});
