import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/domain/controls/control.js';
import { compare } from '../../../src/domain/drift/compare.js';
import { digestOf } from '../../../src/domain/tenant/canonical.js';
import { aSnapshot, FIRST, TENANT } from '../a-snapshot.js';
import { viewOf, withPolicy } from './a-view.js';

const snapshot = aSnapshot();

function aFinding(overrides: Partial<Finding> = {}): Finding {
  const finding = {
    controlId: 'BG-X-01',
    subject: { type: 'account' as const, id: FIRST, name: 'one' },
    outcome: 'pass' as const,
    severity: 'high' as const,
    summary: 'It is so.',
    evidence: [],
    ...overrides,
  };
  const { outcome, evidence } = finding;
  return { ...finding, fingerprint: digestOf({ outcome, evidence }) };
}

/** Another finding of the same control, so that the control is judged on both sides. */
const OTHER = aFinding({ subject: { type: 'tenant', id: TENANT, name: 'Contoso' } });

function driftOf(before: readonly Finding[], after: readonly Finding[]) {
  return compare({ snapshot, findings: [...before, OTHER] }, { snapshot, findings: [...after, OTHER] });
}

describe('a finding that changed while no object did is drift of its own subject', () => {
  test.each([
    ['pass', 'fail', 'regressed', 'high'],
    ['pass', 'warn', 'regressed', 'high'],
    ['warn', 'fail', 'regressed', 'high'],
    ['error', 'fail', 'regressed', 'high'],
    ['pass', 'error', 'wentBlind', 'high'],
    ['fail', 'error', 'wentBlind', 'high'],
    ['fail', 'pass', 'resolved', 'info'],
    ['warn', 'pass', 'resolved', 'info'],
    ['fail', 'notApplicable', 'evidenceChanged', 'low'],
  ] as const)('%s to %s is %s', (before, after, kind, severity) => {
    const drifts = driftOf([aFinding({ outcome: before })], [aFinding({ outcome: after })]);

    expect(drifts).toMatchObject([{ kind, severity, subject: { id: FIRST }, findings: [{ before, after }] }]);
  });
});

test('a finding that is graver than accepted is regressed', () => {
  const fail = aFinding({ outcome: 'fail' });

  expect(driftOf([fail], [{ ...fail, severity: 'critical' }])).toMatchObject([
    { kind: 'regressed', severity: 'critical' },
  ]);
});

test('a finding that fails for another reason is told', () => {
  const evidence = (actual: string) => [{ source: 'GET /x', readAt: null, expected: 'nothing', actual }];

  const drifts = driftOf(
    [aFinding({ outcome: 'fail', evidence: evidence('one') })],
    [aFinding({ outcome: 'fail', evidence: evidence('two') })],
  );

  expect(drifts).toMatchObject([{ kind: 'evidenceChanged', severity: 'medium' }]);
});

test('a finding in other words is no drift', () => {
  expect(driftOf([aFinding()], [aFinding({ summary: 'It still is so.' })])).toEqual([]);
});

test('the first finding of a new control appeared', () => {
  const drifts = driftOf([], [aFinding({ controlId: 'BG-X-02', outcome: 'fail' })]);

  expect(drifts).toMatchObject([{ kind: 'appeared', severity: 'high' }]);
});

test('a control that is not judged any more is told even if it passed', () => {
  const drifts = driftOf([aFinding({ controlId: 'BG-X-02' })], []);

  expect(drifts).toMatchObject([{ kind: 'disappeared', findings: [{ before: 'pass', after: null }] }]);
});

test('a control that failed and is not judged any more is not resolved', () => {
  const drifts = driftOf([aFinding({ controlId: 'BG-X-02', outcome: 'fail' })], []);

  expect(drifts).toMatchObject([{ kind: 'disappeared', findings: [{ before: 'fail', after: null }] }]);
});

test('a failure that is not reported any more is resolved', () => {
  expect(driftOf([aFinding({ outcome: 'fail' })], [])).toMatchObject([{ kind: 'resolved' }]);
});

test('a failure that is not reported any more is not resolved while its control cannot tell', () => {
  const unread = aFinding({ subject: OTHER.subject, outcome: 'error', evidence: [] });

  const drifts = compare(
    { snapshot, findings: [aFinding({ outcome: 'fail' }), OTHER] },
    { snapshot, findings: [unread] },
  );

  expect(drifts.map(({ kind }) => kind)).toEqual(['wentBlind', 'wentBlind']);
});

test('a finding whose evidence names the changed object comes with it', () => {
  const present = aSnapshot(withPolicy({ displayName: 'MFA' }));
  const object = { type: 'policy' as const, id: 'cccccccc-0000-4000-8000-000000000001', name: 'MFA' };
  const evidence = [{ source: 'GET /x', readAt: null, expected: 'nothing', actual: 'something', object }];

  const drifts = compare(
    { snapshot, findings: [aFinding()] },
    { snapshot: present, findings: [aFinding({ outcome: 'fail', evidence })] },
  );

  expect(drifts).toMatchObject([
    { kind: 'regressed', severity: 'high', subject: object, findings: [{ after: 'fail' }] },
  ]);
});

test('findings that hold on other evidence say nothing beside the object that changed', () => {
  const drifts = compare(viewOf(snapshot), viewOf(aSnapshot(withPolicy({ sessionControls: ['signInFrequency'] }))));

  expect(drifts).toMatchObject([{ kind: 'evidenceChanged', findings: [] }]);
});
