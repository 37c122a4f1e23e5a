import { describe, expect, test } from '@jest/globals';
import {
  DEFAULT_SETTINGS,
  type Control,
  type Finding,
  type Judgement,
  type Outcome,
} from '../../../src/domain/controls/control.js';
import { evaluateControls, verdictOf, worstOutcome } from '../../../src/domain/controls/evaluate.js';
import { controlById, CONTROLS } from '../../../src/domain/controls/index.js';
import { aSnapshot, READ_AT, TENANT } from '../a-snapshot.js';

const JUDGEMENT: Judgement = {
  subject: { type: 'tenant', id: TENANT, name: 'Contoso' },
  outcome: 'pass',
  summary: 'Fine.',
  evidence: [{ source: 'GET /x', readAt: READ_AT, expected: 'a', actual: 'a' }],
};

function aControl(judgement: Judgement, overrides: Partial<Control> = {}): Control {
  return {
    id: 'BG-TEST-01',
    title: 'Test',
    severity: 'high',
    rationale: '',
    references: [],
    permissions: [],
    licence: 'Free',
    kind: 'auto',
    fix: 'none',
    guide: {
      baseline: 'Foundation',
      minutesToFix: 1,
      roles: [],
      expected: '',
      review: [],
      plan: [],
      implement: [],
      verify: [],
    },
    evaluate: () => [judgement],
    ...overrides,
  };
}

function findingOf(judgement: Partial<Judgement>, control: Partial<Control> = {}): Finding | undefined {
  const controls = [aControl({ ...JUDGEMENT, ...judgement }, control)];
  return evaluateControls(aSnapshot(), DEFAULT_SETTINGS, controls)[0];
}

function findingsWith(...outcomes: readonly Outcome[]): readonly Finding[] {
  return outcomes.flatMap((outcome) => findingOf({ outcome }) ?? []);
}

describe('the verdict', () => {
  test.each<[readonly Outcome[], string]>([
    [['pass'], 'compliant'],
    [['pass', 'warn', 'manual', 'notApplicable'], 'compliant'],
    [['pass', 'fail'], 'nonCompliant'],
    [['pass', 'error'], 'incomplete'],
    [['fail', 'error'], 'nonCompliant'],
    [[], 'incomplete'],
  ])('of %j is %s', (outcomes, verdict) => {
    expect(verdictOf(findingsWith(...outcomes))).toBe(verdict);
  });
});

describe('the worst outcome', () => {
  test.each<[readonly Outcome[], Outcome]>([
    [['fail', 'error', 'pass'], 'error'],
    [['manual', 'fail'], 'fail'],
    [['warn', 'manual'], 'manual'],
    [['pass', 'warn'], 'warn'],
    [['notApplicable', 'pass'], 'pass'],
    [[], 'notApplicable'],
  ])('of %j is %s', (outcomes, worst) => {
    expect(worstOutcome(outcomes)).toBe(worst);
  });
});

describe('a finding', () => {
  test('has the severity of its control unless the case has its own', () => {
    expect(findingOf({})?.severity).toBe('high');
    expect(findingOf({ severity: 'critical' })?.severity).toBe('critical');
  });

  const evidence = { source: 'GET /x', readAt: READ_AT, expected: 'a', actual: 'a' };
  test.each<[string, Partial<Judgement>]>([
    ['reading time', { evidence: [{ ...evidence, readAt: '2030-01-01T00:00:00.000Z' }] }],
    ['wording', { summary: 'Said otherwise.' }],
    ["subject's name", { subject: { ...JUDGEMENT.subject, name: 'Renamed' } }],
  ])('keeps its fingerprint when only the %s changes', (_, change) => {
    expect(findingOf(change)?.fingerprint).toBe(findingOf({})?.fingerprint);
  });

  test.each<[string, Partial<Judgement>]>([
    ['evidence', { evidence: [{ ...evidence, actual: 'b' }] }],
    ['outcome', { outcome: 'fail' }],
    ['subject', { subject: { ...JUDGEMENT.subject, id: 'other' } }],
  ])('has another fingerprint when the %s changes', (_, change) => {
    expect(findingOf(change)?.fingerprint).not.toBe(findingOf({})?.fingerprint);
  });
});

describe('the list of controls', () => {
  test('has each ID once and finds each by it', () => {
    expect(new Set(CONTROLS.map(({ id }) => id)).size).toBe(CONTROLS.length);
    expect(CONTROLS.map(({ id }) => controlById(id))).toEqual(CONTROLS);
    expect(controlById('BG-NONE-01')).toBeUndefined();
  });

  test.each(CONTROLS.map((control) => [control.id, control] as const))('%s says what it is', (id, control) => {
    expect(id).toMatch(/^BG-[A-Z]+-\d\d$/);
    expect(control.title).not.toBe('');
    expect(control.rationale).not.toBe('');
    expect(control.references.length).toBeGreaterThan(0);
    expect(control.permissions.length).toBeGreaterThan(0);
  });
});
